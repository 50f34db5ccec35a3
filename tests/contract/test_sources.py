"""No default without a source or the word that it is assumed; no field without a meaning."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Any, get_args

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from infosim.defaults import assumed, chosen, sourced
from infosim.evidence import table
from infosim.interventions import INTERVENTIONS
from infosim.interventions.base import Intervention
from infosim.scenario.meanings import Parameter, kinds, parameters
from infosim.units import Dwell, Hours, Lasting, Part, Share

PARAMETERS = {one.label: one for one in parameters()}


def faults_of(parameter: Parameter) -> Iterator[str]:
    """Say what is wrong with what is said of a parameter."""
    if not parameter.meaning:
        yield "has no docstring"
    if not parameter.field.is_required() and not parameter.is_tag:
        origin = parameter.origin
        if not origin.evidence and not origin.reason:
            yield "has a default from nowhere"
        yield from (f"rests on {id}, which is no row" for id in origin.evidence if id not in table())
    yield from range_faults(parameter)


def range_faults(parameter: Parameter) -> Iterator[str]:
    """Say what is wrong with a range: it has two ends that can be read, in order, around the default."""
    low, high = parameter.origin.low, parameter.origin.high
    if low is None and high is None:
        return
    if low is None or high is None:
        yield "has half a range"
        return
    try:
        ends = [amount(parameter, read(parameter, end)) for end in (low, high)]
    except ValidationError as error:
        yield f"has a range that cannot be read: {error.errors()[0]['msg']}"
        return
    if None in ends or not ends[0] < ends[1]:
        yield f"has a range that does not rise, {low} to {high}"
        return
    if parameter.field.is_required():
        return
    default = parameter.field.get_default(call_default_factory=True)
    middle = amount(parameter, read(parameter, default) if isinstance(default, str) else default)
    if middle is not None and not ends[0] <= middle <= ends[1]:
        yield f"has a default outside {low} to {high}"


def read(parameter: Parameter, text: Any) -> Any:
    """Read what is written by the parameter's own type, within its limits."""
    field = parameter.field
    return TypeAdapter(Annotated[field.annotation, "as written", *field.metadata]).validate_python(text)


def amount(parameter: Parameter, value: Any) -> float | None:
    """Give a value as one number; None of what is none."""
    if isinstance(value, Dwell):
        return half_life(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # A rate is kept as the time between two arrivals.
    return 1 / value if parameter.type.startswith("a rate of arrival") else float(value)


def half_life(dwell: Dwell) -> float:
    """Give hours by which durations of different forms can be ordered."""
    if dwell.per_day is not None:
        return 24 * math.log(2) / dwell.per_day
    return next((hours for hours in (dwell.half_life, dwell.exactly) if hours is not None), math.inf)


@pytest.mark.parametrize("label", PARAMETERS)
def test_every_default_has_a_source_and_every_field_a_meaning(label: str) -> None:
    """Fault: a bare default; an id that is in no table; a range in the wrong unit."""
    assert list(faults_of(PARAMETERS[label])) == []


class Planted(Part):
    """A part with everything wrong."""

    bare: Share = 0.3
    """A default from nowhere."""
    silent: Share = assumed(0.3, "a guess")
    unknown: Share = sourced(0.3, "H09", "H99")
    """Rests on a row that is not there."""
    unreadable: Hours = assumed(6.0, "a guess", low="5%", high="30%")
    """Has a range of shares."""
    backwards: Lasting = assumed("30 days", "a guess", low="45 days", high="14 days")
    """Falls."""
    outside: Share = assumed(0.5, "a guess", low="5%", high="30%")
    """Is not in its range."""
    beyond: float = chosen(low=1, high=50, le=20)
    """Has a range that its limits forbid."""
    half: Share = assumed(0.1, "a guess", low="5%")
    """Knows no upper end."""
    plain: Share = Field(default=0.1, json_schema_extra={"source": "H09"})
    """Says its source where nobody reads it."""
    fine: Share | None = sourced(None, "H09", low="5%", high="30%")
    """Has nothing wrong."""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bare", "from nowhere"),
        ("silent", "no docstring"),
        ("unknown", "H99"),
        ("unreadable", "cannot be read"),
        ("backwards", "does not rise"),
        ("outside", "default outside"),
        ("beyond", "cannot be read"),
        ("half", "half a range"),
        ("plain", "from nowhere"),
    ],
)
def test_what_is_wrong_would_be_found(name: str, said: str) -> None:
    """Fault: a check that finds nothing."""
    (found,) = faults_of(Parameter(Planted, name))
    assert said in found


def test_what_is_right_is_left_alone() -> None:
    """Fault: a default that is left out is held against the range."""
    assert list(faults_of(Parameter(Planted, "fine"))) == []


def test_all_kinds_and_models_are_held_to_it() -> None:
    """Fault: kinds of interventions, or models behind a union, are passed over."""
    models = set(kinds().values())
    assert set(INTERVENTIONS.values()) | {Intervention} <= models
    assert {one.model for one in parameters()} == models
    for model in kinds().values():
        for field in model.model_fields.values():
            assert all(part in models for part in parts_of_type(field.annotation)), model


def parts_of_type(annotation: Any) -> Iterator[type[Part]]:
    """List the parts in a type, found in another way than the package does."""
    if isinstance(annotation, type):
        if issubclass(annotation, Part):
            yield annotation
        return
    for inner in get_args(annotation):
        yield from parts_of_type(inner)
