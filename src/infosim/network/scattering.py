"""Ties at random: how many each person has with later ones, and with whom.

Only + - * / and comparisons decide, so that every machine draws the same.
"""

from __future__ import annotations

from infosim.compiling import Ids, People
from infosim.draws import philox, uniform

PIECE = 16.0
"""Successes expected in one piece of a binomial number: more, and the chance of none is lost."""


def power(base: float, exponent: int) -> float:
    """Raise to a whole power by products alone."""
    product = 1.0
    while exponent > 0:
        if exponent & 1:
            product = product * base
        base = base * base
        exponent >>= 1
    return product


def binomial(luck: float, n: int, p: float) -> int:
    """Turn a number in [0, 1) into the successes of `n` trials, p < 1 and n p at most `PIECE`."""
    odds = p / (1.0 - p)
    chance = power(1.0 - p, n)
    successes = 0
    while luck >= chance and successes < n:
        luck -= chance
        successes += 1
        chance = chance * odds * (n - successes + 1) / successes
    return successes


def count_later(n_later: Ids, p: float, key0: int, key1: int) -> None:
    """Draw for each of n people how many of those after it are tied to it, as (n,) int64."""
    n = len(n_later)
    rarer = p if p <= 0.5 else 1.0 - p
    piece = n if n * rarer <= PIECE else int(PIECE / rarer)
    for i in range(n):
        left, drawn, total = n - 1 - i, 0, 0
        while left > 0:
            trials = min(piece, left)
            total += binomial(uniform(key0, key1, 0, 0, i, drawn), trials, rarer)
            left -= trials
            drawn += 1
        n_later[i] = total if p <= 0.5 else n - 1 - i - total


def scatter(n_later: Ids, source: People, target: People, seen: People, key0: int, key1: int) -> None:
    """Draw for each person that many of those after it, all sets alike (Floyd's algorithm).

    Parameters
    ----------
    seen : (n,) int32 of -1
    """
    n, at = len(n_later), 0
    for i in range(n):
        last = n - 1 - i
        for t in range(last - n_later[i], last):
            j = i + 1 + int(uniform(key0, key1, 0, 1, i, t) * (t + 1))
            if seen[j] == i:
                j = i + 1 + t
            seen[j] = i
            source[at], target[at] = i, j
            at += 1


KERNELS = (philox, uniform, power, binomial, count_later, scatter)
VERBS = (count_later, scatter)
"""For `network.compiled`."""
