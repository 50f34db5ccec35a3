"""How numbers are written in a scenario: shares, durations, moments, money, ranges.

Each type reads what people write (`70%`, `8 weeks`, `week 6`, `0.02 USD`) and
writes back one canonical form, so that a resolved scenario reads as itself.
Refusals are `ValueError` whose two lines are the fault and the remedy.
"""

from __future__ import annotations

import datetime
import math
import re
from contextlib import suppress
from typing import Annotated, Any, NamedTuple

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
)

_NUMBER = r"\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_HOURS = {"min": 1 / 60, "h": 1.0, "hour": 1.0, "day": 24.0, "week": 168.0}
_HOURS |= {"minute": 1 / 60, "month": 730.5, "year": 8766.0}
_DURATION = rf"^\s*({_NUMBER})\s*(min|minutes?|h|hours?|days?|weeks?|months?|years?)\s*$"
_SHARE = rf"^\s*({_NUMBER})\s*%\s*$"
_MONEY = rf"^\s*({_NUMBER})\s*([A-Z]{{3}})\s*$"

LONGEST = 1e9
"""Largest number in a duration, whatever its unit."""

RICHEST = 1e15
"""Largest amount of money."""


class Part(BaseModel):
    """A frozen piece of a scenario; unknown keys are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
    )


def refuse(fault: str, remedy: str) -> ValueError:
    """Word a refusal: what is wrong, and what to write instead."""
    return ValueError(f"{fault}\n{remedy}")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _trim(number: float) -> str:
    """Write a number shortly and exactly: 36.0 becomes 36."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)


def read_number(value: Any) -> Any:
    """Take numbers only: pydantic would guess what `"5"` and `true` mean."""
    if isinstance(value, bool | str):
        raise refuse(f"{show(value)} is not a number", "write a number, without quotes")
    return value


def read_switch(value: Any) -> bool:
    """Read `true` or `false`."""
    if isinstance(value, bool):
        return value
    raise refuse(f"{show(value)} is neither true nor false", "write true or false, without quotes")


def read_share(value: Any) -> float:
    """Read a proportion: `70%` or `0.7`; a bare 70 is refused."""
    if isinstance(value, str) and (match := re.match(_SHARE, value)):
        # Decimal shift by text: 10.9% must be the float 0.109, not 10.9 / 100.
        number = float(f"{match[1]}e-2") if "e" not in match[1].lower() else float(match[1]) / 100
        if number <= 1:
            return number
        raise refuse(f"{value} is more than everybody", "write a share between 0% and 100%")
    if _is_number(value):
        if 0 <= value <= 1:
            return float(value)
        if 1 < value <= 100:
            raise refuse(f"{value} is not a share", f"write {_trim(value)}% or {_trim(value / 100)}")
    raise refuse(f"{show(value)} is not a share", "write a share such as 70% or 0.70")


def read_hours(value: Any) -> float:
    """Read a duration into hours: `8 weeks`, `36 h`, `30 min`."""
    if isinstance(value, str) and (match := re.match(_DURATION, value)):
        unit = match[2] if match[2] in _HOURS else match[2].rstrip("s")
        number = float(match[1])
        if number > LONGEST:
            raise refuse(f"{show(value)} is too long", "write a shorter time")
        # Minutes divide, so that 20 min is the float nearest to a third.
        return number / 60 if unit in {"min", "minute"} else number * _HOURS[unit]
    raise refuse(f"{show(value)} is not a duration", "write a duration such as 36 h, 12 days or 8 weeks")


def read_moment(value: Any, info: ValidationInfo) -> float:
    """Read a moment into hours after the start: `week 6`, `day 10`, a date or `36 h`.

    Week 1 is the first week and day 1 the first day.
    """
    if isinstance(value, str):
        if match := re.match(r"^\s*(week|day)\s+(\d{1,9})\s*$", value):
            if int(match[2]) < 1:
                raise refuse(f"{value} is before the start", f"the first one is {match[1]} 1")
            return (int(match[2]) - 1) * _HOURS[match[1]]
        if re.match(r"^\s*\d{4}-\d{2}-\d{2}\s*$", value):
            return _hours_since_start(read_date(value), info)
        if re.match(_DURATION, value):
            return read_hours(value)
    if isinstance(value, datetime.date):
        return _hours_since_start(value, info)
    raise refuse(f"{show(value)} is not a moment", "write week 6, day 10, a date such as 2022-04-12, or 36 h")


def _hours_since_start(day: datetime.date, info: ValidationInfo) -> float:
    context = info.context or {}
    if context.get("start_is_wrong"):
        return 0.0
    start: datetime.date | None = context.get("start")
    if start is None:
        raise refuse("a date needs to know when the study starts", "give time.start, or write week 6")
    hours = (day - start).days * 24.0
    if hours < 0:
        raise refuse(f"{day} is before the start, {start}", "write a date after time.start")
    return hours


def read_date(value: Any) -> datetime.date:
    """Read a calendar day, `2022-03-01`."""
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value).strip())
    except ValueError:
        raise refuse(f"{show(value)} is not a date", "write a date such as 2022-03-01") from None


class Money(NamedTuple):
    """An amount and its currency."""

    amount: float
    currency: str = "USD"


def read_money(value: Any) -> Money:
    """Read an amount of money: `0.02 USD`; a bare number is in USD."""
    if isinstance(value, Money):
        return value
    if isinstance(value, str) and (match := re.match(_MONEY, value)) and float(match[1]) <= RICHEST:
        return Money(float(match[1]), match[2])
    if _is_number(value) and 0 <= value <= RICHEST:
        return Money(float(value))
    raise refuse(f"{show(value)} is not an amount of money", "write an amount such as 0.02 USD or 499 BTN")


class Span(NamedTuple):
    """A range of whole numbers, both ends included."""

    low: int
    high: int


def read_span(value: Any) -> Span:
    """Read a range of whole numbers: `5..40`."""
    if isinstance(value, Span):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return Span(value, value)
    if isinstance(value, str) and (match := re.match(r"^\s*(\d{1,9})\s*\.\.\s*(\d{1,9})\s*$", value)):
        low, high = int(match[1]), int(match[2])
        if low <= high:
            return Span(low, high)
        raise refuse(f"{value} runs backwards", f"write {high}..{low}")
    raise refuse(f"{show(value)} is not a range", "write a range such as 5..40")


class Margin(NamedTuple):
    """A published share and how far from it a study may be."""

    share: float
    tolerance: float


def read_margin(value: Any) -> Margin:
    """Read a share with a tolerance: `70% +- 2%`."""
    if isinstance(value, Margin):
        return value
    if isinstance(value, str) and len(parts := value.replace("±", "+-").split("+-")) == 2:
        share, tolerance = (
            float(part) if re.fullmatch(rf"\s*{_NUMBER}\s*", part) else part for part in parts
        )
        return Margin(read_share(share), read_share(tolerance))
    raise refuse(f"{show(value)} is not a share with a tolerance", "write 70% +- 2%")


class Dwell(NamedTuple):
    """How long something lasts: a half-life, an exact time, a hazard, or for ever (all None)."""

    half_life: float | None = None
    exactly: float | None = None
    per_day: float | None = None


def read_dwell(value: Any) -> Dwell:
    """Read how long something lasts: `12 h` (half-life), `10% per day`, `never`, `{exactly: 6 h}`."""
    if isinstance(value, Dwell):
        return value
    if value == "never":
        return Dwell()
    if isinstance(value, str) and value.rstrip().endswith(" per day"):
        return Dwell(per_day=read_share(value.rstrip().removesuffix(" per day").rstrip()))
    if isinstance(value, dict) and list(value) in (["exactly"], ["half_life"]):
        value = {name: read_hours(text) for name, text in value.items()}
        dwell = Dwell(**value)
    else:
        dwell = Dwell(half_life=read_hours(value))
    if min(hours for hours in dwell if hours is not None) <= 0:
        raise refuse("this lasts no time at all", "write a longer time, or never")
    return dwell


def read_arrivals(value: Any) -> Any:
    """Read `2 per week` into the hours between two arrivals."""
    if isinstance(value, str) and (
        match := re.fullmatch(r"\s*([0-9.]{1,12})\s+per\s+(day|week|month)\s*", value)
    ):
        hours = read_hours(f"1 {match[2]}")
        with suppress(ValueError, ZeroDivisionError):
            return write_hours(hours / float(match[1]))
    if isinstance(value, str) and value.endswith(" h"):
        return value
    raise refuse(f"{show(value)} is not a rate of arrival", "write 2 per week or 1 per day")


def read_level(value: Any) -> float:
    """Read a level of a trait in [0, 1]: a word from low to high, or a share."""
    if isinstance(value, str) and value in LEVELS:
        return LEVELS[value]
    try:
        return read_share(value)
    except ValueError:
        words = ", ".join(LEVELS)
        raise refuse(f"{show(value)} is not a level", f"write {words}, or a share such as 60%") from None


LEVELS = {"low": 0.0, "low_mid": 0.25, "mid": 0.5, "mid_high": 0.75, "high": 1.0}
"""The words for a level of literacy or trust."""


def show(value: Any) -> str:
    """Show the user's value shortly and on one line, whatever it is."""
    if isinstance(value, dict | list):
        return "a map" if isinstance(value, dict) else "a list"
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    text = str(value) if len(str(value)) <= 40 else str(value)[:37] + "..."
    text = "".join(character if character.isprintable() else "?" for character in text)
    return text if text.strip() else f'"{text}"'


def write_hours(hours: float) -> str:
    """Write a duration canonically, in hours."""
    return f"{_trim(hours)} h"


def _percent(share: float) -> str:
    """Write a share so that it reads back as the same number."""
    return f"{_trim(share * 100)}%" if read_share(f"{_trim(share * 100)}%") == share else repr(share)


def _write_dwell(dwell: Dwell) -> Any:
    if dwell.exactly is not None:
        return {"exactly": write_hours(dwell.exactly)}
    if dwell.per_day is not None:
        return f"{_percent(dwell.per_day)} per day"
    return "never" if dwell.half_life is None else write_hours(dwell.half_life)


def _text(pattern: str, *more: dict[str, Any], examples: list[Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [{"type": "string", "pattern": pattern}, *more], "examples": examples})


_SHARE_NUMBER = {"type": "number", "minimum": 0, "maximum": 1}

Whole = Annotated[int, BeforeValidator(read_number)]
Number = Annotated[float, BeforeValidator(read_number)]
Switch = Annotated[bool, BeforeValidator(read_switch)]
Share = Annotated[
    float,
    BeforeValidator(read_share),
    _text(r"^\s*[0-9.eE+-]+\s*%\s*$", _SHARE_NUMBER, examples=["70%", 0.7]),
]
Hours = Annotated[
    float,
    BeforeValidator(read_hours),
    PlainSerializer(write_hours),
    _text(_DURATION, examples=["36 h", "8 weeks"]),
]
Arrivals = Annotated[
    Hours,
    Field(gt=0),
    BeforeValidator(read_arrivals),
    WithJsonSchema({"type": "string", "examples": ["2 per week"]}),
]
Moment = Annotated[
    float,
    BeforeValidator(read_moment),
    PlainSerializer(write_hours),
    WithJsonSchema({"type": "string", "examples": ["week 6", "day 10", "2022-04-12", "36 h"]}),
]
Day = Annotated[
    datetime.date,
    BeforeValidator(read_date),
    PlainSerializer(lambda day: day.isoformat()),
    WithJsonSchema({"type": "string", "examples": ["2022-03-01"]}),
]
Cost = Annotated[
    Money,
    BeforeValidator(read_money),
    PlainSerializer(lambda money: f"{_trim(money.amount)} {money.currency}"),
    _text(r"^\s*[0-9.eE+-]+\s*[A-Z]{3}\s*$", {"type": "number", "minimum": 0}, examples=["0.02 USD"]),
]
Sizes = Annotated[
    Span,
    BeforeValidator(read_span),
    PlainSerializer(lambda span: f"{span.low}..{span.high}"),
    _text(r"^\s*\d+\s*\.\.\s*\d+\s*$", {"type": "integer", "minimum": 0}, examples=["5..40"]),
]
Published = Annotated[
    Margin,
    BeforeValidator(read_margin),
    PlainSerializer(lambda margin: f"{margin.share!r} +- {margin.tolerance!r}"),
    WithJsonSchema({"type": "string", "examples": ["70% +- 2%"]}),
]
Lasting = Annotated[
    Dwell,
    BeforeValidator(read_dwell),
    PlainSerializer(_write_dwell),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "examples": ["30 days", "10% per day", "never"]},
                {"type": "object", "minProperties": 1, "maxProperties": 1},
            ]
        }
    ),
]
Level = Annotated[
    float,
    BeforeValidator(read_level),
    _text(r"^(low|low_mid|mid|mid_high|high|\s*[0-9.eE+-]+\s*%\s*)$", _SHARE_NUMBER, examples=["mid", "60%"]),
]
