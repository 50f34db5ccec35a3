"""What will happen in one run, as far as it does not depend on how the run goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from infosim.claims import draw_waves
from infosim.engines.agenda import Agenda
from infosim.interventions.base import Intervention
from infosim.society import Society
from infosim.study import Study
from infosim.world import Mark, Plan, Publication, World


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

    @cached_property
    def agenda(self) -> Agenda:
        """The same by step as flat arrays, for the engines."""
        return Agenda.of(self.world.clock.n_steps, self.seeds, self.publications, self.deliveries)

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
    claims = [world.claims[wave.claim] for wave in society.waves]
    eligible = [society.eligible[society.family[wave.claim]] for wave in society.waves]
    drawn = draw_waves(world.seed, replicate, claims, society.waves, eligible)
    for wave, people in zip(society.waves, drawn, strict=True):
        together = scenario.claims[society.family[wave.claim]].seeds.contacts
        beginning = with_contacts(people, society) if together else people
        seeds.setdefault(wave.step, []).append((wave.claim, beginning))
    publications: dict[int, list[Publication]] = {}
    for publication in (item for plan in plans for item in plan.publications):
        publications.setdefault(publication.step, []).append(publication)
    deliveries: dict[int, list[tuple[int, NDArray[np.int64]]]] = {}
    for row, mark in enumerate(mark for plan in plans for mark in plan.marks):
        starts = np.flatnonzero(np.diff(mark.steps, prepend=-1))
        for step, people in zip(mark.steps[starts], np.split(mark.people, starts[1:]), strict=False):
            deliveries.setdefault(int(step), []).append((row, people))
    return Programme(world, interventions, plans, seeds, publications, deliveries, turning_points(plans))


def with_contacts(people: NDArray[np.int64], society: Society) -> NDArray[np.int64]:
    """Add to those who start a claim everybody who sees what they share, on any platform, in order."""
    seeing = [graph.contacts(i) for graph in society.followers for i in people.tolist()]
    return np.unique(np.concatenate([people, *seeing])).astype(np.int64)


def turning_points(plans: Sequence[Plan]) -> frozenset[int]:
    """List the steps at which the effects of marks begin, change or end."""
    steps = {0}
    for plan in plans:
        for mark in plan.marks:
            steps |= {plan.first, mark.until, *np.unique(mark.since).tolist()}
    return frozenset(steps)
