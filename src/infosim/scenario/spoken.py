"""Types and values in the words in which people write them: a share is 70%, a duration 8 weeks."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BeforeValidator

from infosim.units import (
    Dwell,
    Margin,
    Money,
    Part,
    Span,
    read_arrivals,
    read_date,
    read_dwell,
    read_hours,
    read_level,
    read_margin,
    read_moment,
    read_money,
    read_share,
    read_span,
    read_switch,
)

Reader = Callable[..., Any]

_TYPES: dict[Reader, str] = {
    read_arrivals: "a rate of arrival, as in 2 per week",
    read_share: "a share, as in 70% or 0.7",
    read_level: "a level from low to high (low, low_mid, mid, mid_high, high), or a share, as in 60%",
    read_hours: "a duration, as in 36 h or 8 weeks",
    read_moment: "a moment, as in week 6, day 10, 2022-04-12 or 36 h",
    read_date: "a date, as in 2022-03-01",
    read_money: "an amount of money, as in 0.02 USD",
    read_span: "a range of whole numbers, as in 5..40",
    read_margin: "a share with a tolerance, as in 70% +- 2%",
    read_dwell: "how long something lasts: a half-life, as in 30 days, a loss, as in 10% per day, or never",
    read_switch: "true or false",
}
"""What each reader reads; arrivals first, because they are read as durations afterwards."""

_SCALARS = {int: "a whole number", float: "a number", str: "a name"}

_UNITS = {"year": 8766.0, "week": 168.0, "day": 24.0, "h": 1.0, "min": 1 / 60}
_MOST_UNITS = 120
"""More of a unit are hard to imagine."""


def name_of(model: type[Part]) -> str:
    """Name a part of a scenario by its kind: awareness_campaign, powerlaw_cluster, claim."""
    for tag in ("kind", "model"):
        field = model.model_fields.get(tag)
        names = get_args(field.annotation) if field else ()
        if len(names) == 1:
            return str(names[0])
    return model.__name__.lower()


def type_words(annotation: Any, metadata: Iterable[Any] = ()) -> str:
    """Say what can be written for a type: `a share, as in 70% or 0.7`."""
    metadata = tuple(metadata)
    own = {one.func for one in metadata if isinstance(one, BeforeValidator)}
    if words := next((words for reader, words in _TYPES.items() if reader in own), ""):
        return words
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return type_words(parts[0], parts[1:])
    if origin in (Union, UnionType):
        return _one_of(parts)
    if origin is Literal:
        return ("one of " if len(parts) > 1 else "always ") + ", ".join(map(str, parts))
    if origin is dict:
        inside = parts_in(parts[1])
        return f"named parts, see {_names(inside)}" if inside else "a map, name: value"
    if origin is tuple:
        inside = parts_in(parts[0])
        return f"a list, see {_names(inside)}" if inside else f"a list of {type_words(parts[0])}"
    if parts_in(annotation):
        return f"a part, see {name_of(annotation)}"
    if annotation is str and any(getattr(one, "max_length", None) for one in metadata):
        return "words"
    return _SCALARS.get(annotation, "a value")


def _one_of(alternatives: Iterable[Any]) -> str:
    """Say what can be written where there are several forms."""
    given = [one for one in alternatives if one is not NoneType]
    if len(given) > 1 and all(parts_in(one) for one in given):
        return "a part, one of " + ", ".join(name_of(model) for one in given for model in parts_in(one))
    said = [type_words(one) for one in given if get_origin(one) is not dict]
    return " or ".join(said) + (", for all or by group" if len(said) < len(given) else "")


def _names(models: Iterable[type[Part]]) -> str:
    return " or ".join(name_of(model) for model in models)


def parts_in(annotation: Any) -> list[type[Part]]:
    """List the parts of a scenario that a type is made of, each once."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return [annotation]
    return list(dict.fromkeys(model for inner in get_args(annotation) for model in parts_in(inner)))


def readers_in(annotation: Any, metadata: Iterable[Any] = ()) -> Iterator[Reader]:
    """List the functions that read a type and those that it is made of: they tell the unit."""
    metadata = (*metadata, *getattr(annotation, "__metadata__", ()))
    yield from (one.func for one in metadata if isinstance(one, BeforeValidator))
    for inner in get_args(annotation):
        yield from readers_in(inner)


def written(value: Any, readers: Iterable[Reader] = ()) -> str:
    """Write a value as people do.

    Parameters
    ----------
    value : what a scenario has, or a default
    readers : those of its field, by which 0.3 is told from 30% and 24 from a day
    """
    readers = frozenset(readers)
    if value is None or value in ((), "", {}):
        return "left out" if value is None else "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Money | Span | Margin | Dwell):
        return _record(value)
    if isinstance(value, Part):
        label = getattr(value, "id", None)
        return str(label) if label else f"the defaults of {name_of(type(value))}"
    if isinstance(value, Mapping):
        return ", ".join(
            f"{name} {written(part, readers)}" if not isinstance(part, Part) else str(name)
            for name, part in value.items()
        )
    if isinstance(value, tuple | list):
        return ", ".join(written(part, readers) for part in value)
    if isinstance(value, int | float):
        return _quantity(value, readers)
    return value.isoformat() if isinstance(value, datetime.date) else " ".join(str(value).split())


def _record(value: Money | Span | Margin | Dwell) -> str:
    """Write what has several parts."""
    if isinstance(value, Money):
        return f"{_number(value.amount)} {value.currency}"
    if isinstance(value, Span):
        return f"{value.low}..{value.high}"
    if isinstance(value, Margin):
        return f"{_percent(value.share)} +- {_percent(value.tolerance)}"
    if value.exactly is not None:
        return f"exactly {_duration(value.exactly)}"
    if value.per_day is not None:
        return f"{_percent(value.per_day)} per day"
    return "never" if value.half_life is None else _duration(value.half_life)


def _quantity(value: float, readers: frozenset[Reader]) -> str:
    """Write a number in the unit that its readers tell."""
    if readers & {read_share, read_level}:
        return _percent(value)
    if read_arrivals in readers:
        unit = "day" if 24 % value == 0 else "week"
        return f"{_number(_UNITS[unit] / value)} per {unit}"
    if read_moment in readers:
        return _moment(value)
    return _duration(value) if read_hours in readers else _number(value)


def _moment(hours: float) -> str:
    """Write a moment: week 1 is the first week and day 1 the first day."""
    for unit in ("week", "day"):
        count = hours / _UNITS[unit]
        if count == int(count) and (hours > 0 or unit == "day"):
            return f"{unit} {int(count) + 1}"
    return _duration(hours)


def _duration(hours: float) -> str:
    """Write a duration in the largest unit in which it is whole."""
    for unit, length in _UNITS.items():
        count = hours / length
        if 0 < round(count) <= _MOST_UNITS and abs(count - round(count)) < 1e-9:
            return f"{round(count)} {unit}" + ("s" if round(count) > 1 and unit not in ("h", "min") else "")
    return f"{_number(hours)} h"


def _percent(share: float) -> str:
    return f"{_number(100 * share)}%"


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.12g}"
