"""The catalogue of outcomes: discernment, cost, and what holds for every entry."""

from __future__ import annotations

import math

import numpy as np
import pytest

from handmade import run_of
from infosim.measures.catalogue import OUTCOMES, measure, measure_groups
from infosim.simulation import run
from studies import small, study_of, with_arms

U, B = 0, 2

PROMISED = (
    "believers_end_fraction",
    "ever_believed_fraction",
    "person_days_per_person",
    "corrected_end_fraction",
)
"""Outcomes that scripts rely on."""


def test_promised_outcomes_exist() -> None:
    """Keep the names that are public. Fault: an outcome renamed."""
    assert set(PROMISED) <= set(OUTCOMES)


@pytest.mark.parametrize("name", list(OUTCOMES))
def test_every_outcome_is_worded(name: str) -> None:
    """Say what it is, in small letters, without a full stop, with a unit."""
    outcome = OUTCOMES[name]
    assert outcome.words == outcome.words.strip().rstrip(".")
    assert outcome.words[0].islower()
    assert outcome.unit
    assert outcome.measure.__doc__
    in_percent = ("anybody_believed", "took_off", "discernment")
    assert (outcome.unit == "%") == (name.endswith("_fraction") or name in in_percent)


def test_every_outcome_exists_where_nothing_happens() -> None:
    """Nobody hears of anything: a number or NaN, no warning.

    Fault: the mean of no cascades, the maximum of no steps.
    """
    for veracity in ("false", "true", "misleading"):
        quiet = run_of(np.zeros((3, 1, 4), dtype=np.int8), veracities=[veracity])
        quiet.state.parent[:] = -2
        assert set(measure(quiet)) == set(OUTCOMES)
        numbers = {name: number for name, number in measure(quiet).items() if not math.isnan(number)}
        assert numbers.pop("memberships_per_person") == 2.0
        assert set(numbers.values()) == {0.0}


def test_groups_have_numbers_of_their_own() -> None:
    """Two of two in one group believe, and one of three in the other.

    Fault: everybody measured for each group.
    """
    rows = [[[U] * 5], [[B, B, B, U, U]]]
    groups = measure_groups(run_of(rows, groups=[0, 0, 1, 1, 1]))
    assert groups["group0"]["believers_end_fraction"] == 1.0
    assert groups["group1"]["believers_end_fraction"] == pytest.approx(1 / 3)
    assert groups["group1"]["person_days_per_person"] == pytest.approx(1 / 3)


def test_groups_of_nobody_have_no_numbers() -> None:
    """Measure a group that the population is too small for.

    Fault: a warning about the mean of an empty slice; a group of nobody that fares best.
    """
    empty = run_of(np.full((2, 1, 3), B), groups=[0, 2, 2])
    groups = measure_groups(empty)
    assert list(groups) == ["group0", "group1", "group2"]
    numbers = groups["group1"]
    assert all(math.isnan(number) for number in numbers.values())
    assert groups["group0"]["believers_end_fraction"] == 1.0


@pytest.mark.parametrize(
    ("veracities", "in_true", "expected"),
    [
        # Of four people three believe claim 0 and one believes claim 1.
        (["true", "false"], 3 / 4, 3 / 4 - 1 / 4),
        (["false", "true"], 1 / 4, 1 / 4 - 3 / 4),
        (["true", "misleading"], 3 / 4, 3 / 4 - 1 / 4),
        (["true", "true"], 2 / 4, math.nan),
        (["false", "misleading"], math.nan, math.nan),
    ],
)
def test_discernment_worked_out_by_hand(veracities: list[str], in_true: float, expected: float) -> None:
    """Subtract mean belief in false claims from that in true ones; not a number without both.

    Fault: 0 without a true claim, which reads as if nobody could tell.
    """
    rows = [[[U] * 4, [U] * 4], [[B, B, B, U], [U, U, U, B]]]
    numbers = measure(run_of(rows, veracities=veracities))
    assert numbers["true_believers_end_fraction"] == pytest.approx(in_true, nan_ok=True)
    assert numbers["discernment"] == pytest.approx(expected, nan_ok=True)


def test_discernment_is_a_mean_over_claims_of_a_kind() -> None:
    """Two true claims, believed by all and by nobody, count as one half.

    Fault: whoever believes any true claim counted once.
    """
    rows = [[[U] * 2] * 3, [[B, B], [U, U], [B, U]]]
    numbers = measure(run_of(rows, veracities=["true", "true", "false"]))
    assert numbers["true_believers_end_fraction"] == 0.5
    assert numbers["discernment"] == 0.0


@pytest.mark.parametrize(
    ("veracities", "expected"),
    [
        # Of four people three, two and one believe the three claims.
        (["true", "true", "false"], 100 * (3 + 2 - 1) / 4),
        (["true", "false", "misleading"], 100 * (3 - 2 - 1) / 4),
        (["false", "true", "false"], 100 * (2 - 3 - 1) / 4),
        (["true", "true", "true"], math.nan),
        (["false", "false", "misleading"], math.nan),
    ],
)
def test_weighted_discernment_counts_every_item(veracities: list[str], expected: float) -> None:
    """Add up true beliefs and take off false ones: two rare falsehoods weigh as two.

    Fault: means instead of sums, as in discernment, which rarity does not move.
    """
    rows = [[[U] * 4] * 3, [[B, B, B, U], [B, B, U, U], [U, U, U, B]]]
    numbers = measure(run_of(rows, veracities=veracities))
    assert numbers["weighted_discernment"] == pytest.approx(expected, nan_ok=True)


def test_cost_is_what_was_delivered_times_its_price() -> None:
    """Charge 3 for each person reached and 100 once; in the baseline nothing.

    Fault: the fixed cost charged per person, or deliveries of a booster left out.
    """
    course = {
        "id": "course",
        "kind": "media_literacy_course",
        "coverage": "50%",
        "cost": 3,
        "fixed_cost": 100,
    }
    study = study_of(with_arms(small(), course, all=["course"]))
    with_course = run(study, "all", 0)
    assert with_course.n_deliveries > 10
    assert measure(with_course)["cost"] == 100 + 3 * with_course.n_deliveries
    assert measure(run(study, "baseline", 0))["cost"] == 0.0


def test_measures_of_a_real_run_follow_from_its_stances(warm_engines: tuple[str, ...]) -> None:
    """Work out the outcomes of a recorded run from the stances kept at every step.

    Fault: believers counted one step late, so that the last day is missing.
    """
    assert warm_engines
    recorded = run(study_of(small()), "baseline", 3, keep_stances=True)
    assert recorded.stances is not None
    rows = recorded.stances[:, recorded.rows("false", "misleading")]
    groups = recorded.population.group.tolist()
    by_hand = run_of(rows, groups=groups, step_hours=recorded.clock.step_hours)
    ours, theirs = measure(recorded), measure(by_hand)
    for name in (
        "believers_end_fraction",
        "ever_believed_fraction",
        "corrected_end_fraction",
        "person_days_per_person",
        "peak_beliefs_per_person",
        "peak_day",
        "equity_gap",
    ):
        assert ours[name] == pytest.approx(theirs[name]), name
        assert ours[name] > 0, name
