"""One run: the order of a step, and the only loop over steps.

Every step goes through the phases of `PHASES`:

1. ``intervene``: claims are seeded, corrections published, marks dated, and this
   step's effects rebuilt from the baseline
2. ``share``: who passes on which item on which platform
3. ``expose``: count, for each person, the contacts whose posts reach them
4. ``respond``: noticed? convinced? corrected?
5. ``fade``: beliefs are forgotten, claims verified, protection wanes
6. ``record``: counts, changes, digest

Interventions, recording and stopping live here, so engines cannot differ in them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infosim import draws
from infosim.calibration import Spread, calibrate
from infosim.claims import draw_seeds
from infosim.engines import ENGINES, Engine
from infosim.engines.state import Setting, State
from infosim.interventions.base import Intervention
from infosim.population import NEVER
from infosim.recorder import Recorder
from infosim.results import Run
from infosim.scenario.models import Claim, Scenario
from infosim.scenario.arms import arm_interventions
from infosim.society import Society, build_society, joined_at
from infosim.world import Effects, Floats, Mark, Marks, Plan, Publication, World

PHASES = ("intervene", "share", "expose", "respond", "fade", "record")
"""The phases of a step, in order."""

LITERACY_MULTIPLIER = (1.15, 1.0, 0.75)
"""Acceptance of false claims at literacy 0, 1/2 and 1 (H01, H14)."""

TRUST_FLOOR = 0.47
"""Effect of labels and corrections at trust 0, relative to medium trust (C03)."""


@dataclass(frozen=True, eq=False)
class Study:
    """A scenario made ready to run: society, rates and arms.

    Attributes
    ----------
    scenario, society : what was written and what was drawn from it
    arms : the interventions of each arm, in file order
    rates : (n_families,), share rate of each claim, calibrated where asked for
    """

    scenario: Scenario
    society: Society
    arms: dict[str, tuple[Intervention, ...]]
    rates: tuple[float, ...]

    @property
    def baseline(self) -> str:
        """Name the arm that the others are compared with: the first."""
        return next(iter(self.arms))


def prepare(scenario: Scenario) -> Study:
    """Draw the society of a scenario and calibrate its claims.

    Raises
    ------
    InputError
        A graph that cannot be made, or a branching that cannot be reached.
    """
    arms = {name: arm_interventions(scenario, name) for name in scenario.arms}
    society = build_society(scenario, list(arms.values()))
    rates = tuple(share_rate(scenario, society, f) for f in range(len(scenario.claims)))
    return Study(scenario, society, arms, rates)


def share_rate(scenario: Scenario, society: Society, f: int) -> float:
    """Give the share rate of a claim: as written, or found from its branching."""
    claim = scenario.claims[f]
    if claim.sharing.branching is None:
        return claim.sharing.rate or 0.0
    return calibrate(spread_of(scenario, society, f), claim.sharing.branching, claim.id)


def spread_of(scenario: Scenario, society: Society, f: int) -> Spread:
    """Collect what the calibration of a claim needs."""
    claim, people = scenario.claims[f], society.population
    seeds = np.zeros(people.n_people)
    seeds[society.eligible[f]] = 1.0 / max(1, len(society.eligible[f]))
    multiplier = susceptibility(people.literacy) if claim.veracity != "true" else np.ones(people.n_people)
    return Spread(
        population=people,
        member=joined_at(society.penetration, people) < NEVER,
        followers=society.followers,
        sources=society.sources,
        reach=np.array([platform.reach for platform in scenario.platforms.values()]),
        acceptance=np.minimum(1.0, claim.plausibility * multiplier),
        survival=society.clock.survival(claim.sharing.interest),
        unconvinced=claim.sharing.unconvinced,
        seeds=seeds,
    )


def susceptibility(literacy: Floats) -> Floats:
    """Turn literacy in [0, 1] into a multiplier of acceptance, linear in two pieces."""
    low, mid, high = LITERACY_MULTIPLIER
    lower = low + (mid - low) * (2.0 * literacy)
    upper = mid + (high - mid) * (2.0 * literacy - 1.0)
    return np.where(literacy < 0.5, lower, upper)


def authority(trust: Floats) -> Floats:
    """Turn trust in [0, 1] into a multiplier of corrections and labels, 1 at medium trust."""
    return TRUST_FLOOR + (1.0 - TRUST_FLOOR) * (2.0 * trust)


def build_setting(study: Study, world: World) -> Setting:
    """Lay out everything that stays the same during a run."""
    society, scenario = study.society, study.scenario
    claims, people = scenario.claims, society.population
    rate = np.array(study.rates)
    return Setting(
        seed=world.seed,
        replicate=world.replicate,
        group=people.group,
        activity=people.activity,
        susceptibility=susceptibility(people.literacy),
        authority=authority(people.trust),
        joined=world.joined,
        **_contacts(society),
        reach=np.array([*(platform.reach for platform in scenario.platforms.values()), 1.0]),
        claim_key=np.array([draws.label_key("claim", claim.id) for claim in world.claims]),
        share_key=np.array(
            [[draws.label_key("share", claim.id, name) for claim in world.claims] for name in world.platforms]
        ),
        family=society.family,
        rate=rate,
        unthinking_rate=rate * np.array([claim.sharing.unconvinced for claim in claims]),
        **_claim_columns(claims, rate),
        **_claim_tables(claims, society),
    )


def _contacts(society: Society) -> dict[str, NDArray[np.int64] | NDArray[np.int32]]:
    """Join the graphs of all platforms into one long list of ties, each way."""
    columns: dict[str, NDArray[np.int64] | NDArray[np.int32]] = {}
    for name, graphs in (("follower", society.followers), ("source", society.sources)):
        offsets = np.cumsum([0, *(graph.n_ties for graph in graphs)])[:-1]
        columns[f"{name}_starts"] = np.array(
            [graph.indptr + offset for graph, offset in zip(graphs, offsets, strict=True)]
        )
        columns[f"{name}s"] = np.concatenate([graph.indices for graph in graphs])
    return columns


def _claim_columns(claims: Sequence[Claim], rate: Floats) -> dict[str, Floats | NDArray[np.bool_]]:
    corrections = [claim.correction for claim in claims]
    return {
        "plausibility": np.array([claim.plausibility for claim in claims]),
        "correction_rate": rate * np.array([c.sharing if c else 0.0 for c in corrections]),
        "correction_acceptance": np.array([c.acceptance if c else 0.0 for c in corrections]),
        "residual": np.array([c.residual if c else 0.0 for c in corrections]),
        "correction_visibility": np.array([c.visibility if c else 0.0 for c in corrections]),
        "judged": np.array([claim.veracity != "true" for claim in claims]),
        "checkable": np.array([claim.veracity == "false" for claim in claims]),
    }


def _claim_tables(claims: Sequence[Claim], society: Society) -> dict[str, Floats]:
    clock, groups = society.clock, society.population.groups
    forever = np.ones(clock.n_steps + 2)
    corrections = [claim.correction for claim in claims]
    return {
        "interest": np.array([clock.survival(claim.sharing.interest) for claim in claims]),
        "correction_interest": np.array([clock.survival(c.interest) if c else forever for c in corrections]),
        "forgetting": np.array([clock.survival(claim.forgetting) for claim in claims]),
        "correction_forgetting": np.array([clock.survival(c.forgetting) if c else forever for c in corrections]),
        "verification": np.array(
            [[clock.hazard_survival(claim.verification * group.literacy) for group in groups] for claim in claims]
        ),
    }


@dataclass(frozen=True, eq=False)
class Programme:
    """What will happen in one run, by step: seeds, publications, deliveries, effects."""

    world: World
    interventions: tuple[Intervention, ...]
    plans: tuple[Plan, ...]
    seeds: dict[int, list[tuple[int, NDArray[np.int64]]]]
    publications: dict[int, list[Publication]]
    deliveries: dict[int, list[tuple[int, NDArray[np.int64]]]]
    changes: frozenset[int]

    @property
    def marks(self) -> list[Mark]:
        """List the marks of all interventions, in file order."""
        return [mark for plan in self.plans for mark in plan.marks]


def plan_run(study: Study, arm: str, replicate: int) -> Programme:
    """Decide everything about a run that does not depend on how it goes."""
    scenario, society, interventions = study.scenario, study.society, study.arms[arm]
    world = society.world(scenario.run.seed, replicate, interventions)
    plans = tuple(intervention.plan(world) for intervention in interventions)
    seeds: dict[int, list[tuple[int, NDArray[np.int64]]]] = {}
    for wave in society.waves:
        eligible = society.eligible[society.family[wave.claim]]
        people = draw_seeds(world.seed, replicate, world.claims[wave.claim], wave, eligible)
        seeds.setdefault(wave.step, []).append((wave.claim, people))
    publications: dict[int, list[Publication]] = {}
    for publication in (item for plan in plans for item in plan.publications):
        publications.setdefault(publication.step, []).append(publication)
    deliveries: dict[int, list[tuple[int, NDArray[np.int64]]]] = {}
    for row, mark in enumerate(mark for plan in plans for mark in plan.marks):
        for step in np.unique(mark.steps):
            deliveries.setdefault(int(step), []).append((row, mark.people[mark.steps == step]))
    return Programme(world, interventions, plans, seeds, publications, deliveries, turning_points(plans))


def turning_points(plans: Sequence[Plan]) -> frozenset[int]:
    """List the steps at which the effects of marks begin, change or end."""
    steps = {0}
    for plan in plans:
        for mark in plan.marks:
            steps |= {plan.first, mark.until, *np.unique(mark.since).tolist()}
    return frozenset(steps)


class Simulation:
    """One run in progress.

    Attributes
    ----------
    engine : the engine, with its state
    step : int, the next step
    """

    def __init__(self, study: Study, arm: str, replicate: int, engine: str, *, keep_stances: bool = False) -> None:
        self.study, self.arm, self.replicate, self.engine_name = study, arm, replicate, engine
        self.programme = plan_run(study, arm, replicate)
        world, people = self.programme.world, study.society.population
        planned = self.programme.marks
        self.effects = Effects.baseline(len(world.platforms), world.n_items, len(planned))
        self.marks = Marks.none_yet(planned, people.n_people, world.clock.n_steps)
        self.setting = build_setting(study, world)
        state = State.unaware(len(world.claims), people.n_people, len(world.platforms))
        rule = study.scenario.rules.persuasion
        self.engine: Engine = ENGINES[engine](self.setting, state, self.effects, self.marks, rule)
        self.recorder = Recorder(people, len(world.claims), world.clock.n_steps, keep_stances=keep_stances)
        self.step = 0

    def phases(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Give the phases of a step in order, each as something to call."""
        return tuple(
            (name, getattr(self, name, None) or getattr(self.engine, name)) for name in PHASES
        )

    def advance(self) -> None:
        """Go one step on."""
        for _, phase in self.phases():
            phase()

    def intervene(self) -> None:
        """Phase 1: seeds, publications, marks, and this step's effects."""
        self.engine.begin(self.step)
        for claim, people in self.programme.seeds.get(self.step, ()):
            self.engine.seed(claim, people)
        for publication in self.programme.publications.get(self.step, ()):
            self.engine.publish(publication.claim, publication.audience, publication.sources)
        for row, people in self.programme.deliveries.get(self.step, ()):
            self.marks.at[row, people] = self.step
        self.rebuild_effects()

    def rebuild_effects(self) -> None:
        """Make this step's modifiers from the baseline, if anything can have changed."""
        programme, step = self.programme, self.step
        modifying = [
            intervention
            for intervention, plan in zip(programme.interventions, programme.plans, strict=True)
            if type(intervention).modify is not Intervention.modify and plan.first <= step <= plan.last
        ]
        if not modifying and step not in programme.changes:
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
        for intervention, plan in zip(programme.interventions, programme.plans, strict=True):
            if intervention in modifying and step < plan.last:
                intervention.modify(self.effects, programme.world, step)

    def record(self) -> None:
        """Phase 6: count, and go on to the next step."""
        self.recorder.record(self.step, self.engine.changes(), self.engine.state)
        self.step += 1

    def finish(self) -> Run:
        """Run to the end and give the result."""
        while self.step < self.programme.world.clock.n_steps:
            self.advance()
        return self.result()

    def result(self) -> Run:
        """Give what has been recorded so far."""
        world, state, recorder = self.programme.world, self.engine.state, self.recorder
        reached = [plan.n_deliveries for plan in self.programme.plans]
        cost = sum(
            intervention.fixed_cost.amount + intervention.cost.amount * n
            for intervention, n in zip(self.programme.interventions, reached, strict=True)
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
            state=state,
            joined=world.joined,
            n_deliveries=sum(reached),
            cost=float(cost),
            digest=recorder.digest(state),
            stances=recorder.stances,
        )


def run(study: Study, arm: str, replicate: int, engine: str = "compiled", *, keep_stances: bool = False) -> Run:
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
