"""Reading back what a sweep has kept: run by run, or one outcome as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from infosim.experiments.intervals import Estimate, estimate
from infosim.experiments.keys import run_key
from infosim.experiments.store import Store
from infosim.experiments.store.records import Kept
from infosim.experiments.sweep.plan import Cell
from infosim.world import Floats

Table = dict[str, Floats]
"""By arm, one number for each point and replicate, ``(n_points, n_replicates)``; NaN where there is none."""


def cells_of(plan: dict[str, Any]) -> Iterator[Cell]:
    """List the runs of a plan as a store keeps it, in its order; replicates as many as were asked for."""
    for number, point in enumerate(plan["points"]):
        for replicate in range(plan["replicates"]):
            for arm, form in point["forms"].items():
                yield Cell(run_key(form, replicate), form, number, arm, replicate)


def kept_runs(store: Store, plan: dict[str, Any]) -> Iterator[tuple[Cell, Kept]]:
    """Walk over the runs of a plan that are kept.

    Raises
    ------
    StoreError
        One of them is damaged.
    """
    for cell in cells_of(plan):
        kept = store.kept(cell.key)
        if kept is not None:
            yield cell, kept


def table_of(store: Store, plan: dict[str, Any], read: Callable[[Kept], float]) -> Table:
    """Tabulate one number of all runs that are kept.

    Parameters
    ----------
    read : takes the number out of a run; NaN if it has none
    """
    shape = len(plan["points"]), plan["replicates"]
    table = {arm: np.full(shape, np.nan) for arm in arms_of(plan)}
    for cell, kept in kept_runs(store, plan):
        table[cell.arm][cell.point, cell.replicate] = read(kept)
    return table


def arms_of(plan: dict[str, Any]) -> dict[str, str]:
    """Name the arms in the order of the file, each with the one it is compared with."""
    first = plan["arms"][0]["name"]
    return {arm["name"]: arm["versus"] or first for arm in plan["arms"]}


def outcome_of(name: str, group: str = "") -> Callable[[Kept], float]:
    """Take an outcome out of a run, of a group if one is named."""

    def read(kept: Kept) -> float:
        numbers = kept.groups.get(group, {}) if group else kept.outcomes
        return numbers.get(name, float("nan"))

    return read


def effects(table: Table, plan: dict[str, Any]) -> Table:
    """Give the paired difference of each arm from the one it is compared with, the first left out."""
    others = list(arms_of(plan).items())[1:]
    return {arm: table[arm] - table[versus] for arm, versus in others}


def wide_points(
    store: Store, plan: dict[str, Any], points: Sequence[int], replicates: int, width: float
) -> list[int]:
    """List the points at which an interval is still too wide.

    Of each arm's paired effect in the first outcome, or of the level where there is one arm
    only, half the 95% interval is held against `width` times the mean of the first arm. Where
    nothing differs at all there is nothing to narrow.

    Parameters
    ----------
    replicates : how many have been run at these points
    width : a proportion
    """
    read = outcome_of(plan["outcomes"][0])
    first = next(iter(arms_of(plan)))
    wide = []
    for point in points:
        part = {**plan, "points": [plan["points"][point]], "replicates": replicates}
        table = table_of(store, part, read)
        level = float(np.nanmean(table[first])) if np.isfinite(table[first]).any() else 0.0
        wanted = effects(table, part) or table
        estimates = [estimate(values[0], plan["seed"]) for values in wanted.values()]
        if any(half_width(one) > width * abs(level) for one in estimates):
            wide.append(point)
    return wide


def half_width(one: Estimate) -> float:
    """Give half the width of an interval; nought if it does not exist."""
    half = (one.high - one.low) / 2
    return 0.0 if np.isnan(half) else half
