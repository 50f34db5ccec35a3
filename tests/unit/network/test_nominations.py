"""Nominated neighbours: who is named, in which order, and how popular they are."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from infosim.draws import Purpose, uniforms
from infosim.network import Graph, from_networkx
from infosim.network.nominations import nominate


def of_luck(seed: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw who is asked when, and whom each names."""
    people = np.arange(n)
    order, contact = (uniforms(seed, 0, Purpose.COVERAGE, step, people, 0) for step in (0, 1))
    return order, contact


def slowly(graph: Graph, order: np.ndarray, contact: np.ndarray) -> list[int]:
    """Ask one after the other, as the docstring says."""
    asked = sorted(range(graph.n_people), key=lambda i: (order[i], i))
    named = [
        int(graph.contacts(i)[int(contact[i] * len(graph.contacts(i)))])
        for i in asked
        if len(graph.contacts(i))
    ]
    return list(dict.fromkeys(named + asked))


@st.composite
def asked(draw: st.DrawFn) -> tuple[Graph, np.ndarray, np.ndarray]:
    """Draw a graph, directed or not, and luck with equals."""
    n = draw(st.integers(1, 12))
    ends = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=30))
    source, target = np.array(ends, np.int64).reshape(-1, 2).T
    graph = Graph.from_pairs(n, source, target, mutual=draw(st.booleans()))
    lucks = [
        draw(st.lists(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1 - 2**-53]), min_size=n, max_size=n))
        for _ in range(2)
    ]
    return graph, np.array(lucks[0]), np.array(lucks[1])


@given(asked())
def test_everybody_once_in_order_of_being_named(case: tuple[Graph, np.ndarray, np.ndarray]) -> None:
    """A permutation, as slow asking gives it. Faults: the last naming counts, the unnamed in order of id."""
    graph, order, contact = case
    named = nominate(graph, order, contact)
    assert sorted(named) == list(range(graph.n_people))
    assert named.tolist() == slowly(graph, order, contact)


@given(asked(), st.integers(0, 12))
def test_asking_more_people_swaps_nobody(case: tuple[Graph, np.ndarray, np.ndarray], n_changed: int) -> None:
    """What the first say is not undone by later ones. Fault: people ranked by how often they are named."""
    graph, order, contact = case
    late = np.argsort(order, kind="stable")[n_changed:]
    otherwise = contact.copy()
    otherwise[late] = 0.75 - contact[late] * 0.75
    early = np.argsort(order, kind="stable")[:n_changed]
    rows = [
        graph.contacts(i)[int(contact[i] * len(graph.contacts(i)))] for i in early if len(graph.contacts(i))
    ]
    n_named = len(set(rows))
    named, changed = (nominate(graph, order, each)[:n_named] for each in (contact, otherwise))
    assert named.tolist() == changed.tolist()


def test_friends_are_more_popular_than_people_and_less_than_hubs() -> None:
    """The friendship paradox on a graph with hubs, ten times. Faults: the askers reached, or the hubs.

    A contact has mean square / mean contacts, 19 here instead of 8.
    """
    graph = from_networkx(nx.barabasi_albert_graph(2_000, 4, seed=1))[0]
    degree, n_reached = graph.degree(), 200
    hubs = np.sort(degree)[-n_reached:].mean()
    for seed in range(10):
        order, contact = of_luck(seed, 2_000)
        at_random = degree[np.argsort(order)[:n_reached]].mean()
        nominated = degree[nominate(graph, order, contact)[:n_reached]].mean()
        assert 1.5 * at_random < nominated < 0.9 * hubs


def test_everybody_alike_gains_nothing() -> None:
    """On a ring all have two contacts. Fault: ranked by contacts, so that low ids win among equals.

    The mean id of 200 of 2,000: standard error 41 / 2,000 of the range, five of them 204.
    """
    graph = from_networkx(nx.cycle_graph(2_000))[0]
    named = nominate(graph, *of_luck(1, 2_000))[:200]
    assert abs(named.mean() - 999.5) < 204


def test_the_lonely_name_nobody_and_come_last() -> None:
    """Person 2 has no contacts and is asked first. Fault: it names the contact of the next row."""
    graph = Graph.from_pairs(4, np.array([0, 0]), np.array([1, 3]), mutual=True)
    order, contact = np.array([0.2, 0.3, 0.1, 0.4]), np.array([0.9, 0.0, 0.0, 0.0])
    assert nominate(graph, order, contact).tolist() == [3, 0, 2, 1]


def test_no_ties() -> None:
    """All are unnamed, in the order of being asked. Fault: a crash without contacts."""
    none = np.empty(0, np.int64)
    graph = Graph.from_pairs(3, none, none, mutual=True)
    assert nominate(graph, np.array([0.5, 0.9, 0.1]), np.zeros(3)).tolist() == [2, 0, 1]
