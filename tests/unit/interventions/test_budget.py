"""Whom a budget pays for, and what is spent."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from infosim import draws
from infosim.draws import Purpose
from infosim.interventions.awareness_campaign import AwarenessCampaign
from infosim.interventions.budget import price
from infosim.simulation import Simulation, Study, run
from infosim.world import Plan
from kinds import planned, study_with

pytestmark = pytest.mark.usefixtures("warm_engines")

KINDS = {
    "awareness_campaign": {"channel": "radio", "reach": "80%", "boosters": "8 days"},
    "prebunking": {"channel": "sms", "format": "video", "reach": "80%", "completion": "60%"},
    "media_literacy_course": {"coverage": "80%"},
}


def study(kind: str = "awareness_campaign", **changes: Any) -> Study:
    return study_with({"id": "part", "kind": kind} | KINDS[kind] | changes)


def reached(plan: Plan) -> set[int]:
    return set(plan.marks[0].people.tolist())


def test_amounts_are_the_decimals_that_were_written() -> None:
    """Fault: `0.1 * 3 <= 0.3` in binary fractions, which is false."""
    campaign = AwarenessCampaign(id="part", channel="sms", cost="0.1 USD", fixed_cost="0.7 USD")
    assert price(campaign, 3) == Fraction(1)
    plan = planned(study(boosters=None, cost="0.1 USD", budget="0.3 USD"))
    assert plan.n_deliveries == 3
    assert run(study(boosters=None, cost="0.1 USD", budget="0.3 USD"), "all", 0).cost == 0.3


@pytest.mark.parametrize("kind", KINDS)
def test_a_larger_budget_adds_people_and_swaps_none(kind: str) -> None:
    """Spend as much as can be spent, never more; whoever was paid for still is.

    Fault: people taken in order of their ids or of their day; the fixed cost left out.
    """
    whole = planned(study(kind, cost="2 USD", fixed_cost="10 USD"))
    before: set[int] = set()
    for budget in range(20, 200, 26):
        limited = study(kind, cost="2 USD", fixed_cost="10 USD", budget=f"{budget} USD")
        plan, spent = planned(limited), run(limited, "all", 0).cost
        assert before <= reached(plan) <= reached(whole)
        assert spent == 10 + 2 * plan.n_deliveries <= budget
        most = max(np.bincount(whole.marks[0].people))
        assert spent > budget - 2 * most or plan.n_deliveries == whole.n_deliveries
        before = reached(plan)
    assert before


def test_people_are_paid_for_with_all_their_boosters() -> None:
    """Fault: the budget ends in the middle, and half of the boosters of everybody are sent."""
    whole, some = planned(study(cost="1 USD")), planned(study(cost="1 USD", budget="50 USD"))
    times, paid = (np.bincount(plan.marks[0].people, minlength=60) for plan in (whole, some))
    assert max(times) >= 3
    assert set(paid[paid > 0]) == set(times[paid > 0])
    assert (paid[paid > 0] == times[paid > 0]).all()
    assert 0 < (paid > 0).sum() < (times > 0).sum()


def test_those_with_the_luckiest_draws_come_first() -> None:
    """Fault: a second draw for the budget, so that coverage and budget choose different people."""
    limited = study(cost="1 USD", boosters=None, budget="7 USD")
    world = Simulation(limited, "all", 0, "compiled").programme.world
    key = draws.label_key("intervention", "part")
    luck = draws.uniforms(world.seed, 0, Purpose.COVERAGE, 0, np.arange(60), key)
    assert reached(planned(limited)) == set(np.argsort(luck)[:7].tolist())


def test_a_target_says_who_is_paid_for_first() -> None:
    """Fault: `target` is not handed on, and the budget of a campaign for hubs goes to anybody."""
    limited = study(cost="1 USD", boosters=None, channel="chat", target="hubs", budget="7 USD")
    world = Simulation(limited, "all", 0, "compiled").programme.world
    followers = np.diff(world.followers[1].indptr)
    paid = reached(planned(limited))
    members = world.joined[1] == 0
    others = [i for i in range(60) if members[i] and i not in paid]
    assert len(paid) == 7
    assert min(followers[list(paid)]) >= max(followers[others])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("money", [("100 USD", "101 USD"), ("100 USD", "200 USD"), ("100.5 USD", "100 USD")])
def test_what_cannot_be_paid_does_not_take_place(kind: str, money: tuple[str, str]) -> None:
    """With no money for the first person, or not even for the fixed cost, nothing is spent.

    Fault: the fixed cost of a campaign that reaches nobody.
    """
    fixed, budget = money
    limited = study(kind, cost="150 USD", fixed_cost=fixed, budget=budget)
    arm, baseline = run(limited, "all", 0), run(limited, "baseline", 0)
    assert (arm.digest, arm.cost, arm.n_deliveries) == (baseline.digest, 0.0, 0)
    assert planned(limited).is_cancelled


def test_what_costs_nothing_is_not_limited() -> None:
    """Fault: division by a cost of zero."""
    free, limited = planned(study()), planned(study(budget="5 USD", fixed_cost="5 USD"))
    assert reached(free) == reached(limited)
    assert run(study(budget="5 USD", fixed_cost="5 USD"), "all", 0).cost == 5


def test_enormous_budgets_are_possible() -> None:
    """Pay for more people than an array could count.

    Fault: `np.floor(budget / cost).astype(np.int64)`.
    """
    rich = study(cost="1e-15 USD", budget="1e15 USD")
    assert reached(planned(rich)) == reached(planned(study()))


def test_reaching_nobody_is_no_cancellation() -> None:
    """What reaches nobody anyhow costs what it costs without a budget.

    Fault: `None` for an empty list.
    """
    limited, free = (
        study(reach="0%", cost="1 USD", fixed_cost="5 USD", **more) for more in ({"budget": "9 USD"}, {})
    )
    assert run(limited, "all", 0).cost == run(free, "all", 0).cost == 5
