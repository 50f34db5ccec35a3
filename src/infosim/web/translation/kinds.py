"""What a name stands for in translated code: a number, a flag, an array, a named tuple."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple, get_type_hints

import numpy as np

from infosim.compiling import Bytes, Column, Flags, Ids, Numbers, People, Row
from infosim.errors import InfosimError


class TranslationError(InfosimError):
    """Python that has no translation, at its place."""


@dataclass(frozen=True)
class Scalar:
    """A number, a flag, or nothing at all."""

    name: str


NUMBER, FLAG, NOTHING = Scalar("a number"), Scalar("a flag"), Scalar("nothing")


@dataclass(frozen=True)
class Array:
    """An array; `whole` if its numbers lie one after the other from the beginning of its memory."""

    ndim: int
    holds: Scalar = NUMBER
    whole: bool = False

    @property
    def name(self) -> str:
        """Say what it is."""
        return f"an array of {self.ndim} dimensions"


@dataclass(frozen=True)
class Named:
    """A named tuple, by the kinds of its fields."""

    name: str
    fields: Mapping[str, Kind]


Kind = Scalar | Array | Named

Known = Mapping[Any, Kind]
"""What annotations stand for."""

ANNOTATIONS: Known = {
    int: NUMBER,
    float: NUMBER,
    Any: NUMBER,
    bool: FLAG,
    type(None): NOTHING,
    Row: Array(1),
    Column: Array(1),
    Ids: Array(1),
    People: Array(1),
    Numbers: Array(1),
    Bytes: Array(1),
    Flags: Array(1, FLAG),
}
"""What kernels are given, besides named tuples: see `compiling`."""


def named(sample: Any) -> Named:
    """Describe a named tuple by a sample of it: how many dimensions its arrays have, and of what."""
    fields: dict[str, Kind] = {}
    for name, value in sample._asdict().items():
        if isinstance(value, np.ndarray):
            fields[name] = Array(value.ndim, FLAG if value.dtype == np.bool_ else NUMBER, whole=True)
        else:
            fields[name] = FLAG if isinstance(value, bool | np.bool_) else NUMBER
    return Named(type(sample).__name__, fields)


class Callee(NamedTuple):
    """A function that translated code may call: its name there, what it takes, and what it returns."""

    name: str
    n_arguments: int
    returns: Kind


@dataclass(frozen=True)
class Source:
    """The text of a function, and where it is written."""

    file: str
    first_line: int
    lines: tuple[str, ...]

    def refuse(self, node: ast.AST, what: str, allowed: str) -> TranslationError:
        """Say what cannot be translated, where, and what can."""
        line = getattr(node, "lineno", 1)
        excerpt = self.lines[line - 1].strip() if line <= len(self.lines) else ""
        place = f"{self.file}:{self.first_line + line - 1}"
        return TranslationError(f"{place}: cannot translate {what}\n    {excerpt}\n    allowed: {allowed}")


def place_of(function: Callable[..., Any]) -> str:
    """Name the file of a function as the package does, not as this machine does."""
    assert isinstance(function, FunctionType)
    path = Path(function.__code__.co_filename)
    parts = path.parts
    start = len(parts) - 1 - parts[::-1].index("infosim") if "infosim" in parts else len(parts) - 1
    return "/".join(parts[start:])


def signature(function: Callable[..., Any], known: Known, source: Source) -> dict[str, Kind]:
    """Give the kinds of the arguments of a function, and of what it returns as `return`."""
    kinds: dict[str, Kind] = {}
    for name, hint in get_type_hints(function, include_extras=True).items():
        if hint not in known:
            raise source.refuse(
                ast.Pass(lineno=1), f"the annotation of {name!r}", "numbers, flags, arrays, named tuples"
            )
        kinds[name] = known[hint]
    return kinds
