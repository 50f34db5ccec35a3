"""How many believe, for how long, and who was corrected: worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import run_of
from infosim.measures.catalogue import OUTCOMES, measure, measure_groups
from infosim.measures.prevalence import believing
from infosim.population import NEVER
from infosim.results import Run

U, A, B, C = range(4)
"""Unaware, unconvinced (aware), believer, corrected."""

ONE_CLAIM = [
    [[U, U, U, U, U]],
    [[B, A, U, U, U]],
    [[B, B, A, U, U]],
    [[C, B, B, U, U]],
    [[C, B, A, B, U]],
]
"""Five people over four steps. Believing: two, three, one, one and no steps."""

TWO_CLAIMS = [
    [[U, U, U, U], [U, U, U, U]],
    [[B, B, U, U], [B, U, B, U]],
    [[B, C, U, U], [B, U, B, U]],
]
"""Person 0 believes both claims."""


def value(run: Run, name: str, people: Sequence[int] | None = None) -> float:
    """Measure one outcome, of some people."""
    chosen = np.zeros(run.population.n_people, dtype=np.bool_)
    chosen[list(range(len(chosen)) if people is None else people)] = True
    return OUTCOMES[name].measure(run, chosen)


@pytest.mark.parametrize(
    ("name", "people", "expected"),
    [
        # (2 + 3 + 1 + 1) steps of half a day, of five people.
        ("person_days_per_person", None, 7 / 5 / 2),
        ("person_days_per_person", [0, 1], 5 / 2 / 2),
        ("ever_believed_fraction", None, 4 / 5),
        ("ever_believed_fraction", [3, 4], 1 / 2),
        ("believers_end_fraction", None, 2 / 5),
        ("corrected_end_fraction", None, 1 / 5),
        ("corrected_end_fraction", [0], 1.0),
        # Two believe after the second, third and fourth step; the first peak counts.
        ("peak_beliefs_per_person", None, 2 / 5),
        ("peak_day", None, 1.0),
    ],
)
def test_one_claim_worked_out_by_hand(name: str, people: list[int] | None, expected: float) -> None:
    """Measure four steps of twelve hours.

    Fault: days counted as steps; a peak at the last of several equal steps.
    """
    assert value(run_of(ONE_CLAIM, step_hours=12.0), name, people) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("veracities", "expected"),
    [
        (["false", "misleading"], {"believers_end_fraction": 2 / 4, "ever_believed_fraction": 3 / 4}),
        (["false", "true"], {"believers_end_fraction": 1 / 4, "ever_believed_fraction": 2 / 4}),
        (["true", "true"], {"believers_end_fraction": 0.0, "ever_believed_fraction": 0.0}),
    ],
)
def test_a_person_who_believes_two_claims_is_one_believer(
    veracities: list[str], expected: dict[str, float]
) -> None:
    """Count people, not beliefs, and false or misleading claims only.

    Fault: beliefs summed over claims, so that fractions exceed 1.
    """
    run = run_of(TWO_CLAIMS, veracities=veracities)
    assert {name: value(run, name) for name in expected} == expected


def test_days_and_beliefs_of_several_claims_are_added() -> None:
    """Person 0 spends two days on each of two claims; the peak has four beliefs of four people.

    Fault: days of a person with two beliefs counted once.
    """
    run = run_of(TWO_CLAIMS)
    assert value(run, "person_days_per_person") == (2 + 1 + 2 + 2) / 4
    assert value(run, "peak_beliefs_per_person") == 1.0
    assert believing(run, "false").tolist() == [0.0, 1.0, 0.75]


def test_peak_of_a_group_is_its_own() -> None:
    """Give each group its own peak and its own day.

    Fault: the peak of everybody divided by the size of the group.
    """
    run = run_of(ONE_CLAIM, groups=[0, 0, 0, 1, 1])
    assert value(run, "peak_beliefs_per_person", [0, 1, 2]) == pytest.approx(2 / 3)
    assert value(run, "peak_day", [0, 1, 2]) == 2.0
    assert value(run, "peak_beliefs_per_person", [3, 4]) == 1 / 2
    assert value(run, "peak_day", [3, 4]) == 4.0


def test_awareness_includes_seeds_and_whoever_forgot() -> None:
    """Somebody who heard of a claim is aware of it for ever, a seed too.

    Fault: `parent >= 0`, which leaves the seeds out.
    """
    run = run_of(np.zeros((2, 2, 5), dtype=np.int8), veracities=["false", "true"])
    run.state.parent[:] = [[-1, 0, -2, -2, -2], [-2, -2, -2, -1, 3]]
    assert value(run, "ever_aware_fraction") == 2 / 5


@pytest.mark.parametrize(("n_believers", "expected"), [(0, 0.0), (1, 0.0), (2, 1.0), (40, 1.0)])
def test_a_rumour_takes_off_with_one_in_twenty(n_believers: int, expected: float) -> None:
    """One of 40 is too few, two are 5%. Fault: `>` instead of `>=`."""
    rows = [[[U] * 40], [[B] * n_believers + [U] * (40 - n_believers)]]
    assert value(run_of(rows), "took_off") == expected


@pytest.mark.parametrize(("n_believers", "expected"), [(0, 0.0), (1, 1.0), (40, 1.0)])
def test_one_believer_is_anybody(n_believers: int, expected: float) -> None:
    """One of 40 who believed and forgot is enough; the others know of nobody in their group.

    Fault: the proportion instead of yes or no; belief at the end instead of at any time.
    """
    rows = [[[U] * 41], [[B] * n_believers + [U] * (41 - n_believers)], [[U] * 41]]
    run = run_of(rows)
    assert value(run, "anybody_believed") == expected
    assert value(run, "anybody_believed", [40]) == 0.0


def test_equity_gap_is_between_worst_and_best_group() -> None:
    """Three groups with 2.5, 1 and 0.5 days: a gap of 2, and empty groups do not matter.

    Fault: a group of nobody has no days and is the best.
    """
    run = run_of(ONE_CLAIM, groups=[1, 1, 2, 4, 4])
    assert value(run, "equity_gap") == pytest.approx(5 / 2 - 1 / 2)
    assert value(run_of(ONE_CLAIM), "equity_gap") == 0.0


def test_memberships_count_who_has_joined_by_the_end() -> None:
    """Somebody who joins later in the run counts, somebody who never does, does not.

    Fault: only those counted who were there from the beginning.
    """
    run = run_of(ONE_CLAIM)
    run.joined[:] = [[0, 0, 3, NEVER, NEVER], [0, NEVER, NEVER, NEVER, 4]]
    assert value(run, "memberships_per_person") == (3 + 1) / 5


@st.composite
def histories(draw: Callable[..., Any], n_groups: int = 3) -> Run:
    """Give any run: stances as they come, of up to three groups."""
    n_people, n_claims, n_rows = draw(st.integers(3, 12)), draw(st.integers(1, 3)), draw(st.integers(2, 5))

    def exactly(n: int, each: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
        return st.lists(each, min_size=n, max_size=n)

    rows = draw(exactly(n_rows, exactly(n_claims, exactly(n_people, st.integers(0, 3)))))
    groups = draw(exactly(n_people, st.integers(0, n_groups - 1)))
    veracities = draw(exactly(n_claims, st.sampled_from(["false", "true", "misleading"])))
    run = run_of(rows, groups=groups, veracities=veracities)
    run.state.parent[:] = draw(exactly(n_claims, exactly(n_people, st.integers(-2, 2))))
    return run


APART = ("peak_day", "peak_beliefs_per_person", "anybody_believed")
"""Each group has its own peak at its own time, and its own first believer: these do not add up."""


@given(run=histories())
def test_groups_add_up_to_the_whole(run: Run) -> None:
    """Weight each group with its size: the sum is the number of all people.

    Fault: a measure of a group that is divided by the number of all people.
    """
    whole, groups, sizes = measure(run), measure_groups(run), run.population.group_sizes
    for name, outcome in OUTCOMES.items():
        if not outcome.by_group or name in APART or np.isnan(whole[name]):
            continue
        parts = [groups[f"group{g}"][name] * size for g, size in enumerate(sizes) if size]
        assert sum(parts) / sizes.sum() == pytest.approx(whole[name], abs=1e-12), name


@given(run=histories(n_groups=1))
def test_the_only_group_is_the_whole(run: Run) -> None:
    """Measure one group of everybody: the same numbers, bit for bit, peaks too.

    Fault: another formula for groups than for all.
    """
    whole = measure(run)
    for name, number in measure_groups(run)["group0"].items():
        assert number == whole[name] or (np.isnan(number) and np.isnan(whole[name])), name


@given(run=histories())
def test_measures_are_inside_their_ranges(run: Run) -> None:
    """Fractions are in [0, 1], discernment in [-1, 1], everything else is not negative."""
    for name, number in measure(run).items():
        if np.isnan(number):
            continue
        least = {"discernment": -1.0, "weighted_discernment": -100.0 * len(run.claims)}
        assert number >= least.get(name, 0.0), name
        if name.endswith("_fraction") or name in ("anybody_believed", "took_off", "discernment"):
            assert number <= 1.0, name


@given(run=histories())
def test_order_of_levels(run: Run) -> None:
    """Whoever believes at the end has believed; the peak is at least the level at the end."""
    whole = measure(run)
    assert whole["believers_end_fraction"] <= whole["ever_believed_fraction"]
    assert whole["peak_beliefs_per_person"] >= believing(run, "false", "misleading")[-1]
    assert whole["took_off"] == float(whole["ever_believed_fraction"] >= 0.05)
