"""An echo chamber: a cluster, some of whose ties to the others are turned inside."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infosim.network.pairs import pairs_sampled
from infosim.network.ties import Members, Rng, Ties, check_fraction, no_ties, wanted_ties


def echo_chamber(
    members: Members, rng: Rng, *, mean_degree: float, cluster: int, polarisation: float
) -> Ties:
    """Tie people at random, then turn some of the ties that leave a cluster to others in it.

    The end inside the cluster stays; the other one goes to somebody in the cluster who is no
    contact of it yet. Where there is nobody, the tie goes to two others of the cluster, and
    stays as it is if all of them are contacts. The number of ties is exact,
    ``n mean_degree / 2`` rounded.

    Parameters
    ----------
    cluster : int, the number of the group that is the cluster
    polarisation : float in [0, 1]
        Proportion of the ties across the boundary of the cluster that are turned.

    Raises
    ------
    InputError
        If the degree is impossible.

    Source
    ------
    Tornberg2018: network polarisation.
    """
    check_fraction(polarisation, "polarisation")
    n_ties = wanted_ties(members.n, mean_degree)
    if not n_ties:
        return no_ties()
    ends = np.array(pairs_sampled(members.n, n_ties, rng), np.int64)
    _turn_inside(ends, members.group == cluster, polarisation, rng)
    source, target = ends.astype(np.int32)
    return Ties(source, target)


def _turn_inside(
    ends: NDArray[np.int64], is_inside: NDArray[np.bool_], polarisation: float, rng: Rng
) -> None:
    """Turn a proportion of the ties that cross, in random order; each seeks among those inside."""
    cluster = np.flatnonzero(is_inside)
    crossing = np.flatnonzero(is_inside[ends[0]] != is_inside[ends[1]])
    known: dict[int, set[int]] = {person: {person} for person in cluster.tolist()}
    for a, b in ends.T.tolist():
        known.get(a, set()).add(b)
        known.get(b, set()).add(a)
    for tie in rng.permutation(crossing)[: round(polarisation * len(crossing))].tolist():
        side = int(is_inside[ends[0, tie]])
        person = int(ends[1 - side, tie])
        known[person].discard(int(ends[side, tie]))
        others = iter(rng.permutation(cluster).tolist())
        free = _free(cluster, known[person], rng)
        while free < 0 and (person := next(others, -1)) >= 0:
            free = _free(cluster, known[person], rng)
        if free < 0:
            break
        known[person].add(free)
        known[free].add(person)
        ends[:, tie] = person, free


TRIES = 50
"""How often chance names somebody of the cluster, before those who are free are counted."""


def _free(cluster: NDArray[np.int64], known: set[int], rng: Rng) -> int:
    """Draw somebody of the cluster who is not known yet; -1 if there is nobody."""
    for place in rng.integers(len(cluster), size=TRIES).tolist():
        if int(cluster[place]) not in known:
            return int(cluster[place])
    free = [person for person in cluster.tolist() if person not in known]
    return free[int(rng.integers(len(free)))] if free else -1
