"""Graphs so small that everything about them can be computed: for the exact oracles."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import networkx as nx

Tie = tuple[int, int]


@dataclass(frozen=True)
class SmallGraph:
    """A graph of a few people, numbered from 0, of whom number 0 starts the claim.

    Attributes
    ----------
    n : how many people
    ties : for each platform, who is seen by whom, as pairs
    """

    n: int
    ties: tuple[tuple[Tie, ...], ...]

    def heard(self, i: int, posts: tuple[int, ...]) -> int:
        """Add up what person i hears on the first platform, given how often each person posts."""
        return sum(posts[source] for source, target in self.ties[0] if target == i)

    def n_sources(self, i: int) -> int:
        """Count those whose posts person i sees on the first platform."""
        return sum(target == i for _, target in self.ties[0])


def mutual(n: int, edges: list[Tie]) -> SmallGraph:
    """Make a graph of one platform on which everybody who is tied sees the other."""
    return SmallGraph(n, (tuple(sorted({*edges, *((j, i) for i, j in edges)})),))


def complete(n: int) -> SmallGraph:
    """Tie everybody to everybody."""
    return mutual(n, [(i, j) for i in range(n) for j in range(i)])


def rooted(largest: int) -> list[SmallGraph]:
    """List all connected graphs of at most so many people, once for each place to start from that differs."""
    found: dict[tuple[int, frozenset[Tie]], SmallGraph] = {}
    for graph in nx.graph_atlas_g():
        n = graph.number_of_nodes()
        if not 0 < n <= largest or not nx.is_connected(graph):
            continue
        for root in graph:
            # The root and number 0 exchange their numbers.
            now = {i: i for i in graph} | {root: 0, 0: root}
            one = mutual(n, [(now[i], now[j]) for i, j in graph.edges])
            found.setdefault(canonical(one), one)
    return list(found.values())


def canonical(graph: SmallGraph) -> tuple[int, frozenset[Tie]]:
    """Name a graph in a way that does not depend on how those who do not start are numbered."""
    places = ((0, *order) for order in permutations(range(1, graph.n)))
    forms = (sorted((place[i], place[j]) for i, j in graph.ties[0]) for place in places)
    return graph.n, frozenset(min(forms))
