"""Who gains from what others were taught: those they live with, then those who hear from them.

Nobody gains twice from one intervention: whoever is told gains nothing at home, and
whoever gains at home gains nothing from other contacts.
"""

from __future__ import annotations

import numpy as np

from infosim.interventions.base import in_order
from infosim.interventions.messages import Deliveries
from infosim.world import Steps, World


def housemates(world: World, told: Deliveries) -> Deliveries:
    """List those who live with somebody told and are not told, from the first day on."""
    home = world.population.household
    first = np.full(int(home.max()) + 1, world.clock.n_steps, dtype=np.int32)
    np.minimum.at(first, home[told.people], told.steps)
    return _others(world, first[home], told)


def peers(world: World, told: Deliveries, *nearer: Deliveries) -> Deliveries:
    """List those who see the shares of somebody told, on any platform.

    They gain from the first step at which one of those whom they follow is told and
    both are on the platform.

    Parameters
    ----------
    told : what arrived
    nearer : who gains anyhow, and is no peer: housemates
    """
    first = np.full(world.population.n_people, world.clock.n_steps, dtype=np.int32)
    told_at = first.copy()
    np.minimum.at(told_at, told.people, told.steps)
    for p, graph in enumerate(world.followers):
        source, target = graph.pairs()
        tells = told_at[source] < world.clock.n_steps
        source, target = source[tells], target[tells]
        met = np.maximum(world.joined[p, source], world.joined[p, target])
        np.minimum.at(first, target, np.maximum(told_at[source], met))
    return _others(world, first, told, *nearer)


def _others(world: World, first: Steps, *taken: Deliveries) -> Deliveries:
    """List the people who gain before the end and are not taken; never a bot."""
    free = world.population.is_person & (first < world.clock.n_steps)
    for deliveries in taken:
        free[deliveries.people] = False
    people = np.flatnonzero(free)
    return Deliveries(*in_order(first[people], people))
