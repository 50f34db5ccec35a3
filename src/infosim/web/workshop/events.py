"""What may be said to a session, by whom, and in which form."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from infosim.errors import InfosimError

TRAINER, STAGE, PHONE, NOBODY, SERVER = "trainer", "stage", "phone", "nobody", "server"

MOST_KEYS, LONGEST = 32, 80
"""Entries of a map, and characters of a text, that anybody may send."""


class RefusedError(InfosimError):
    """Something that was said does not fit; the reason is a key of the words of the workshop."""


@dataclass(frozen=True)
class Event:
    """Something that happened.

    Attributes
    ----------
    kind : a key of `KINDS`
    by : the phone that did it, or ""
    values : what was said with it
    """

    kind: str
    by: str
    values: Mapping[str, Any]


Check = Callable[[Any], bool]


def is_whole(value: Any) -> bool:
    """Tell whether a value is a whole number of a size that makes sense."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= 1_000_000


def is_text(value: Any) -> bool:
    """Tell whether a value is a short text without control characters."""
    return isinstance(value, str) and len(value) <= LONGEST and value.isprintable()


def is_answer(value: Any) -> bool:
    """Tell whether a value can be an answer: a finite number or a short text."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return (is_number and math.isfinite(value) and abs(value) <= 1_000_000) or is_text(value)


def is_counts(value: Any) -> bool:
    """Tell whether a value is a map from short texts to small whole numbers, none negative."""
    return (
        isinstance(value, dict)
        and len(value) <= MOST_KEYS
        and all(is_text(key) and is_whole(count) and 0 <= count <= 1000 for key, count in value.items())
    )


@dataclass(frozen=True)
class Kind:
    """A kind of event: who may cause it, and what has to be said with it."""

    roles: tuple[str, ...]
    values: Mapping[str, Check]


KINDS: dict[str, Kind] = {
    "join": Kind((NOBODY,), {}),
    "answer": Kind((PHONE,), {"question": is_text, "value": is_answer}),
    "plan": Kind((PHONE,), {"question": is_text, "items": is_counts}),
    "plan_for": Kind((TRAINER,), {"question": is_text, "team": is_whole, "items": is_counts}),
    "go": Kind((TRAINER,), {"to": is_text}),
    "close": Kind((TRAINER,), {}),
    "reopen": Kind((TRAINER,), {}),
    "show": Kind((TRAINER,), {}),
    "hands": Kind((TRAINER,), {"question": is_text, "counts": is_counts}),
    "what_if": Kind((TRAINER,), {"slider": is_whole, "stop": is_whole}),
    "teams": Kind((TRAINER,), {"n": is_whole}),
    "next_turn": Kind((TRAINER,), {}),
    "play": Kind((TRAINER,), {}),
    "computed": Kind((SERVER,), {"key": is_text, "result": lambda value: isinstance(value, dict)}),
}
"""Everything that can happen. Nobody but a server computes, nobody but a trainer leads."""


def read_event(said: Any, role: str, by: str) -> Event:
    """Read what somebody said.

    Parameters
    ----------
    said : what the JSON held: `kind`, and beside it exactly the values of that kind
    role : who said it, as its secret shows
    by : the phone, or ""

    Raises
    ------
    RefusedError
        There is no such event, this role may not cause it, or a value does not fit.
    """
    if not isinstance(said, dict) or not isinstance(said.get("kind"), str):
        raise RefusedError("refused_form")
    kind = KINDS.get(said["kind"])
    if kind is None:
        raise RefusedError("refused_form")
    if role not in kind.roles:
        raise RefusedError("refused_role")
    values = {name: value for name, value in said.items() if name != "kind"}
    if set(values) != set(kind.values) or not all(kind.values[name](values[name]) for name in values):
        raise RefusedError("refused_form")
    return Event(said["kind"], by, values)
