"""What differs in meaning between two scenarios, however each was written.

Compared are the resolved forms, so that defaults, units and the order of keys make
no difference, and words that no result depends on are named apart.
"""

from __future__ import annotations

import filecmp
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BeforeValidator

from infosim.scenario.arms import arm_interventions, with_setting
from infosim.scenario.models import Scenario
from infosim.scenario.resolved import resolved
from infosim.units import LEVELS, Part, read_arrivals, read_level, read_margin, read_moment, read_share

Way = tuple[str, ...]

WORDS = ("title", "question", "notes", "sources")
"""What is said of a study as a whole; claims have a text, arms a title and findings a claim besides."""

LONGEST = 80
"""Characters of a condition that still fit into a line."""

ABSENT: Any = type("Absent", (), {"__repr__": lambda self: "ABSENT"})()
"""Stands for what only the other scenario has."""

_NOTHING: tuple[Any, ...] = (ABSENT, None, "", [], {})
_LEFT_OUT = {
    "length": "to the end",
    "until": "to the end",
    "groups": "everybody",
    "who": "everybody",
    "claims": "all claims",
    "every": "once",
    "online": "unchecked",
    "versus": "the first arm",
} | dict.fromkeys(("start", "stands_for", "rate", "branching", "age", "region"), "not given")
"""What it means that nothing is written, where it is not simply none."""

_BY_GROUP = ("penetration", "reach", "coverage")
"""Shares of the people, for all or by group; a group that is not named has none."""

_TAGS = ("kind", "veracity", "share")
"""What tells best what an item is, when only one scenario has it."""

_UNITS = {"year": 8766.0, "week": 168.0, "day": 24.0, "month": 730.5, "h": 1.0, "min": 1 / 60}
_MOST_UNITS = 120
"""More of a unit are hard to imagine: rather two different units in one line."""


@dataclass(frozen=True)
class Difference:
    """One value that two scenarios do not share.

    Attributes
    ----------
    way : names that lead to it; items of lists by their id
    a, b : the value in each resolved form, `ABSENT` where there is none
    said : both values as people write them
    """

    way: Way
    a: Any
    b: Any
    said: str

    @property
    def path(self) -> str:
        """The way in one text, `interventions.ads.start`."""
        return ".".join(self.way)

    @property
    def section(self) -> str:
        """The part of the scenario in which it is."""
        return self.way[0]

    def __str__(self) -> str:
        return f"{self.path}: {self.said}"

    def to_json(self) -> dict[str, Any]:
        """Give path and both values as plain data; null where there is none."""
        plain = (None if value is ABSENT else value for value in (self.a, self.b))
        return {"path": self.path, **dict(zip("ab", plain, strict=True))}


def differences(a: Scenario, b: Scenario) -> list[Difference]:
    """List what differs in meaning, in the order of a scenario's sections.

    Lists of items are matched by id; lists of names have no order, but for outcomes.
    """
    changed = _changed(a, b)
    forms = _meaning(a, changed), _meaning(b, changed)
    return [
        Difference(way, x, y, _said(way, x, y, (a, b)))
        for way, x, y in _unlike((), *forms)
        if not (_is_change(way) and (x, y) == tuple(_at(form, way[3].split(".")) for form in forms))
    ]


def reworded(a: Scenario, b: Scenario) -> list[str]:
    """List the ways to words that differ, and on which no result depends."""
    ours, theirs = _words(a), _words(b)
    return [way for way in ours if way in theirs and ours[way] != theirs[way]]


def _words(scenario: Scenario) -> dict[str, Any]:
    words = {name: getattr(scenario, name) for name in WORDS}
    words |= {f"claims.{claim.id}.text": claim.text for claim in scenario.claims}
    words |= {f"arms.{name}.title": arm.title for name, arm in scenario.arms.items()}
    return words | {"finding.claim": scenario.finding.claim if scenario.finding else ""}


def _changed(a: Scenario, b: Scenario) -> dict[str, list[str]]:
    """List, for arms that both have, what either changes in them.

    Not in interventions that only one of them runs: that is a difference by itself.
    """
    found: dict[str, list[str]] = {}
    for name in (name for name in a.arms if name in b.arms):
        ours, theirs = a.arms[name], b.arms[name]
        both = set(ours.interventions) & set(theirs.interventions)
        ways = {way: way.split(".") for way in (*ours.set, *theirs.set)}
        found[name] = [way for way, (top, *rest) in ways.items() if top != "interventions" or rest[0] in both]
    return found


def _meaning(scenario: Scenario, changed: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """Give the resolved form without words; its arms say what comes of each way in `changed`.

    So a change to what the file says anyway is no difference. An arm that is not in
    `changed` says what comes of its own.
    """
    form = {key: value for key, value in resolved(scenario).items() if key not in ("id", *WORDS)}
    for claim in form["claims"]:
        del claim["text"]
    for name, arm in form["arms"].items():
        del arm["title"]
        if arm["versus"] == next(iter(form["arms"])):
            arm["versus"] = None
        effective = _by_id(resolved(_in_arm(scenario, name)))
        arm["set"] = {way: _at(effective, way.split(".")) for way in changed.get(name, arm["set"])}
    finding = form["finding"]
    form["finding"] = {"test": " ".join(finding["test"].split())} if finding else {}
    groups = [group.id for group in scenario.population.groups]
    for part in (*form["platforms"].values(), *form["interventions"]):
        part.update({name: _by_group(part[name], groups) for name in _BY_GROUP if name in part})
    meaning: dict[str, Any] = _by_id(form)
    return meaning


def _is_change(way: Way) -> bool:
    """Tell a way into what an arm sets; one that only follows the rest of the file is not told twice."""
    return way[0] == "arms" and way[2:3] == ("set",) and len(way) > 3


def _in_arm(scenario: Scenario, arm: str) -> Scenario:
    """Give the scenario as it is in one arm."""
    changes = {"interventions": arm_interventions(scenario, arm)}
    return with_setting(scenario, arm).model_copy(update=changes)


def _at(form: Any, way: Sequence[str]) -> Any:
    for name in way:
        form = form.get(name, ABSENT) if isinstance(form, dict) else ABSENT
    return form


def _by_group(value: Any, groups: Sequence[str]) -> Any:
    """Name every group of a share by group, or none if it is the same for all."""
    if not isinstance(value, dict):
        return value
    full = {group: value.get(group, 0.0) for group in groups}
    return next(iter(full.values())) if len(set(full.values())) == 1 else full


def _by_id(value: Any) -> Any:
    """Turn lists of items into maps by id."""
    if isinstance(value, dict):
        return {key: _by_id(part) for key, part in value.items()}
    if isinstance(value, list) and value and all(isinstance(part, dict) and "id" in part for part in value):
        return {part["id"]: _by_id({k: v for k, v in part.items() if k != "id"}) for part in value}
    return value


def _unlike(way: Way, a: Any, b: Any) -> Iterator[tuple[Way, Any, Any]]:
    """Walk over the values in which two forms differ."""
    if ABSENT in (a, b) and a in _NOTHING and b in _NOTHING:
        return
    a, b = ({} if one == [] and isinstance(other, dict) else one for one, other in ((a, b), (b, a)))
    if isinstance(a, dict) and isinstance(b, dict):
        if way == ("arms",) and next(iter(a)) != next(iter(b)):
            yield way, next(iter(a)), next(iter(b))
        for key in dict.fromkeys((*a, *b)):
            yield from _unlike((*way, key), a.get(key, ABSENT), b.get(key, ABSENT))
    elif not _same(way, a, b):
        yield way, a, b


def _same(way: Way, a: Any, b: Any) -> bool:
    if way[-2:] == ("graph", "path") and ABSENT not in (a, b):
        return _same_content(a, b)
    if way == ("outcomes",) or _names(a) is None or _names(b) is None:
        return bool(a == b)
    return _names(a) == _names(b)


def _names(value: Any) -> frozenset[str] | None:
    """Give the names in a list, or the one that stands for a list; None if it is none."""
    names = [value] if isinstance(value, str) else value
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        return frozenset(names)
    return None


def _same_content(a: str, b: str) -> bool:
    try:
        return a == b or filecmp.cmp(a, b, shallow=False)
    except OSError:
        return False


def _said(way: Way, a: Any, b: Any, scenarios: tuple[Scenario, Scenario]) -> str:
    """Say both values as people write them."""
    if way == ("arms",):
        return f"{a} is first -> {b} is first"
    if ABSENT in (a, b):
        there, value, scenario = ("B", b, scenarios[1]) if a is ABSENT else ("A", a, scenarios[0])
        label = _label(scenario, way, value)
        return f"only in {there}" + (f" ({label})" if label else "")
    hours = [_hours(value) for value in (a, b)]
    unit = _common_unit([value for value in hours if value is not None]) if None not in hours else ""
    texts = [_text(scenario, way, value, unit) for scenario, value in zip(scenarios, (a, b), strict=True)]
    if max(map(len, texts)) > LONGEST and way[0] == "finding":
        return "another condition"
    # What differs in the last digits only is shown with all of them.
    return " -> ".join(texts if texts[0] != texts[1] else map(repr, (a, b)))


def _label(scenario: Scenario, way: Way, value: Any) -> str:
    """Say shortly what an item is that only one scenario has."""
    if way[0] == "arms" and len(way) == 2:
        return ""
    if isinstance(value, dict) and (tag := next((tag for tag in _TAGS if tag in value), "")):
        return _text(scenario, (*way, tag), value[tag]) + (" claim" if tag == "veracity" else "")
    text = _text(scenario, way, value)
    return "" if way[0] == "finding" and len(text) > LONGEST else text


def _text(scenario: Scenario, way: Way, value: Any, unit: str = "") -> str:
    """Write one value as people write it in a scenario."""
    if value is None or value in ("", []):
        return _LEFT_OUT.get(way[-1], "none")
    if isinstance(value, dict):
        return (
            ", ".join(f"{key} {_text(scenario, (*way, key), part)}" for key, part in value.items()) or "none"
        )
    if isinstance(value, list):
        return ", ".join(_text(scenario, way, part) for part in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    readers = _readers(scenario, way)
    if isinstance(value, str):
        return _text_of_words(value, readers, unit)
    if read_level in readers and value in LEVELS.values():
        return next(word for word, level in LEVELS.items() if level == value)
    return _percent(value) if readers & {read_share, read_level} else _number(value)


def _text_of_words(value: str, readers: frozenset[Any], unit: str) -> str:
    hours = _hours(value)
    if hours is None:
        margin = read_margin in readers
        return " +- ".join(_percent(float(part)) for part in value.split(" +- ")) if margin else value.strip()
    if read_arrivals in readers:
        return _rate(hours)
    return _moment(hours, unit) if read_moment in readers else _duration(hours, unit)


def _readers(scenario: Scenario, way: Way) -> frozenset[Any]:
    """Find the functions that read the value at the end of a way: they tell its unit."""
    if _is_change(way):
        scenario = _in_arm(scenario, way[1])
        way = (*way[3].split("."), *way[4:])
    node: Any = scenario
    readers: frozenset[Any] = frozenset()
    for name in way:
        if isinstance(node, Part):
            field = type(node).model_fields.get(name)
            readers = frozenset(_readers_in(field.annotation, field.metadata)) if field else frozenset()
            node = getattr(node, name, None)
        elif isinstance(node, Mapping):
            node = node.get(name)
        else:
            parts = node if isinstance(node, tuple) else ()
            node = next((part for part in parts if getattr(part, "id", None) == name), None)
    return readers


def _readers_in(annotation: Any, metadata: Iterable[Any]) -> Iterator[Any]:
    """List the readers of a type and of those that it is made of."""
    yield from (one.func for one in metadata if isinstance(one, BeforeValidator))
    for part in get_args(annotation):
        yield from _readers_in(part, getattr(part, "__metadata__", ()))


def _hours(value: Any) -> float | None:
    """Read a duration in its canonical form."""
    found = re.fullmatch(r"([0-9.e+-]+) h", value) if isinstance(value, str) else None
    return float(found[1]) if found else None


def _common_unit(hours: Sequence[float]) -> str:
    """Choose the largest unit in which all are whole; none if several would need too many of it."""
    for unit, length in _UNITS.items():
        counts = [one / length for one in hours]
        if all(abs(count - round(count)) < 1e-9 for count in counts):
            return unit if len(hours) == 1 or max(counts) <= _MOST_UNITS else ""
    return ""


def _duration(hours: float, unit: str = "") -> str:
    unit = unit or _common_unit([hours]) or "h"
    number = _number(hours / _UNITS[unit])
    return f"{number} {unit}" + ("s" if number != "1" and unit not in ("h", "min") else "")


def _moment(hours: float, unit: str = "") -> str:
    """Write a moment: week 1 is the first week and day 1 the first day."""
    unit = unit or _common_unit([hours])
    if unit in ("week", "day"):
        return f"{unit} {_number(hours / _UNITS[unit] + 1)}"
    return _duration(hours, unit)


def _rate(hours: float) -> str:
    unit = "day" if 24 % hours == 0 else "week"
    return f"{_number(_UNITS[unit] / hours)} per {unit}"


def _percent(share: float) -> str:
    return f"{_number(100 * share)}%"


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.12g}"
