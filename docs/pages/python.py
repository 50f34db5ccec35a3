"""The reference of what Python users hold, from the docstrings of the public names."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import infosim
from pages.described import described, section
from pages.text import sections

WIDE = 76
"""Columns of a signature before it is written with a line for each argument."""


def reference() -> str:
    """Describe every public name: what it is, then its methods, its own before inherited ones."""
    return "\n\n".join(part for name in infosim.__all__ for part in _class(name, getattr(infosim, name)))


def _class(name: str, cls: type) -> Iterator[str]:
    yield f"\n## {name}"
    yield from described(cls.__doc__)
    for parent in parents(cls):
        _, found = sections(inspect.cleandoc(parent.__doc__ or ""))
        if "Attributes" in found:
            yield f"**Attributes**\n\n{section('Attributes', found['Attributes'])}"
    for method, member in members(cls).items():
        yield f"\n### {name}.{method}"
        if callable(member):
            yield f"```python\n{signature(f'{name}.{method}', member)}\n```"
        yield from described(inspect.getdoc(member))


def parents(cls: type) -> list[type]:
    """List the classes of infosim that a class inherits from."""
    return [one for one in cls.__mro__[1:] if one.__module__.startswith("infosim.")]


def members(cls: type) -> dict[str, Any]:
    """List the public methods and properties of a class, its own first."""
    found: dict[str, Any] = {}
    for one in (cls, *parents(cls)):
        for name, member in vars(one).items():
            if not name.startswith("_") and (callable(getattr(one, name)) or isinstance(member, property)):
                found.setdefault(name, member if isinstance(member, property) else getattr(one, name))
    return found


def signature(name: str, function: Any) -> str:
    """Write how something is called, on one line if it fits."""
    said = inspect.signature(function)
    arguments = list(_arguments(said))
    back = "" if said.return_annotation is said.empty else f" -> {said.return_annotation}"
    short = f"{name}({', '.join(arguments)}){back}"
    if len(short) <= WIDE:
        return short
    return f"{name}(\n" + "".join(f"    {one},\n" for one in arguments) + f"){back}"


def _arguments(said: inspect.Signature) -> Iterator[str]:
    """Write each argument, and the star before those that have to be named."""
    starred = False
    for one in said.parameters.values():
        if one.name == "self":
            continue
        if one.kind is one.KEYWORD_ONLY and not starred:
            starred = True
            yield "*"
        annotated = one.name if one.annotation is one.empty else f"{one.name}: {one.annotation}"
        yield annotated if one.default is one.empty else f"{annotated} = {one.default!r}"
