"""Paired differences and levels as figures show them, in units of the axis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infosim.experiments import Comparison
from infosim.experiments.versus import is_setting
from infosim.measures import OUTCOMES
from infosim.plots.wording import scale_of
from infosim.world import Floats


@dataclass(frozen=True, eq=False)
class Paired:
    """The paired difference of an arm from the one it is compared with, ready to be shown.

    Attributes
    ----------
    arm : name of the arm
    differences : one per replicate in which it exists, in units of the axis
    mean, low, high : mean and 95% bootstrap interval, in units of the axis
    improved : bool, in which of them the arm was strictly better; None if neither way
        is, or if there is nothing in the arm that could help
    is_setting : whether only the setting is another
    """

    arm: str
    differences: Floats
    mean: float
    low: float
    high: float
    improved: NDArray[np.bool_] | None
    is_setting: bool = False

    @property
    def n(self) -> int:
        """Number of pairs."""
        return len(self.differences)

    @property
    def is_clear(self) -> bool:
        """Whether there is an interval and it leaves out zero."""
        return self.n > 1 and (self.low > 0.0 or self.high < 0.0)


def paired(comparison: Comparison, arm: str, outcome: str, group: str = "") -> Paired:
    """Take the paired difference of an arm, in units of the axis."""
    scale = scale_of(outcome)
    effect = comparison.paired(arm, outcome, group)
    raw, setting = comparison.differences(arm, outcome, group), is_setting(comparison, arm)
    differences = raw[~np.isnan(raw)]
    better = OUTCOMES[outcome].better
    improvement = -differences if better == "lower" else differences
    return Paired(
        arm=arm,
        differences=scale * differences,
        mean=scale * effect.mean,
        low=scale * effect.low,
        high=scale * effect.high,
        improved=improvement > 0 if better and not setting else None,
        is_setting=setting,
    )


def strongest(effects: list[Paired]) -> Paired:
    """Choose the effect that a figure is about: a clear one, of a measure, the largest."""
    return max(effects, key=lambda one: (one.is_clear, not one.is_setting, abs(one.mean) if one.n else -1.0))


def level_of(comparison: Comparison, arm: str, outcome: str, group: str = "") -> Paired:
    """Take the level of an arm, in the shape of a difference from nothing."""
    scale = scale_of(outcome)
    values = scale * comparison.values(arm, outcome, group)
    mean, low, high = (scale * part for part in comparison.level(arm, outcome, group))
    return Paired(arm, values[~np.isnan(values)], mean, low, high, None)


def rows_of(comparison: Comparison, outcome: str, group: str = "") -> list[Paired]:
    """Take the difference of every arm but the baseline; the level of an arm that is alone."""
    if len(comparison.arms) == 1:
        return [level_of(comparison, comparison.baseline, outcome, group)]
    return [paired(comparison, arm, outcome, group) for arm in comparison.arms[1:]]


def featured(comparison: Comparison) -> str:
    """Name the arm with the largest effect on the study's first outcome; the baseline if alone."""
    return strongest(rows_of(comparison, comparison.outcome)).arm
