"""The classic random graphs, by networkx, with the mean degree that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from infosim.errors import InputError, Problem, counted
from infosim.network.ties import Members, Rng, Ties, check_fraction, no_ties, thinned, wanted_ties

if TYPE_CHECKING:
    import networkx as nx

ENOUGH = 0.98
"""Preferential attachment lacks a few ties among the first people; within two in a
hundred of the number asked for, its graph is taken as it is."""


def erdos_renyi(members: Members, rng: Rng, *, mean_degree: float) -> Ties:
    """Tie every pair with the same probability.

    Source
    ------
    Gilbert1959; drawn by Batagelj2005.
    """
    import networkx as nx

    if not wanted_ties(members.n, mean_degree):
        return no_ties()
    probability = min(1.0, mean_degree / (members.n - 1))
    return _placed(nx.fast_gnp_random_graph(members.n, probability, seed=_seed(rng)), rng)


def watts_strogatz(members: Members, rng: Rng, *, mean_degree: float, rewiring: float) -> Ties:
    """Tie everybody to the nearest on a ring, and turn some ties to anybody.

    For a mean degree that is not even, the ring of the next even one is thinned.

    Parameters
    ----------
    rewiring : float in [0, 1]
        Proportion of ties that lead anywhere.

    Source
    ------
    Watts1998.
    """
    import networkx as nx

    check_fraction(rewiring, "rewiring")
    n_wanted = wanted_ties(members.n, mean_degree)
    n_nearest = min(2 * int(np.ceil(mean_degree / 2)), members.n)
    ring = nx.watts_strogatz_graph(members.n, n_nearest, rewiring, seed=_seed(rng))
    return thinned(_placed(ring, rng), n_wanted, rng)


def barabasi_albert(members: Members, rng: Rng, *, mean_degree: float) -> Ties:
    """Let newcomers prefer those who have many contacts: a few people get very many.

    Source
    ------
    Barabasi1999.
    """
    import networkx as nx

    def grow(n_each: int) -> nx.Graph[int]:
        return nx.barabasi_albert_graph(members.n, n_each, seed=_seed(rng))

    return _grown(grow, members.n, mean_degree, rng)


def powerlaw_cluster(members: Members, rng: Rng, *, mean_degree: float, triangles: float) -> Ties:
    """Let newcomers prefer those who have many contacts, and often a contact's contact.

    Parameters
    ----------
    triangles : float in [0, 1]
        Probability that a tie is followed by one that closes a triangle.

    Source
    ------
    Holme2002.
    """
    import networkx as nx

    check_fraction(triangles, "triangles")

    def grow(n_each: int) -> nx.Graph[int]:
        graph: nx.Graph[int] = nx.powerlaw_cluster_graph(members.n, n_each, triangles, seed=_seed(rng))
        return graph

    return _grown(grow, members.n, mean_degree, rng)


def _grown(grow: Callable[[int], nx.Graph[int]], n: int, mean_degree: float, rng: Rng) -> Ties:
    """Find the ties per newcomer that give the mean degree, and drop what is too much.

    Each of n newcomers but the first m brings m ties: m (n - m) at most, and never
    more than a quarter of n squared.
    """
    n_wanted = wanted_ties(n, mean_degree)
    if not n_wanted:
        return no_ties()
    for n_each in range(1, n // 2 + 1):
        if n_each * (n - n_each) < ENOUGH * n_wanted:
            continue
        ties = _placed(grow(n_each), rng)
        if len(ties.source) >= ENOUGH * n_wanted:
            return thinned(ties, n_wanted, rng)
    there = counted(n, "person", "people")
    raise InputError(
        Problem(
            f"mean_degree of {mean_degree:g} is too much for newcomers among {there}",
            f"write at most {n // 3}, simulate more people, or use the model erdos_renyi",
        )
    )


def _placed(graph: nx.Graph[Any], rng: Rng) -> Ties:
    """Give the nodes to members at random: the first nodes are hubs, the first members are not."""
    ends = np.fromiter(chain.from_iterable(graph.edges()), np.int64).reshape(-1, 2)
    ends = rng.permutation(len(graph))[ends]
    return Ties(ends[:, 0], ends[:, 1])


def _seed(rng: Rng) -> int:
    """Draw the seed that a networkx generator takes."""
    return int(rng.integers(2**31))
