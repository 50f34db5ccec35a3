"""Segregation: numbers of ties that are exact, inside the groups and between them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from infosim.errors import InputError
from infosim.network import Graph, Members, Ties
from infosim.network.segregated import segregated
from infosim.network.ties import Rng

Build = Callable[[Ties, int], Graph]
MakeMembers = Callable[..., Members]


def inside(members: Members, ties: Ties) -> np.ndarray:
    """Mark the ties inside a group."""
    return np.asarray(members.group[ties.source] == members.group[ties.target])


@pytest.mark.parametrize("within", [0.0, 0.3, 0.5, 0.7, 0.99, 1.0])
@pytest.mark.parametrize("sizes", [(500, 500), (300, 700), (200, 500, 300)])
def test_numbers_are_exact_and_nobody_is_alone(
    within: float, sizes: tuple[int, ...], make_members: MakeMembers, to_graph: Build, rng: Rng
) -> None:
    """All ties, those inside, and no two alike; everybody has a contact.

    Fault: a proportion that holds only on average; a tie added twice; people left alone.
    """
    members = make_members(*sizes)
    ties = segregated(members, rng, mean_degree=5.988, within=within)
    graph = to_graph(ties, 1000)
    assert len(ties.source) == graph.n_ties // 2 == 2994
    assert inside(members, ties).sum() == round(within * 2994)
    assert graph.degree().min() >= 1


@pytest.mark.parametrize("within", [0.4, 0.9])
def test_ties_inside_go_to_groups_by_their_people(within: float, make_members: MakeMembers, rng: Rng) -> None:
    """Everybody expects as many ties inside, in a small group as in a large one.

    Of 20 graphs with 2,994 ties, 40% of them inside, the standard error of the proportion is
    below 0.003; five of them.
    Fault: ties inside by pairs of people: 0.155 of them in a group of 300.
    """
    members, drawn = make_members(300, 700), []
    for _ in range(20):
        ties = segregated(members, rng, mean_degree=5.988, within=within)
        drawn.append((members.group[ties.source][inside(members, ties)] == 0).mean())
    assert np.mean(drawn) == pytest.approx(0.3, abs=5 * 0.003)


def test_ties_between_are_pairs_alike(make_members: MakeMembers, rng: Rng) -> None:
    """Of three groups of 100, 200 and 700, pairs between are 2 : 7 : 14 of 23; 6,000 ties.

    The standard error of a proportion is below 0.0065; five of them.
    Fault: partners by groups, whatever their size.
    """
    members = make_members(100, 200, 700)
    ties = segregated(members, rng, mean_degree=12, within=0.0)
    pairs = np.sort([members.group[ties.source], members.group[ties.target]], axis=0)
    seen = [((pairs[0] == a) & (pairs[1] == b)).mean() for a, b in ((0, 1), (0, 2), (1, 2))]
    assert seen == pytest.approx([2 / 23, 7 / 23, 14 / 23], abs=5 * 0.0065)


def test_nearly_all_pairs_can_be_asked_for(make_members: MakeMembers, rng: Rng) -> None:
    """Every pair between groups is found. Fault: proposals that give up, or go on for ever."""
    members = make_members(6, 9)
    ties = segregated(members, rng, mean_degree=2 * 54 / 15, within=0.0)
    assert len(ties.source) == 54
    assert not inside(members, ties).any()


@pytest.mark.parametrize(
    ("within", "degree", "said"), [(0.0, 8, "between"), (1.0, 8, "inside"), (1.5, 2, "within")]
)
def test_more_ties_than_pairs_are_refused(
    within: float, degree: float, said: str, make_members: MakeMembers, rng: Rng
) -> None:
    """Two of ten people are a group of their own: 16 pairs between, 29 inside. Fault: endless search."""
    with pytest.raises(InputError, match=said):
        segregated(make_members(2, 8), rng, mean_degree=degree, within=within)


def test_one_group_is_a_random_graph(make_members: MakeMembers, to_graph: Build, rng: Rng) -> None:
    """An exact number of ties among all pairs alike. Fault: ties between nobody."""
    graph = to_graph(segregated(make_members(400), rng, mean_degree=6, within=1.0), 400)
    assert graph.n_ties == 2400


def test_whoever_is_left_alone_takes_over_a_contact(
    make_members: MakeMembers, to_graph: Build, rng: Rng
) -> None:
    """Of 400 people with two ties each on average, 54 have none, and no tie need move for `within`.

    Fault: only ties that are brought in reach those without contacts.
    """
    graph = to_graph(segregated(make_members(400), rng, mean_degree=2, within=1.0), 400)
    assert graph.n_ties == 800
    assert graph.degree().min() >= 1
