"""Homophily: people who are mostly tied to their own group."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from infosim.network.graph import Int32Array, Int64Array, as_people
from infosim.network.pairs import pairs_between, pairs_sampled
from infosim.network.ties import Members, Rng, Ties, check_fraction, no_ties, wanted_ties

Float64Array = NDArray[np.float64]

BALANCING_ROUNDS = 200
"""Enough for margins within one in a thousand, unless one group is half of everybody."""


def stochastic_block(members: Members, rng: Rng, *, mean_degree: float, within: float) -> Ties:
    """Tie people at random, a fixed proportion of each one's ties inside the own group.

    Everybody has the same expected number of contacts. Two kinds of group cannot
    keep the proportion, and come as near to it as they can: one that is too small
    for it is fully tied inside and has the rest outside; one so large that the others
    cannot take up its outside ties keeps them inside.

    Parameters
    ----------
    mean_degree : float in [0, n - 1]
        Contacts per person.
    within : float in [0, 1]
        Expected proportion of a person's ties that lead to the own group.

    Raises
    ------
    InputError
        If the degree is impossible.

    Source
    ------
    Holland1983.
    """
    check_fraction(within, "within")
    if not wanted_ties(members.n, mean_degree):
        return no_ties()
    present, group = np.unique(members.group, return_inverse=True)
    order = as_people(np.argsort(group, kind="stable"))
    people = np.split(order, np.cumsum(np.bincount(group))[:-1])
    inside, outside = _ends(np.bincount(group), mean_degree, within)
    between = _rounded(_balanced(outside), rng)
    n_inside = _rounded(inside / 2, rng)
    pairs = [
        _mapped(people[g], people[g], pairs_sampled(len(people[g]), n_inside[g], rng))
        for g in range(len(present))
    ]
    for g, h in combinations(range(len(present)), 2):
        drawn = pairs_between(len(people[g]), len(people[h]), between[g, h], rng)
        pairs.append(_mapped(people[g], people[h], drawn))
    return Ties(
        np.concatenate([source for source, _ in pairs]), np.concatenate([target for _, target in pairs])
    )


def _ends(size: Int64Array, mean_degree: float, within: float) -> tuple[Float64Array, Float64Array]:
    """Count the ends of ties that each group has inside and outside, as two (n_groups,) arrays."""
    inside: Float64Array = size * np.minimum(mean_degree * within, size - 1.0)
    outside: Float64Array = size * mean_degree - inside
    largest = int(outside.argmax())
    surplus = max(0.0, 2 * outside[largest] - outside.sum())
    outside[largest] -= surplus
    inside[largest] += surplus
    return inside, outside


def _balanced(ends: Float64Array) -> Float64Array:
    """Find the ties between groups, (n_groups, n_groups), that use up the ends of each group.

    Proportional fitting of a product with an empty diagonal.
    """
    weight = np.sqrt(ends)
    for _ in range(BALANCING_ROUNDS):
        used = weight * (weight.sum() - weight)
        weight *= np.sqrt(np.divide(ends, used, out=np.zeros_like(ends), where=used > 0))
    return weight[:, None] * weight * ~np.eye(len(ends), dtype=np.bool_)


def _rounded(expected: Float64Array, rng: Rng) -> Int64Array:
    """Round to one of the neighbouring whole numbers, right on average."""
    return np.floor(expected + rng.random(expected.shape)).astype(np.int64)


def _mapped(
    first: Int32Array, second: Int32Array, places: tuple[Int64Array, Int64Array]
) -> tuple[Int32Array, Int32Array]:
    """Turn places in two lists of members into the members."""
    return first[places[0]], second[places[1]]
