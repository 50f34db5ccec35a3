"""What was read from files: a tree of values that know where they were written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from infosim.errors import Problem
from infosim.scenario.additions import NO_ADDITIONS, Additions

Steps = tuple[str | int, ...]
"""The way to a value: keys of maps, and ids or indices in lists."""

LONGEST_EXCERPT = 200
"""A longer line is not shown: no terminal has room for it."""


@dataclass(frozen=True, eq=False)
class Source:
    """A text that values come from: a file, or an option of the command line.

    Attributes
    ----------
    name : the file as the user wrote it, or the option
    text : what it says
    folder : where its relative paths begin
    is_option : True if positions inside it mean nothing to the user
    """

    name: str
    text: str
    folder: Path
    is_option: bool = False

    @cached_property
    def lines(self) -> list[str]:
        """The lines as the parser counts them; str.splitlines knows more kinds of ends."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def place(self, line: int, column: int, width: int = 1) -> Place:
        """Name a place in this text; line and column count from 1."""
        return Place(self, 0, 0) if self.is_option else Place(self, line, column, width)


@dataclass(frozen=True, eq=False)
class Place:
    """Where something is written; line 0 means the source as a whole."""

    source: Source
    line: int
    column: int
    width: int = 1

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}" if self.line else self.source.name

    def problem(self, message: str, remedy: str = "") -> Problem:
        """Make a problem of this place."""
        if not self.line:
            return Problem(message, remedy, self.source.name)
        line = self.source.lines[self.line - 1]
        shown = line if len(line) <= LONGEST_EXCERPT else ""
        excerpt = "".join(character if character.isprintable() else " " for character in shown)
        width = max(1, min(self.width, len(excerpt) - self.column + 1))
        return Problem(message, remedy, self.source.name, self.line, self.column, excerpt, width)


@dataclass(frozen=True, eq=False)
class Node:
    """A value: a scalar, a dict of nodes or a list of nodes.

    Attributes
    ----------
    place : where the value is written
    key : where its key is written, None in lists
    additions : at the root, what a user has added to the catalogues for this study
    """

    value: Any
    place: Place
    key: Place | None = None
    additions: Additions = NO_ADDITIONS

    @property
    def label(self) -> Place:
        """The place to point to when something about the whole value is wrong."""
        if self.key is None and isinstance(self.value, dict) and self.value:
            first: Node = next(iter(self.value.values()))
            return first.label
        return self.key or self.place

    def child(self, name: str | int) -> Node | None:
        """Give one part: by key, by index, or by id in a list of maps."""
        if isinstance(self.value, dict):
            return self.value.get(name)
        if isinstance(self.value, list) and (index := self.index(name)) is not None:
            item: Node = self.value[index]
            return item
        return None

    def index(self, name: str | int) -> int | None:
        """Find a list item by number or id; no id begins with a digit."""
        if str(name).isdecimal():
            number = int(name) if len(str(name)) < 6 else len(self.value)
            return number if number < len(self.value) else None
        return next((index for index, item in enumerate(self.value) if item.id == name), None)

    def at(self, *way: str | int) -> Node | None:
        """Give the part at the end of a way, None if there is none."""
        node: Node | None = self
        for name in way:
            node = node.child(name) if node else None
        return node

    @property
    def id(self) -> str | None:
        """What the value calls itself, if it is a map with an id."""
        node = self.child("id") if isinstance(self.value, dict) else None
        return node.value if node and isinstance(node.value, str) else None

    def parts(self) -> Iterator[tuple[str, Node]]:
        """Walk over the parts, with the name of each: its key, its id or its number."""
        if isinstance(self.value, dict):
            yield from self.value.items()
        elif isinstance(self.value, list):
            for index, item in enumerate(self.value):
                yield item.id or str(index), item

    def plain(self) -> Any:
        """Give the value without its places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def put(self, way: Steps, part: Node | None) -> Node:
        """Copy the tree with one part of a map or list replaced, added, or removed (None)."""
        if not way:
            return part or self
        name, rest = way[0], way[1:]
        if isinstance(self.value, list):
            index = self.index(name)
            items = [item for k, item in enumerate(self.value) if k != index or part or rest]
            if index is not None and (part or rest):
                items[index] = items[index].put(rest, part)
            return replace(self, value=items)
        below = self.child(name)
        changed = below.put(rest, part) if rest and below else part
        kept = {key: changed if key == name else node for key, node in self.value.items()}
        if name not in kept:
            kept[name] = changed
        return replace(self, value={key: node for key, node in kept.items() if node is not None})

    def renamed(self, way: Steps, new: str) -> Node:
        """Copy the tree with the last key of a way called something else."""
        parent = self.at(*way[:-1])
        assert parent is not None
        items = {new if key == way[-1] else key: node for key, node in parent.value.items()}
        return self.put(way[:-1], replace(parent, value=items))


def nowhere(value: Any = None) -> Node:
    """Give a value that is written nowhere; without one, an empty map."""
    source = Source("", "", Path(), is_option=True)
    return Node({} if value is None else value, source.place(0, 0))
