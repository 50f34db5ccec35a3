"""What a generator is given and what it returns, and what can be done to ties.

A generator knows the members of one platform by their number among the members;
`Graph.relabelled` puts its ties into the population afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from infosim.errors import InputError, Problem, counted
from infosim.network import choosing
from infosim.network.compiled import compiled
from infosim.network.graph import Graph, Int32Array, Int64Array

Rng = np.random.Generator  # noqa: TID251 - the type; made by infosim.draws.generator
"""What a generator draws from."""

AT_ONCE = 1_000_000
"""How many random numbers are in memory at once, where only what they decide is kept."""


@dataclass(frozen=True, eq=False)
class Members:
    """The people who could be on a platform, in the order of their person ids.

    Attributes
    ----------
    n : number of members
    group, region : (n,) int64
        Index of each member's population group, and of its region (0 if there are none).
    """

    n: int
    group: Int64Array
    region: Int64Array


@dataclass(frozen=True, eq=False)
class Ties:
    """Pairs of members.

    Attributes
    ----------
    source, target : (n_pairs,) int32 or int64
        `target` sees what `source` shares.
    mutual : whether each pair is a tie in both directions
    note : what a report should say about where the ties come from, may be empty
    """

    source: Int32Array | Int64Array
    target: Int32Array | Int64Array
    mutual: bool = True
    note: str = ""


def no_ties() -> Ties:
    """Return ties of which there are none."""
    return Ties(np.empty(0, np.int32), np.empty(0, np.int32))


def key_words(rng: Rng) -> tuple[int, int]:
    """Draw the two words under which a loop draws its own numbers."""
    key0, key1 = rng.integers(2**32, size=2).tolist()
    return key0, key1


def thinned(ties: Ties, n_wanted: int, rng: Rng) -> Ties:
    """Keep `n_wanted` of the pairs, chosen at random, or all if there are fewer."""
    if len(ties.source) <= n_wanted:
        return ties
    source, target = (np.array(ends, np.int32) for ends in (ties.source, ties.target))
    compiled(choosing)["keep_some"](source, target, n_wanted, *key_words(rng))
    return replace(ties, source=source[:n_wanted], target=target[:n_wanted])


def chances(n: int, p: float, rng: Rng) -> NDArray[np.bool_]:
    """Decide `n` times with probability `p`, a part after the other: so many numbers take much room."""
    decided = np.empty(n, np.bool_)
    for begin in range(0, n, AT_ONCE):
        part = decided[begin : begin + AT_ONCE]
        np.less(rng.random(len(part)), p, out=part)
    return decided


def wanted_ties(n: int, mean_degree: float) -> int:
    """Count the mutual ties that give `n` members a mean degree.

    Fewer than three members never raise: they are joined as far as possible.

    Raises
    ------
    InputError
        If the members are too few for that many contacts.
    """
    check_enough(n, mean_degree, "mean_degree")
    return min(round(n * mean_degree / 2), n * (n - 1) // 2)


def check_enough(n: int, n_contacts: float, name: str) -> None:
    """Refuse more contacts per person than there are others."""
    if not n_contacts >= 0:
        raise InputError(Problem(f"{name} of {n_contacts:g} is no number of people", "write 0 or more"))
    if n >= 3 and n_contacts > n - 1:
        raise InputError(
            Problem(
                f"{name} of {n_contacts:g} is impossible among {counted(n, 'person', 'people')}",
                f"write at most {n - 1}, or simulate more people",
            )
        )


def check_fraction(fraction: float, name: str) -> None:
    """Refuse a proportion outside 0 to 1."""
    if not 0 <= fraction <= 1:
        raise InputError(Problem(f"{name} of {fraction:g} is not a proportion", "write 0% to 100%"))


def make_directed(ties: Ties, n: int, reciprocity: float, rng: Rng) -> Ties:
    """Turn mutual ties into the ties of a feed, where one can follow without being followed.

    Each pair stays mutual with probability `reciprocity`; in every other pair the
    one with fewer contacts follows the one with more, and chance decides between
    equals. Ties that are directed already are returned as they are.

    Parameters
    ----------
    n : int
        Number of members.
    reciprocity : float in [0, 1]
        Proportion of pairs, not of directed ties, that stay mutual.

    Returns
    -------
    Ties
        Directed; `source` is followed by `target`.
    """
    check_fraction(reciprocity, "reciprocity")
    if not ties.mutual:
        return ties
    # Through a graph, so that repeated pairs are one and their order does not matter.
    graph = Graph.from_pairs(n, ties.source, ties.target, mutual=True)
    n_pairs = graph.n_ties // 2
    is_mutual = chances(n_pairs, reciprocity, rng)
    is_turned = chances(n_pairs, 0.5, rng)
    source, target = np.empty((2, n_pairs + np.count_nonzero(is_mutual)), np.int32)
    compiled(choosing)["direct"](graph.indptr, graph.indices, is_mutual, is_turned, source, target)
    return replace(ties, source=source, target=target, mutual=False)
