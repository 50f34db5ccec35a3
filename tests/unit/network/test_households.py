"""Households and villages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest

from infosim.errors import InputError
from infosim.network import Graph, Members, Ties, household_of, households, to_networkx
from infosim.network.ties import Rng

USUAL: dict[str, Any] = {"household_size": 4.2, "contacts_per_day": 13, "village_size": 150}
Build = Callable[[Ties, int], Graph]
MakeMembers = Callable[..., Members]


def test_households_share_a_region_and_mix_groups(make_members: MakeMembers, rng: Rng) -> None:
    """Families live in one place and have young and old. Fault: regions ignored, or people sorted by group.

    Groups 0 and 2 share a region. A household of 4.2 people has both in about 80% of
    cases; half is far below.
    """
    members = make_members(1_000, 1_000, 1_000)
    home = household_of(members, rng, 4.2)
    for number in range(home.max() + 1):
        assert len(set(members.region[home == number])) == 1
    numbers = np.unique(home[members.region == 0])
    assert np.mean([len(set(members.group[home == number])) == 2 for number in numbers]) > 0.5


@pytest.mark.parametrize("mean", [1, 2.5, 4.2])
def test_household_sizes(mean: float, make_members: MakeMembers, rng: Rng) -> None:
    """The mean as asked for, nobody left out. Fault: a Poisson number without the first person.

    Sizes vary by sqrt(mean - 1): with 5,000 people the standard error is at most
    1.8 / sqrt(1,190) = 0.052, five of them 0.26.
    """
    sizes = np.bincount(household_of(make_members(2_500, 2_500), rng, mean))
    assert sizes.min() >= 1
    assert sizes.mean() == pytest.approx(mean, abs=0.26 if mean > 1 else 0)


def test_those_at_home_are_tied_and_meet_the_village(
    make_members: MakeMembers, to_graph: Build, rng: Rng
) -> None:
    """Given households are the ones used. Fault: households drawn anew inside, or counted as other contacts.

    33 numbers of ties are rounded at random after some are dropped: the mean
    number of others varies by less than 0.02.
    """
    members = make_members(2_500, 2_500)
    home = household_of(members, rng, 4.2)
    graph = to_graph(households(members, rng, **USUAL, home=home), 5_000)
    source, target = graph.pairs()
    is_home = home[source] == home[target]
    sizes = np.bincount(home)
    assert is_home.sum() == (sizes * (sizes - 1)).sum()
    assert (~is_home).sum() / 5_000 == pytest.approx(13, abs=0.1)


def test_villages_are_closed(make_members: MakeMembers, to_graph: Build, rng: Rng) -> None:
    """The parts of the graph are villages of one region. Fault: contacts drawn across villages.

    4,000 people make 26 or 27 villages of 150, uneven by at most two households.
    """
    members = make_members(2_000, 2_000)
    graph = to_networkx(to_graph(households(members, rng, **USUAL), 4_000))
    villages = [list(part) for part in nx.connected_components(graph)]
    assert all(len(set(members.region[village])) == 1 for village in villages)
    assert all(120 <= len(village) <= 180 for village in villages)


def test_members_of_part_of_the_households(make_members: MakeMembers, to_graph: Build, rng: Rng) -> None:
    """Households of everybody serve a platform of some. Fault: members taken in the order of ids."""
    everybody = make_members(1_000, 1_000)
    part = np.flatnonzero(rng.random(2_000) < 0.5)
    home = household_of(everybody, rng, 4.2)[part]
    members = Members(len(part), everybody.group[part], everybody.region[part])
    source, target = to_graph(households(members, rng, **USUAL, home=home), len(part)).pairs()
    sizes = np.bincount(home)
    assert (home[source] == home[target]).sum() == (sizes * (sizes - 1)).sum()


def test_in_a_small_village_everybody_meets(make_members: MakeMembers, to_graph: Build, rng: Rng) -> None:
    """Two regions of ten cannot have 13 contacts each. Fault: a crash."""
    graph = to_graph(households(make_members(10, 10), rng, **USUAL), 20)
    assert (graph.degree() == 9).all()


@pytest.mark.parametrize("n", [0, 1, 2])
def test_nearly_nobody(n: int, make_members: MakeMembers, to_graph: Build, rng: Rng) -> None:
    """Few people are not refused. Fault: a crash on an empty row."""
    assert to_graph(households(make_members(n), rng, **USUAL), n).n_ties in {0, 2}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"household_size": 0.5}, "at least 1"),
        ({"village_size": 1}, "at least 2"),
        ({"contacts_per_day": 150}, "write at most 149"),
        ({"contacts_per_day": 1_000}, "among 500 people"),
        ({"contacts_per_day": -1}, "0 or more"),
    ],
)
def test_impossible_households(
    change: dict[str, Any], said: str, make_members: MakeMembers, rng: Rng
) -> None:
    """Each with its remedy. Fault: more contacts than a village has people accepted."""
    with pytest.raises(InputError, match=said):
        households(make_members(500), rng, **{**USUAL, **change})
