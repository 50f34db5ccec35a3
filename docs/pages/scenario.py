"""The reference of the scenario file, from its schema: every field, with its range and what it rests on."""

from __future__ import annotations

import inspect
from collections.abc import Iterable

from infosim.interventions.base import Intervention
from infosim.scenario.meanings import Parameter, kinds, parameters
from infosim.units import Part
from pages.text import linked, plain, sections, table


def reference() -> str:
    """Write the page: a section for each part of a scenario."""
    parts = {name: model for name, model in kinds().items() if not issubclass(model, Intervention)}
    listed = table(
        ["part", "what it is"],
        (
            [f"[{name}](#{name})", plain(inspect.cleandoc(one.__doc__ or "").partition("\n")[0])]
            for name, one in parts.items()
        ),
    )
    return "\n".join([listed, *(section(name, one) for name, one in parts.items())])


def section(name: str, model: type[Part]) -> str:
    """Describe one part: what it is, and a row for each of its own fields."""
    before, _ = sections(inspect.cleandoc(model.__doc__ or ""))
    own = [one for one in parameters() if one.model is model]
    return f"\n## {name}\n\n{linked(before)}\n\n{fields(own) if own else ''}"


def fields(listed: Iterable[Parameter]) -> str:
    """Write a table of fields."""
    head = ["field", "meaning", "written as", "default", "range", "rests on"]
    return table(head, ([f"`{one.name}`", *_cells(one)] for one in listed))


def _cells(one: Parameter) -> list[str]:
    allowed = f"{one.type}; {one.limits}" if one.limits else one.type
    default = "*to be chosen*" if one.field.is_required() else one.default
    return [plain(one.meaning), plain(allowed), default, one.range, grounds(one)]


def grounds(one: Parameter) -> str:
    """Say what a default rests on: rows of evidence, or the reason for assuming it."""
    rows = ", ".join(one.origin.evidence)
    reason = one.origin.reason if rows else f"assumed: {one.origin.reason}" if one.origin.reason else ""
    return linked("; ".join(part for part in (rows, reason) if part))
