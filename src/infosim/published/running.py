"""Running cells of published models: many runs each, on several cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import as_file, files

import numpy as np

from infosim.errors import InputError
from infosim.experiments.intervals import Estimate, estimate
from infosim.experiments.workers import do_all
from infosim.published.facts import Fact, facts_of
from infosim.published.models import MODELS
from infosim.published.parameters import Value
from infosim.published.targets import Target
from infosim.published.theory import MEAN_FIELD, groups
from infosim.scenario.loading import load
from infosim.scenario.models import Scenario
from infosim.simulation import prepare, run
from infosim.study import Study
from infosim.world import Floats

Progress = Callable[[int, int], None]
"""Called with the number of runs done and the number of runs in all."""


@dataclass(frozen=True)
class Cell:
    """One setting of a target, to be run.

    Attributes
    ----------
    target, values : the model and all of its parameters
    sets : further changes of the scenario, PATH=VALUE
    """

    target: Target
    values: dict[str, Value]
    sets: tuple[str, ...] = ()

    def scenario(self, seed: int) -> Scenario:
        """Write the scenario of this cell.

        Raises
        ------
        InputError
            Parameters that do not go together, or a change that cannot be.
        """
        changes = [*MODELS[self.target.id].settings(self.values), f"run.seed={seed}", *self.sets]
        with as_file(files("infosim.published").joinpath(f"{self.target.id}.yaml")) as path:
            return load(path, sets=changes).scenario


def too_large_here(targets: Sequence[Target]) -> list[Target]:
    """List the targets that this machine cannot hold, at the sizes at which they were published."""
    large = []
    for target in targets:
        if target.id in MODELS and not MODELS[target.id].is_drawn_anew:
            try:
                Cell(target, target.defaults).scenario(1)
            except InputError:
                large.append(target)
    return large


@dataclass(frozen=True, eq=False)
class Measured:
    """What came out of a cell.

    Attributes
    ----------
    cell : what was run
    values : for each quantity, what each run gave, ``(n_runs,)``; one value where there is no chance
    course : mean over runs of what is followed step by step, empty if nothing is
    seed : of the first run
    """

    cell: Cell
    values: dict[str, Floats]
    course: Floats
    seed: int

    @cached_property
    def estimates(self) -> dict[str, Estimate]:
        """Mean and 95% interval of each quantity."""
        return {name: estimate(values, self.seed) for name, values in self.values.items()}

    @property
    def quantity(self) -> str:
        """Name what is compared first."""
        return next(iter(self.values))

    @property
    def facts(self) -> dict[str, Fact]:
        """What was published of it, by quantity; nothing of a scenario that was changed."""
        return {} if self.cell.sets else facts_of(self.cell.target, self.cell.values)

    @property
    def mean_field(self) -> float | None:
        """What the mean field says of what is compared first; None where there is none."""
        theory = MEAN_FIELD.get(self.cell.target.id)
        return None if theory is None or self.cell.sets else theory(self.cell.values)

    def holds(self, quantity: str) -> bool | None:
        """Tell whether the mean is as near to what was published as it should be; None if nothing was."""
        fact = self.facts.get(quantity)
        if fact is None:
            return None
        # Decimal fractions are not exact: a difference of just the tolerance is near enough.
        return bool(abs(self.estimates[quantity].mean - fact.value) <= fact.tolerance + 1e-9)


@dataclass
class Runner:
    """Does one run of one cell; goes to the worker processes.

    Attributes
    ----------
    scenarios : of each cell
    cells, engine : what is run, and with what
    """

    cells: Sequence[Cell]
    scenarios: Sequence[Scenario]
    engine: str
    _kept: dict[int, Study] = field(default_factory=dict)

    def __call__(self, job: tuple[int, int]) -> tuple[tuple[int, int], dict[str, float], Floats]:
        """Do run number `job[1]` of cell `job[0]`."""
        index, number = job
        model, values = MODELS[self.cells[index].target.id], self.cells[index].values
        if model.is_drawn_anew:
            plan = self.scenarios[index].run
            seed = (plan.seed + number) % 2**32
            anew = self.scenarios[index].model_copy(update={"run": plan.model_copy(update={"seed": seed})})
            one = run(prepare(anew), "baseline", 0, self.engine)
        else:
            one = run(self._study(index), "baseline", number, self.engine)
        return job, model.measure(one, values), model.course(one)

    def _study(self, index: int) -> Study:
        """Draw a society that all runs of a cell share; only the last one is kept, for it may be large."""
        if index not in self._kept:
            self._kept.clear()
            self._kept[index] = prepare(self.scenarios[index])
        return self._kept[index]


def measure(
    cells: Sequence[tuple[Cell, int]],
    *,
    seed: int = 1,
    engine: str = "compiled",
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Measured]:
    """Run cells, each so many times.

    Parameters
    ----------
    cells : what to run, and how often
    seed : of the first run of each cell; the next run has the next one
    engine : 'compiled' or 'reference'
    workers : processes; one for each core if left out. Changes no bit.
    progress : called after each run

    Raises
    ------
    InputError
        A cell whose parameters do not go together.
    """
    acted = [(cell, runs) for cell, runs in cells if cell.target.id in MODELS]
    runner = Runner([cell for cell, _ in acted], [cell.scenario(seed) for cell, _ in acted], engine)
    jobs = [(index, number) for index, (_, runs) in enumerate(acted) for number in range(runs)]
    # The first jobs are done before there are workers, who then share what is large.
    jobs.sort(key=lambda job: MODELS[acted[job[0]][0].target.id].is_drawn_anew)
    done: dict[tuple[int, int], tuple[dict[str, float], Floats]] = {}
    for job, numbers, course in do_all(runner, jobs, workers or os.cpu_count() or 1) if jobs else ():
        done[job] = numbers, course
        if progress is not None:
            progress(len(done), len(jobs))
    found = iter(
        gathered(cell, [done[index, number] for number in range(runs)], seed)
        for index, (cell, runs) in enumerate(acted)
    )
    return [next(found) if cell.target.id in MODELS else solved(cell, seed) for cell, _ in cells]


def gathered(cell: Cell, results: Sequence[tuple[dict[str, float], Floats]], seed: int) -> Measured:
    """Put the runs of a cell together."""
    names = list(results[0][0])
    values = {name: np.array([numbers[name] for numbers, _ in results]) for name in names}
    return Measured(cell, values, np.mean([course for _, course in results], axis=0), seed)


def solved(cell: Cell, seed: int) -> Measured:
    """Solve the equations of a cell in which there is no chance.

    Raises
    ------
    InputError
        If the scenario was to be changed: there is none.
    """
    return Measured(
        cell, {name: np.array([value]) for name, value in groups(cell.values).items()}, np.zeros(0), seed
    )
