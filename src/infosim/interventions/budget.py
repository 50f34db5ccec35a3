"""What an intervention costs, and whom a budget pays for.

Amounts are added as the decimal numbers that were written: a budget of 0.3 pays for
three people at 0.1, which binary fractions would deny.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from infosim.interventions.base import Intervention, Target
from infosim.interventions.messages import Deliveries
from infosim.interventions.targeting import places
from infosim.units import Money
from infosim.world import World


def price(intervention: Intervention, n_deliveries: int) -> Fraction:
    """Give what an intervention costs that reaches people so often, exactly."""
    return exactly(intervention.fixed_cost) + exactly(intervention.cost) * int(n_deliveries)


def exactly(money: Money) -> Fraction:
    """Give an amount of money as it is written."""
    return Fraction(repr(money.amount))


def within_budget(
    intervention: Intervention, world: World, wanted: Deliveries, budget: Money | None, target: Target
) -> Deliveries | None:
    """Keep the deliveries that can be paid, or None if nothing can take place.

    People are taken in the order of their places in one line, as long as all
    deliveries to them can be paid, boosters included. So a larger budget adds people
    and swaps none.

    Parameters
    ----------
    wanted : all that would arrive
    budget : what may be spent, the fixed cost included; no limit if None
    target : who comes first

    Returns
    -------
    None if the fixed cost cannot be paid, or not even the first person: then nothing
    is spent.

    Draws
    -----
    Those of `places`, the same as for coverage.
    """
    if budget is None:
        return wanted
    left = exactly(budget) - exactly(intervention.fixed_cost)
    if left < 0:
        return None
    each = exactly(intervention.cost)
    if not each or not len(wanted.people):
        return wanted
    eligible = world.population.members_of(intervention.groups)
    place = places(intervention, world, target, eligible, np.zeros_like(world.population.group))
    people, times = np.unique(wanted.people, return_counts=True)
    order = np.argsort(place[people], kind="stable")
    paid = np.zeros(world.population.n_people, dtype=np.bool_)
    paid[people[order[np.cumsum(times[order]) <= left // each]]] = True
    return wanted.to(paid) if paid.any() else None
