"""The exact oracles: each gives the chance of so bad a fit as one sample shows, if the code is right.

A sample is a pure function of a number. The tests take one; `planted.py` takes thirty,
from right and from wrong code.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from itertools import product
from math import comb

import numpy as np
from numpy.typing import NDArray

from plain import susceptibility
from statistical.chi_square import added, fit, least_of
from statistical.copies import Counts, Forest, alike, n_believing, plant, size_of
from statistical.models import MODELS
from statistical.small_graphs import SmallGraph, complete, rooted
from statistical.spreading import PERCOLATION, mean_size, percolation

Floats = NDArray[np.float64]

ONCE = {"sharing": {"rate": 1.0, "unconvinced": 0.0, "interest": {"exactly": "1 days"}}}
"""Whoever believes posts once, for certain: a cascade."""

N_STEPS = 5
"""How long the chains are followed."""

LARGEST = 4
"""How many people there are at most in the graphs of the chains."""


@cache
def chain_graphs() -> tuple[SmallGraph, ...]:
    """List all connected graphs of at most four people, once for each place where the claim can start."""
    return tuple(rooted(LARGEST))


@lru_cache(maxsize=2)
def chain_forest(name: str, n_copies: int) -> Forest:
    """Make copies of all these graphs ready, for one variant of the model."""
    model, graphs = MODELS[name], chain_graphs()
    n_people, seeds = size_of(graphs, n_copies)
    claim = model.claim | {"seeds": seeds}
    written = alike(n_people, N_STEPS, claim, model.reach, literacy=model.literacy)
    return plant(written, graphs, n_copies, rules={"persuasion": model.rule})


@cache
def chain_laws(name: str) -> list[list[Floats]]:
    """Compute the law of all stances after each step, for each graph."""
    return [MODELS[name].chain.laws(graph, N_STEPS) for graph in chain_graphs()]


def chain(
    name: str, sample: int, engine: str = "compiled", n_copies: int = 10_000, *, by_phase: bool = False
) -> float:
    """Compare the stances of all people after each step with their joint law."""
    blocks = chain_forest(name, n_copies).run(sample, engine, by_phase=by_phase)
    chances = []
    for step in range(N_STEPS):
        fits = [
            fit(joint_counts(block[step], 4), laws[step])
            for block, laws in zip(blocks, chain_laws(name), strict=True)
        ]
        chances.append(added(fits).p)
    return least_of(chances)


def joint_counts(held: Counts, n_values: int) -> Counts:
    """Count how often each combination occurs among copies, ``(n_copies, n)`` to ``(n_values,) * n``."""
    n = held.shape[1]
    codes = np.ravel_multi_index(tuple(held.T.astype(np.int64)), (n_values,) * n)
    return np.bincount(codes, minlength=n_values**n)


def final_sizes(n: int, escape: float) -> Floats:
    """Compute the exact law of the number ever infected among n susceptibles and one first case.

    Of any k susceptibles all are reached and of the others none, with probabilities
    that satisfy the triangular equations of the Reed-Frost epidemic on a complete
    graph: the sum over j <= k of C(n - j, k - j) P(j) / escape ** ((n - k) (j + 1))
    is C(n, k).
    """
    law = np.zeros(n + 1)
    for k in range(n + 1):
        known = sum(comb(n - j, k - j) * law[j] / escape ** ((n - k) * (j + 1)) for j in range(k))
        law[k] = (comb(n, k) - known) * escape ** ((n - k) * (k + 1))
    return law


@lru_cache(maxsize=2)
def reed_frost_forest(n: int, reach: float, n_copies: int) -> Forest:
    """Make many complete graphs ready."""
    n_people, seeds = size_of([complete(n)], n_copies)
    claim = {"plausibility": 1.0, "seeds": seeds} | ONCE
    return plant(alike(n_people, n, claim, reach), [complete(n)], n_copies)


def reed_frost(
    n: int,
    reach: float,
    sample: int,
    engine: str = "compiled",
    n_copies: int = 40_000,
    *,
    by_phase: bool = False,
) -> float:
    """Compare how many of a complete graph are reached at last with the Reed-Frost law."""
    (stances,) = reed_frost_forest(n, reach, n_copies).run(sample, engine, by_phase=by_phase)
    sizes = np.bincount(n_believing(stances) - 1, minlength=n)
    return fit(sizes, final_sizes(n - 1, 1.0 - reach)).p


CASCADES = (
    SmallGraph(4, (((0, 1), (0, 2), (1, 3), (2, 3), (1, 2)), ())),
    SmallGraph(4, (((0, 1), (1, 2), (2, 3), (3, 0), (1, 3)), ())),
    SmallGraph(5, (((0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)), ((4, 0),))),
    SmallGraph(4, (((0, 1), (1, 2), (2, 3)), ((0, 2), (0, 1), (2, 3), (3, 1)))),
    SmallGraph(5, (((0, 1), (1, 0), (1, 2), (2, 1), (2, 3), (3, 2)), ((0, 4), (4, 3), (3, 4), (4, 0)))),
)
"""Graphs of one way and of both, on two platforms, with loops and with several ways to one person."""

REACHES = (0.55, 0.35)
PLAUSIBILITY = 0.8


def kept_ties(graph: SmallGraph, literacy: Sequence[float], reaches: Sequence[float] = REACHES) -> Floats:
    """Compute the law of who is reached at last, ``(2,) * n``, by going through all sets of ties kept."""
    ties = [(p, i, j) for p, listed in enumerate(graph.ties) for i, j in listed]
    chances = [reaches[p] * min(1.0, PLAUSIBILITY * susceptibility(literacy[j])) for p, _, j in ties]
    law = np.zeros((2,) * graph.n)
    for kept in product((False, True), repeat=len(ties)):
        reached, grows = {0}, True
        while grows:
            more = {j for (_, i, j), one in zip(ties, kept, strict=True) if one and i in reached}
            grows, reached = not more <= reached, reached | more
        chance = np.prod([p if one else 1.0 - p for one, p in zip(kept, chances, strict=True)])
        law[tuple(int(i in reached) for i in range(graph.n))] += chance
    return law


def literacies(graph: SmallGraph) -> list[float]:
    """Give each person of a graph a literacy of its own."""
    return [i / (graph.n - 1) for i in range(graph.n)]


@lru_cache(maxsize=2)
def cascade_forest(n_copies: int) -> Forest:
    """Make copies of the graphs of cascades ready, whose people differ in literacy."""
    n_people, seeds = size_of(CASCADES, n_copies)
    claim = {"veracity": "misleading", "plausibility": PLAUSIBILITY, "seeds": seeds} | ONCE
    forest = plant(alike(n_people, 6, claim, *REACHES), CASCADES, n_copies)
    literacy = np.concatenate([np.tile(literacies(graph), n_copies) for graph in CASCADES])
    return forest.among(literacy)


def cascade(
    sample: int, engine: str = "compiled", n_copies: int = 20_000, *, by_phase: bool = False
) -> float:
    """Compare who is reached at last with the law that follows from which ties are kept."""
    blocks = cascade_forest(n_copies).run(sample, engine, by_phase=by_phase)
    believe = [(stances[-1] == 2).astype(np.int64) for stances in blocks]
    laws = [kept_ties(graph, literacies(graph)) for graph in CASCADES]
    return added([fit(joint_counts(one, 2), law) for one, law in zip(believe, laws, strict=True)]).p


REED_FROST = {8: 0.3, 12: 0.18}
"""Sizes of complete graphs, and the reach in each; at 12 an error of 3% is found for certain."""

ORACLES: dict[str, Callable[[int], float]] = {
    **{f"Reed-Frost {n}": partial(reed_frost, n, reach) for n, reach in REED_FROST.items()},
    **{f"chain {name}": partial(chain, name) for name in MODELS},
    "cascade": cascade,
    **{f"percolation {name}": partial(percolation, name) for name in PERCOLATION},
    "branching": mean_size,
}
"""Every oracle, with the compiled engine and the sample size of the tests."""
