"""A budget is never exceeded, and nothing of it lies idle that could be used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infosim.errors import InputError
from infosim.experiments.allocation.purse import Item, Purse, paid, purse_of
from infosim.scenario import load
from infosim.simulation import prepare, run
from infosim.units import Money

ITEMS = st.lists(
    st.builds(Item, st.just("x"), st.integers(1, 100_000).map(lambda cents: cents / 100), st.booleans()),
    min_size=2,
    max_size=6,
)


@given(st.integers(1, 200_000).map(lambda cents: cents / 100), ITEMS, st.data())
def test_a_split_keeps_to_budget_and_prices(budget: float, items: list[Item], data: st.DataObject) -> None:
    """Fault: what an item cannot use is spent all the same, or lost; half an indivisible item is bought."""
    purse = Purse(budget, "USD", tuple(items))
    some = st.lists(st.floats(0, 1), min_size=len(items), max_size=len(items))
    weights = data.draw(some)
    amounts = purse.split(weights)
    assert sum(amounts) <= budget + 1e-6
    for item, amount, weight in zip(items, amounts, weights, strict=True):
        assert 0 <= amount <= item.price
        assert not amount or weight > 0
        assert item.is_divisible or amount in (0.0, item.price)
    wanting = [i for i, a, w in zip(items, amounts, weights, strict=True) if w > 1e-6 and a < i.price - 0.01]
    if any(item.is_divisible for item in wanting):
        assert sum(amounts) >= budget - 0.01 * (len(items) + 1)


def test_prices_are_those_of_the_study_and_no_money_is_the_baseline() -> None:
    """Hold prices against what a run costs; an allocation of nothing gives the digest of no intervention.

    Fault: a price without boosters; a budget of nothing that still pays the first person.
    """
    study = prepare(load("bhutan_2022", size=300).scenario)
    purse = purse_of([study], "mixed", 2, 100.0)
    assert [item.id for item in purse.items] == ["ads", "radio", "school", "visits"]
    costs = [run(study, "mixed", replicate).cost for replicate in range(2)]
    assert max(costs) <= purse.whole <= 1.05 * max(costs)
    assert paid(study.arms["mixed"], purse, (0.0,) * 4) == ()
    poor = [one.model_copy(update={"budget": Money(0.0)}) for one in study.arms["mixed"]]
    study.arms["poor"] = tuple(poor)
    assert run(study, "poor", 0).digest == run(study, "baseline", 0).digest


def test_one_price_is_nothing_to_split() -> None:
    """Fault: an optimiser over one weight."""
    study = prepare(load("bhutan_2022", size=300).scenario)
    with pytest.raises(InputError, match="1 of the interventions of the arm online_only cost anything"):
        purse_of([study], "online_only", 1, 100.0)
