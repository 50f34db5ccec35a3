"""The door to networkx, in and out."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from infosim.network.graph import Graph, Int64Array

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(graph: Graph) -> nx.Graph[int]:
    """Convert to networkx, with person ids as nodes.

    Returns
    -------
    networkx.Graph or networkx.DiGraph
        Undirected if the graph is symmetric. Otherwise directed: an edge j -> i
        means that i sees what j shares, the way that content travels.
    """
    import networkx as nx

    converted: nx.Graph[int] = nx.Graph() if graph.is_symmetric else nx.DiGraph()
    converted.add_nodes_from(range(graph.n_people))
    source, target = graph.pairs()
    converted.add_edges_from(zip(source.tolist(), target.tolist(), strict=True))
    return converted


def from_networkx(graph: nx.Graph[Any]) -> tuple[Graph, list[Any]]:
    """Convert from networkx; weights and repeated edges do not count.

    Parameters
    ----------
    graph : networkx.Graph or networkx.DiGraph, also a multigraph
        A directed edge j -> i means that i sees what j shares.

    Returns
    -------
    graph : Graph
    labels : list
        The node that each person was: sorted, or in the graph's own order where
        the nodes cannot be compared with each other.
    """
    try:
        labels = sorted(graph.nodes)
    except TypeError:
        labels = list(graph.nodes)
    source, target = numbered_edges(graph, labels)
    return Graph.from_pairs(len(labels), source, target, mutual=not graph.is_directed()), labels


def numbered_edges(graph: nx.Graph[Any], labels: list[Hashable]) -> tuple[Int64Array, Int64Array]:
    """List the edges as (source, target) positions in `labels`."""
    number = {label: position for position, label in enumerate(labels)}
    ends = (number[node] for node in chain.from_iterable(graph.edges()))
    edges = np.fromiter(ends, np.int64).reshape(-1, 2)
    return edges[:, 0], edges[:, 1]
