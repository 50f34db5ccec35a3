"""What all interventions have in common: who, when, at what cost, in which direction."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from infosim import draws
from infosim.defaults import assumed, chosen
from infosim.draws import Purpose
from infosim.population import NEVER
from infosim.units import Cost, Hours, Moment, Money, Part, Share
from infosim.world import Effects, People, Plan, Steps, Tallies, World

OFFLINE = ("radio", "sms", "school", "workshop", "home_visits")
"""Channels that reach people whether or not they are online."""

Coverage = Share | dict[str, Share]

Target = Literal["random", "hubs", "nominated", "sharers"]
"""Who comes first: anybody, those with most followers, those whom others name, those who share most."""


class Intervention(Part):
    """A change to what people see, believe or share.

    Subclasses say what in `plan`, in `modify`, or in both. `strengths` gives for
    some fields the value with which the baseline is untouched, bit for bit; `lowers`
    and `raises` name the outcomes that it is there to move. The contract tests hold
    every kind to both.

    Notes
    -----
    Methods see the `world`: people, platforms, claims and the clock, as arrays. `join`
    changes `joined`, ``(n_platforms, n_people)``, the first step of everybody on each
    platform, and `modify` the multipliers `effects` of one `step`.
    """

    strengths: ClassVar[dict[str, Any]] = {"effect": 0}
    lowers: ClassVar[tuple[str, ...]] = ("person_days_per_person",)
    raises: ClassVar[tuple[str, ...]] = ()

    id: str = chosen(pattern=r"^[a-z][a-z0-9_]{0,47}$")
    """What arms call it."""
    kind: str
    """What it is."""
    start: Moment = assumed(0.0, "from the first step", low="0 h", high="8 weeks")
    """When it begins."""
    length: Hours | None = assumed(None, "to the end of the study", gt=0)
    """How long it goes on."""
    groups: tuple[str, ...] | None = assumed(None, "everybody")
    """Groups it is meant for."""
    claims: tuple[str, ...] | None = assumed(None, "all claims")
    """Claims it is about."""
    cost: Cost = assumed(Money(0.0), "costs are local; I31, I32, I37 and I38 for examples")
    """Cost of reaching one person once."""
    fixed_cost: Cost = assumed(Money(0.0), "costs are local")
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

    def leave(self, world: World) -> None:
        """Change who is off which platform, and when; only suspensions do."""

    def modify(self, effects: Effects, world: World, step: int, history: Tallies) -> None:
        """Change this step's modifiers; called on the baseline while active.

        `history` is what was counted in all steps before, ``(step, n_claims, 5)``:
        posts of the claim, of its correction, exposures to each, and receptive people.
        """


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
    return world.is_on(world.platforms.index(channel), people, steps)


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
    (n_platforms + 2, n_items) float64
    """
    table = world.table()
    for k in world.claims_of(names, "false", "misleading"):
        table[:, 2 * k] = cut
    for k in world.claims_of(names, "true"):
        table[:, 2 * k] = cut * spillover
    return table
