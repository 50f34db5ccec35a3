"""Chat groups: their sizes, how many somebody is in, and who is in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

from infosim.errors import InputError
from infosim.network import Graph, Members, Ties, to_networkx
from infosim.network.chat_groups import overlapping_groups
from infosim.network.ties import Rng

USUAL: dict[str, Any] = {"size_min": 5, "size_max": 40, "groups_per_person": 2.5, "mixing": 0.2}
Build = Callable[[Ties, int], Graph]
MakeMembers = Callable[..., Members]


def test_groups_are_cliques_of_allowed_size(make_members: MakeMembers, to_graph: Build, rng: Rng) -> None:
    """One group each: the components are the groups. Fault: the largest size left out."""
    members = make_members(1_500, 1_500)
    ties = overlapping_groups(members, rng, **{**USUAL, "groups_per_person": 1, "size_max": 8})
    graph = to_networkx(to_graph(ties, 3_000))
    groups = [graph.subgraph(part) for part in nx.connected_components(graph)]
    sizes = sorted(len(group) for group in groups)
    assert all(nx.density(group) == 1 for group in groups if len(group) > 1)
    assert set(sizes[1:]) == {5, 6, 7, 8}
    assert sizes[0] <= 8


def test_mean_number_of_contacts(make_members: MakeMembers, to_graph: Build, rng: Rng) -> None:
    """A group brings E[s(s-1)]/E[s] contacts, 26.3 for 5..40. Fault: half groups rounded off.

    2.5 groups bring 65.7, less a few shared twice. s(s-1) varies by about 480 a
    group: with 556 groups of 12,500 places the standard error is 2.3 at most.
    """
    ties = overlapping_groups(make_members(2_500, 2_500), rng, **USUAL)
    assert to_graph(ties, 5_000).degree().mean() == pytest.approx(65.7, abs=5)


@pytest.mark.parametrize(("mixing", "expected"), [(0.0, 0.0), (1.0, 0.5)])
def test_mixing_of_regions(
    mixing: float, expected: float, make_members: MakeMembers, to_graph: Build, rng: Rng
) -> None:
    """From all inside to blind for regions. Fault: `mixing` taken the other way round.

    Without mixing only the one group of a round across the border is mixed: at most
    3 groups of 40 people, 1.5% of ties. Blind, half of all ties cross; 400 groups give a standard
    error below 0.01.
    """
    members = make_members(1_500, 1_500)
    source, target = to_graph(overlapping_groups(members, rng, **{**USUAL, "mixing": mixing}), 3_000).pairs()
    crossing = (members.region[source] != members.region[target]).mean()
    assert crossing == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_nearly_nobody(n: int, make_members: MakeMembers, rng: Rng) -> None:
    """Too few for a group are not refused. Fault: a crash on empty rounds."""
    assert len(overlapping_groups(make_members(n), rng, **{**USUAL, "groups_per_person": 1}).source) == n // 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"size_min": 1}, "begin at 2"),
        ({"size_min": 9, "size_max": 8}, "smaller size first"),
        ({"size_max": 31}, "end at 30"),
        ({"groups_per_person": -1}, "0 or more"),
        ({"mixing": 2}, "mixing"),
    ],
)
def test_impossible_groups(change: dict[str, Any], said: str, make_members: MakeMembers, rng: Rng) -> None:
    """Each with its remedy. Fault: groups larger than the platform accepted."""
    with pytest.raises(InputError, match=said):
        overlapping_groups(make_members(30), rng, **{**USUAL, "size_max": 30, **change})
