"""A graph in a few numbers, for reports."""

from __future__ import annotations

import numpy as np

from infosim.network.graph import Graph

SAMPLE = 2_000
"""Above this many people, clustering is the mean over evenly spaced ones."""


def summary(graph: Graph) -> dict[str, float]:
    """Describe a graph.

    Returns
    -------
    dict
        ``n_people`` and ``n_ties`` (directed ties); ``mean_degree``, ``median_degree``
        and ``max_degree`` (contacts per person); ``clustering`` (mean local clustering,
        directions ignored); ``reciprocity`` (proportion of directed ties that are
        returned). All 0 where there are no ties.
    """
    degree = graph.degree() if graph.n_people else np.zeros(1, np.int64)
    return {
        "n_people": graph.n_people,
        "n_ties": graph.n_ties,
        "mean_degree": float(degree.mean()),
        "median_degree": float(np.median(degree)),
        "max_degree": int(degree.max()),
        "clustering": clustering(graph),
        "reciprocity": reciprocity(graph),
    }


def reciprocity(graph: Graph) -> float:
    """Compute the proportion of directed ties that are returned, in [0, 1]."""
    source, target = graph.pairs()
    ties, returned = source * graph.n_people + target, target * graph.n_people + source
    return float(np.isin(returned, ties).mean()) if graph.n_ties else 0.0


def clustering(graph: Graph, sample: int = SAMPLE) -> float:
    """Estimate the mean local clustering, in [0, 1].

    How many pairs of a person's contacts know each other, averaged over people;
    those with fewer than two contacts count as 0.
    """
    both_ways = Graph.from_pairs(graph.n_people, *graph.pairs(), mutual=True)
    people = np.unique(np.linspace(0, graph.n_people - 1, min(graph.n_people, sample)).astype(np.int64))
    is_contact = np.zeros(graph.n_people, np.bool_)
    closed = [_closed_fraction(both_ways, int(i), is_contact) for i in people]
    return float(np.mean(closed)) if closed else 0.0


def _closed_fraction(graph: Graph, i: int, is_contact: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    """Compute the local clustering of one person; `is_contact` is scratch space, all False."""
    contacts = graph.contacts(i)
    if len(contacts) < 2:
        return 0.0
    is_contact[contacts] = True
    n_closed = is_contact[np.concatenate([graph.contacts(j) for j in contacts])].sum()
    is_contact[contacts] = False
    return float(n_closed / (len(contacts) * (len(contacts) - 1)))
