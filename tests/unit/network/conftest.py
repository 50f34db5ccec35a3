"""What the tests of graphs share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from infosim.draws import Purpose, generator
from infosim.network import Graph, Members, Ties
from infosim.network.ties import Rng


@pytest.fixture
def rng() -> Rng:
    """Give every test the same luck."""
    return generator(1, Purpose.GRAPH, "test")


@pytest.fixture
def make_members() -> Callable[..., Members]:
    """Make members of groups of given sizes, in random order; the region is the parity of the group."""

    def make(*sizes: int) -> Members:
        group = np.repeat(np.arange(len(sizes)), sizes)
        group = generator(2, Purpose.GROUP, "members").permutation(group)
        return Members(len(group), group, group % 2)

    return make


@pytest.fixture
def to_graph() -> Callable[[Ties, int], Graph]:
    """Build the graph of ties."""

    def build(ties: Ties, n: int) -> Graph:
        return Graph.from_pairs(n, ties.source, ties.target, mutual=ties.mutual)

    return build
