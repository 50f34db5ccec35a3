"""What was published of each target: numbers with their settings, tolerances and sources."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from infosim.published.parameters import Value
from infosim.published.targets import TARGETS, Target


@dataclass(frozen=True)
class Fact:
    """One published number.

    Attributes
    ----------
    settings : the parameters that the authors set, the others being the target's defaults
    quantity : what was measured
    value, tolerance : how far another simulation may be from it
    source : key of the work
    note : what it is, where that is not plain
    """

    settings: tuple[tuple[str, Value], ...]
    quantity: str
    value: float
    tolerance: float
    source: str
    note: str


@cache
def facts() -> dict[str, tuple[Fact, ...]]:
    """Read all facts, by target, in the order of the table."""
    text = files("infosim.published").joinpath("facts.csv").read_text(encoding="utf-8")
    found: dict[str, list[Fact]] = {name: [] for name in TARGETS}
    for row in csv.DictReader(text.splitlines()):
        target = TARGETS[row["target"]]
        fact = Fact(
            settings=_settings(target, row["settings"]),
            quantity=row["quantity"],
            value=float(row["value"]),
            tolerance=float(row["tolerance"]),
            source=row["source"],
            note=row["note"],
        )
        found[target.id].append(fact)
    return {name: tuple(rows) for name, rows in found.items()}


def _settings(target: Target, text: str) -> tuple[tuple[str, Value], ...]:
    """Read settings, `p_forget=0.1 segregation=0.5`."""
    known = {one.name: one for one in target.parameters}
    pairs = (word.split("=") for word in text.split())
    return tuple((name, known[name].read(value)) for name, value in pairs)


def cells_of(target: Target) -> list[dict[str, Value]]:
    """List the cells of which something was published, each with all parameters."""
    distinct = dict.fromkeys(fact.settings for fact in facts()[target.id])
    return [target.defaults | dict(settings) for settings in distinct]


def facts_of(target: Target, values: dict[str, Value]) -> dict[str, Fact]:
    """Find what was published of a cell, by quantity."""
    return {
        fact.quantity: fact for fact in facts()[target.id] if target.defaults | dict(fact.settings) == values
    }
