"""Indices against functions whose indices are known, and noise against noise that was put in."""

from __future__ import annotations

import numpy as np
import pytest

from infosim import draws
from infosim.draws import Purpose
from infosim.experiments.analysis.indices import indices_of
from infosim.experiments.analysis.noise import noise_of
from infosim.experiments.analysis.prim import find_box, inside_of
from infosim.experiments.designs import places_of
from infosim.scenario.axes import Axis
from infosim.scenario.models import Sweep

AXES = tuple(Axis(name) for name in "abc")


def swept(design: str, samples: int) -> tuple[Sweep, np.ndarray]:
    sweep = Sweep.model_validate({"design": design, "samples": samples, "levels": 4})
    return sweep, np.array(places_of(sweep, AXES, 1))


def luck(count: int, purpose: Purpose = Purpose.PARENT) -> np.ndarray:
    """Draw numbers of mean 0 and variance 1."""
    drawn = draws.uniforms(7, 0, purpose, 0, np.arange(count, dtype=np.int64), 0)
    return (drawn - 0.5) * np.sqrt(12)


def value_of(found: object, path: str, kind: str) -> tuple[float, float, float]:
    (one,) = [one for one in found.indices if (one.path, one.kind) == (path, kind)]  # type: ignore[attr-defined]
    return one.value, one.low, one.high


@pytest.mark.parametrize("design", ["saltelli", "sobol", "latin_hypercube", "halton"])
def test_a_sum_is_taken_apart_into_its_parts(design: str) -> None:
    """Y = 2a + b: a makes 80% of the spread, b 20%, c nothing.

    Tolerance 0.06: slices of a tenth leave 1% of a straight line's spread inside, and 512
    points of an even design are off by less than 0.05. Fault: columns taken for others.
    """
    sweep, places = swept(design, 512)
    found = indices_of(sweep, AXES, places, 2 * places[:, 0] + places[:, 1], 1)
    for path, expected in (("a", 0.8), ("b", 0.2), ("c", 0.0)):
        value, low, high = value_of(found, path, "alone")
        assert value == pytest.approx(expected, abs=0.06)
        assert low - 0.02 <= value <= high + 0.02
    assert found.left_out == 0


def test_what_acts_together_is_in_all_and_not_alone() -> None:
    """Y = (a - 1/2)(b - 1/2): alone nothing, together everything.

    Tolerance 0.1: standard error of Saltelli's estimators at 1,024 samples is below 0.04.
    Fault: both kinds are read from the same column.
    """
    sweep, places = swept("saltelli", 1024)
    found = indices_of(sweep, AXES, places, (places[:, 0] - 0.5) * (places[:, 1] - 0.5), 1)
    for path, whole in (("a", 1.0), ("b", 1.0), ("c", 0.0)):
        assert value_of(found, path, "alone")[0] == pytest.approx(0.0, abs=0.1)
        assert value_of(found, path, "in all")[0] == pytest.approx(whole, abs=0.1)


def test_elementary_effects_of_a_sum_are_its_slopes() -> None:
    """Exactly, and without spread. Fault: effects per step instead of per unit."""
    sweep, places = swept("morris", 10)
    found = indices_of(sweep, AXES, places, 3 * places[:, 0] - 2 * places[:, 1], 1)
    for path, slope in (("a", 3.0), ("b", 2.0), ("c", 0.0)):
        assert value_of(found, path, "size")[0] == pytest.approx(slope, abs=1e-9)
        assert value_of(found, path, "spread")[0] == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(("design", "company"), [("saltelli", 5), ("morris", 4), ("sobol", 1)])
def test_a_missing_point_leaves_out_its_company_only(design: str, company: int) -> None:
    """Fault: the rows behind a missing one move up, into another matrix."""
    sweep, places = swept(design, 64)
    y = 2 * places[:, 0] + places[:, 1]
    y[company + company // 2] = np.nan
    found = indices_of(sweep, AXES, places, y, 1)
    assert found.left_out == company
    kind = "size" if design == "morris" else "alone"
    assert value_of(found, "a", kind)[0] > 3 * value_of(found, "c", kind)[0] + 0.3


def test_the_same_analysis_comes_out_again() -> None:
    """Fault: SALib draws from the clock."""
    sweep, places = swept("saltelli", 64)
    y = places[:, 0] + luck(len(places))
    assert indices_of(sweep, AXES, places, y, 1) == indices_of(sweep, AXES, places, y, 1)
    assert indices_of(sweep, AXES, places, y, 1) != indices_of(sweep, AXES, places, y, 2)


@pytest.mark.parametrize("design", ["grid", "sobol", "morris", "saltelli"])
def test_where_nothing_differs_nothing_is_said(design: str) -> None:
    """Fault: 0/0."""
    sweep, places = swept(design, 16)
    assert indices_of(sweep, AXES, places, np.ones(len(places)), 1).indices == []
    assert indices_of(sweep, AXES, places, np.full(len(places), np.nan), 1).indices == []


def test_luck_is_told_from_what_was_varied() -> None:
    """Put variance 4 between points and 1 within; 2,000 points make both known to 5%.

    Fault: the spread of means is taken for that between points, with a part of the luck in it.
    """
    n, replicates = 2000, 5
    values = 2 * luck(n)[:, None] + luck(n * replicates, Purpose.RETURN).reshape(n, replicates)
    noise = noise_of(values)
    assert noise.between == pytest.approx(4, rel=0.1)
    assert noise.within == pytest.approx(1, rel=0.05)
    assert noise.chance == pytest.approx(0.2, abs=0.02)
    assert noise.left == pytest.approx(0.2 / 4.2, abs=0.01)
    assert np.isnan(noise_of(values[:, :1]).chance)
    holes = values.copy()
    holes[:, 3:] = np.nan
    assert noise_of(holes).between == pytest.approx(4, rel=0.1)


def test_the_box_that_was_planted_is_found() -> None:
    """Failures lie where a > 0.6 and b is one of two words, with a tenth of luck; c matters not.

    Fault: the wrong side is peeled; a limit on c is kept; a category is cut in two.
    """
    axes = (Axis("a"), Axis("b", ("x", "y", "z")), Axis("c"))
    sweep = Sweep.model_validate({"design": "sobol", "samples": 512})
    places = np.array(places_of(sweep, axes, 1))
    planted = (places[:, 0] > 0.6) & (places[:, 1] * 3 >= 1)
    fails = planted ^ (luck(512) > np.sqrt(3) * 0.8)
    box = find_box(axes, places, fails)
    assert set(box.limits) == {"a", "b"}
    assert box.limits["a"].low == pytest.approx(0.6, abs=0.05)
    assert box.limits["a"].high == 1.0
    assert box.limits["b"].choices == (1, 2)
    inside = inside_of(axes, places, box.limits)
    assert box.density == pytest.approx(fails[inside].mean())
    assert box.coverage == pytest.approx(fails[inside].sum() / fails.sum())
    assert box.density > 0.85


def test_where_failures_are_anywhere_no_box_is_drawn() -> None:
    """Fault: a box is always found."""
    axes = (Axis("a"), Axis("b"))
    places = np.array(places_of(Sweep.model_validate({"design": "sobol", "samples": 512}), axes, 1))
    assert find_box(axes, places, luck(512) > 0).limits == {}
