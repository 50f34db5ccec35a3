"""One run: the order of a step, and the only loop over steps.

Every step goes through the phases of `PHASES`:

1. ``intervene``: claims are seeded, corrections published, marks dated, and this
   step's effects rebuilt from the baseline
2. ``share``: who passes on which item on which platform
3. ``expose``: count, for each person, the posts of contacts that reach them
4. ``respond``: noticed? convinced? corrected?
5. ``fade``: beliefs are forgotten, claims verified, protection wanes
6. ``record``: counts, changes, digest

Interventions, recording and stopping live here, so engines cannot differ in them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property

from infosim.engines import ENGINES, Engine, engine_for
from infosim.interventions.base import Intervention
from infosim.interventions.budget import price
from infosim.programme import plan_run
from infosim.recorder import Recorder
from infosim.results import Run
from infosim.setting import build_setting
from infosim.study import Study, prepare
from infosim.world import Effects, Marks, Plan

__all__ = ["PHASES", "Simulation", "Study", "prepare", "run"]

PHASES = ("intervene", "share", "expose", "respond", "fade", "record")
"""The phases of a step, in order."""


class Simulation:
    """One run in progress.

    Attributes
    ----------
    engine : the engine, with its state
    step : int, the next step
    """

    def __init__(
        self, study: Study, arm: str, replicate: int, engine: str, *, keep_stances: bool = False
    ) -> None:
        study = study.of(arm)
        engine = engine_for(engine, study.scenario.persuasion)
        self.study, self.arm, self.replicate, self.engine_name = study, arm, replicate, engine
        self.programme = plan_run(study, arm, replicate)
        world, people = self.programme.world, study.society.population
        planned = self.programme.marks
        self.effects = Effects.baseline(len(world.platforms), world.n_items, len(planned))
        self.marks = Marks.none_yet(planned, people.n_people, world.clock.n_steps)
        self.setting = build_setting(study, world)
        rule, agenda = study.scenario.persuasion, self.programme.agenda
        self.engine: Engine = ENGINES[engine](self.setting, self.effects, self.marks, agenda, rule)
        self.recorder = Recorder(people, len(world.claims), world.clock.n_steps, keep_stances=keep_stances)
        self.step = 0

    def phases(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Give the phases of a step in order, each as something to call."""
        return tuple((name, getattr(self, name, None) or getattr(self.engine, name)) for name in PHASES)

    def advance(self) -> None:
        """Go one step on, phase by phase."""
        for _, phase in self.phases():
            phase()

    def intervene(self) -> None:
        """Phase 1: seeds, publications, marks, and this step's effects."""
        self.engine.begin(self.step)
        self.engine.intervene()
        self.rebuild_effects()

    def march(self) -> None:
        """Go on to the next step at which effects may change, in one call of the engine."""
        self.rebuild_effects()
        turns, last = self.turns, self.programme.world.clock.n_steps
        until = min(last, turns[bisect_right(turns, self.step)]) if turns and turns[-1] > self.step else last
        changes = self.engine.march(self.step, until, self.recorder.columns)
        self.recorder.keep(changes)
        self.step += changes.n_steps

    @cached_property
    def turns(self) -> list[int]:
        """List the steps at which effects may change, in order."""
        n_steps = self.programme.world.clock.n_steps
        spans = (range(plan.first, min(plan.last, n_steps) + 1) for plan in self.modifying)
        return sorted(self.programme.changes.union(*spans))

    @cached_property
    def modifying(self) -> dict[Plan, Intervention]:
        """List the interventions that change effects themselves, by their plans."""
        pairs = zip(self.programme.plans, self.programme.interventions, strict=True)
        return {
            plan: intervention
            for plan, intervention in pairs
            if type(intervention).modify is not Intervention.modify
        }

    def rebuild_effects(self) -> None:
        """Make this step's modifiers from the baseline, if anything can have changed."""
        programme, step = self.programme, self.step
        active = [plan for plan in self.modifying if plan.first <= step <= plan.last]
        if not active and step not in programme.changes:
            return
        self.effects.reset()
        row = 0
        for plan in programme.plans:
            for mark in plan.marks:
                if plan.first <= step < mark.until:
                    bears = mark.since <= step
                    self.effects.belief_cut[row] = mark.belief_cut * bears
                    self.effects.sharing_cut[row] = mark.sharing_cut * bears
                row += 1
        for plan in active:
            if step < plan.last:
                self.modifying[plan].modify(self.effects, programme.world, step, self.recorder.tallies[:step])

    def record(self) -> None:
        """Phase 6: count, and go on to the next step."""
        self.recorder.record(self.step, self.engine.changes(), self.engine.state)
        self.step += 1

    def finish(self) -> Run:
        """Run to the end and give the result."""
        go_on = self.advance if self.recorder.stances is not None else self.march
        while self.step < self.programme.world.clock.n_steps:
            go_on()
        return self.result()

    def result(self) -> Run:
        """Give what has been recorded so far."""
        world, recorder = self.programme.world, self.recorder
        programme = self.programme
        cost = sum(
            price(intervention, plan.n_deliveries)
            for intervention, plan in zip(programme.interventions, programme.plans, strict=True)
            if not plan.is_cancelled
        )
        return Run(
            arm=self.arm,
            replicate=self.replicate,
            engine=self.engine_name,
            clock=world.clock,
            population=world.population,
            claims=world.claims,
            counts=recorder.counts,
            tallies=recorder.tallies,
            first_believed=recorder.first_believed,
            person_steps=recorder.person_steps(),
            state=self.engine.ending,
            changes=recorder.changes(),
            joined=world.joined,
            n_deliveries=sum(plan.n_deliveries for plan in programme.plans),
            cost=float(cost),
            stances=recorder.stances,
        )


def run(
    study: Study, arm: str, replicate: int, engine: str = "compiled", *, keep_stances: bool = False
) -> Run:
    """Run one replicate of one arm.

    Parameters
    ----------
    study : a scenario made ready by `prepare`
    arm : one of its arms
    replicate : int, at least 0
        Replicates of different arms share all their draws.
    engine : 'reference' or 'compiled'
        They give the same bits.
    keep_stances : whether to keep everybody's stance at every step
    """
    return Simulation(study, arm, replicate, engine, keep_stances=keep_stances).finish()
