"""What a sweep varies: the values on each axis, and the points made of them."""

from __future__ import annotations

import pytest

from infosim.errors import InputError
from infosim.scenario import load
from infosim.scenario.axes import axes_of
from infosim.scenario.points import points_of

VARIED = (
    "sweep.vary.interventions.talk.start=[day 2, day 9]",
    "sweep.vary.platforms.chat.reach=5%..30%",
    "sweep.vary.claims.rumour.forgetting=10 days..30 days",
    "sweep.vary.population.size=60..63",
)


def test_values_are_written_in_the_unit_of_their_field() -> None:
    """Lists by position, shares as shares, times in hours, whole numbers whole and none left out.

    Fault: `Axis.at` rounds a whole number, so that the ends get half as many points.
    """
    axes = {axis.path: axis for axis in axes_of(load("first_steps", sets=VARIED).scenario)}
    assert list(axes) == sorted(axes)
    talk, reach = axes["interventions.talk.start"], axes["platforms.chat.reach"]
    assert [talk.at(place) for place in (0.0, 0.49, 0.5, 1.0)] == ["day 2", "day 2", "day 9", "day 9"]
    assert [reach.at(place) for place in (0.0, 0.5, 1.0)] == [0.05, 0.175, 0.3]
    assert axes["claims.rumour.forgetting"].at(0.5) == "480 h"
    size = axes["population.size"]
    counts = [size.at(place / 4000) for place in range(4000)]
    assert {one: counts.count(one) for one in counts} == dict.fromkeys((60, 61, 62, 63), 1000)
    assert [size.at(place) for place in size.places(4)] == [60, 61, 62, 63]
    assert len(size.places(9)) == 4
    assert reach.say(0.175) == "17.5%"


def test_order_of_lines_changes_no_point() -> None:
    """Fault: axes in the order of the file."""
    one, other = (load("first_steps", sets=sets).scenario for sets in (VARIED, VARIED[::-1]))
    assert axes_of(one) == axes_of(other)


def test_a_point_is_the_study_with_its_values() -> None:
    """Fault: a point that keeps the value as written."""
    loaded = load("first_steps", sets=VARIED)
    (point,) = points_of(loaded.tree, axes_of(loaded.scenario), [(0.0, 1.0, 0.0, 1.0)])
    assert point.scenario.claims[0].forgetting.half_life == 240
    assert point.scenario.interventions[0].start == 8 * 24
    assert point.scenario.platforms["chat"].reach == 0.05
    assert point.scenario.population.size == 63
    assert point.scenario.sweep.vary == {}
    assert point.values["population.size"] == 63
    assert "platforms.chat.reach = 5%" in point.said


def test_refused_points_are_named() -> None:
    """Fault: the checks across fields are not made at points."""
    loaded = load("first_steps", sets=["sweep.vary.population.size=[10, 60, 1, 2, 3, 4, 5]"])
    with pytest.raises(InputError, match=r"point 1 \(population.size = 10\) is impossible") as caught:
        points_of(loaded.tree, axes_of(loaded.scenario), [((k + 0.5) / 7,) for k in range(7)])
    assert "point 2" not in str(caught.value)
    assert "and 1 more points are refused" in str(caught.value)


def test_parts_that_are_left_out_can_be_varied() -> None:
    """Fault: a path through a map that the file does not have."""
    loaded = load("first_steps", sets=["sweep.vary.rules.persuasion=[independent, reinforced]"])
    points = points_of(loaded.tree, axes_of(loaded.scenario), [(0.2,), (0.8,)])
    assert [point.scenario.rules.persuasion for point in points] == ["independent", "reinforced"]
