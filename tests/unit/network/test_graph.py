"""The rows of a graph, against sets of pairs."""

from __future__ import annotations

import hashlib
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infosim.network import Graph

Pairs = list[tuple[int, int]]


@st.composite
def pairs_of(draw: st.DrawFn) -> tuple[int, Pairs]:
    """Draw people and pairs of them, with repeats and self-ties."""
    n = draw(st.integers(1, 12))
    person = st.integers(0, n - 1)
    return n, draw(st.lists(st.tuples(person, person), max_size=40))


def build(n: int, pairs: Pairs, mutual: bool = False) -> Graph:
    """Build a graph from a list of pairs."""
    source, target = np.array(pairs, np.int64).reshape(-1, 2).T
    return Graph.from_pairs(n, source, target, mutual=mutual)


def ties_of(graph: Graph) -> set[tuple[int, int]]:
    """List all ties as a set."""
    return {(i, int(j)) for i in range(graph.n_people) for j in graph.contacts(i)}


@given(pairs_of(), st.booleans())
def test_rows_are_the_set_of_pairs(drawn: tuple[int, Pairs], mutual: bool) -> None:
    """Contacts are exactly the pairs, ascending. Fault: self-ties, repeats or one direction kept wrongly."""
    n, pairs = drawn
    graph = build(n, pairs, mutual)
    expected = {(i, j) for i, j in pairs if i != j}
    if mutual:
        expected |= {(j, i) for i, j in expected}
    assert ties_of(graph) == expected
    assert graph.n_ties == len(expected) == graph.degree().sum()
    assert all((np.diff(graph.contacts(i)) > 0).all() for i in range(n))
    assert (graph.indptr.dtype, graph.indices.dtype) == (np.int64, np.int32)


@given(pairs_of(), st.booleans())
def test_reversed_turns_every_tie(drawn: tuple[int, Pairs], mutual: bool) -> None:
    """Whom i sees is who has i as contact. Fault: `reversed` returns the graph as it is."""
    graph = build(*drawn, mutual)
    assert ties_of(graph.reversed()) == {(j, i) for i, j in ties_of(graph)}
    assert graph.is_symmetric == (ties_of(graph) == ties_of(graph.reversed()))
    assert (graph.reversed() is graph) == graph.is_symmetric


@given(pairs_of(), st.randoms())
def test_order_of_pairs_does_not_matter(drawn: tuple[int, Pairs], luck: object) -> None:
    """The digest is of the ties. Fault: rows in the order of the pairs."""
    n, pairs = drawn
    turned = pairs.copy()
    luck.shuffle(turned)  # type: ignore[attr-defined]
    assert build(n, turned).digest() == build(n, pairs).digest()


def test_relabelled_puts_members_into_the_population() -> None:
    """Ties follow their people, in any order of ids. Fault: ids sorted before use."""
    graph = build(3, [(0, 1), (1, 2)]).relabelled(np.array([5, 2, 9]), 10)
    assert graph.n_people == 10
    assert ties_of(graph) == {(5, 2), (2, 9)}


def test_digest_tells_graphs_apart() -> None:
    """Ties, directions and lonely people all count. Fault: the number of people is left out."""
    graphs = [build(3, []), build(4, []), build(3, [(0, 1)]), build(3, [(1, 0)]), build(3, [(0, 1)], True)]
    assert len({graph.digest() for graph in graphs}) == len(graphs)


def test_digest_is_pinned() -> None:
    """Results are compared across machines: one layout of bytes. Fault: int32 for int64."""
    n, indptr, indices = 2, (0, 1, 1), (1,)
    layout = struct.pack("<Q3qi", n, *indptr, *indices)
    assert build(n, [(0, 1)]).digest() == hashlib.sha256(layout).hexdigest()


@pytest.mark.parametrize("n", [0, 1, 2])
def test_nearly_nobody(n: int) -> None:
    """The smallest graphs are graphs. Fault: rows end with the last tie."""
    graph = build(n, [])
    assert (graph.n_people, graph.n_ties, graph.is_symmetric) == (n, 0, True)


def test_sums_over_contacts() -> None:
    """Add up by hand, with somebody who has no contacts at either end. Fault: sums over all before."""
    graph = build(5, [(1, 0), (1, 3), (2, 4), (3, 3)])
    values = np.array([1.0, 10.0, 100.0, 1000.0, 10_000.0])
    assert graph.sums(values).tolist() == [0.0, 1001.0, 10_000.0, 0.0, 0.0]
    assert graph.sums(values, np.array([False, True, True])).tolist() == [0.0, 1000.0, 10_000.0, 0.0, 0.0]


@given(pairs_of(), pairs_of(), st.lists(st.booleans(), min_size=12, max_size=12))
def test_ties_are_marked_and_counted(
    drawn: tuple[int, Pairs], other: tuple[int, Pairs], among: list[bool]
) -> None:
    """Against sets of pairs. Fault: a search that does not begin anew in each row."""
    n = max(drawn[0], other[0])
    one, two, chosen = build(n, drawn[1]), build(n, other[1]), np.array(among[:n])
    marked = one.in_common(two)
    assert {tie for tie, is_marked in zip(sorted(ties_of(one)), marked, strict=True) if is_marked} == (
        ties_of(one) & ties_of(two)
    )
    assert one.n_ties_among(chosen) == sum(bool(chosen[i] and chosen[j]) for i, j in ties_of(one))
