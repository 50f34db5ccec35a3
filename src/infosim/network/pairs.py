"""Pairs of people: all of them inside small groups, or some of them inside large ones."""

from __future__ import annotations

import numpy as np

from infosim.network.graph import Int64Array
from infosim.network.ties import Rng


def pairs_within(sizes: Int64Array) -> tuple[Int64Array, Int64Array]:
    """List all pairs of places inside groups that follow one another.

    Parameters
    ----------
    sizes : (n_groups,) int64
        The first group has the places 0 to sizes[0] - 1, and so on.

    Returns
    -------
    later, earlier : (n_pairs,) int64
        Places, later > earlier.
    """
    place = np.arange(sizes.sum())
    begin = np.repeat(np.cumsum(sizes) - sizes, sizes)
    n_earlier = place - begin
    later = np.repeat(place, n_earlier)
    # Count 0, 1, 2, ... anew for each place, from where its group begins.
    first = np.repeat(np.cumsum(n_earlier) - n_earlier - begin, n_earlier)
    return later, np.arange(len(later)) - first


def pairs_sampled(n: int, n_pairs: int, rng: Rng) -> tuple[Int64Array, Int64Array]:
    """Draw distinct pairs among `n` places, as (later, earlier); all if there are not enough."""
    n_possible = n * (n - 1) // 2
    return pair_of(rng.choice(n_possible, min(n_pairs, n_possible), replace=False, shuffle=False))


def pair_of(number: Int64Array) -> tuple[Int64Array, Int64Array]:
    """Decode the number of a pair, up to 2**61, where (1, 0) is 0, (2, 0) is 1 and (2, 1) is 2."""
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
