"""What the makers of pages share: tables, headings, and links to what a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from infosim.evidence import table as evidence_rows
from infosim.evidence.works import works

ROW = re.compile(r"(?<![\[\w#.-])([SHECIPNT]\d\d)(?!\w)")
KEY = re.compile(r"(?<![\[\w#@.-])([A-Z][A-Za-z]+(?:(?:19|20)\d\d|undated)[a-z]?)(?!\w)")
CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; a bar or a new line inside a cell does not end it."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell(one) for one in row) + " |" for row in rows]
    return "\n".join(lines)


def cell(text: str) -> str:
    """Write a text so that it stays in its cell."""
    parts = CODE.split(text.replace("\n", " ").strip())
    return "".join(part if part.startswith("`") else part.replace("|", "\\|") for part in parts)


def plain(text: str) -> str:
    """Write what Markdown would take for something else, as text; code is left as it is."""
    return "".join(part if part.startswith("`") else _escaped(part) for part in _parts(text))


def linked(text: str) -> str:
    """Write a text likewise, and link rows of evidence and works to their places in the reference."""
    return "".join(part if part.startswith("`") else _linked(_escaped(part)) for part in _parts(text))


def _parts(text: str) -> list[str]:
    return CODE.split(text.replace("``", "`"))


def _escaped(text: str) -> str:
    return re.sub(r"([*\[\]_])", r"\\\1", text.replace("<", "&lt;"))


def with_sources(markdown: str, up: str) -> str:
    """Link rows and works in Markdown that somebody has written; code and equations are left as they are.

    Parameters
    ----------
    up : the way from the page to the reference
    """
    return "\n".join(
        line
        if line.startswith("    ")
        else "".join(part if part.startswith("`") else _linked(part, up) for part in CODE.split(line))
        for line in markdown.split("\n")
    )


def _linked(text: str, up: str = "") -> str:
    def row(found: re.Match[str]) -> str:
        id = found[1]
        return f"[{id}]({up}evidence.md#{id.lower()})" if id in evidence_rows() else id

    def key(found: re.Match[str]) -> str:
        return f"[{found[1]}]({up}references.md#{found[1].lower()})" if found[1] in works() else found[1]

    return KEY.sub(key, ROW.sub(row, text))


def sections(docstring: str) -> tuple[str, dict[str, str]]:
    """Take a docstring of NumPy's form apart.

    Returns
    -------
    what comes before the first heading, and the text of each section by its heading
    """
    before, *rest = re.split(r"^(\w[\w ]*)\n-{3,}\n", docstring, flags=re.MULTILINE)
    return before.strip(), dict(zip(rest[::2], (one.strip("\n") for one in rest[1::2]), strict=True))
