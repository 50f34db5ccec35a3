"""What is told to people over a channel: when it arrives, and the mark that it leaves."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim.interventions.base import Intervention, cuts, in_order, moments, on_channel
from infosim.units import Dwell
from infosim.world import Mark, People, Steps, World


class Deliveries(NamedTuple):
    """What arrives, ordered by step, then by person.

    Attributes
    ----------
    steps : int32, (n_deliveries,), when
    people : int64, (n_deliveries,), at whom
    """

    steps: Steps
    people: People

    def to(self, chosen: NDArray[np.bool_]) -> Deliveries:
        """Keep what arrives at some of the people, marked in ``(n_people,)``."""
        kept = chosen[self.people]
        return Deliveries(self.steps[kept], self.people[kept])


def deliver(
    intervention: Intervention,
    world: World,
    channel: str,
    chosen: NDArray[np.bool_],
    boosters: float | None = None,
) -> Deliveries:
    """Tell each of some people once while the intervention is active, and again at each booster.

    Parameters
    ----------
    channel : a platform, where only those are met who are there by then, or offline
    chosen : (n_people,) bool
    boosters : float, at least 0
        Hours between repetitions, from the start to the end of the study, each to all
        whose own moment lies before it. Never if None.

    Draws
    -----
    MOMENT, keyed by person and the intervention's id.
    """
    n_steps = world.clock.n_steps
    first, last = intervention.active(world)
    last = min(last, n_steps)
    people = np.flatnonzero(chosen) if first < last else np.arange(0)
    message = moments(intervention, world, first, last)[people]
    every = max(1, world.clock.steps(boosters)) if boosters else n_steps
    repeats = range(first + every, n_steps, every)
    due = [people[message < step] for step in repeats]
    when = [np.full(len(group), step, dtype=np.int32) for step, group in zip(repeats, due, strict=True)]
    steps, told = np.concatenate([message, *when]), np.concatenate([people, *due])
    arrives = on_channel(channel, world, steps, told)
    return Deliveries(*in_order(steps[arrives], told[arrives]))


def protection(
    world: World,
    told: Deliveries,
    claims: tuple[str, ...] | None,
    effect: float,
    spillover: float,
    lasting: Dwell,
) -> Mark:
    """Make the mark of people who are harder to convince for a while.

    Parameters
    ----------
    effect : float in [0, 1]
        Cut in the acceptance of false and misleading claims, when fresh.
    spillover : float in [0, 1]
        Proportion of the effect that falls on true claims as well.
    lasting : how the effect wanes
    """
    return Mark(
        steps=told.steps,
        people=told.people,
        remaining=world.clock.survival(lasting),
        belief_cut=cuts(world, claims, effect, spillover),
        sharing_cut=cuts(world, claims, 0.0),
        since=np.zeros(world.n_items, dtype=np.int32),
    )
