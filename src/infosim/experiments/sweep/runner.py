"""What a worker of a sweep does: one run, with people and contacts that it draws once."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from infosim.claims import eligible_seeds, unroll
from infosim.experiments.compare import outcomes_of, summarise
from infosim.experiments.keys import digest_of, setting_form
from infosim.experiments.store.records import Record, record_of
from infosim.experiments.sweep.plan import Cell
from infosim.interventions.base import Intervention
from infosim.results import Run
from infosim.scenario.models import Scenario
from infosim.simulation import Study, prepare, run
from infosim.society import Society, build_society

REMEMBERED = 3
"""Societies that a worker keeps in memory."""


class Task(NamedTuple):
    """What a worker is asked to do.

    Attributes
    ----------
    cell : which run
    scenario, rates : the study at its point; None if the worker was told before
    """

    cell: Cell
    scenario: Scenario | None
    rates: Mapping[str, float] | None


class Societies:
    """Remembers the people and contacts that were drawn last, by what they depend on."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._known: OrderedDict[str, Society] = OrderedDict()
        self._size = size

    def draw(self, scenario: Scenario, arms: Sequence[Sequence[Intervention]]) -> Society:
        """Draw a society, or take one that differs in its claims at most."""
        name = digest_of(_people_of(setting_form(scenario, arms)))
        known = self._known.get(name)
        if known is None:
            known = build_society(scenario, arms)
            self._known[name] = known
            while len(self._known) > self._size:
                self._known.popitem(last=False)
            return known
        self._known.move_to_end(name)
        claims, waves, family = unroll(scenario, known.clock)
        eligible = tuple(eligible_seeds(claim, known.population) for claim in scenario.claims)
        return replace(known, claims=claims, waves=waves, family=family, eligible=eligible)


def _people_of(setting: dict[str, Any]) -> dict[str, Any]:
    """Keep of a setting what people and contacts depend on: no claims, no rules, no reach."""
    platforms = [
        {key: value for key, value in part.items() if key != "reach"} for part in setting["platforms"]
    ]
    kept = {key: setting.get(key) for key in ("time", "population", "seed", "members", "additions")}
    return kept | {"platforms": platforms}


class Runner:
    """Does tasks one after the other, keeping the study of the last point in memory.

    Parameters
    ----------
    engine : 'compiled' or 'reference'
    trajectories : whether to hand over whole trajectories
    """

    def __init__(self, engine: str, trajectories: bool, societies: Societies | None = None) -> None:
        self._engine, self._trajectories = engine, trajectories
        self._societies = societies or Societies()
        self._study: Study | None = None

    def __call__(self, task: Task) -> Record:
        """Do one run.

        Raises
        ------
        InputError
            The society of the point cannot be built.
        """
        began = perf_counter()
        if task.scenario is not None:
            self._study = None
            self._study = prepare(task.scenario, rates=task.rates, draw=self._societies.draw)
            began = perf_counter()
        if self._study is None:
            raise ValueError("a worker was not told which point it is at")
        cell = task.cell
        finished = run(self._study, cell.arm, cell.replicate, self._engine)
        summary = summarise(finished, outcomes_of(self._study.scenario))
        side = packed(finished) if self._trajectories else b""
        return record_of(cell.key, cell.form, summary, perf_counter() - began, self._engine, side)


def runner(engine: str, trajectories: bool, societies: Societies) -> Callable[[Task], Record]:
    """Make a runner; called in each worker."""
    return Runner(engine, trajectories, societies)


def packed(finished: Run) -> bytes:
    """Pack a whole trajectory: counts, tallies and every change of stance, as arrays in a zip file."""
    # In one order, whichever engine noted them.
    changes = finished.changes.between(0, finished.clock.n_steps)
    arrays: dict[str, Any] = {"counts": finished.counts, "tallies": finished.tallies, **changes._asdict()}
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()
