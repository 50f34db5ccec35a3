"""What a generator is given and what it returns, and what can be done to ties.

A generator knows the members of one platform by their number among the members;
`Graph.relabelled` puts its ties into the population afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from infosim.errors import InputError, Problem, counted
from infosim.network.graph import Graph, Int64Array

Rng = np.random.Generator  # noqa: TID251 - the type; made by infosim.draws.generator
"""What a generator draws from."""


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
    source, target : (n_pairs,) int64
        `target` sees what `source` shares.
    mutual : whether each pair is a tie in both directions
    note : what a report should say about where the ties come from, may be empty
    """

    source: Int64Array
    target: Int64Array
    mutual: bool = True
    note: str = ""


def no_ties() -> Ties:
    """Return ties of which there are none."""
    return Ties(np.empty(0, np.int64), np.empty(0, np.int64))


def thinned(ties: Ties, n_wanted: int, rng: Rng) -> Ties:
    """Keep `n_wanted` of the pairs, chosen at random, or all if there are fewer."""
    if len(ties.source) <= n_wanted:
        return ties
    kept = rng.choice(len(ties.source), n_wanted, replace=False)
    return replace(ties, source=ties.source[kept], target=ties.target[kept])


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
    source, target = graph.pairs()
    source, target = source[source < target], target[source < target]
    gap = graph.degree()[target] - graph.degree()[source]
    is_mutual = rng.random(len(source)) < reciprocity
    is_swapped = np.where(gap == 0, rng.random(len(source)) < 0.5, gap > 0)
    followed, follower = np.where(is_swapped, target, source), np.where(is_swapped, source, target)
    return replace(
        ties,
        source=np.concatenate([followed, follower[is_mutual]]),
        target=np.concatenate([follower, followed[is_mutual]]),
        mutual=False,
    )
