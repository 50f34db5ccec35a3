"""From branching to rates: the equations solved, and checked against sums by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from infosim import draws
from infosim.calibration import (
    Spread,
    expected_branching,
    generating,
    interpolated,
    mutual_contacts,
    solve,
)
from infosim.draws import Purpose
from infosim.errors import InputError
from infosim.network import Graph
from infosim.scenario.models import Scenario
from infosim.study import prepare, spread_of
from infosim.world import geometric
from studies import Written, small, study_of


def wanted(branching: float, **sharing: object) -> Written:
    """Write the small study with a branching asked for."""
    written = small()
    claim = written["claims"][0] | {"sharing": {"branching": branching, "interest": "3 days"} | sharing}
    return written | {"claims": [claim]}


def expectation(spread: Spread, rate: float) -> float:
    """Compute the branching at a share rate, on the study's own contacts."""
    pairs = zip(spread.followers, spread.sources, strict=True)
    return expected_branching(spread, rate, [mutual_contacts(*pair) for pair in pairs])


@pytest.mark.parametrize("branching", [0.05, 0.5, 1.0, 1.3])
def test_rate_found_gives_the_branching_asked_for(branching: float) -> None:
    """Put the rate back into the expectation; six digits of the rate are kept.

    Fault: the search for the rate keeps the wrong half.
    """
    study = study_of(wanted(branching))
    spread = spread_of(study.scenario, study.society, 0)
    assert expectation(spread, study.rates[0]) == pytest.approx(branching, rel=1e-4)
    assert study.rates[0] == float(f"{study.rates[0]:.6g}")
    assert 0 < study.rates[0] <= 1


def test_branching_rises_with_everything_that_spreads() -> None:
    """Compare the expectation at more rate, reach and acceptance.

    Fault: the probability of silence taken for that of sharing.
    """
    study = study_of(wanted(1.0))
    spread = spread_of(study.scenario, study.society, 0)
    by_rate = [expectation(spread, rate) for rate in (0.0, 0.01, 0.05, 0.2, 1.0)]
    assert by_rate[0] == pytest.approx(0.0, abs=1e-12)
    assert (np.diff(by_rate) > 0).all()
    for richer in (
        replace(spread, reach=np.minimum(1.0, spread.reach * 1.5)),
        replace(spread, acceptance=np.minimum(1.0, spread.acceptance * 1.5)),
        replace(spread, unconvinced=1.0),
    ):
        assert expectation(richer, 0.05) > expectation(spread, 0.05)


def test_impossible_branching_is_refused() -> None:
    """Say which claim, how much is possible and what to do.

    Fault: a rate of 1 given back in silence.
    """
    with pytest.raises(
        InputError, match=r"claim hoax: a branching of 500 cannot be reached, at most .*raise"
    ):
        prepare(Scenario.model_validate(wanted(500.0)))


def test_written_rates_are_taken_as_they_are() -> None:
    """Leave a rate alone that the scenario states."""
    assert study_of(small()).rates == (0.3, 0.3, 0.3)


@pytest.mark.parametrize("half_life", [0.6, 3.0, 20.0])
def test_generating_function(half_life: float) -> None:
    """Sum x**d over durations by hand; the grid for long arrays is close to it.

    Fault: the duration counted from 0 instead of 1.
    """
    survival = geometric(0.5 ** (1 / half_life), 400)
    ends = -np.diff(survival)
    x = np.linspace(0.0, 1.0, 5000)
    exact = sum(p * x[::1000] ** (age + 1) for age, p in enumerate(ends))
    assert generating(survival, x[::1000]) == pytest.approx(exact, abs=1e-6)
    assert generating(survival, x)[::1000] == pytest.approx(exact, abs=1e-3)
    assert generating(survival, np.array([0.0, 1.0])) == pytest.approx([0.0, 1.0])


def test_mutual_contacts() -> None:
    """Tell the ties that go both ways from those that do not, in the order of the graph.

    Fault: ties compared with those of the wrong person.
    """
    one_way = Graph.from_pairs(4, np.array([0, 1, 1, 2]), np.array([1, 0, 2, 3]), mutual=False)
    assert mutual_contacts(one_way, one_way.reversed()).tolist() == [True, True, False, False]
    both = Graph.from_pairs(4, np.array([0, 1]), np.array([1, 2]), mutual=True)
    assert mutual_contacts(both, both.reversed()).all()
    nobody = Graph.from_pairs(4, np.array([], dtype=np.int64), np.array([], dtype=np.int64), mutual=False)
    assert len(mutual_contacts(nobody, nobody.reversed())) == 0


def test_rates_too_small_to_count_are_no_obstacle() -> None:
    """Search where small rates give a branching of nothing in floating point.

    Fault: the logarithm of nothing.
    """
    assert solve(lambda rate: rate if rate > 1e-3 else 0.0, 0.25, 1.0) == pytest.approx(0.25, rel=1e-6)


@pytest.mark.parametrize("skew", [1.0, 40.0])
def test_interpolation_is_that_of_numpy(skew: float) -> None:
    """Values on, between and at the ends of the grid, some of it crowded, some of it twice.

    Fault: the search ends one place before a value of the grid.
    """
    grid = np.sort(draws.generator(1, Purpose.GRAPH, "grid").random(300) ** skew).repeat(2)
    known = np.cumsum(grid)
    x = np.concatenate([grid, (grid[1:] + grid[:-1]) / 2])
    assert interpolated(x, grid, known) == pytest.approx(np.interp(x, grid, known), rel=1e-12)
    assert interpolated(np.ones(3), np.ones(2), np.array([5.0, 7.0])).tolist() == [7.0] * 3
