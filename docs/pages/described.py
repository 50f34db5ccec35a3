"""A docstring as Markdown, section by section."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from pages.text import linked, sections

NAMED = {"Parameters", "Returns", "Attributes", "Raises", "Draws"}
"""Sections that list things, each from the beginning of a line."""


def described(docstring: str | None) -> Iterator[str]:
    """Write a docstring, a part for each of its sections."""
    before, found = sections(inspect.cleandoc(docstring or ""))
    yield linked(before)
    for heading, text in found.items():
        yield f"**{heading}**\n\n{section(heading, text)}"


def section(heading: str, text: str) -> str:
    """Write one section: a list, an example, or words."""
    if heading in NAMED:
        return "\n".join(f"- {_thing(one)}" for one in re.split(r"\n(?=\S)", text))
    return f"```pycon\n{text}\n```" if heading == "Examples" else linked(text)


def _thing(text: str) -> str:
    """Write one thing that is listed: its name as code, then words, those of indented lines last."""
    head, _, more = text.partition("\n")
    name, _, words = head.partition(" : ")
    said = "; ".join(" ".join(part.split()) for part in (words, more) if part.strip())
    return f"`{name}`: {linked(said)}" if said else f"`{name}`"
