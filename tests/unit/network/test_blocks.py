"""Homophily, as asked for in every group."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from infosim.errors import InputError
from infosim.network import Graph, Members, Ties
from infosim.network.blocks import stochastic_block
from infosim.network.ties import Rng

Build = Callable[[Ties, int], Graph]
MakeMembers = Callable[..., Members]


def by_group(members: Members, graph: Graph) -> tuple[np.ndarray, np.ndarray]:
    """Compute the mean degree and the proportion of ties inside, for each group."""
    source, target = graph.pairs()
    is_inside = members.group[source] == members.group[target]
    ends = np.bincount(members.group[source])
    return ends / np.bincount(members.group), np.bincount(members.group[source], is_inside) / ends


@pytest.mark.parametrize("within", [0.0, 0.2, 0.7, 1.0])
def test_homophily_of_unequal_groups(
    within: float, make_members: MakeMembers, to_graph: Build, rng: Rng
) -> None:
    """Each group has its degree and its proportion inside. Fault: outside ties not balanced.

    Numbers of ties are rounded, not drawn: only balancing (0.1%) and rounding, 4 of
    the 4,000 ends of the smallest group, are left.
    """
    members = make_members(800, 600, 400, 200)
    degree, inside = by_group(
        members, to_graph(stochastic_block(members, rng, mean_degree=20, within=within), 2_000)
    )
    assert degree == pytest.approx([20] * 4, abs=0.06)
    assert inside == pytest.approx([within] * 4, abs=0.003)


def test_a_majority_keeps_inside_what_others_cannot_take(
    make_members: MakeMembers, to_graph: Build, rng: Rng
) -> None:
    """Degrees hold, and the small group's proportion. Fault: the minority is flooded, or ties are lost."""
    members = make_members(900, 60, 40)
    degree, inside = by_group(
        members, to_graph(stochastic_block(members, rng, mean_degree=10, within=0.6), 1_000)
    )
    assert degree == pytest.approx([10] * 3, abs=0.25)
    assert inside[1:] == pytest.approx([0.6, 0.6], abs=0.03)
    assert inside[0] == pytest.approx(1 - 400 / 9_000, abs=0.01)


def test_a_tiny_group_is_fully_tied_inside(make_members: MakeMembers, to_graph: Build, rng: Rng) -> None:
    """Three people cannot have 7 contacts among themselves. Fault: a crash, or ties drawn twice."""
    members = make_members(300, 300, 3)
    degree, inside = by_group(
        members, to_graph(stochastic_block(members, rng, mean_degree=10, within=0.7), 603)
    )
    assert degree == pytest.approx([10] * 3, abs=0.7)
    assert inside[2] == pytest.approx(2 / 10, abs=0.02)


def test_one_group_is_all_there_is(make_members: MakeMembers, to_graph: Build, rng: Rng) -> None:
    """Nobody is outside. Fault: the ties meant for others are lost."""
    members = make_members(500)
    ties = stochastic_block(members, rng, mean_degree=12, within=0.7)
    assert to_graph(ties, 500).degree().mean() == pytest.approx(12, abs=0.01)


def test_impossible_proportion(make_members: MakeMembers, rng: Rng) -> None:
    """A proportion above 1 is refused. Fault: accepted."""
    with pytest.raises(InputError, match="within"):
        stochastic_block(make_members(10), rng, mean_degree=2, within=1.2)
