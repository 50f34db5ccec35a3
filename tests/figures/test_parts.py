"""The parts of figures: lettering, samples of people, moments, periods."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infosim.experiments import Comparison
from infosim.measures.prevalence import HARMFUL
from infosim.plots.lettering import apart, printable, width_of, wrapped
from infosim.plots.moments import Moment, combined, look, median_replicate, stances_at, starting_step
from infosim.plots.network import believing
from infosim.plots.periods import periods_of
from infosim.plots.sample import lay_out, seen_in, take_sample
from infosim.rules.belief import BELIEVER, CORRECTED, UNAWARE, UNCONVINCED
from infosim.simulation import run

Comparisons = Callable[[str], Comparison]

labels = st.lists(st.tuples(st.floats(-5, 15), st.floats(0.1, 1.0)), min_size=1, max_size=12)


@given(labels)
def test_labels_never_overlap_and_stay_inside(wanted: list[tuple[float, float]]) -> None:
    """Fault: clusters that are moved inside are not compared with their neighbours again."""
    sizes = [size for _, size in wanted]
    centres = apart([centre for centre, _ in wanted], sizes, 0.0, 12.0)
    edges = sorted(
        (centre - size / 2, centre + size / 2) for centre, size in zip(centres, sizes, strict=True)
    )
    assert all(after[0] >= before[1] - 1e-6 for before, after in itertools.pairwise(edges))
    assert edges[0][0] >= -1e-6
    assert edges[-1][1] <= 12.0 + 1e-6


def test_labels_with_room_do_not_move() -> None:
    assert apart([1.0, 5.0, 3.0], [1.0, 1.0, 1.0], 0.0, 10.0) == [1.0, 5.0, 3.0]


@given(st.text(max_size=300), st.floats(0.5, 8.0))
def test_wrapped_lines_fit(text: str, width: float) -> None:
    """Fault: a word wider than the line is left whole."""
    lines = wrapped(text, width, 12.0, most=3)
    assert 1 <= len(lines) <= 3
    assert all(width_of(line, 12.0) <= width or len(line) <= 2 for line in lines)


def test_printable_keeps_words_and_drops_what_has_no_shape() -> None:
    """Fault: control characters and changes of direction reach the canvas."""
    assert printable("a\tb\n c\x07\x1b[31m\u202e$x$") == "a b c[31m$x$"
    assert printable("\u0f56") == "□"
    assert printable("\ud800 \x00") == ""


def test_sample_is_connected_and_the_same_every_time(ordinary: Comparison) -> None:
    """Fault: contacts are not marked as known, and come twice."""
    society = ordinary.study.society
    sample, again = take_sample(society, 25), take_sample(society, 25)
    assert len(sample.people) == len(np.unique(sample.people)) == 25
    assert np.array_equal(sample.people, again.people)
    graph = nx.Graph(sample.ties.tolist())
    assert nx.is_connected(graph)
    assert len(graph) == 25
    places = lay_out(sample, 1, 1.5)
    assert np.array_equal(places, lay_out(again, 1, 1.5))
    assert places.min() >= 0.0
    assert places.max(axis=0) == pytest.approx([1.5, 1.0])


def test_ties_are_those_of_the_platforms(ordinary: Comparison) -> None:
    """Fault: a tie in one direction is called mutual."""
    society = ordinary.study.society
    sample = take_sample(society, 60)
    seen = {pair for graph in society.followers for pair in zip(*graph.pairs(), strict=True)}
    for (a, b), mutual in zip(sample.people[sample.ties].tolist(), sample.mutual, strict=True):
        assert {(a, b), (b, a)} & seen
        assert mutual == ({(a, b), (b, a)} <= seen)


def test_one_stance_over_several_claims() -> None:
    """Fault: the last claim counts, instead of belief in any."""
    stances = np.array(
        [
            [BELIEVER, CORRECTED, UNAWARE, UNCONVINCED, UNAWARE],
            [CORRECTED, UNCONVINCED, UNCONVINCED, UNAWARE, UNAWARE],
        ],
        dtype=np.int8,
    )
    assert combined(stances).tolist() == [BELIEVER, CORRECTED, UNCONVINCED, UNCONVINCED, UNAWARE]


def test_pictures_show_the_run_itself(ordinary: Comparison) -> None:
    """Fault: the state is noted one step late."""
    kept = run(ordinary.study, "ads", 2, keep_stances=True)
    seen = stances_at(ordinary, "ads", 2, (0, 3, 30))
    assert kept.stances is not None
    for step, stances in seen.items():
        assert np.array_equal(stances, combined(kept.stances[step, kept.rows(*HARMFUL)]))


def test_occasions_include_the_widest_difference(ordinary: Comparison) -> None:
    """Fault: the widest difference of another replicate."""
    seen = look(ordinary)
    assert seen.arms == ("baseline", "check")
    assert seen.replicate == median_replicate(ordinary, "check")
    gaps = np.abs(ordinary.believing("check") - ordinary.believing("baseline"))[seen.replicate]
    assert gaps[seen.moments[seen.main].step] == gaps.max()
    assert [moment.step for moment in seen.moments] == sorted({moment.step for moment in seen.moments})
    assert seen.moments[-1].step == 30


def test_occasions_are_of_the_arm_named(comparisons: Comparisons) -> None:
    """Fault: the first arm shown beside one that is compared with another."""
    compared = comparisons("settings")
    seen = look(compared)
    assert seen.arms == ("loud", "loud_ads")
    gaps = np.abs(compared.believing("loud_ads") - compared.believing("loud"))[seen.replicate]
    assert gaps[seen.moments[seen.main].step] == gaps.max()
    assert seen.replicate == median_replicate(compared, "loud_ads")
    effects = compared.differences("loud_ads", compared.outcome)
    assert effects[seen.replicate] == np.sort(effects)[2]


def test_an_arm_begins_where_it_differs(comparisons: Comparisons) -> None:
    """Fault: the start of what both arms do; a moment "before it begins" that is none."""
    ordinary = comparisons("ordinary")
    [ads] = ordinary.study.arms["ads"]
    assert [period.names for period in periods_of(ordinary, "ads")] == [("ads",)]
    assert periods_of(ordinary, "ads", besides=(ads,)) == []
    assert starting_step(comparisons("settings"), "loud_ads") == 7
    assert starting_step(comparisons("settings"), "loud") == 0
    assert starting_step(comparisons("one_upon_another"), "both") == 7


def test_bots_are_marked_and_believe_nothing(comparisons: Comparisons) -> None:
    """Look at the same accounts in two societies; who is a bot in the second is not spared in it.

    Fault: bots counted among those who believe; ties and bots of the first arm in both rows.
    """
    study = comparisons("bots").study
    sample = take_sample(study.society)
    flooded = seen_in(study.of("flood").society, sample.people)
    assert (sample.n_people, flooded.n_people) == (76, 64)
    assert np.array_equal(flooded.bots, ~study.of("flood").society.population.is_person[sample.people])
    everybody = np.full(80, BELIEVER, dtype=np.int8)
    moment = Moment(0, "", {"baseline": everybody, "flood": everybody})
    first, second = believing([sample, flooded], moment, ("baseline", "flood"))
    assert second.sum() == 64
    assert not (first & flooded.bots).any()
    assert believing([sample], moment, ("baseline",))[0].sum() == 76


def test_median_replicate_is_in_the_middle(ordinary: Comparison) -> None:
    """Fault: values sorted instead of their places."""
    effects = ordinary.values("ads", ordinary.outcome) - ordinary.values("baseline", ordinary.outcome)
    chosen = median_replicate(ordinary, "ads")
    assert effects[chosen] == np.sort(effects)[2]


def test_periods_end_with_the_study(comparisons: Comparisons) -> None:
    """Fault: an intervention without an end runs past the axis; a fact check begins before its delay."""
    ordinary = comparisons("ordinary")
    [ads] = periods_of(ordinary, "ads")
    assert (ads.first, ads.last, ads.names) == (7.0, 17.0, ("ads",))
    [check] = periods_of(ordinary, "check")
    assert (check.first, check.last, check.names) == (13 / 24, 30.0, ("fact check on feed",))
    assert periods_of(ordinary, "baseline") == []
