"""Trees of sharers: worked out by hand, and against networkx."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import run_of, spread_of
from infosim.measures import OUTCOMES
from infosim.measures.cascades import early_sharers, forest, largest
from infosim.results import Run

SHAPES = ("cascade_size", "cascade_depth", "cascade_breadth", "structural_virality")

STAR = [-1, 0, 0, 0, 0]
CHAIN = [-1, 0, 1, 2, 3]
BROOM = [-1, 0, 1, 2, 2, 2]
TWO_TREES = [-1, 0, 0, -1, 3, 4, 5]


def value(run: Run, name: str) -> float:
    """Measure one outcome over all people."""
    return OUTCOMES[name].measure(run, np.ones(run.population.n_people, dtype=np.bool_))


def shape(run: Run) -> tuple[float, ...]:
    """Give size, depth, breadth and structural virality of the largest cascade."""
    return tuple(value(run, name) for name in SHAPES)


@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        # Ten pairs: four joined directly, six over the root.
        (STAR, (5, 1, 4, (4 * 1 + 6 * 2) / 10)),
        # Distances 1, 2, 3, 4 occur 4, 3, 2 and 1 times.
        (CHAIN, (5, 4, 1, (4 * 1 + 3 * 2 + 2 * 3 + 1 * 4) / 10)),
        # Five ties; 0-2, 1-3, 1-4, 1-5 and three pairs of bristles at two; 0-3, 0-4, 0-5 at three.
        (BROOM, (6, 3, 3, (5 * 1 + 7 * 2 + 3 * 3) / 15)),
        # The second tree, a chain of four, is larger than the first.
        (TWO_TREES, (4, 3, 1, (3 * 1 + 2 * 2 + 1 * 3) / 6)),
        ([-1], (1, 0, 1, 0)),
        ([-2, -2, -2], (0, 0, 0, 0)),
    ],
    ids=["star", "chain", "broom", "two trees", "one sharer", "nobody"],
)
def test_shapes_worked_out_by_hand(parents: Sequence[int], expected: tuple[float, ...]) -> None:
    """Measure trees whose numbers fit on paper.

    Fault: depth that counts the root as a generation; virality with ordered pairs; breadth
    summed over all trees.
    """
    assert shape(spread_of(parents)) == pytest.approx(expected)


def test_who_only_heard_is_in_no_tree() -> None:
    """Two hear it from the root and never post: the cascade is the root alone.

    Fault: a forest of everybody who heard of the claim.
    """
    run = spread_of([-1, 0, 0])
    run.state.first_shared[0, 1:] = -1
    assert shape(run) == (1, 0, 1, 0)
    assert forest(run, 0).generation.tolist() == [0]


def test_largest_cascade_of_all_false_claims() -> None:
    """The larger tree of a true claim does not count; that of a misleading one does.

    Fault: the largest cascade looked for in the first claim only, or in true ones as well.
    """
    pair, chain = [-1, 0, -2, -2, -2], [-1, 0, 1, -2, -2]
    run = spread_of(pair, STAR, chain, veracities=["false", "true", "misleading"])
    assert shape(run)[:2] == (3, 2)
    assert largest(spread_of(STAR, veracities=["true"])) is None


@st.composite
def forests(draw: Callable[..., int]) -> list[int]:
    """Give a forest of shuffled ids: everybody heard it from somebody earlier, or from nobody."""
    n = draw(st.integers(1, 40))
    earlier = [draw(st.integers(-1, i - 1)) for i in range(n)]
    order = draw(st.permutations(range(n)))
    parents = [-1] * n
    for i, parent in enumerate(earlier):
        parents[order[i]] = -1 if parent < 0 else order[parent]
    return parents


def shapes_by_networkx(parents: Sequence[int]) -> set[tuple[float, ...]]:
    """Give the shapes of all trees that are as large as the largest."""
    graph = nx.Graph()
    graph.add_nodes_from(range(len(parents)))
    graph.add_edges_from((i, parent) for i, parent in enumerate(parents) if parent >= 0)
    trees = sorted(nx.connected_components(graph), key=len, reverse=True)
    found = set()
    for tree in (tree for tree in trees if len(tree) == len(trees[0])):
        (root,) = (i for i in tree if parents[i] < 0)
        levels = list(nx.single_source_shortest_path_length(graph, root).values())
        virality = nx.average_shortest_path_length(graph.subgraph(tree)) if len(tree) > 1 else 0.0
        found.add((len(tree), max(levels), np.bincount(levels).max(), round(virality, 9)))
    return found


@given(parents=forests())
def test_shapes_agree_with_networkx(parents: list[int]) -> None:
    """Compare all four measures with networkx on any forest.

    Fault: only the children of a person counted as its descendants, which no star shows.
    """
    size, depth, breadth, virality = shape(spread_of(parents))
    assert (size, depth, breadth, round(virality, 9)) in shapes_by_networkx(parents)


@given(parents=forests())
def test_roots_and_generations(parents: list[int]) -> None:
    """Walk from each sharer to its root, one generation a step.

    Fault: positions among the sharers taken for person ids.
    """
    run = spread_of([-2, *(parent + 1 if parent >= 0 else -1 for parent in parents)], delay=3)
    trees = forest(run, 0)
    assert len(trees.parent) == len(parents)
    assert (trees.parent < 0).tolist() == [parent < 0 for parent in parents]
    for i, parent in enumerate(parents):
        if parent >= 0:
            assert trees.parent[i] == parent
            assert trees.generation[i] == trees.generation[parent] + 1
            assert trees.root[i] == trees.root[parent]
    assert (trees.started_at == 3).all()


@pytest.mark.parametrize(
    ("parents", "early", "caused"),
    [
        (STAR, 4, 0),
        # Generations 1 to 3 are early; 2 to 4 were caused by them.
        (CHAIN, 3, 3),
        ([-1, 0, 1, 2, 3, 4, 5], 3, 3),
        (BROOM, 5, 4),
        ([-1], 0, 0),
        ([-2], 0, 0),
    ],
    ids=["star", "chain", "longer chain", "broom", "one sharer", "nobody"],
)
def test_early_sharers_worked_out_by_hand(parents: Sequence[int], early: int, caused: int) -> None:
    """Count those of generations 1 to 3, and their children.

    Fault: seeds counted as early sharers, who have no say in how far they are heard.
    """
    run = spread_of(parents)
    assert early_sharers(run, 0) == (early, caused)
    expected = caused / early if early else float("nan")
    assert value(run, "early_reproduction") == pytest.approx(expected, nan_ok=True)


def test_later_waves_are_not_early() -> None:
    """Two chains, one of which begins five steps later: only the first is the first wave.

    Fault: all waves counted, though a later one meets people who know the claim.
    """
    together, one_later = (spread_of([-1, 0, 1, -1, 3, 4], starts=[2], delay=2) for _ in range(2))
    one_later.state.first_shared[0, 3:] += 5
    assert early_sharers(together, 0) == (4, 2)
    assert early_sharers(one_later, 0) == (2, 1)


def test_early_reproduction_adds_up_false_claims() -> None:
    """Add numbers of claims before dividing, and leave true ones out.

    Fault: the mean of ratios, in which a claim that nobody shared is not a number.
    """
    run = spread_of(CHAIN, STAR, CHAIN, veracities=["false", "misleading", "true"])
    assert value(run, "early_reproduction") == pytest.approx((3 + 0) / (3 + 4))
    assert math.isnan(value(spread_of(CHAIN, veracities=["true"]), "early_reproduction"))


def test_posts_and_exposures() -> None:
    """Add up posts and exposures of false and misleading claims over steps, per person.

    Fault: posts of corrections, in the column between, counted too.
    """
    run = run_of(np.zeros((3, 3, 4), dtype=np.int8), veracities=["false", "true", "misleading"])
    run.tallies[:] = [[[1, 10, 3, 50, 7], [100] * 5, [2, 20, 5, 60, 8]]] * 2
    assert value(run, "shares_per_person") == 2 * (1 + 2) / 4
    assert value(run, "exposures_per_person") == 2 * (3 + 5) / 4
