"""Pairs of people: all of them inside small groups, or some of them inside large ones."""

from __future__ import annotations

import numpy as np

from infosim.network import rows
from infosim.network.compiled import compiled
from infosim.network.graph import Int32Array, Int64Array, as_people
from infosim.network.ties import Rng, Ties


def pairs_within(row: Int32Array, sizes: Int64Array) -> tuple[Int32Array, Int32Array]:
    """List all pairs inside groups that follow one another in a row.

    Parameters
    ----------
    row : (sizes.sum(),) int32
        People, group after group.
    sizes : (n_groups,) int64
        The first group has the places 0 to sizes[0] - 1, and so on.

    Returns
    -------
    later, earlier : (n_pairs,) int32
        People; the later one comes after the other in the row.
    """
    later, earlier = np.empty((2, (sizes * (sizes - 1) // 2).sum()), np.int32)
    compiled(rows)["pair_up"](as_people(row), sizes, later, earlier)
    return later, earlier


def all_pairs(n: int) -> Ties:
    """Tie each of `n` people to everybody."""
    return Ties(*pairs_within(np.arange(n, dtype=np.int32), np.array([n])))


def pairs_sampled(n: int, n_pairs: int, rng: Rng) -> tuple[Int64Array, Int64Array]:
    """Draw distinct pairs among `n` places, as (later, earlier); all if there are not enough."""
    n_possible = n * (n - 1) // 2
    return pair_of(rng.choice(n_possible, min(n_pairs, n_possible), replace=False, shuffle=False))


def pair_of(number: Int64Array) -> tuple[Int64Array, Int64Array]:
    """Decode the numbers of pairs, up to 2**61, where (1, 0) is 0, (2, 0) is 1 and (2, 1) is 2."""
    later = ((1 + np.sqrt(1 + 8 * number.astype(np.float64))) / 2).astype(np.int64)
    # The square root may be off in the last place.
    later -= later * (later - 1) // 2 > number
    later += later * (later + 1) // 2 <= number
    return later, number - later * (later - 1) // 2


def pairs_between(n: int, m: int, n_pairs: int, rng: Rng) -> tuple[Int64Array, Int64Array]:
    """Draw distinct pairs of one of `n` and one of `m` places; all if there are not enough."""
    number = rng.choice(n * m, min(n_pairs, n * m), replace=False, shuffle=False)
    first, second = np.divmod(number.astype(np.int64), max(m, 1))
    return first, second
