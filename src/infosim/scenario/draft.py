"""What can be read of a scenario while some of it may still be wrong.

The checks across fields look at this, so that a fault in one place does not
hide those in others. What cannot be read is None and was reported already.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter, ValidationError

from infosim.scenario.tree import Node
from infosim.units import Arrivals, Cost, Hours, Moment, Money, Number, Published, Share, Sizes, Whole

FIXED = ("id", "kind")
"""What no arm can change in an intervention."""

_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "share": TypeAdapter(Share),
    "hours": TypeAdapter(Hours),
    "moment": TypeAdapter(Moment),
    "number": TypeAdapter(Number),
    "sizes": TypeAdapter(Sizes),
    "whole": TypeAdapter(Whole),
    "cost": TypeAdapter(Cost),
    "published": TypeAdapter(Published),
    "arrivals": TypeAdapter(Arrivals),
}


@dataclass(frozen=True)
class Draft:
    """A tree, and how to read single values of it.

    Attributes
    ----------
    tree : the scenario
    context : what reading a date needs to know
    """

    tree: Node
    context: dict[str, Any]

    def read(self, kind: str, node: Node | None, default: Any = None) -> Any:
        """Read one value: a share, hours, ...; None if it is unreadable."""
        if node is None or node.value is None:
            return default
        try:
            return _ADAPTERS[kind].validate_python(node.plain(), context=self.context)
        except ValidationError:
            return None

    def hours(self, node: Node | None, default: float | None = None) -> float | None:
        """Read a duration, in hours."""
        hours: float | None = self.read("hours", node, default)
        return hours if hours is None or hours > 0 else None

    def moment(self, node: Node | None, default: float | None = None) -> float | None:
        """Read a moment, in hours after the start."""
        hours: float | None = self.read("moment", node, default)
        return hours

    def cost(self, node: Node) -> Money | None:
        """Read an amount of money."""
        money: Money | None = self.read("cost", node)
        return money

    def items(self, *way: str) -> list[tuple[str, Node]]:
        """List the parts of a collection that are maps, with their names."""
        node = self.tree.at(*way)
        return [(name, part) for name, part in node.parts() if isinstance(part.value, dict)] if node else []

    @cached_property
    def variants(self) -> list[Node]:
        """The interventions as they are written, and as each arm changes them.

        What an arm sets keeps its own place, so a fault in it is reported there.
        """
        written = [part for _, part in self.items("interventions")]
        return written + [part for _, arm in self.items("arms") for part in self._changed(arm)]

    def _changed(self, arm: Node) -> list[Node]:
        """List the interventions that an arm changes, with all its changes."""
        changed: dict[str, dict[str, Node]] = {}
        for way, value in changes_in(arm):
            section, _, rest = way.partition(".")
            name, _, field = rest.partition(".")
            if section == "interventions" and field not in FIXED:
                changed.setdefault(name, {})[field] = value
        written = ((self.tree.at("interventions", name), fields) for name, fields in changed.items())
        return [
            replace(part, value=part.value | fields)
            for part, fields in written
            if part and isinstance(part.value, dict)
        ]

    def ids(self, *way: str) -> list[str]:
        """List the names in a collection: keys of a map, ids of a list."""
        node = self.tree.at(*way)
        if node is None or not isinstance(node.value, dict | list):
            return []
        return (
            list(node.value) if isinstance(node.value, dict) else [item.id for item in node.value if item.id]
        )

    @property
    def size(self) -> int | None:
        """Number of people."""
        size: int | None = self.read("whole", self.tree.at("population", "size"))
        return size if size is None or size >= 1 else None

    @property
    def length(self) -> float | None:
        """Hours that the study runs."""
        return self.hours(self.tree.at("time", "length"))

    @property
    def step(self) -> float | None:
        """Hours of a step."""
        return self.hours(self.tree.at("time", "step"), 6.0)

    @cached_property
    def groups(self) -> dict[str, float | None]:
        """The groups and their shares of the population."""
        if self.tree.at("population", "groups") is None:
            return {"everyone": 1.0}
        return {
            name: self.read("share", node.child("share")) for name, node in self.items("population", "groups")
        }

    def members(self, names: list[str] | None = None) -> float | None:
        """Count the people of some groups, of all if None."""
        size, groups = self.size, self.groups
        if names is None:
            return size
        shares = [groups.get(name) for name in names]
        if size is None or None in shares:
            return None
        return size * sum(share for share in shares if share is not None)

    def penetration(self, platform: Node, group: str) -> float | None:
        """Read what proportion of a group is on a platform."""
        node = platform.child("penetration")
        if node is not None and isinstance(node.value, dict):
            if group not in node.value and not node.value.keys() <= self.groups.keys():
                # Its own key may be the one that is misspelt.
                return None
            return self.read("share", node.child(group), 0.0)  # type: ignore[no-any-return]
        return self.read("share", node, 1.0)  # type: ignore[no-any-return]


def changes_in(arm: Node) -> list[tuple[str, Node]]:
    """List what an arm sets, each with its way."""
    changes = arm.child("set")
    return list(changes.parts()) if changes and isinstance(changes.value, dict) else []


def named(node: Node | None) -> Iterator[Node]:
    """Walk over the names in a value that is one name or a list of names."""
    if node is not None:
        for part in node.value if isinstance(node.value, list) else [node]:
            if isinstance(part.value, str):
                yield part
