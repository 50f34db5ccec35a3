"""Homophily brought into any graph, and what it must leave alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infosim.draws import Purpose, generator
from infosim.errors import InputError
from infosim.network import GENERATORS, Graph, Members, Ties, make_directed, summary
from infosim.network.mixing import keep_within
from infosim.network.ties import Rng

Build = Callable[[Ties, int], Graph]
MakeMembers = Callable[..., Members]
Labels = np.ndarray


def luck(seed: int = 1) -> Rng:
    """Give the same luck whenever it is asked for."""
    return generator(seed, Purpose.GRAPH, "mixing")


def hubs_and_labels(n: int = 2_000, n_labels: int = 2) -> tuple[Ties, Labels]:
    """Draw a graph with hubs, whose people are of labels that it does not heed."""
    ends = np.array(nx.barabasi_albert_graph(n, 6, seed=1).edges).T
    return Ties(ends[0], ends[1]), luck(9).integers(n_labels, size=n)


def inside(graph: Graph, labels: Labels) -> float:
    """Compute the proportion of ties between people of one label."""
    source, target = graph.pairs()
    return float((labels[source] == labels[target]).mean())


def directed(ties: Ties, reciprocity: float = 0.42) -> Ties:
    """Make followers of contacts."""
    return make_directed(ties, int(max(ties.source.max(), ties.target.max())) + 1, reciprocity, luck(3))


@pytest.mark.parametrize("within", [0.6, 0.77, 0.842, 1.0])
@pytest.mark.parametrize("n_labels", [2, 7])
@pytest.mark.parametrize("is_directed", [False, True])
def test_the_proportion_is_reached_and_no_more(
    within: float, n_labels: int, is_directed: bool, to_graph: Build
) -> None:
    """Faults: one tie too few; all ties that cross are moved; a followed pair counted once."""
    ties, labels = hubs_and_labels(n_labels=n_labels)
    ties = directed(ties) if is_directed else ties
    before = to_graph(ties, 2_000)
    kept = keep_within(ties, labels, within, luck())
    graph = to_graph(kept, 2_000)
    # A pair is 2 ties of the graph.
    assert within <= inside(graph, labels) < within + 2 / graph.n_ties
    assert graph.n_ties == before.n_ties
    assert kept.note == f"{within:.1%} of ties within"


@pytest.mark.parametrize("name", ["erdos_renyi", "watts_strogatz", "powerlaw_cluster", "overlapping_groups"])
def test_any_graph_is_brought_home(name: str, make_members: MakeMembers, to_graph: Build, rng: Rng) -> None:
    """Fault: chat groups, whose pairs recur, gain ties when one copy moves without the other."""
    parameters = {
        "erdos_renyi": {"mean_degree": 12},
        "watts_strogatz": {"mean_degree": 12, "rewiring": 0.1},
        "powerlaw_cluster": {"mean_degree": 12, "triangles": 0.3},
        "overlapping_groups": {"size_min": 3, "size_max": 8, "groups_per_person": 4, "mixing": 1.0},
    }
    members = make_members(300, 200, 100)
    ties = GENERATORS[name](members, rng, **parameters[name])
    kept = keep_within(ties, members.group, 0.77, rng)
    assert to_graph(kept, 600).n_ties == to_graph(ties, 600).n_ties
    assert len(kept.source) == len(ties.source)
    assert inside(to_graph(kept, 600), members.group) == pytest.approx(0.77, abs=0.001)


def test_one_end_stays(to_graph: Build) -> None:
    """What moves has one end as before, now tied to its own. Faults: both ends or the wrong end moved."""
    ties, labels = hubs_and_labels(n_labels=3)
    for before in (ties, directed(ties)):
        kept = keep_within(before, labels, 0.8, luck())
        is_same = np.array([kept.source == before.source, kept.target == before.target])
        is_moved = ~is_same.all(axis=0)
        assert (is_same.sum(axis=0)[is_moved] == 1).all()
        assert (labels[before.source] != labels[before.target])[is_moved].all()
        assert (labels[kept.source] == labels[kept.target])[is_moved].all()


def test_either_end_may_stay() -> None:
    """Half of them are sources. Fault: the source stays always, and followers flee.

    About 6,000 ties move: standard deviation 39, five of them 195.
    """
    ties, labels = hubs_and_labels()
    kept = keep_within(ties, labels, 1.0, luck())
    source_stays = (kept.source == ties.source) & (kept.target != ties.target)
    n_moved = int((source_stays | (kept.source != ties.source)).sum())
    assert n_moved > 5_000
    assert abs(source_stays.sum() - n_moved / 2) < 195


def test_more_homophily_moves_the_same_and_more() -> None:
    """What moves under 0.6 goes to the same place under 0.7 and 0.9. Fault: order drawn for each anew."""
    ties, labels = hubs_and_labels(n_labels=3)
    before = ties
    moved = np.zeros(len(ties.source), np.bool_)
    for within in (0.4, 0.6, 0.7, 0.9, 1.0):
        kept = keep_within(ties, labels, within, luck())
        assert (kept.source[moved] == before.source[moved]).all()
        assert (kept.target[moved] == before.target[moved]).all()
        now = (kept.source != ties.source) | (kept.target != ties.target)
        assert (now[moved]).all()
        assert now.sum() > moved.sum()
        moved, before = now, kept


def test_hubs_remain_hubs(to_graph: Build) -> None:
    """The top 1% keep nine tenths of their contacts, though half of all ties move.

    Fault: new ends drawn from all alike, which takes a fifth from hubs, so that
    segregation would seem to slow what only fewer hubs slow.
    """
    ties, labels = hubs_and_labels()
    before = np.sort(to_graph(ties, 2_000).degree())[-20:]
    after = np.sort(to_graph(keep_within(ties, labels, 1.0, luck()), 2_000).degree())[-20:]
    assert after.mean() > 0.9 * before.mean()


def test_reciprocity_is_kept(to_graph: Build) -> None:
    """Those who follow each other do so afterwards. Fault: a follow moves without its return."""
    ties, labels = hubs_and_labels()
    ties = directed(ties)
    kept = keep_within(ties, labels, 0.95, luck())
    reciprocity = [summary(to_graph(each, 2_000))["reciprocity"] for each in (ties, kept)]
    assert reciprocity[0] == pytest.approx(reciprocity[1], abs=1e-12)


@pytest.mark.parametrize("within", [0.0, 0.3, 0.5])
def test_what_is_homophilous_stays_as_it_is(within: float) -> None:
    """The very same ties, and no draw is made. Fault: moved back out, or a note that changes reports."""
    ties, labels = hubs_and_labels()
    ties = keep_within(replace(ties, note="from a test"), labels, 0.5, luck())
    rng = luck()
    assert keep_within(ties, labels, within, rng) is ties
    assert rng.random() == luck().random()


def test_no_ties_no_people() -> None:
    """Fault: a proportion of nothing."""
    none = np.empty(0, np.int64)
    ties = Ties(none, none)
    assert keep_within(ties, none, 0.8, luck()) is ties
    assert keep_within(ties, np.arange(5), 0.8, luck()) is ties


def test_too_few_people_is_said(to_graph: Build) -> None:
    """Three of a label can have three ties among them. Faults: silence, the note of a file lost."""
    labels = np.repeat(np.arange(10), 3)
    ends = np.array(nx.complete_graph(30).edges).T
    kept = keep_within(Ties(ends[0], ends[1], note="a file"), labels, 0.9, luck())
    assert kept.note == "a file; 6.9% of ties within, too few people for more"
    assert to_graph(kept, 30).digest() == to_graph(Ties(ends[0], ends[1]), 30).digest()


def test_some_labels_have_enough_people(to_graph: Build) -> None:
    """Ties of one who is alone of its label stay; others go on. Fault: the first failure ends it."""
    labels = np.array([0] * 40 + [1] * 40 + [2])
    ends = np.array(nx.gnm_random_graph(80, 200, seed=1).edges).T
    source = np.concatenate([ends[0], np.full(30, 80)])
    target = np.concatenate([ends[1], np.arange(30)])
    kept = keep_within(Ties(source, target), labels, 1.0, luck())
    graph = to_graph(kept, 81)
    assert graph.n_ties == 460
    assert kept.note == f"{inside(graph, labels):.1%} of ties within, too few people for more"
    # Chance lets the lone person stay in about half of 30 ties: those stay.
    assert 5 < graph.degree()[80] < 25
    assert inside(graph, labels) == pytest.approx(1 - 2 * graph.degree()[80] / 460)


@pytest.mark.parametrize("within", [-0.1, 1.5, float("nan")])
def test_impossible_proportions_are_refused(within: float) -> None:
    """Fault: 77 taken for 77%."""
    with pytest.raises(InputError, match="within"):
        keep_within(Ties(np.array([0]), np.array([1])), np.array([0, 1]), within, luck())


@st.composite
def mixed(draw: st.DrawFn) -> tuple[Ties, Labels, float, int]:
    """Draw ties, repeated and with oneself as well, labels, a proportion and a seed."""
    n = draw(st.integers(1, 12))
    end = st.integers(0, n - 1)
    ends = draw(st.lists(st.tuples(end, end), min_size=draw(st.sampled_from([0, 20])), max_size=40))
    source, target = np.array(ends, np.int64).reshape(-1, 2).T
    labels = np.array(draw(st.lists(st.sampled_from([-1, 2, 3]), min_size=n, max_size=n)), np.int64)
    within = draw(st.one_of(st.just(1.0), st.floats(0, 1)))
    return Ties(source, target, mutual=draw(st.booleans())), labels, within, draw(st.integers(0, 99))


@given(mixed())
def test_laws_of_any_ties(case: tuple[Ties, Labels, float, int]) -> None:
    """Numbers hold, nothing doubles, nobody is tied to itself, homophily grows, luck decides.

    Faults: doubled ties, new ties with oneself, ties taken from those inside.
    """
    ties, labels, within, seed = case
    n = len(labels)
    kept, again = (keep_within(ties, labels, within, luck(seed)) for _ in range(2))
    assert (kept.source == again.source).all()
    assert (kept.target == again.target).all()
    assert ((kept.source == kept.target) == (ties.source == ties.target)).all()
    was_inside = labels[ties.source] == labels[ties.target]
    assert (kept.source[was_inside] == ties.source[was_inside]).all()
    assert (kept.target[was_inside] == ties.target[was_inside]).all()
    before, after = (
        Graph.from_pairs(n, each.source, each.target, mutual=each.mutual) for each in (ties, kept)
    )
    assert after.n_ties == before.n_ties
    if kept is not ties and "too few" not in kept.note:
        assert inside(after, labels) >= within
    if ties.mutual:
        copies = [Counter(map(frozenset, zip(e.source, e.target, strict=True))) for e in (ties, kept)]
        assert sorted(copies[0].values()) == sorted(copies[1].values())


def test_pairs_of_very_many_people_are_told_apart() -> None:
    """Numbers of pairs go beyond 32 bits. Fault: the number of a pair in the type of its people."""
    n = 100_000
    ends = np.arange(n, dtype=np.int32)
    ties = keep_within(Ties(ends[:-1], ends[1:]), np.arange(n) % 2, 0.5, luck())
    assert ((ties.source - ties.target) % 2 == 0).mean() == pytest.approx(0.5, abs=1e-4)
    assert len(np.unique(ties.source.astype(np.int64) * n + ties.target)) == n - 1
