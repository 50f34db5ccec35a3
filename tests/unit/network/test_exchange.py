"""The door to networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infosim.network import Graph, from_networkx, to_networkx

PERSON = st.integers(0, 9)


@given(st.lists(st.tuples(PERSON, PERSON), max_size=30), st.booleans())
def test_there_and_back(pairs: list[tuple[int, int]], mutual: bool) -> None:
    """Nothing is lost, lonely people neither. Fault: nodes only from edges."""
    source, target = np.array(pairs, np.int64).reshape(-1, 2).T
    graph = Graph.from_pairs(10, source, target, mutual=mutual)
    back, labels = from_networkx(to_networkx(graph))
    assert labels == list(range(10))
    assert back.digest() == graph.digest()


def test_an_edge_leads_to_the_one_who_sees() -> None:
    """Edge j -> i: i sees j. Fault: source and target exchanged on the way in or out."""
    graph, labels = from_networkx(nx.DiGraph([("singer", "fan")]))
    singer, fan = labels.index("singer"), labels.index("fan")
    assert graph.contacts(singer).tolist() == [fan]
    assert list(to_networkx(graph).edges) == [(singer, fan)]


def test_symmetric_graphs_become_undirected() -> None:
    """Mutual ties are one edge. Fault: always a DiGraph."""
    graph, _ = from_networkx(nx.path_graph(4))
    assert not to_networkx(graph).is_directed()
    assert to_networkx(graph).number_of_edges() == 3


@pytest.mark.parametrize(("nodes", "labels"), [([3, 1, 2], [1, 2, 3]), (["b", 1, "a"], ["b", 1, "a"])])
def test_labels_are_sorted_where_they_can_be(nodes: list[object], labels: list[object]) -> None:
    """Labels that cannot be compared keep their order. Fault: a TypeError."""
    graph: nx.Graph[object] = nx.Graph()
    graph.add_nodes_from(nodes)
    assert from_networkx(graph)[1] == labels


def test_multigraphs_count_a_tie_once() -> None:
    """Repeated edges are one tie. Fault: edge keys read as people."""
    graph, _ = from_networkx(nx.MultiGraph([(0, 1), (0, 1), (1, 2)]))
    assert graph.n_ties == 4
