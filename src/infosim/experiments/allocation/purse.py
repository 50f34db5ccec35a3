"""A purse: what a budget can be spent on, up to which price, and how it is split."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from infosim.errors import InputError, Problem
from infosim.interventions.base import Intervention
from infosim.interventions.budget import price
from infosim.programme import plan_run
from infosim.study import Study
from infosim.units import Money

Amounts = tuple[float, ...]
"""What each item gets, in whole cents, in the order of the file."""

CENTS = 100


@dataclass(frozen=True)
class Item:
    """An intervention that money buys.

    Attributes
    ----------
    id : what the study calls it
    price : what it costs as written, with nobody left out
    is_divisible : whether less money reaches fewer people; all or nothing if not
    """

    id: str
    price: float
    is_divisible: bool


@dataclass(frozen=True)
class Purse:
    """A budget, and what it can be spent on.

    Attributes
    ----------
    budget, currency : how much there is
    items : what it can be spent on, in the order of the file
    """

    budget: float
    currency: str
    items: tuple[Item, ...]

    @property
    def whole(self) -> float:
        """What everything costs as written."""
        return sum(item.price for item in self.items)

    def even(self) -> Amounts:
        """Split the budget evenly."""
        return self.split([1.0] * len(self.items))

    def split(self, weights: Sequence[float]) -> Amounts:
        """Split the budget in proportion to weights, and spend no more than it.

        What an item cannot use goes to the others by their weights; an item that is all or
        nothing and gets too little gets nothing.

        Parameters
        ----------
        weights : one for each item, at least 0

        Examples
        --------
        >>> items = Item("ads", 10.0, True), Item("visits", 100.0, True), Item("offices", 70.0, False)
        >>> Purse(90.0, "USD", items).split([1.0, 1.0, 0.0])
        (10.0, 80.0, 0.0)
        >>> Purse(90.0, "USD", items).split([1.0, 1.0, 1.0])
        (10.0, 80.0, 0.0)
        >>> Purse(90.0, "USD", items).split([0.0, 1.0, 9.0])
        (0.0, 20.0, 70.0)
        """
        weights = list(weights)
        while True:
            amounts = self._pour(weights)
            short = [
                k
                for k, (item, amount) in enumerate(zip(self.items, amounts, strict=True))
                if amount and not item.is_divisible and amount < item.price
            ]
            if not short:
                return amounts
            weights[min(short, key=lambda k: weights[k])] = 0.0

    def _pour(self, weights: Sequence[float]) -> Amounts:
        """Give by weights; whoever has enough leaves the rest to the others."""
        amounts, left = [0.0] * len(self.items), self.budget
        thirsty = [k for k, weight in enumerate(weights) if weight > 0]
        while thirsty:
            each = left / sum(weights[k] for k in thirsty)
            full = [k for k in thirsty if each * weights[k] >= self.items[k].price]
            for k in full:
                amounts[k] = self.items[k].price
                left -= amounts[k]
            thirsty = [k for k in thirsty if k not in full]
            if not full:
                for k in thirsty:
                    amounts[k] = each * weights[k]
                break
        return tuple(_cents(amount) for amount in amounts)


def _cents(amount: float) -> float:
    """Round down to whole cents, so that no budget is exceeded."""
    return math.floor(amount * CENTS + 1e-6) / CENTS


def purse_of(studies: Sequence[Study], arm: str, replicates: int, budget: float) -> Purse:
    """List what a budget can be spent on.

    Parameters
    ----------
    studies : the same study with several seeds; a price is the highest that occurs
    arm : whose interventions are to be paid for
    replicates : how many are looked at

    Raises
    ------
    InputError
        Fewer than two interventions cost anything, so there is nothing to split.
    """
    prices: dict[str, float] = {}
    for study, replicate in product(studies, range(replicates)):
        programme = plan_run(study, arm, replicate)
        for one, plan in zip(programme.interventions, programme.plans, strict=True):
            prices[one.id] = max(prices.get(one.id, 0.0), float(price(one, plan.n_deliveries)))
    interventions = studies[0].arms[arm]
    items = tuple(
        Item(one.id, math.ceil(prices[one.id] * CENTS - 1e-6) / CENTS, hasattr(one, "budget"))
        for one in interventions
        if prices[one.id] > 0
    )
    if len(items) < 2:
        fault = f"{len(items)} of the interventions of the arm {arm} cost anything: there is nothing to split"
        raise InputError(Problem(fault, "give their cost in the scenario, or another arm with --arm"))
    return Purse(budget, currency_of(interventions), items)


def currency_of(interventions: Sequence[Intervention]) -> str:
    """Give the currency of a study's costs; `load` has seen to it that there is one only."""
    costs = [money for one in interventions for money in (one.cost, one.fixed_cost) if money.amount]
    return costs[0].currency if costs else Money(0.0).currency


def paid(interventions: Sequence[Intervention], purse: Purse, amounts: Amounts) -> tuple[Intervention, ...]:
    """Give the interventions that an allocation pays for, each with what it may spend.

    Whatever costs nothing stays as it is.
    """
    given = dict(zip((item.id for item in purse.items), amounts, strict=True))
    divisible = {item.id for item in purse.items if item.is_divisible}
    return tuple(
        one.model_copy(update={"budget": Money(given[one.id], purse.currency)})
        if one.id in divisible
        else one
        for one in interventions
        if given.get(one.id, 1.0) > 0
    )


def with_allocation(study: Study, arm: str, purse: Purse, amounts: Amounts) -> Study:
    """Give a study with one arm, `arm`, in which an allocation is spent; its people are those of `study`."""
    return replace(study, arms={arm: paid(study.arms[arm], purse, amounts)}, variants={})
