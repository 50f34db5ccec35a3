"""What all interventions have in common: who, when, at what cost, in which direction."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from infosim import draws
from infosim.draws import Purpose
from infosim.population import NEVER
from infosim.units import Cost, Hours, Moment, Money, Part, Share
from infosim.world import Effects, People, Plan, Steps, World

OFFLINE = ("radio", "sms", "school", "workshop", "home_visits")
"""Channels that reach people whether or not they are online."""

Coverage = Share | dict[str, Share]


class Intervention(Part):
    """A change to what people see, believe or share.

    Subclasses say what in `plan`, in `modify`, or in both. `strengths` names the
    fields that leave the baseline untouched, bit for bit, when they are zero;
    `lowers` and `raises` name the outcomes that it is there to move. The contract
    tests hold every kind to both.
    """

    strengths: ClassVar[tuple[str, ...]] = ("effect",)
    lowers: ClassVar[tuple[str, ...]] = ("person_days_per_person",)
    raises: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[str] = "assumption"

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")
    kind: str
    start: Moment = 0.0
    """When it begins."""
    length: Hours | None = Field(default=None, gt=0)
    """How long it goes on; to the end of the study if left out."""
    groups: tuple[str, ...] | None = None
    """Groups it is meant for; everybody if left out."""
    claims: tuple[str, ...] | None = None
    """Claims it is about; all if left out."""
    cost: Cost = Money(0.0)
    """Cost of reaching one person once."""
    fixed_cost: Cost = Money(0.0)
    """Cost that does not depend on how many are reached."""

    def active(self, world: World) -> tuple[int, int]:
        """Give the first step of activity and the first step after it."""
        first = world.clock.steps(self.start)
        if self.length is None:
            return first, NEVER
        return first, first + max(1, world.clock.steps(self.length))

    def join(self, joined: Steps, world: World) -> None:
        """Change who is on which platform from when; only access subsidies do."""

    def plan(self, world: World) -> Plan:
        """Decide before the run whom it will reach, and when."""
        first, last = self.active(world)
        return Plan(first, last)

    def modify(self, effects: Effects, world: World, step: int) -> None:
        """Change this step's modifiers; called on the baseline while active."""


def covered(intervention: Intervention, world: World, coverage: Coverage) -> NDArray[np.bool_]:
    """Choose the people whom an intervention can reach, ``(n_people,)``.

    A person is covered if its draw lies below the coverage, so a higher coverage
    adds people and swaps none.

    Draws
    -----
    COVERAGE, keyed by person and the intervention's id.
    """
    population = world.population
    if isinstance(coverage, dict):
        by_group = np.array([coverage.get(group.id, 0.0) for group in population.groups])
    else:
        by_group = np.full(len(population.groups), coverage)
    people = np.arange(population.n_people, dtype=np.int64)
    key = draws.label_key("intervention", intervention.id)
    luck = draws.uniforms(world.seed, world.replicate, Purpose.COVERAGE, 0, people, key)
    return (luck < by_group[population.group]) & population.members_of(intervention.groups)


def moments(intervention: Intervention, world: World, first: int, last: int) -> Steps:
    """Spread deliveries evenly over ``first <= step < last``, ``(n_people,)``.

    Draws
    -----
    MOMENT, keyed by person and the intervention's id.
    """
    people = np.arange(world.population.n_people, dtype=np.int64)
    key = draws.label_key("intervention", intervention.id)
    luck = draws.uniforms(world.seed, world.replicate, Purpose.MOMENT, 0, people, key)
    return (first + np.floor(luck * (last - first))).astype(np.int32)


def on_channel(channel: str, world: World, steps: Steps, people: People) -> NDArray[np.bool_]:
    """Tell which deliveries arrive: offline always, online if the person is there by then."""
    if channel in OFFLINE:
        return np.ones(len(people), dtype=np.bool_)
    here: NDArray[np.bool_] = world.joined[world.platforms.index(channel), people] <= steps
    return here


def in_order(steps: Steps, people: People) -> tuple[Steps, People]:
    """Sort deliveries by step, then person."""
    order = np.lexsort((people, steps))
    return steps[order].astype(np.int32), people[order].astype(np.int64)


def cuts(
    world: World, names: tuple[str, ...] | None, cut: float, spillover: float = 0.0
) -> NDArray[np.float64]:
    """Tabulate a cut that bears on false and misleading claims, on all platforms.

    Parameters
    ----------
    names : families of claims, all if None
    cut : float in [0, 1]
    spillover : float in [0, 1]
        Proportion of the cut that also falls on true claims.

    Returns
    -------
    (n_platforms + 1, n_items) float64
    """
    table = np.zeros((len(world.platforms) + 1, world.n_items))
    for k in world.claims_of(names, "false", "misleading"):
        table[:, 2 * k] = cut
    for k in world.claims_of(names, "true"):
        table[:, 2 * k] = cut * spillover
    return table
