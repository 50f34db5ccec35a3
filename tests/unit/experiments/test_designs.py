"""Designs of sweeps: where their points lie."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from infosim.errors import InputError
from infosim.experiments.designs import DESIGNS, notes_on, places_of, size_of
from infosim.scenario.axes import Axis
from infosim.scenario.models import Sweep

AXES = (Axis("a", high=2.0), Axis("b", ("x", "y", "z")), Axis("c", low=1.0, high=4.0, is_whole=True))
LISTS = (Axis("a", (1, 2)), Axis("b", ("x", "y")))


def sweep(design: str, samples: int = 16, levels: int = 4) -> Sweep:
    return Sweep.model_validate({"design": design, "samples": samples, "levels": levels})


@pytest.mark.parametrize("design", DESIGNS)
def test_points_are_as_many_as_was_said_and_lie_inside(design: str) -> None:
    """Fault: the number of a Morris design without the beginning of each trajectory."""
    axes = LISTS if design == "list" else AXES
    places = np.array(places_of(sweep(design), axes, 1))
    assert places.shape == (size_of(sweep(design), axes), len(axes))
    assert 0 <= places.min() < 0.5 < places.max() <= 1
    assert places_of(sweep(design), axes, 1) == places_of(sweep(design), axes, 1)


@pytest.mark.parametrize("design", ["latin_hypercube", "sobol", "halton", "morris", "saltelli"])
def test_another_seed_gives_other_points(design: str) -> None:
    """Fault: SALib is given no seed, or always the same."""
    assert places_of(sweep(design), AXES, 1) != places_of(sweep(design), AXES, 2)


@pytest.mark.parametrize("design", ["sobol", "halton"])
def test_more_points_keep_the_first_ones(design: str) -> None:
    """What was run is not lost when more is asked for.

    Fault: the seed depends on the number of samples.
    """
    few, many = (places_of(sweep(design, samples), AXES, 1) for samples in (16, 64))
    assert many[:16] == few


def test_grid_has_every_combination() -> None:
    """Fault: levels of a list."""
    places = places_of(sweep("grid"), AXES, 1)
    assert len(set(places)) == 4 * 3 * 4
    assert {AXES[0].at(place[0]) for place in places} == {0.0, 0.666667, 1.33333, 2.0}


def test_list_takes_values_together() -> None:
    """Fault: a product instead of pairs."""
    values = [
        [axis.at(u) for axis, u in zip(LISTS, one, strict=True)]
        for one in DESIGNS["list"](sweep("list"), LISTS, 1)
    ]
    assert values == [[1, "x"], [2, "y"]]


def test_latin_hypercube_has_one_point_in_each_slice() -> None:
    """Fault: plain random numbers."""
    places = np.array(places_of(sweep("latin_hypercube", 20), AXES, 3))
    assert all(sorted(np.floor(column * 20)) == list(range(20)) for column in places.T)


def test_morris_moves_one_axis_at_a_time() -> None:
    """Fault: trajectories that are mixed up when points are sorted."""
    places = np.array(places_of(sweep("morris", 5), AXES, 1)).reshape(5, 4, 3)
    for trajectory in places:
        moved = [np.flatnonzero(before != after).tolist() for before, after in pairwise(trajectory)]
        assert sorted(moved) == [[0], [1], [2]]


def test_absurd_designs_are_refused_before_they_are_made() -> None:
    """Fault: the grid is made first, and counted then."""
    axes = tuple(Axis(name) for name in "abcdefghijkl")
    with pytest.raises(InputError, match="1,000,000,000,000 points"):
        places_of(sweep("grid", levels=10), axes, 1)


def test_what_is_worth_knowing_is_said() -> None:
    """Fault: a note on every Sobol design."""
    assert notes_on(sweep("sobol", 16)) == []
    assert "32 would be" in notes_on(sweep("sobol", 20))[0]
    assert "6 instead of 5" in notes_on(sweep("morris", levels=5))[0]
