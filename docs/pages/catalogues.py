"""The catalogues: interventions, rules, generators and measures, from their docstrings and declarations."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from infosim.interventions import INTERVENTIONS
from infosim.interventions.base import Intervention
from infosim.measures import OUTCOMES
from infosim.network import GENERATORS
from infosim.rules import COMPETITION, PERSUASION
from infosim.rules.competition import compete
from infosim.scenario.meanings import parameters
from pages import scenario
from pages.described import described
from pages.text import plain, table


def interventions() -> str:
    """Write the page of kinds of interventions."""
    common = [one for one in parameters() if one.model is Intervention]
    kinds = table(
        ["kind", "what it does"],
        ([f"[`{name}`](#{name})", plain(_first(kind))] for name, kind in INTERVENTIONS.items()),
    )
    parts = [kinds, "\n## What all have in common\n", scenario.fields(common)]
    return "\n".join([*parts, *(_intervention(name, kind) for name, kind in INTERVENTIONS.items())])


def _intervention(name: str, kind: type[Intervention]) -> str:
    moves = [f"lowers {_measures(kind.lowers)}"] if kind.lowers else []
    moves += [f"raises {_measures(kind.raises)}"] if kind.raises else []
    zero = ", ".join(f"`{field}` {value}" for field, value in kind.strengths.items())
    own = [one for one in parameters() if one.model is kind and not one.is_tag]
    facts = f"It {' and '.join(moves)}. It is the baseline with {zero}."
    return "\n\n".join([f"\n## {name}", *described(kind.__doc__), facts, scenario.fields(own)])


def _measures(names: tuple[str, ...]) -> str:
    return ", ".join(f"[`{name}`](measures.md#{name})" for name in names)


def rules() -> str:
    """Write the page of the rules of persuasion."""
    listed: dict[str, Callable[..., Any]] = {**PERSUASION, COMPETITION: compete}
    return "\n".join((_function(name, one) for name, one in listed.items()))


def generators() -> str:
    """Write the page of the generators of contacts."""
    return "\n".join((_function(name, one) for name, one in GENERATORS.items()))


def measures() -> str:
    """Write the page of the outcomes: a table, then what each computes."""
    listed = table(
        ["name", "what it is", "unit", "better", "by group"],
        (
            [f"[`{name}`](#{name})", one.words, one.unit, one.better or "", "yes" if one.by_group else ""]
            for name, one in OUTCOMES.items()
        ),
    )
    return "\n".join([listed, *(_function(name, one.measure) for name, one in OUTCOMES.items())])


def _function(name: str, function: Callable[..., Any]) -> str:
    return "\n\n".join([f"\n## {name}", *described(function.__doc__)])


def _first(kind: type[Intervention]) -> str:
    return inspect.cleandoc(kind.__doc__ or "").partition("\n")[0]
