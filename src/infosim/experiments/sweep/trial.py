"""What a sweep will cost, measured by doing a little of it."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from infosim.experiments.store import Store
from infosim.experiments.sweep.coordinator import Options, warm_up
from infosim.experiments.sweep.plan import Plan
from infosim.experiments.sweep.runner import Runner, Task
from infosim.scenario.estimates import estimate

TOO_LONG = 0.5
"""Minutes that a run may be expected to take for it to be tried out."""

PER_TEXT = 3000
"""Bytes, about, that a point and each arm take in a store besides their runs."""


AROUND, SPARE = 350, 1.25
"""Bytes of a row besides its numbers, and the room that the file leaves between rows of random names."""


class Cost(NamedTuple):
    """What is to be run, and what it will take.

    Attributes
    ----------
    runs, kept : runs in all, and those kept already
    minutes, megabytes : for the others
    is_measured : whether runs were tried out
    """

    runs: int
    kept: int
    minutes: float
    megabytes: float
    is_measured: bool


def cost_of(plan: Plan, path: Path, options: Options) -> Cost:
    """Estimate what is missing of a sweep: a society and two runs are tried, nothing is kept."""
    cells = {cell.key: cell for cell in plan.cells()}
    kept = set()
    if path.is_file():
        with Store(path) as store:
            kept = store.done()[0] & set(cells)
    missing = [cell for key, cell in cells.items() if key not in kept]
    points = len({cell.point for cell in missing})
    expected = estimate(plan.points[0].scenario)
    each = expected.minutes / max(1, expected.runs)
    society, size = 0.0, 4 * expected.steps + 2000
    is_measured = bool(missing) and each < TOO_LONG
    if is_measured:
        society, each, size = _measured(plan, options)
    spent = points * society * min(1.0, options.workers / points) if points else 0.0
    minutes = (len(missing) * each + spent * min(options.workers, points)) / max(1, options.workers)
    megabytes = (len(missing) * (size + AROUND) * SPARE + points * (1 + len(plan.arms)) * PER_TEXT) / 1e6
    return Cost(len(cells), len(kept), minutes, megabytes, is_measured)


def _measured(plan: Plan, options: Options) -> tuple[float, float, int]:
    """Draw one society and do two runs: minutes for each, and bytes of a run."""
    plan.find_rates()
    warm_up(plan)
    work = Runner(options.engine, options.trajectories)
    cells = [next(plan.cells(1)), list(plan.cells(1))[-1]]
    sizes, spent = [], []
    for cell in (*cells, *cells):
        began = perf_counter()
        record = work(Task(cell, plan.points[cell.point].scenario, plan.rates_at(cell.point)))
        spent.append((perf_counter() - began - record.wall, record.wall))
        sizes.append(len(record.summary) + len(record.series) + len(record.side))
    # The first two have compiled or loaded what was missing.
    society, each = (max(pair) / 60 for pair in zip(*spent[2:], strict=True))
    return society, each, max(sizes)
