"""What pages are told of runs: curves, peaks, effects; plain data for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from infosim.experiments import Comparison
from infosim.experiments.versus import is_setting
from infosim.measures import OUTCOMES
from infosim.plots.paired import featured
from infosim.world import Floats

POINTS = 121
"""Points of a curve, about."""


def moments(comparison: Comparison) -> list[int]:
    """Choose the steps that curves are drawn through, the peak of every arm among them."""
    n = len(comparison.days())
    peaks = [int(comparison.believing(arm).mean(axis=0).argmax()) for arm in comparison.arms]
    return sorted({round(k) for k in np.linspace(0, n - 1, POINTS)} | set(peaks))


def curve_of(comparison: Comparison, arm: str, steps: Sequence[int]) -> dict[str, Any]:
    """Give false beliefs per 100 people: the mean, each run, and where the mean is highest."""
    runs = 100.0 * comparison.believing(arm)
    mean = runs.mean(axis=0)
    top = int(mean.argmax())
    return {
        "mean": rounded(mean[list(steps)]),
        "runs": [rounded(one[list(steps)]) for one in runs],
        "peak": round(float(mean[top]), 3),
        "peak_day": round(float(comparison.days()[top]), 2),
    }


def rounded(values: Floats) -> list[float]:
    """Write numbers with as many digits as a screen shows."""
    return [round(float(value), 2) for value in values]


def entry(comparison: Comparison, arm: str, steps: Sequence[int], outcome: str) -> dict[str, Any]:
    """Describe an arm: its curve, how much better it is than its reference, how unequal, at what cost."""
    unit = 100.0 if OUTCOMES[outcome].unit == "%" else 1.0
    gap = comparison.level(arm, "equity_gap").mean
    return {
        **curve_of(comparison, arm, steps),
        "averted": round(unit * comparison.averted(arm, outcome), 3) if arm != comparison.baseline else 0.0,
        "gap": None if np.isnan(gap) else round(gap, 3),
        "cost": round(comparison.level(arm, "cost").mean, 2),
    }


def shown_arm(comparison: Comparison) -> str:
    """Name the arm that a room compares with doing nothing: the one that helps most, if any does."""
    outcome = judged_by(comparison)
    helping = {
        arm: gain
        for arm in comparison.arms[1:]
        if not is_setting(comparison, arm) and (gain := comparison.averted(arm, outcome)) > 0
    }
    return max(helping, key=lambda arm: helping[arm]) if helping else featured(comparison)


def judged_by(comparison: Comparison) -> str:
    """Name the outcome by which teams are compared: the study's first that is better or worse."""
    named = [*comparison.scenario.outcomes, "person_days_per_person"]
    return next(name for name in named if OUTCOMES[name].better and OUTCOMES[name].by_group)
