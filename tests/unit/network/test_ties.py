"""What is done to ties after they are drawn: followers, and refusals."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from infosim.errors import InputError
from infosim.network import Graph, Ties, from_networkx, make_directed, summary
from infosim.network.ties import Rng, wanted_ties


def mutual_ties(graph: nx.Graph[int]) -> Ties:
    """Turn the edges of a graph into mutual ties."""
    source, target = np.array(graph.edges).T
    return Ties(source, target, note="from a test")


def test_reciprocity_is_a_proportion_of_pairs(rng: Rng) -> None:
    """Of the pairs, 42% stay mutual. Fault: 42% of directed ties, which is 27% of pairs.

    Binomial of about 10,000 pairs: standard error 0.005, five of them 0.025.
    """
    ties = mutual_ties(nx.gnm_random_graph(1_000, 10_000, seed=1))
    directed = make_directed(ties, 1_000, 0.42, rng)
    graph = Graph.from_pairs(1_000, directed.source, directed.target, mutual=False)
    assert (directed.mutual, directed.note) == (False, "from a test")
    assert (graph.n_ties - 10_000) / 10_000 == pytest.approx(0.42, abs=0.025)


def test_the_popular_are_followed(rng: Rng) -> None:
    """In a star all follow the centre, whichever end is written first. Fault: the centre follows all."""
    centre, leaves = np.full(6, 3), np.array([0, 1, 2, 4, 5, 6])
    for source, target in ((centre, leaves), (leaves, centre)):
        directed = make_directed(Ties(source, target), 7, 0.0, rng)
        assert set(directed.source) == {3}
        assert sorted(directed.target) == leaves.tolist()


def test_chance_decides_between_equals(rng: Rng) -> None:
    """In a ring nobody is more popular. Fault: the lower id is always followed.

    Half of 1,000 ties each way: standard deviation 16, five of them 80.
    """
    directed = make_directed(mutual_ties(nx.cycle_graph(1_000)), 1_000, 0.0, rng)
    assert abs((directed.source < directed.target).sum() - 500) < 80


def test_repeated_pairs_are_one_pair(rng: Rng) -> None:
    """Two shared chat groups are one tie. Fault: a pair that is drawn twice becomes mutual."""
    many = Ties(np.tile([0, 1], 50), np.tile([1, 0], 50))
    assert len(make_directed(many, 2, 0.0, rng).source) == 1


def test_complete_reciprocity_changes_nothing(rng: Rng) -> None:
    """All mutual is the graph as it was. Fault: one direction lost."""
    graph = nx.barabasi_albert_graph(100, 3, seed=1)
    directed = make_directed(mutual_ties(graph), 100, 1.0, rng)
    built = Graph.from_pairs(100, directed.source, directed.target, mutual=False)
    assert built.digest() == from_networkx(graph)[0].digest()
    assert summary(built)["reciprocity"] == 1


def test_directed_ties_stay_as_they_are(rng: Rng) -> None:
    """A file may know who follows whom. Fault: its directions drawn anew."""
    ties = Ties(np.array([0]), np.array([1]), mutual=False)
    assert make_directed(ties, 2, 0.5, rng) is ties


@pytest.mark.parametrize(
    ("n", "degree", "ties"), [(0, 5, 0), (1, 5, 0), (2, 5, 1), (10, 3, 15), (10, 9, 45), (4, 0, 0)]
)
def test_wanted_ties(n: int, degree: float, ties: int) -> None:
    """Half a tie per end, all at most. Fault: fewer than three people refused."""
    assert wanted_ties(n, degree) == ties


@pytest.mark.parametrize(
    ("degree", "said"), [(10, "write at most 9"), (-1, "write 0 or more"), (float("nan"), "0 or more")]
)
def test_impossible_degrees_are_refused(degree: float, said: str) -> None:
    """With a remedy. Fault: as many contacts as people accepted."""
    with pytest.raises(InputError, match=said):
        wanted_ties(10, degree)


def test_impossible_reciprocity_is_refused(rng: Rng) -> None:
    """A proportion above 1 is a mistake. Fault: accepted."""
    with pytest.raises(InputError, match="reciprocity"):
        make_directed(Ties(np.array([0]), np.array([1])), 2, 1.5, rng)
