"""The points of a sweep: the study at each of them, held against the schema before anything runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from infosim.errors import InputError, Problem
from infosim.scenario.axes import Axis
from infosim.scenario.checks import check
from infosim.scenario.draft import Draft
from infosim.scenario.estimates import too_large
from infosim.scenario.layers import assign
from infosim.scenario.models import Scenario
from infosim.scenario.tree import Node
from infosim.scenario.validating import context, validate
from infosim.scenario.variants import variants_are_possible

ASIDE = ("finding", "sweep", "workshop")
"""What is said of the study as it is written, and not of its points."""

MOST_REFUSED = 5
"""How many refused points are named one by one."""


@dataclass(frozen=True, eq=False)
class Point:
    """One point of a sweep.

    Attributes
    ----------
    number : counted from 0
    places : where it is on each axis, from 0 to 1
    values : by path, as they would be written
    said : the same for people
    scenario : the study there, with all its arms
    """

    number: int
    places: tuple[float, ...]
    values: dict[str, Any]
    said: str
    scenario: Scenario


def points_of(
    tree: Node,
    axes: Sequence[Axis],
    places: Iterable[Sequence[float]],
    progress: Callable[[int], None] | None = None,
) -> list[Point]:
    """Build the study at each point of a design.

    Parameters
    ----------
    tree : the study as written, `Loaded.tree`
    axes : what is varied
    places : for each point, a place in [0, 1] on each axis
    progress : called with the number of points looked at

    Raises
    ------
    InputError
        Names the points that the schema refuses, and why.
    """
    for section in ASIDE:
        tree = tree.put((section,), None)
    points: list[Point] = []
    refused: list[Problem] = []
    for number, place in enumerate(places):
        try:
            points.append(point_at(tree, axes, number, place))
        except InputError as error:
            refused += error.problems[:1]
        if progress is not None:
            progress(number + 1)
    if refused:
        shown, rest = refused[:MOST_REFUSED], len(refused) - MOST_REFUSED
        more = [Problem(f"and {rest:,} more points are refused", "vary less, or less far")]
        raise InputError([*shown, *(more if rest > 0 else [])])
    return points


def point_at(tree: Node, axes: Sequence[Axis], number: int, places: Sequence[float]) -> Point:
    """Build the study at one point.

    Raises
    ------
    InputError
        The schema refuses it; the message names the point.
    """
    values = {axis.path: axis.at(place) for axis, place in zip(axes, places, strict=True)}
    said = ", ".join(f"{axis.path} = {axis.say(values[axis.path])}" for axis in axes) or "as written"
    for axis in axes:
        node = Node(values[axis.path], tree.place)
        tree, faults = assign(tree, tuple(axis.path.split(".")), replace(node, key=tree.place))
        if faults:
            raise InputError(faults[0])
    scenario = _built(tree, f"point {number + 1} ({said})")
    return Point(number, tuple(map(float, places)), values, said, scenario)


def _built(tree: Node, what: str) -> Scenario:
    """Hold a tree against the schema; a refusal names the point, not a line of the file."""
    scenario, meant, problems = validate(tree)
    draft = Draft(meant, context(meant))
    problems = [*problems, *check(draft), *variants_are_possible(draft)]
    if scenario is not None and not problems and (fault := too_large(scenario)):
        problems = [Problem(fault, "simulate fewer people")]
    if scenario is None or problems:
        first = problems[0]
        raise InputError(Problem(f"{what} is impossible: {first.message}", first.remedy))
    return scenario
