"""The people: exact group sizes, traits in their ranges, draws that belong to persons."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infosim.population import (
    GroupTraits,
    Population,
    draw_population,
    lognormal_activity,
    quota,
    region_of_groups,
)

TOWN = GroupTraits("town", 0.3, literacy=0.9, trust=0.2, activity=2.0, region="south")
VILLAGE = GroupTraits("village", 0.5, literacy=0.05, region="north")
HAMLET = GroupTraits("hamlet", 0.2, region="south")


def people(n_people: int = 1000, seed: int = 1, spread: float = 0.1, sigma: float = 1.8) -> Population:
    """Draw people of three groups."""
    return draw_population(seed, (TOWN, VILLAGE, HAMLET), n_people, activity_sigma=sigma, spread=spread)


@given(
    weights=st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any),
    n_people=st.integers(1, 10_000),
)
def test_quotas_add_up_and_are_within_one(weights: list[int], n_people: int) -> None:
    """Turn proportions into people: nobody is lost, nobody is more than one person off.

    Fault: rounding each group for itself.
    """
    fractions = np.array(weights) / sum(weights)
    counts = quota(fractions.tolist(), n_people)
    assert counts.sum() == n_people
    assert (np.abs(counts - fractions * n_people) < 1 + 1e-9).all()


def test_group_sizes_are_exact() -> None:
    """Give each group its share to the person, and mix the ids."""
    drawn = people()
    assert drawn.group_sizes.tolist() == [300, 500, 200]
    assert len(np.unique(drawn.group[:50])) == 3
    assert drawn.n_people == 1000


def test_traits_stay_in_their_ranges() -> None:
    """Scatter literacy and trust around the mean of the group, inside [0, 1].

    Fault: literacy below 0 in a group whose mean is 5%.
    """
    drawn = people(5000, spread=0.2)
    for name in ("literacy", "trust", "access"):
        assert ((getattr(drawn, name) >= 0) & (getattr(drawn, name) <= 1)).all()
    assert (drawn.literacy[drawn.group == 1] <= 0.25).all()
    assert (drawn.literacy == 0).any()
    assert (drawn.activity > 0).all()


@pytest.mark.parametrize("sigma", [0.0, 0.5, 1.0])
def test_activity_has_mean_one(sigma: float) -> None:
    """Draw 100,000 activities; the standard error of the mean is sqrt(exp(sigma**2) - 1) / sqrt(n).

    Fault: `exp(sigma * z)` without the half of the variance taken off.
    """
    n = 100_000
    drawn = lognormal_activity(3, np.arange(n), sigma)
    assert abs(drawn.mean() - 1.0) <= 5 * np.sqrt(np.exp(sigma**2) - 1) / np.sqrt(n)
    assert np.array_equal(drawn, np.round(drawn, 6))


def test_activity_of_a_group_scales() -> None:
    """Double everybody's activity in a group of activity 2."""
    same = draw_population(1, (GroupTraits("town", 1.0),), 500, activity_sigma=1.0, spread=0.0)
    twice = draw_population(1, (GroupTraits("town", 1.0, activity=2.0),), 500, activity_sigma=1.0, spread=0.0)
    assert np.array_equal(twice.activity, 2.0 * same.activity)


def test_a_higher_mean_raises_everybody() -> None:
    """Raise the literacy of a group: each member keeps their luck.

    Fault: literacy drawn by rejection, so that a higher mean reshuffles people.
    """
    low, high = (
        draw_population(1, (GroupTraits("town", 1.0, literacy=mean),), 500, activity_sigma=1.0, spread=0.3)
        for mean in (0.4, 0.6)
    )
    assert (high.literacy >= low.literacy).all()
    assert np.array_equal(high.access, low.access)


def test_traits_are_independent() -> None:
    """Find no correlation between the traits of one group; standard error 1 / sqrt(n).

    Fault: two traits drawn for the same purpose.
    """
    drawn = draw_population(1, (GroupTraits("town", 1.0),), 20_000, activity_sigma=0.5, spread=0.3)
    columns = np.array([drawn.literacy, drawn.trust, np.log(drawn.activity), drawn.access])
    correlations = np.corrcoef(columns)[np.triu_indices(4, 1)]
    assert (np.abs(correlations) < 5 / np.sqrt(20_000)).all()


def test_members_regions_and_households() -> None:
    """Mark the people of named groups, number regions by first mention, let people live alone."""
    drawn = people(100)
    assert drawn.members_of(None).all()
    assert not drawn.members_of([]).any()
    assert np.array_equal(drawn.members_of(["town", "hamlet"]), drawn.region == 0)
    assert region_of_groups((TOWN, VILLAGE, HAMLET)).tolist() == [0, 1, 0]
    assert np.array_equal(drawn.household, np.arange(100))


def test_another_seed_draws_other_people() -> None:
    """Change the seed, and every trait with it."""
    assert not np.array_equal(people(seed=1).literacy, people(seed=2).literacy)
    assert np.array_equal(people(seed=1).literacy, people(seed=1).literacy)
