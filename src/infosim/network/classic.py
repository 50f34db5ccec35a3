"""The classic random graphs, with the mean degree that was asked for."""

from __future__ import annotations

import numpy as np

from infosim.errors import InputError, Problem, counted
from infosim.network import choosing, growing, scattering
from infosim.network import rewiring as turning
from infosim.network.compiled import compiled
from infosim.network.graph import Int32Array
from infosim.network.pairs import all_pairs
from infosim.network.ties import Members, Rng, Ties, check_fraction, key_words, no_ties, thinned, wanted_ties

ENOUGH = 0.98
"""Preferential attachment lacks a few ties among the first people; within two in a
hundred of the number asked for, its graph is taken as it is."""


def erdos_renyi(members: Members, rng: Rng, *, mean_degree: float) -> Ties:
    """Tie every pair with the same probability.

    Source
    ------
    Gilbert1959.
    """
    if not wanted_ties(members.n, mean_degree):
        return no_ties()
    loops, words = compiled(scattering), key_words(rng)
    if mean_degree >= members.n - 1:
        return all_pairs(members.n)
    n_later = np.empty(members.n, np.int64)
    loops["count_later"](n_later, min(1.0, mean_degree / (members.n - 1)), *words)
    source, target = np.empty((2, n_later.sum()), np.int32)
    loops["scatter"](n_later, source, target, np.full(members.n, -1, np.int32), *words)
    return Ties(source, target)


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
    check_fraction(rewiring, "rewiring")
    n_wanted = wanted_ties(members.n, mean_degree)
    if not n_wanted:
        return no_ties()
    n_ahead = int(np.ceil(mean_degree / 2))
    if 2 * n_ahead >= members.n:
        return thinned(all_pairs(members.n), n_wanted, rng)
    end = _ring(members.n, n_ahead, rewiring, rng)
    source = np.repeat(np.arange(members.n, dtype=np.int32), n_ahead)
    return thinned(_placed(source, end, members.n, rng), n_wanted, rng)


def _ring(n: int, n_ahead: int, proportion: float, rng: Rng) -> Int32Array:
    """Lay the ring and turn its ties; give the other end of each, person after person."""
    loops, end = compiled(turning), np.empty(n * n_ahead, np.int32)
    loops["lay_ring"](end, n, n_ahead)
    loops["rewire"](end, np.full(n, 2 * n_ahead, np.int32), n_ahead, proportion, *key_words(rng))
    return end


def barabasi_albert(members: Members, rng: Rng, *, mean_degree: float) -> Ties:
    """Let newcomers prefer those who have many contacts: a few people get very many.

    Source
    ------
    Barabasi1999.
    """
    return _grown(members.n, mean_degree, 0.0, rng, is_lone=False)


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
    check_fraction(triangles, "triangles")
    return _grown(members.n, mean_degree, triangles, rng, is_lone=True)


def _grown(n: int, mean_degree: float, triangles: float, rng: Rng, *, is_lone: bool) -> Ties:
    """Grow the graph that has the mean degree or a little more, and drop what is too much.

    Parameters
    ----------
    is_lone : bool
        Whether the first people count as if they had one contact more, as in Holme2002.
    """
    n_wanted = wanted_ties(n, mean_degree)
    if not n_wanted:
        return no_ties()
    n_each = _ties_each(n, mean_degree, n_wanted)
    n_ties = n_each * (n - n_each)
    target = np.empty(n_ties, np.int32)
    room = n if triangles > 0 else 0
    compiled(growing)["grow"](
        target,
        n_each,
        n_each if is_lone else 0,
        triangles,
        np.empty(room, np.int64),
        np.zeros(room, np.int32),
        # Four times as much at the very most; what is not used takes no memory.
        np.empty(4 * n_ties if room else 0, np.int32),
        *key_words(rng),
    )
    source = np.repeat(np.arange(n_each, n, dtype=np.int32), n_each)
    return thinned(_placed(source, target, n, rng), n_wanted, rng)


def _ties_each(n: int, mean_degree: float, n_wanted: int) -> int:
    """Find how many ties each newcomer must bring.

    Each of n people but the first m brings m: m (n - m) ties, at most a quarter of n squared.
    """
    for n_each in range(1, n // 2 + 1):
        if n_each * (n - n_each) >= ENOUGH * n_wanted:
            return n_each
    there = counted(n, "person", "people")
    raise InputError(
        Problem(
            f"mean_degree of {mean_degree:g} is too much for newcomers among {there}",
            f"write at most {n // 3}, simulate more people, or use the model erdos_renyi",
        )
    )


def _placed(source: Int32Array, target: Int32Array, n: int, rng: Rng) -> Ties:
    """Give the places to members at random: the first places are hubs, the first members are not."""
    place = rng.permutation(np.arange(n, dtype=np.int32))
    for ends in (source, target):
        compiled(choosing)["rename"](ends, place)
    return Ties(source, target)
