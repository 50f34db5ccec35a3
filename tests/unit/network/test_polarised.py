"""An echo chamber: which ties are turned, and to whom."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from infosim.draws import Purpose, generator
from infosim.errors import InputError
from infosim.network import Graph, Members, Ties
from infosim.network.polarised import echo_chamber
from infosim.network.ties import Rng

Build = Callable[[Ties, int], Graph]
MakeMembers = Callable[..., Members]


def drawn(members: Members, polarisation: float) -> Ties:
    """Draw the same chamber at some polarisation."""
    luck = generator(9, Purpose.GRAPH, "chamber")
    return echo_chamber(members, luck, mean_degree=8, cluster=0, polarisation=polarisation)


def crossing(members: Members, ties: Ties) -> int:
    """Count ties across the boundary of the cluster."""
    return int(((members.group[ties.source] == 0) != (members.group[ties.target] == 0)).sum())


@pytest.mark.parametrize("polarisation", [0.0, 0.2, 0.4, 0.7, 1.0])
def test_a_proportion_of_boundary_ties_is_turned(
    polarisation: float, make_members: MakeMembers, to_graph: Build
) -> None:
    """The number of ties stays, that across the boundary falls by the proportion, no tie is double.

    Fault: ties turned outwards; a proportion of all ties; a tie that somebody has already.
    """
    members = make_members(20, 80)
    before, after = drawn(members, 0.0), drawn(members, polarisation)
    assert to_graph(after, 100).n_ties == 800
    left = crossing(members, before) - round(polarisation * crossing(members, before))
    assert crossing(members, after) == left


def test_the_end_inside_stays(make_members: MakeMembers, to_graph: Build) -> None:
    """In the cluster nobody loses contacts, outside nobody gains any. Fault: the wrong end is turned."""
    members = make_members(20, 80)
    before, after = (to_graph(drawn(members, p), 100).degree() for p in (0.0, 1.0))
    is_inside = members.group == 0
    assert (after[is_inside] >= before[is_inside]).all()
    assert (after[~is_inside] <= before[~is_inside]).all()


def test_a_full_cluster_keeps_what_does_not_fit(make_members: MakeMembers, rng: Rng) -> None:
    """Three people have three pairs: the rest still crosses. Fault: a search without end."""
    members = make_members(3, 60)
    ties = echo_chamber(members, rng, mean_degree=10, cluster=0, polarisation=1.0)
    assert (np.isin(members.group[ties.source], 0) & np.isin(members.group[ties.target], 0)).sum() == 3


def test_impossible_polarisation(make_members: MakeMembers, rng: Rng) -> None:
    """Fault: accepted."""
    with pytest.raises(InputError, match="polarisation"):
        echo_chamber(make_members(5, 5), rng, mean_degree=2, cluster=0, polarisation=1.2)
