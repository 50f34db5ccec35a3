"""Where each value of a resolved scenario comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from infosim.scenario.models import Scenario
from infosim.scenario.resolved import resolved
from infosim.scenario.tree import Node

DEFAULT = "default"


def origins_of(scenario: Scenario, tree: Node) -> dict[str, str]:
    """Name the origin of every value: `file:line:column`, an option, or 'default'."""
    return {".".join(way): _origin(tree, way) for way, _ in leaves(resolved(scenario))}


def leaves(value: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Walk over the single values of a resolved scenario, each with its way."""
    if isinstance(value, dict) and value:
        for key, part in value.items():
            yield from leaves(part, (*way, key))
    elif isinstance(value, list) and value:
        for index, part in enumerate(value):
            name = part.get("id") if isinstance(part, dict) else None
            yield from leaves(part, (*way, name or str(index)))
    else:
        yield way, value


def _origin(tree: Node, way: tuple[str, ...]) -> str:
    """Find the place of the value, or of the shorthand that stands for it."""
    node = tree
    for name in way:
        child = node.child(name) if isinstance(node.value, dict | list) else None
        if child is None:
            return DEFAULT if isinstance(node.value, dict | list) else str(node.place)
        node = child
    return str(node.place)
