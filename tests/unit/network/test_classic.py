"""The classic graphs: known statistics, and no hubs among the first people."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest

from infosim.errors import InputError
from infosim.network import GENERATORS, Graph, Members, Ties, summary
from infosim.network.ties import Rng

N = 2_000
PARAMETERS = {
    "erdos_renyi": {},
    "watts_strogatz": {"rewiring": 0.1},
    "barabasi_albert": {},
    "powerlaw_cluster": {"triangles": 0.3},
    "stochastic_block": {"within": 0.7},
}
Build = Callable[[Ties, int], Graph]
MakeMembers = Callable[..., Members]


@pytest.mark.parametrize("mean_degree", [0.5, 1, 7, 10, 24])
@pytest.mark.parametrize("name", PARAMETERS)
def test_mean_degree(
    name: str, mean_degree: float, make_members: MakeMembers, to_graph: Build, rng: Rng
) -> None:
    """Whole, half, odd and even. Fault: odd degrees rounded down.

    Erdos-Renyi has a random number of ties: the standard error of the mean degree d
    is sqrt(2 d / n), five of them at most 0.8 here. Preferential attachment may lack 2%.
    """
    ties = GENERATORS[name](make_members(N), rng, mean_degree=mean_degree, **PARAMETERS[name])
    tolerance = 5 * np.sqrt(2 * mean_degree / N) if name == "erdos_renyi" else 0.02 * mean_degree + 0.001
    assert to_graph(ties, N).degree().mean() == pytest.approx(mean_degree, abs=tolerance)


def test_mean_degree_of_few_people(make_members: MakeMembers, to_graph: Build, rng: Rng) -> None:
    """Newcomers who repeat ties lack 4% here. Fault: a tie drawn twice counts twice."""
    ties = GENERATORS["powerlaw_cluster"](make_members(60), rng, mean_degree=19.2, triangles=0.3)
    assert to_graph(ties, 60).degree().mean() == pytest.approx(19.2, rel=0.02)


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("n", [0, 1, 2, 3])
@pytest.mark.parametrize("mean_degree", [0, 0.5, 1])
def test_nearly_nobody(name: str, n: int, mean_degree: float, make_members: MakeMembers, rng: Rng) -> None:
    """Few people and no contacts are graphs too. Fault: newcomers where nobody is."""
    ties = GENERATORS[name](make_members(n), rng, mean_degree=mean_degree, **PARAMETERS[name])
    assert len(ties.source) <= n * (n - 1) // 2
    assert mean_degree or not len(ties.source)


@pytest.mark.parametrize("name", PARAMETERS)
def test_impossible_degree(name: str, make_members: MakeMembers, rng: Rng) -> None:
    """More contacts than others. Fault: an endless search, or a complete graph in silence."""
    with pytest.raises(InputError, match="impossible among 10 people"):
        GENERATORS[name](make_members(10), rng, mean_degree=10, **PARAMETERS[name])


@pytest.mark.parametrize("name", ["barabasi_albert", "powerlaw_cluster"])
def test_newcomers_cannot_know_everybody(name: str, make_members: MakeMembers, rng: Rng) -> None:
    """Growth makes a quarter of all pairs at most. Fault: an endless or an incomplete search."""
    with pytest.raises(InputError, match="erdos_renyi"):
        GENERATORS[name](make_members(20), rng, mean_degree=18, **PARAMETERS[name])


def test_erdos_renyi_has_the_clustering_of_chance(
    make_members: MakeMembers, to_graph: Build, rng: Rng
) -> None:
    """Neighbours know each other as often as anybody: p. Fault: a ring instead.

    About 1,000 n d^2 / 2 = 10^5 pairs of contacts closed with p = 0.005: standard
    error 0.00022, five of them 0.0011.
    """
    graph = to_graph(GENERATORS["erdos_renyi"](make_members(N), rng, mean_degree=10), N)
    assert summary(graph)["clustering"] == pytest.approx(0.005, abs=0.0011)


def test_watts_strogatz_has_the_clustering_of_its_ring(
    make_members: MakeMembers, to_graph: Build, rng: Rng
) -> None:
    """Barrat and Weigt (2000): 3(k-2)/4(k-1) (1-q)^3. Fault: the proportion rewired is ignored.

    0.486 for k = 10, q = 0.1; one person's clustering varies by about 0.15, so the
    standard error is 0.0034 and five of them 0.017.
    """
    graph = to_graph(GENERATORS["watts_strogatz"](make_members(N), rng, mean_degree=10, rewiring=0.1), N)
    assert summary(graph)["clustering"] == pytest.approx(0.6667 * 0.9**3, abs=0.017)


def test_barabasi_albert_has_its_law_of_degrees(make_members: MakeMembers, to_graph: Build, rng: Rng) -> None:
    """P(k) = 2m(m+1) / k(k+1)(k+2): P(m) is 2/(m+2). Fault: ties at random, or thinned when even.

    2/7 of 2,000 people: standard error 0.0101, five of them 0.05.
    """
    degree = to_graph(GENERATORS["barabasi_albert"](make_members(N), rng, mean_degree=10), N).degree()
    assert (degree == 5).mean() == pytest.approx(2 / 7, abs=0.05)
    assert degree.min() == 5
    assert degree.max() > 5 * degree.mean()


@pytest.mark.parametrize("triangles", [0.0, 0.9])
def test_powerlaw_cluster_is_that_of_networkx(
    triangles: float, make_members: MakeMembers, to_graph: Build, rng: Rng
) -> None:
    """The clustering of five graphs of networkx. Fault: `triangles` not passed on.

    Bound: five standard deviations of one graph plus the error of the mean of five.
    """
    ties = GENERATORS["powerlaw_cluster"](make_members(1_000), rng, mean_degree=8, triangles=triangles)
    graphs = [nx.powerlaw_cluster_graph(1_000, 4, triangles, seed=seed) for seed in range(5)]
    clustering = [nx.average_clustering(graph) for graph in graphs]
    bound = 5 * np.std(clustering, ddof=1) * np.sqrt(1 + 1 / 5)
    assert summary(to_graph(ties, 1_000))["clustering"] == pytest.approx(np.mean(clustering), abs=bound)


YARDSTICKS: dict[str, Callable[[int, float, int], nx.Graph[int]]] = {
    "erdos_renyi": lambda n, d, seed: nx.fast_gnp_random_graph(n, d / (n - 1), seed=seed),
    "watts_strogatz": lambda n, d, seed: nx.watts_strogatz_graph(n, int(d), 0.1, seed=seed),
    "barabasi_albert": lambda n, d, seed: nx.barabasi_albert_graph(n, int(d) // 2, seed=seed),
    "powerlaw_cluster": lambda n, d, seed: nx.powerlaw_cluster_graph(n, int(d) // 2, 0.3, seed=seed),
}


@pytest.mark.parametrize("name", YARDSTICKS)
def test_degrees_and_clustering_are_those_of_networkx(
    name: str, make_members: MakeMembers, to_graph: Build, rng: Rng
) -> None:
    """Ten graphs of each. Faults: newcomers tied to anybody; too few later ones; half as much rewired.

    Degrees: of two samples of 10,000 of one law, distribution functions differ by more than
    2.7 sqrt(2 / 10,000) = 0.038 once in a million (Kolmogorov and Smirnov). Clustering: the
    means of ten differ by five standard errors, estimated from twenty graphs, once in ten
    thousand (Student, 18 degrees of freedom).
    """
    n, mean_degree = 1_000, 8
    ours = [
        to_graph(GENERATORS[name](make_members(n), rng, mean_degree=mean_degree, **PARAMETERS[name]), n)
        for _ in range(10)
    ]
    theirs = [YARDSTICKS[name](n, mean_degree, seed) for seed in range(10)]
    degrees = [
        np.concatenate([graph.degree() for graph in ours]),
        np.concatenate([[degree for _, degree in graph.degree] for graph in theirs]),
    ]
    lows, highs = (np.cumsum(np.bincount(degree, minlength=n)) for degree in degrees)
    assert np.abs(lows - highs).max() < 0.038 * 10 * n
    clustering = np.array(
        [[summary(graph)["clustering"] for graph in ours], [nx.average_clustering(graph) for graph in theirs]]
    )
    bound = 5 * np.sqrt(clustering.var(axis=1, ddof=1).sum() / 10)
    assert abs(np.subtract(*clustering.mean(axis=1))) < bound


@pytest.mark.parametrize("n", [3, 40, 301])
def test_nearly_everybody_knows_everybody(
    n: int, make_members: MakeMembers, to_graph: Build, rng: Rng
) -> None:
    """The graph without the few ties that are missing is as rare. Fault: p above a half taken as it is.

    Missing ties: n (n - 1) / 2 times p, five standard errors; none at all for p = 0.
    """
    for missing in (0.0, 0.1):
        ties = GENERATORS["erdos_renyi"](make_members(n), rng, mean_degree=(n - 1) * (1 - missing))
        expected = n * (n - 1) / 2 * missing
        lacking = n * (n - 1) // 2 - to_graph(ties, n).n_ties // 2
        assert lacking == pytest.approx(expected, abs=5 * np.sqrt(expected) + 1e-9)


@pytest.mark.parametrize("name", ["barabasi_albert", "powerlaw_cluster"])
def test_hubs_are_anybody(name: str, make_members: MakeMembers, to_graph: Build, rng: Rng) -> None:
    """Ids say nothing about popularity. Fault: nodes used as ids, so that the oldest are hubs.

    The mean of 20 uniform ids has a standard deviation of 577 / sqrt(20) = 129; four of them 516.
    """
    ties = GENERATORS[name](make_members(N), rng, mean_degree=10, **PARAMETERS[name])
    hubs = np.argsort(to_graph(ties, N).degree())[-20:]
    assert hubs.mean() == pytest.approx(N / 2, abs=516)
