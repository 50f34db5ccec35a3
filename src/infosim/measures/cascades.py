"""Who passed it on to whom: trees of sharers, their size, depth, breadth and shape.

The tree of a claim joins everybody who ever shared it to the contact it was first
heard from. Seeds are roots, generation 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infosim.measures.once import once
from infosim.measures.prevalence import HARMFUL, Mask
from infosim.results import Run

Ints = NDArray[np.int64]

EARLY_GENERATIONS = 3


@dataclass(frozen=True, eq=False)
class Forest:
    """The cascades of one claim.

    Attributes
    ----------
    parent : int64, (n_sharers,), index of the parent in these arrays, -1 for roots
    generation : int64, (n_sharers,), distance from the root
    root : int64, (n_sharers,), index of the root
    started_at : int64, (n_sharers,), step of the root's first post
    """

    parent: Ints
    generation: Ints
    root: Ints
    started_at: Ints


@once
def forests(run: Run) -> tuple[Forest, ...]:
    """Build the trees of sharers of every claim."""
    return tuple(forest(run, claim) for claim in range(len(run.claims)))


def forest(run: Run, claim: int) -> Forest:
    """Build the trees of sharers of one claim."""
    first = run.state.first_shared[claim].astype(np.int64)
    sharers = np.flatnonzero(first >= 0)
    index = np.full(len(first), -1, dtype=np.int64)
    index[sharers] = np.arange(len(sharers))
    heard_from = run.state.parent[claim, sharers]
    parent = np.where(heard_from >= 0, index[np.maximum(heard_from, 0)], -1)
    # Everybody looks to somebody further up, first the parent, and each time twice as far.
    root = np.where(parent < 0, np.arange(len(sharers)), parent)
    generation = (parent >= 0).astype(np.int64)
    while (further := generation[root]).any():
        generation += further
        root = root[root]
    return Forest(parent, generation, root, first[sharers][root])


def early_sharers(run: Run, claim: int) -> tuple[int, int]:
    """Count early sharers of the first wave, and the further sharers they caused.

    Early sharers are those of generations 1 to 3 in the trees that began with the
    first seeds. Their ratio is the early reproduction number.
    """
    trees = forests(run)[claim]
    first_wave = trees.started_at == run.claims[claim].start
    early = first_wave & (trees.generation >= 1) & (trees.generation <= EARLY_GENERATIONS)
    caused = first_wave & (trees.generation >= 2) & (trees.generation <= EARLY_GENERATIONS + 1)
    return int(early.sum()), int(caused.sum())


@once
def largest(run: Run) -> tuple[Forest, NDArray[np.bool_]] | None:
    """Find the largest cascade of all false claims; None if nobody shared."""
    best, most = None, 0
    for claim in run.rows(*HARMFUL):
        trees = forests(run)[claim]
        if len(trees.root):
            sizes = np.bincount(trees.root)
            if sizes.max() > most:
                most = int(sizes.max())
                best = trees, trees.root == sizes.argmax()
    return best


def cascade_size(run: Run, people: Mask) -> float:
    """Give the number of sharers in the largest cascade; 0 if nobody shared."""
    found = largest(run)
    return float(found[1].sum()) if found else 0.0


def cascade_depth(run: Run, people: Mask) -> float:
    """Give the generations below the root of the largest cascade; 0 if none."""
    found = largest(run)
    return float(found[0].generation[found[1]].max()) if found else 0.0


def cascade_breadth(run: Run, people: Mask) -> float:
    """Give the sharers of the largest generation of the largest cascade; 0 if none."""
    found = largest(run)
    return float(np.bincount(found[0].generation[found[1]]).max()) if found else 0.0


def structural_virality(run: Run, people: Mask) -> float:
    """Give the mean distance between two sharers of the largest cascade; 0 below two.

    A broadcast has nearly 2, a long chain a third of its length.

    Source
    ------
    Goel2016; by counting, for each tie, the pairs it separates.
    """
    found = largest(run)
    if found is None or found[1].sum() < 2:
        return 0.0
    trees, inside = found
    below = np.zeros(len(trees.parent), dtype=np.int64)
    below[inside] = 1
    for generation in range(int(trees.generation[inside].max()), 0, -1):
        here = np.flatnonzero(inside & (trees.generation == generation))
        np.add.at(below, trees.parent[here], below[here])
    n = int(inside.sum())
    ties = below[inside & (trees.parent >= 0)]
    return float((ties * (n - ties)).sum() / (n * (n - 1) / 2))


def shares_per_person(run: Run, people: Mask) -> float:
    """Give the posts of false claims per person, over the whole run."""
    return float(run.tallies[:, run.rows(*HARMFUL), 0].sum() / run.population.is_person.sum())


def exposures_per_person(run: Run, people: Mask) -> float:
    """Give the posts of false claims that reached a person's feed, per person."""
    return float(run.tallies[:, run.rows(*HARMFUL), 2].sum() / run.population.is_person.sum())


def early_reproduction(run: Run, people: Mask) -> float:
    """Give the further sharers per early sharer, all false claims; NaN without any.

    Source
    ------
    Assumption: early are generations 1 to 3, as in the calibration of branching.
    """
    counted = [early_sharers(run, claim) for claim in run.rows(*HARMFUL)]
    early, caused = (sum(column) for column in zip(*counted, strict=True)) if counted else (0, 0)
    return caused / early if early else float("nan")
