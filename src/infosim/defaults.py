"""Defaults that say where they come from, and which way they move an outcome.

Every field of a scenario that has a default is made by `sourced`, with rows of the
evidence table, or by `assumed`, with the reason; a field without one by `chosen`.
The range is what sensitivity runs and `infosim levers` move it over; `more` tells
what more of it does: it helps (less false belief, or more of what the intervention
is for) or harms.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, cast

from pydantic import Field
from pydantic.fields import FieldInfo

More = Literal["helps", "harms"]


class Origin(NamedTuple):
    """Where a default comes from, and how far it may move.

    Attributes
    ----------
    evidence : ids of rows of the evidence table, empty for an assumption
    reason : why it is assumed, or what was made of the evidence
    low, high : the range, as it would be written in a scenario; None if there is none
    more : what more of it does, None where that depends
    """

    evidence: tuple[str, ...] = ()
    reason: str = ""
    low: Any = None
    high: Any = None
    more: More | None = None


def sourced(
    default: Any,
    *evidence: str,
    reason: str = "",
    low: Any = None,
    high: Any = None,
    more: More | None = None,
    **limits: Any,
) -> Any:
    """Make a field whose default rests on rows of the evidence table."""
    return _field(Origin(evidence, reason, low, high, more), default=default, **limits)


def assumed(
    default: Any, reason: str, *, low: Any = None, high: Any = None, more: More | None = None, **limits: Any
) -> Any:
    """Make a field whose default is an assumption, and say why."""
    return _field(Origin((), reason, low, high, more), default=default, **limits)


def chosen(*, low: Any = None, high: Any = None, more: More | None = None, **limits: Any) -> Any:
    """Make a field that the author of a scenario has to choose."""
    return _field(Origin((), "", low, high, more), **limits)


def _field(origin: Origin, **arguments: Any) -> Any:
    said = {name: value for name, value in origin._asdict().items() if value not in (None, "", ())}
    arguments["json_schema_extra"] = {"origin": {**said, "evidence": list(origin.evidence)}}
    # A default that is written as in a scenario, `12 h`, is read as one.
    arguments["validate_default"] = isinstance(arguments.get("default"), str)
    return Field(**arguments)


def origin_of(field: FieldInfo) -> Origin | None:
    """Read back what was said of a field; None if nothing was."""
    extra = field.json_schema_extra
    said = cast(dict[str, Any], extra).get("origin") if isinstance(extra, dict) else None
    return Origin(**{**said, "evidence": tuple(said["evidence"])}) if said else None
