"""What a sweep varies: each path, with its list of values or its range."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from infosim.errors import InputError, Problem
from infosim.scenario.models import Scenario
from infosim.scenario.paths import Found, find_value
from infosim.scenario.sliders import TIMES, number_of, reader_of
from infosim.scenario.spoken import Reader, written
from infosim.scenario.tree import Node, nowhere
from infosim.scenario.variants import SETTINGS
from infosim.scenario.wording import explain
from infosim.units import Part, read_dwell, read_hours, show, write_hours

MAY_VARY = ("interventions", *SETTINGS, "time", "run.seed")
"""Where a path of a sweep may begin."""

NEVER_VARIES = ("time.start",)

DIGITS = 6
"""Significant digits of a number inside a range: points are the same on every machine."""


@dataclass(frozen=True)
class Axis:
    """One path of a sweep.

    Attributes
    ----------
    path : which value is varied
    choices : the values of a list, as they were written; empty for a range
    low, high : ends of a range, in hours where times are varied; 0 and 1 for a list
    reader : what reads a value of the range; it tells the unit
    is_whole : whether only whole numbers are possible
    """

    path: str
    choices: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 1.0
    reader: Reader | None = None
    is_whole: bool = False

    def at(self, place: float) -> Any:
        """Give the value at a place in [0, 1] of the axis, as a scenario would have it written."""
        if self.choices:
            return self.choices[min(int(place * len(self.choices)), len(self.choices) - 1)]
        if self.is_whole:
            return min(int(self.low + math.floor(place * (self.high - self.low + 1))), int(self.high))
        number = float(f"{self.low + place * (self.high - self.low):.{DIGITS}g}")
        # A rounded end must not lie outside.
        number = min(max(number, min(self.low, self.high)), max(self.low, self.high))
        return write_hours(number) if self.reader in TIMES else number

    def places(self, count: int) -> list[float]:
        """List the places of a list's values, or of as many of a range, evenly spaced; none twice."""
        if self.choices:
            return [(k + 0.5) / len(self.choices) for k in range(len(self.choices))]
        if self.is_whole:
            step = (self.high - self.low) / (count - 1)
            wholes = dict.fromkeys(int(step * k + 0.5) for k in range(count))
            return [(one + 0.5) / (self.high - self.low + 1) for one in wholes]
        return [k / (count - 1) for k in range(count)]

    def say(self, value: Any) -> str:
        """Write a value of the axis as people do: `12.5%`, `30 days`."""
        if self.choices or self.reader is None:
            return written(value)
        number = float(str(value).removesuffix(" h")) if self.reader in TIMES else value
        return written(number, {read_hours if self.reader is read_dwell else self.reader})


def axes_of(scenario: Scenario) -> tuple[Axis, ...]:
    """Give what the sweep of a scenario varies, in alphabetical order of paths.

    So the order of lines in a file changes no point.

    Raises
    ------
    InputError
        Something cannot be varied; `load` has said so with its place.
    """
    vary = scenario.sweep.vary
    return tuple(axis_of(scenario, path, vary[path]) for path in sorted(vary))


def axis_of(scenario: Scenario, path: str, values: Any) -> Axis:
    """Read what is written for one path: a list of values, or a range.

    Raises
    ------
    InputError
        The path leads nowhere, or the values are none of it.
    """
    found = found_at(scenario, path)
    if isinstance(values, list | tuple) and values:
        return Axis(path, tuple(values))
    ends = values.split("..") if isinstance(values, str) else []
    if len(ends) != 2 or not all(end.strip() for end in ends):
        refuse(f"{show(values)} is neither a list nor a range", "write [week 2, week 6], or 5%..30%")
    return _range(found, scenario, *(end.strip() for end in ends))


def refuse(message: str, remedy: str) -> None:
    """Refuse something that is varied."""
    raise InputError(Problem(message, remedy))


def found_at(scenario: Scenario, path: str) -> Found:
    """Follow the path of an axis, and refuse what cannot be varied."""
    if not any(f"{path}.".startswith(f"{section}.") for section in MAY_VARY) or path in NEVER_VARIES:
        refuse(f"{show(path)} cannot be varied", f"write a path that begins with {' or '.join(MAY_VARY)}")
    try:
        found = find_value(scenario, path)
    except InputError as error:
        raise InputError(Problem(f"there is no {show(path)}", error.problems[0].remedy)) from None
    section, _, rest = path.partition(".")
    if isinstance(found.value, Part) or not rest or found.name in ("id", "kind") or _is_many(found.value):
        refuse(f"{show(path)} is not one value", "write the path of one value, as in platforms.feed.reach")
    known = {one.id for one in scenario.interventions}
    named = {name for arm in scenario.arms.values() for name in arm.interventions}
    label = rest.split(".")[0]
    if section == "interventions" and label not in named and named <= known:
        refuse(f"no arm uses {label}, so varying this does nothing", "name it in an arm")
    return found


def _is_many(value: Any) -> bool:
    """Tell whether a value is a list or map of parts."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()
    return any(isinstance(part, Part) for part in inside)


def _range(found: Found, scenario: Scenario, low: str, high: str) -> Axis:
    """Read the two ends of a range."""
    reader = reader_of(found.field)
    if reader is None:
        refuse(f"{show(found.path)} has no range", "write the values as a list, [a, b]")
    numbers: list[float] = []
    for end in (low, high):
        number = number_of(read_value(found, scenario, as_number(end)))
        if number is None or not math.isfinite(number):
            refuse(f"{show(end)} is not a number that a range can end with", "write the values as a list")
        numbers.append(number or 0.0)
    if numbers[0] == numbers[1]:
        refuse("this range has no width", "write two different ends, or a list of one value")
    is_whole = int in _types(found)
    if is_whole or reader not in TIMES:
        numbers.sort()
    return Axis(found.path, (), numbers[0], numbers[1], reader, is_whole)


def _types(found: Found) -> tuple[Any, ...]:
    """List the plain types that a field takes."""
    annotation = found.field.annotation
    return (annotation, *getattr(annotation, "__args__", ()))


def as_number(text: str) -> Any:
    """Read bare digits as YAML would; everything else stays text."""
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def read_value(found: Found, scenario: Scenario, value: Any) -> Any:
    """Read one value by the type of its field.

    Raises
    ------
    InputError
        In the words that a scenario with this value would be refused with.
    """
    context = {"start": scenario.time.start}
    try:
        return TypeAdapter(found.field.rebuild_annotation()).validate_python(value, context=context)
    except ValidationError as error:
        faults = [explain(dict(fault), nowhere(value)) for fault in error.errors(include_url=False)]
        raise InputError(Problem(*faults[0])) from None


def sweep_is_possible(scenario: Scenario | None, tree: Node) -> Iterator[Problem]:
    """Demand that each path of a sweep leads to a value, and that its values are possible there.

    Parameters
    ----------
    scenario : as built; None if it could not be, then nothing can be said
    tree : what it was built from, with the places
    """
    node = tree.at("sweep", "vary")
    if scenario is None or node is None or not isinstance(node.value, dict):
        return
    counts: dict[str, int] = {}
    for path, item in node.parts():
        try:
            found = found_at(scenario, path)
        except InputError as error:
            yield (item.key or item.place).problem(error.problems[0].message, error.problems[0].remedy)
            continue
        yield from _value_faults(scenario, found, item)
        counts[path] = len(item.value) if isinstance(item.value, list) else 0
    if scenario.sweep.design == "list" and len(set(counts.values())) > 1:
        fault = "in the design list, the n-th values of all lists go together, and these differ in length"
        yield node.label.problem(fault, "write lists of equal length, or another design")


def _value_faults(scenario: Scenario, found: Found, item: Node) -> Iterator[Problem]:
    """Try each value of one path by itself."""
    parts = item.value if isinstance(item.value, list) else []
    if not parts and scenario.sweep.design == "list" and isinstance(item.value, str):
        yield item.place.problem("the design list takes lists only", "write the values, [a, b]")
        return
    for part in parts:
        try:
            read_value(found, scenario, part.plain())
        except InputError as error:
            yield part.place.problem(error.problems[0].message, error.problems[0].remedy)
    if not parts:
        try:
            axis_of(scenario, found.path, item.plain())
        except InputError as error:
            yield item.place.problem(error.problems[0].message, error.problems[0].remedy)


def unit_of(axis: Axis) -> str:
    """Name the unit of numbers on an axis: `%`, `h`, or nothing."""
    readers = {axis.reader} if axis.reader else set()
    return "h" if axis.reader in TIMES else "%" if "%" in written(0.5, readers) else ""
