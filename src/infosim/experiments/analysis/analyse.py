"""The analysis of a sweep: one outcome of one arm, over all points."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from infosim.errors import InputError, Problem
from infosim.experiments.analysis.indices import Indices, indices_of
from infosim.experiments.analysis.noise import Noise, noise_of
from infosim.experiments.analysis.prim import FEWEST, Box, Mask, find_box
from infosim.experiments.store import Store
from infosim.experiments.sweep.results import arms_of, effects, outcome_of, table_of
from infosim.measures.catalogue import OUTCOMES
from infosim.scenario.additions import NO_ADDITIONS, Additions
from infosim.scenario.axes import Axis, axes_of
from infosim.scenario.models import Scenario, Sweep
from infosim.units import read_date
from infosim.world import Floats

FEWEST_POINTS = 4
"""Points below which nothing can be said of what drives an outcome."""


@dataclass(frozen=True, eq=False)
class Analysis:
    """What a sweep shows of one arm.

    Attributes
    ----------
    plan : what was run, as the store keeps it
    axes : what was varied
    outcome, group : what is looked at, of all people if no group is named
    arm, versus : the arm, and what it is compared with; empty where its level is looked at
    values : (n_points, n_replicates), effect or level; NaN where a run is missing
    places : (n_points, n_axes), in [0, 1]
    noise, indices : what is luck, and what drives the rest
    failing : at most (a level: at least) this much gained counts as a failure
    fails : (n_points,), where it fails
    box : in which part of the space it fails; None if it does so (nearly) everywhere or nowhere
    """

    plan: dict[str, Any]
    axes: tuple[Axis, ...]
    outcome: str
    group: str
    arm: str
    versus: str
    values: Floats
    places: Floats
    noise: Noise
    indices: Indices
    failing: float
    fails: Mask
    box: Box | None

    @property
    def means(self) -> Floats:
        """Mean over the replicates of each point, ``(n_points,)``; NaN where there is none."""
        return means_of(self.values)

    @property
    def gains(self) -> Floats:
        """The same, positive where the arm helps; of a level, as it is."""
        return gains_of(self.means, self.outcome, is_effect=bool(self.versus))

    def title(self, arm: str) -> str:
        """Name an arm for people."""
        titles = {one["name"]: one["title"] for one in self.plan["arms"]}
        return titles.get(arm) or arm.replace("_", " ")


def means_of(values: Floats) -> Floats:
    """Take means over replicates, NaN of none."""
    counts = np.isfinite(values).sum(axis=1)
    sums = np.where(np.isfinite(values), values, 0.0).sum(axis=1)
    means: Floats = np.divide(sums, counts, out=np.full(len(values), np.nan), where=counts > 0)
    return means


def gains_of(means: Floats, outcome: str, *, is_effect: bool) -> Floats:
    """Turn effects around where less is better, so that more is a gain."""
    turned = is_effect and OUTCOMES[outcome].better == "lower"
    gains: Floats = 0.0 - means if turned else means
    return gains


def analyse(
    store: Store,
    *,
    arm: str | None = None,
    outcome: str | None = None,
    group: str = "",
    failing: float | None = None,
    additions: Additions = NO_ADDITIONS,
) -> Analysis:
    """Analyse the latest sweep of a store.

    Parameters
    ----------
    arm : whose effect is looked at; the last if left out. The first arm is looked at by its level.
    outcome : which; the first of the study if left out
    group : of one group only
    failing : a gain below it counts as a failure; half the mean gain if left out
    additions : what a user had added to the study

    Raises
    ------
    InputError
        There is no such arm, outcome or group; nothing was varied; too few points are kept.
    """
    plan = store.plan()
    axes = _axes(store, plan, additions)
    arms = arms_of(plan)
    arm = arm or list(arms)[-1]
    outcome = outcome or plan["outcomes"][0]
    _known("arm", arm, list(arms))
    _known("outcome", outcome, [name for name, one in OUTCOMES.items() if one.by_group or not group])
    if group:
        _known("group", group, plan["groups"])
    table = table_of(store, plan, outcome_of(outcome, group))
    changed = effects(table, plan)
    versus = arms[arm] if arm in changed else ""
    values = changed[arm] if versus else table[arm]
    _enough(values, axes, store)
    return _analysed(plan, axes, (outcome, group, arm, versus), values, failing)


def _analysed(
    plan: dict[str, Any],
    axes: tuple[Axis, ...],
    what: tuple[str, str, str, str],
    values: Floats,
    failing: float | None,
) -> Analysis:
    """Compute everything from the table of values."""
    outcome, _, _, versus = what
    places = np.array([point["places"] for point in plan["points"]], dtype=np.float64)
    means = means_of(values)
    gains = gains_of(means, outcome, is_effect=bool(versus))
    failing, fails = _failures(gains, outcome, failing, is_effect=bool(versus))
    known = np.isfinite(gains)
    failed = int(fails[known].sum())
    is_split = FEWEST <= failed <= int(known.sum()) - FEWEST
    indices = indices_of(Sweep.model_validate(plan["design"]), axes, places, means, plan["seed"])
    box = find_box(axes, places[known], fails[known]) if is_split else None
    return Analysis(plan, axes, *what, values, places, noise_of(values), indices, failing, fails, box)


def _failures(gains: Floats, outcome: str, failing: float | None, *, is_effect: bool) -> tuple[float, Mask]:
    """Say where an arm fails: where it gains less than was asked for, or a level is on the bad side."""
    mean = float(np.nanmean(gains))
    limit = (
        failing
        if failing is not None
        else mean / 2
        if is_effect and mean > 0
        else mean
        if not is_effect
        else 0.0
    )
    with np.errstate(invalid="ignore"):
        is_high_bad = not is_effect and OUTCOMES[outcome].better != "higher"
        fails: Mask = gains > limit if is_high_bad else gains < limit
    return limit, fails


def _axes(store: Store, plan: dict[str, Any], additions: Additions) -> tuple[Axis, ...]:
    """Read again what was varied."""
    said = json.loads(store.text(plan["written"]))
    start = said["time"]["start"]
    context = {"start": start and read_date(start), "additions": additions}
    written = Scenario.model_validate(said, context=context)
    return axes_of(written.model_copy(update={"sweep": Sweep.model_validate(plan["design"])}))


def _known(what: str, name: str, names: Sequence[str]) -> None:
    if name not in names:
        raise InputError(Problem(f"there is no {what} {name!r}", "choose one of " + ", ".join(names)))


def _enough(values: Floats, axes: Sequence[Axis], store: Store) -> None:
    """Refuse what says nothing."""
    if not axes:
        fault = f"nothing was varied in {store.path}"
        raise InputError(Problem(fault, "run infosim sweep with --vary, or infosim compare"))
    kept = int(np.isfinite(values).any(axis=1).sum())
    if kept < FEWEST_POINTS:
        fault = f"{kept} points have runs of both arms with this outcome, and {FEWEST_POINTS} are needed"
        raise InputError(Problem(fault, "run infosim sweep to its end, or with more points"))
