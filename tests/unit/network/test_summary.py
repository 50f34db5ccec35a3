"""The numbers that describe a graph, against networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from infosim.network import Graph, from_networkx, summary, to_networkx
from infosim.network.summary import clustering


def test_agrees_with_networkx() -> None:
    """Undirected: degree and clustering. Fault: ordered pairs of contacts counted as unordered."""
    graph, _ = from_networkx(nx.powerlaw_cluster_graph(300, 4, 0.5, seed=1))
    facts = summary(graph)
    assert facts["clustering"] == pytest.approx(nx.average_clustering(to_networkx(graph)))
    degrees = [degree for _, degree in to_networkx(graph).degree()]
    assert facts["mean_degree"] == pytest.approx(np.mean(degrees))
    assert (facts["median_degree"], facts["max_degree"]) == (np.median(degrees), max(degrees))
    assert facts["reciprocity"] == 1


def test_directions_are_ignored_by_clustering_and_counted_by_reciprocity() -> None:
    """Directed, against networkx. Fault: clustering over followers only."""
    feed = nx.gnp_random_graph(200, 0.05, seed=3, directed=True)
    facts = summary(from_networkx(feed)[0])
    assert facts["reciprocity"] == pytest.approx(nx.reciprocity(feed))
    assert facts["clustering"] == pytest.approx(nx.average_clustering(feed.to_undirected()))


def test_a_sample_estimates_the_clustering() -> None:
    """The sample is of people all over. Fault: the first ids only, which are the ones with triangles here.

    Half the people have clustering 1 and half 0; a sample of 100 evenly spaced
    people finds half within one person.
    """
    graph, _ = from_networkx(
        nx.disjoint_union(nx.disjoint_union_all([nx.complete_graph(4)] * 100), nx.path_graph(400))
    )
    assert clustering(graph, sample=100) == pytest.approx(0.5, abs=0.011)


@pytest.mark.parametrize("n", [0, 1, 5])
def test_no_ties(n: int) -> None:
    """Nothing to average is 0, not NaN. Fault: the mean of nothing."""
    none = np.empty(0, np.int64)
    facts = summary(Graph.from_pairs(n, none, none, mutual=True))
    assert facts == {**dict.fromkeys(facts, 0), "n_people": n}
