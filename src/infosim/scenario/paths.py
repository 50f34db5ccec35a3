"""Paths into a scenario: `interventions.ads.reach` leads to a value, its field and its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

from pydantic.fields import FieldInfo

from infosim.defaults import Origin, origin_of
from infosim.errors import InputError, Problem
from infosim.scenario.models import Scenario
from infosim.scenario.wording import choices
from infosim.units import Part


class Found(NamedTuple):
    """What is at the end of a path.

    Attributes
    ----------
    path : as asked for
    model : the part of the scenario that the field belongs to
    name, field, origin : the field, and where its default comes from
    value : what the scenario has there
    """

    path: str
    model: type[Part]
    name: str
    field: FieldInfo
    origin: Origin
    value: Any

    @property
    def kind(self) -> str:
        """What the part is called in a schema path: `awareness_campaign`, `powerlaw_cluster`, `claim`."""
        for tag in ("kind", "model"):
            field = self.model.model_fields.get(tag)
            names = get_args(field.annotation) if field else ()
            if len(names) == 1:
                return str(names[0])
        return self.model.__name__.lower()


def find_value(scenario: Scenario, path: str) -> Found:
    """Follow a path through a scenario.

    Raises
    ------
    InputError
        Nothing is there; says what is, at the last part that exists.
    """
    here: Any = scenario
    owner: tuple[type[Part], str] | None = None
    steps = path.split(".")
    while steps:
        parts = dict(parts_of(here))
        # What an arm sets is kept under a path, whose dots are no steps.
        left = ".".join(steps)
        step = next((name for name in parts if f"{left}.".startswith(f"{name}.")), steps[0])
        if step not in parts:
            remedy = choices(step, list(parts)) if parts else "shorten the path"
            raise InputError(Problem(f"there is no {step} in {path}", remedy))
        if isinstance(here, Part):
            owner = type(here), step
        here, steps = parts[step], steps[step.count(".") + 1 :]
    assert owner is not None
    model, name = owner
    field = model.model_fields[name]
    return Found(path, model, name, field, origin_of(field) or Origin(), here)


def parts_of(value: Any) -> Iterator[tuple[str, Any]]:
    """Walk over the parts of a value: fields, keys, or ids of a list."""
    if isinstance(value, Part):
        yield from ((name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        yield from ((str(getattr(part, "id", n)), part) for n, part in enumerate(value))


def all_paths(value: Any, way: str = "") -> Iterator[str]:
    """List the paths of all single values of a scenario, or of a part of it."""
    parts = list(parts_of(value))
    if not parts and way:
        yield way
    for name, part in parts:
        yield from all_paths(part, f"{way}.{name}" if way else name)
