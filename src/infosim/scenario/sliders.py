"""Numbers that can be moved: over what range, how they are written, and whether a slider finds one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from infosim.errors import InputError, Problem
from infosim.scenario.models import Scenario
from infosim.scenario.paths import Found, find_value
from infosim.scenario.spoken import Reader, readers_in, written
from infosim.scenario.tree import Node
from infosim.scenario.variants import SAME_FOR_ALL, SETTINGS
from infosim.scenario.wording import choices
from infosim.units import (
    Dwell,
    Part,
    read_arrivals,
    read_dwell,
    read_hours,
    read_level,
    read_moment,
    read_number,
    read_share,
    show,
    write_hours,
)

NUMBERS: tuple[Reader, ...] = (read_share, read_level, read_number)
TIMES: tuple[Reader, ...] = (read_arrivals, read_dwell, read_moment, read_hours)
"""What reads a value that can be moved: as it is, or in hours; arrivals are read as times afterwards."""

IN_HOURS = 72.0
"""Longer times are said in days."""


@dataclass(frozen=True)
class Movable:
    """A number, or a map of numbers by group, that can be moved.

    Attributes
    ----------
    own : what the scenario has; None for a map, and for what lasts for ever
    low, high : the range from less to more, widened to what the scenario has; times are
        in hours, half-lives where something lasts
    reader : what reads such a value; it tells the unit
    is_whole : whether it is a whole number
    keys : the groups of a map, which are moved together
    """

    own: float | None
    low: float
    high: float
    reader: Reader = read_number
    is_whole: bool = False
    keys: tuple[str, ...] = ()

    @property
    def middle(self) -> float:
        """The mean of both ends."""
        mean = (self.low + self.high) / 2
        return float(round(mean)) if self.is_whole else round(mean, 12)

    def write(self, number: float) -> Any:
        """Write a number of the range so that a scenario takes it."""
        value: Any = write_hours(number) if self.reader in TIMES else int(number) if self.is_whole else number
        return dict.fromkeys(self.keys, value) if self.keys else value

    def say(self, number: float) -> str:
        """Write a number of the range as people do: `40%`, `30 days`."""
        if self.reader is read_arrivals and 24 % number and 168 % number:
            return f"{168 / number:.3g} per week"
        said = written(number, {read_hours if self.reader is read_dwell else self.reader})
        return f"{number / 24:.3g} days" if said.endswith(" h") and number > IN_HOURS else said


def movable(found: Found, length: float = math.inf) -> Movable | None:
    """Tell how the value at the end of a path can be moved; None if it cannot.

    Its field needs a range, and what is written there has to be a number.

    Parameters
    ----------
    found : what the path leads to
    length : hours that the study runs; no moment is moved beyond its half
    """
    low, high, reader = found.origin.low, found.origin.high, reader_of(found.field)
    values = found.value.values() if isinstance(found.value, dict) else [found.value]
    numbers = [number for value in values if (number := number_of(value)) is not None]
    if low is None or high is None or reader is None or not numbers:
        return None
    ends = [read(found.field, low), read(found.field, high)]
    latest = length / 2 if reader is read_moment else math.inf
    first, last = (min(number_of(end) or 0.0, latest) for end in ends)
    finite = [number for number in numbers if math.isfinite(number)]
    least, most = min(first, last, *finite), max(first, last, *finite)
    return Movable(
        own=finite[0] if finite and not isinstance(found.value, dict) else None,
        # 1 per week is less than 4 per day, though it is more hours.
        low=least if first <= last else most,
        high=most if first <= last else least,
        reader=reader,
        is_whole=isinstance(ends[0], int),
        keys=tuple(found.value) if isinstance(found.value, dict) else (),
    )


def number_of(value: Any) -> float | None:
    """Give the number that a value stands for: hours of a half-life, infinite for ever; None if none."""
    if isinstance(value, Dwell):
        if value.per_day is not None:
            return 24.0 * math.log(0.5) / math.log1p(-value.per_day) if 0 < value.per_day < 1 else None
        hours = value.exactly if value.half_life is None else value.half_life
        return math.inf if hours is None else hours
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def reader_of(field: FieldInfo) -> Reader | None:
    """Name what reads the numbers of a field; None if it has none."""
    readers = set(readers_in(field.annotation, field.metadata))
    return next((one for one in (*TIMES, *NUMBERS) if one in readers), None)


def read(field: FieldInfo, value: Any) -> Any:
    """Read a value as the field's own type does."""
    return TypeAdapter(field.rebuild_annotation()).validate_python(value)


def sliders_are_possible(scenario: Scenario | None, tree: Node) -> Iterator[Problem]:
    """Demand that each slider of a workshop leads to a number that can be moved.

    Parameters
    ----------
    scenario : as built; None if it could not be, then nothing can be said of sliders
    tree : what it was built from, with the places
    """
    node = tree.at("workshop", "sliders")
    if scenario is None or node is None or not isinstance(node.value, list):
        return
    for _, item in node.parts():
        for message, remedy in faults_of(scenario, str(item.value)):
            yield item.place.problem(message, remedy)


def faults_of(scenario: Scenario, path: str) -> Iterator[tuple[str, str]]:
    """Say what is wrong with one slider, and what to do."""
    try:
        found = find_value(scenario, path)
    except InputError as error:
        yield f"there is no {show(path)}", error.problems[0].remedy
        return
    section, _, rest = path.partition(".")
    if section not in ("interventions", *SETTINGS) or path in SAME_FOR_ALL:
        sections = " or ".join(("interventions", *SETTINGS))
        yield f"{show(path)} cannot be moved", f"write a path that begins with {sections}"
    elif (number := movable(found)) is None or number.own is None:
        yield f"{show(path)} is not a number that can be moved", _instead(scenario, found)
    elif section == "interventions" and not _is_used(scenario, rest.split(".")[0]):
        yield f"no arm uses {show(rest.split('.')[0])}, so moving this does nothing", "name it in an arm"


def _is_used(scenario: Scenario, label: str) -> bool:
    """Tell whether an arm uses an intervention, or may be meant to by a name that is misspelt."""
    known = {one.id for one in scenario.interventions}
    named = {name for arm in scenario.arms.values() for name in arm.interventions}
    return label in named or not named <= known


def _instead(scenario: Scenario, found: Found) -> str:
    """List what can be moved beside something that cannot, or inside it."""
    if isinstance(found.value, dict) and movable(found) is not None:
        return "it is given by group: add the name of one, " + choices("", found.value)
    is_part = isinstance(found.value, Part)
    above, name = (found.path, "") if is_part else found.path.rpartition(".")[::2]
    fields = type(found.value).model_fields if is_part else found.model.model_fields
    numbers = [
        field
        for field in fields
        if (number := _movable_at(scenario, f"{above}.{field}")) is not None and number.own is not None
    ]
    return choices(name, numbers) if numbers else "write the path of a number with a range"


def _movable_at(scenario: Scenario, path: str) -> Movable | None:
    try:
        found = find_value(scenario, path)
    except InputError:
        return None
    return None if isinstance(found.value, Part) else movable(found)
