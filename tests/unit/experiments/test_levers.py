"""Levers: which there are, where and over what they are moved, and how they are judged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from infosim.experiments.levers import Lever, Levers, Moved, batches, levers_of, move, with_levers
from infosim.experiments.levers_told import sentences, to_json, verdict_words
from infosim.scenario.models import Scenario
from infosim.scenario.paths import find_value
from infosim.scenario.sliders import Movable, movable
from infosim.study import prepare
from infosim.units import read_share
from studies import Written, small, with_arms

DAYS = "person_days_per_person"

ADS: Written = {"id": "ads", "kind": "awareness_campaign", "channel": "feed", "reach": "80%", "effect": "10%"}
CHECK: Written = {
    "id": "check",
    "kind": "fact_check",
    "channel": "street",
    "reach": {"town": 0.5, "village": 0.1},
}
IDLE: Written = {"id": "idle", "kind": "awareness_campaign", "channel": "radio", "reach": "30%"}
OWN: Written = {"interventions.ads.effect": "30%", "interventions.check.delay": "2 days"}
"""What the last arm sets."""


def scenario(*sliders: str, **changes: Any) -> Scenario:
    """Make the small study with a campaign, a fact check, and an intervention that no arm uses."""
    arms = {
        "baseline": {},
        "quiet": {"interventions": ["check"]},
        "loud": {"interventions": ["ads", "check"], "set": OWN},
    }
    written = with_arms(small(), ADS, CHECK, IDLE) | {"arms": arms, "workshop": {"sliders": list(sliders)}}
    return Scenario.model_validate(written | changes)


def lever(path: str, made: Scenario) -> Lever:
    """Give the lever at a path."""
    return next(one for one in levers_of(made) if one.path == path)


def test_levers_are_sliders_and_strengths_that_arms_use() -> None:
    """Fault: strengths of interventions that no arm uses; a slider listed twice."""
    made = scenario("platforms.feed.reach", "interventions.ads.reach", "interventions.ads.half_life")
    assert [one.path for one in levers_of(made)] == [
        "platforms.feed.reach",
        "interventions.ads.reach",
        "interventions.ads.half_life",
        "interventions.ads.effect",
        "interventions.ads.audience",
        "interventions.check.reach",
        "interventions.check.sources",
        "interventions.check.checked",
    ]


def test_each_is_moved_where_it_acts_and_from_what_it_is_there() -> None:
    """The range is widened to what the arm sets; settings are moved in the first arm.

    Fault: the value of the file instead of the arm's own; the range as declared.
    """
    made = scenario("platforms.feed.reach")
    reach, effect = lever("platforms.feed.reach", made), lever("interventions.ads.effect", made)
    assert (reach.arm, effect.arm) == ("baseline", "loud")
    assert lever("interventions.check.reach", made).arm == "quiet"
    assert (reach.number.own, reach.range) == (0.4, ("2%", "60%"))
    assert (effect.number.own, effect.range) == (0.3, ("3%", "30%"))
    assert effect.number.middle == 0.165


def test_numbers_are_read_and_written_as_their_type_does() -> None:
    """Fault: a half-life in days; a middle between two whole numbers; 5% written as 5."""
    made = scenario(claims=[small()["claims"][0] | {"forgetting": "10% per day"}])
    forgetting = movable(find_value(made, "claims.hoax.forgetting"))
    assert forgetting is not None
    assert forgetting.own == pytest.approx(24 * np.log(0.5) / np.log(0.9))
    assert (forgetting.say(forgetting.own), forgetting.say(forgetting.high)) == ("6.58 days", "90 days")
    assert forgetting.write(36.0) == "36 h"
    seeds = movable(find_value(made, "claims.hoax.seeds.count"))
    assert seeds is not None
    assert (seeds.low, seeds.middle, seeds.high, seeds.write(seeds.middle)) == (1, 10, 20, 10)
    literacy = movable(find_value(made, "population.groups.village.literacy"))
    assert literacy is not None
    assert (literacy.own, literacy.write(0.5), literacy.say(0.5)) == (0.0, 0.5, "50%")


def test_more_per_week_is_less_time_between() -> None:
    """Fault: the low end of a rate is the one with fewer hours."""
    made = scenario()
    check = {**CHECK, "capacity": "2 per day"}
    made = scenario(interventions=[ADS, check, IDLE])
    capacity = movable(find_value(made, "interventions.check.capacity"))
    assert capacity is not None
    assert (capacity.low, capacity.high) == (168.0, 6.0)
    assert (capacity.say(capacity.low), capacity.say(capacity.high)) == ("1 per week", "4 per day")


def test_a_lever_changes_one_value_and_nothing_else() -> None:
    """Fault: what the arm sets, or its other interventions, are lost."""
    made = scenario("interventions.ads.effect", "platforms.feed.reach")
    effect, reach = lever("interventions.ads.effect", made), lever("platforms.feed.reach", made)
    study = with_levers(made, [effect, reach])
    assert list(study.arms) == [
        "own_0",
        "own_2",
        *(f"lever_{k}_{point}" for k in (0, 1) for point in ("low", "middle", "high")),
    ]
    low, far = study.arms["lever_0_low"], study.arms["lever_1_high"]
    assert low.interventions == ("ads", "check")
    assert low.set == OWN | {"interventions.ads.effect": 0.03}
    assert (far.interventions, far.set) == ((), {"platforms.feed.reach": 0.6})
    assert study.arms["own_2"].set == OWN


def test_values_by_group_are_moved_together_or_one_by_one() -> None:
    """Fault: a strength given by group becomes one for all; an arm sets a part of a field."""
    made = scenario("interventions.check.reach.village")
    both, one = lever("interventions.check.reach", made), lever("interventions.check.reach.village", made)
    assert (both.number.own, both.range) == (None, ("5%", "50%"))
    assert (one.number.own, one.range) == (0.1, ("5%", "40%"))
    arms = with_levers(made, [both, one]).arms
    assert arms["lever_0_low"].set == {"interventions.check.reach": {"town": 0.05, "village": 0.05}}
    assert arms["lever_1_low"].set == {"interventions.check.reach": {"town": 0.5, "village": 0.05}}


def test_a_study_takes_no_more_arms_than_a_file_may_have() -> None:
    """Fault: all levers in one study, whose arms about another setting are then refused."""
    made = scenario("platforms.feed.reach", "platforms.chat.reach", "platforms.street.reach")
    many = levers_of(made) * 5
    shared = batches(many)
    assert sorted(one.path for batch in shared for one in batch) == sorted(one.path for one in many)
    assert all(len({one.is_setting for one in batch}) == 1 for batch in shared)
    for batch in shared:
        written = with_levers(made, batch)
        assert Scenario.model_validate(written.model_dump(mode="json")).arms == written.arms


def test_settings_keep_the_share_rate_of_the_first_arm() -> None:
    """Fault: the rate is found anew for each reach, which undoes what the lever does."""
    claim = {"id": "hoax", "plausibility": "30%", "seeds": {"count": 3}, "sharing": {"branching": 1.2}}
    made = scenario("platforms.feed.reach", claims=[claim], interventions=[], arms={"baseline": {}})
    study = prepare(with_levers(made, levers_of(made)))
    rates = {study.of(arm).rates for arm in study.arms}
    assert len(rates) == 1


def moved(low: float, middle: float, high: float, expected: int, noise: float = 0.0, **changes: Any) -> Moved:
    """Write by hand what a lever did in eight replicates."""
    spread = noise * np.array([-1.0, 1.0] * 4)
    points = {"own": 1.0, "low": low, "middle": middle, "high": high}
    judged = {
        point: np.full(8, value) + (spread if point == "high" else 0.0) for point, value in points.items()
    }
    number = Movable(0.2, 0.1, 0.5, read_share)
    one = Lever("interventions.ads.reach", "loud", number, ((DAYS, expected),))
    settings: dict[str, Any] = {
        "outcome": DAYS,
        "expected": expected,
        "judged": judged,
        "first": judged,
        "seed": 1,
    }
    return Moved(one, **(settings | changes))


@pytest.mark.parametrize(
    ("numbers", "expected", "noise", "verdict"),
    [
        ((2.0, 1.5, 1.0), -1, 0.1, "works"),
        ((2.0, 1.5, 1.0), 1, 0.1, "wrong way"),
        ((2.0, 1.5, 1.0), 0, 0.1, "works"),
        ((1.0, 1.5, 2.0), -1, 0.1, "wrong way"),
        ((2.0, 1.05, 1.0), -1, 0.0, "saturated"),
        ((2.0, 1.12, 1.0), -1, 0.0, "works"),
        ((2.0, 1.5, 1.9), -1, 1.0, "too small to tell"),
        ((2.0, 2.0, 2.0), -1, 0.0, "dead"),
        ((2.0, 1.5, 2.0), -1, 0.0, "dead"),
        ((2.0, 2.0, 2.0), 1, 1.0, "too small to tell"),
    ],
)
def test_verdicts(numbers: tuple[float, float, float], expected: int, noise: float, verdict: str) -> None:
    """Fault: the sign of what is expected; an interval that is not looked at; a half compared with a half."""
    assert moved(*numbers, expected, noise).verdict == verdict


def test_what_moves_the_first_outcome_is_not_dead() -> None:
    """Fault: only the outcome that it is judged by is looked at."""
    first = {"low": np.zeros(8), "middle": np.zeros(8), "high": np.full(8, 0.5), "own": np.zeros(8)}
    assert moved(2, 2, 2, -1, first=first).verdict == "too small to tell"
    nowhere = {point: np.full(8, np.nan) for point in first}
    assert moved(2, 2, 2, -1, first=nowhere).verdict == "dead"


def test_what_is_said_names_value_and_way() -> None:
    """Fault: the end of the range named instead of the value beyond which little happens."""
    flat, dead, wrong = moved(2, 1, 1, -1), moved(2, 2, 2, -1), moved(1, 2, 3, -1)
    assert verdict_words(flat) == "saturated: nothing beyond 30%"
    told = sentences(Levers(scenario(), "compiled", 8, (wrong, flat, dead)))
    assert told[0].startswith(
        "The strongest lever is ads reach: moved from 10% to 50% it makes 2.00 more days"
    )
    assert "Ads reach does nothing more beyond 30%." in told
    assert any("DEAD: from 10% to 50%, in the arm loud" in line for line in told)
    assert any("WRONG WAY" in line and "2.00 more days" in line for line in told)
    assert not any(line.startswith("None of") for line in told)
    assert sentences(Levers(scenario(), "compiled", 8, (flat,)))[-2].startswith("None of 1 lever")
    assert len(sentences(Levers(scenario(), "compiled", 8, ()))) == 1


@pytest.mark.usefixtures("warm_engines")
def test_moving_ends_in_verdicts_sorted_by_size() -> None:
    """Trust in corrections does nothing in the first arm, which has none: it is moved in the busiest.

    Fault: levers in the order of the file; the second try is left out; progress that
    starts again with each batch.
    """
    claims = [small()["claims"][0] | {"verification": "0%"}, *small()["claims"][1:]]
    made = scenario("population.groups.town.trust", "claims.hoax.plausibility", claims=claims)
    seen: list[tuple[int, int]] = []
    found = move(made, replicates=3, workers=1, progress=lambda done, total: seen.append((done, total)))
    sizes = [one.size for one in found.moved]
    assert sizes == sorted(sizes, reverse=True)
    assert {one.lever.path for one in found.moved} == {one.path for one in levers_of(made)}
    trust = next(one for one in found.moved if "trust" in one.lever.path)
    assert (trust.lever.arm, trust.verdict == "dead") == ("loud", False)
    assert [done for done, _ in seen] == list(range(1, len(seen) + 1))
    assert seen[-1] == (len(seen), len(seen))
    again = move(made, replicates=3, workers=1)
    assert to_json(again) == to_json(found)


@pytest.mark.usefixtures("warm_engines")
def test_levers_of_true_claims_are_judged_by_belief_in_them() -> None:
    """Fault: days of false belief, which a true claim cannot move, so that its levers are dead."""
    made = scenario("claims.advice.plausibility", "claims.hoax.plausibility", arms={"baseline": {}})
    for one in move(made, replicates=10, workers=1).moved:
        true = one.lever.path.startswith("claims.advice")
        assert one.outcome == ("true_believers_end_fraction" if true else DAYS)
        assert (one.expected, one.seen) == (1, 1)
