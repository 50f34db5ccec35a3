"""Lists as the files have them, indented as the site's reader of Markdown wants them."""

from __future__ import annotations

import re

ITEM = re.compile(r"^( *)((?:\d+\.|[-*]) +)\S")
FENCE = re.compile(r"^ *(```|~~~)")


def four_spaces(text: str) -> str:
    r"""Indent what belongs to an item of a list by four spaces a level.

    Files are indented to the text of the item, as CommonMark has it: two or three spaces. Python-Markdown
    asks for four, and for a blank line before a list.

    Examples
    --------
    >>> four_spaces("so:\n1. one\n\n   - two\n     more\n")
    'so:\n\n1. one\n\n    - two\n        more\n'
    """
    offsets: list[int] = []
    lines: list[str] = []
    fenced = False
    for line in text.split("\n"):
        if FENCE.match(line):
            fenced = not fenced
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip():
            lines.append(line)
            continue
        if not fenced or FENCE.match(line):
            while offsets and indent < offsets[-1]:
                offsets.pop()
        inside = indent - (offsets[-1] if offsets else 0)
        moved = " " * (4 * len(offsets) + max(0, inside)) + line[indent:]
        item = None if fenced or inside > 3 else ITEM.match(line)
        if item:
            if not offsets and lines and lines[-1].strip() and not _in_list(lines):
                lines.append("")
            offsets.append(len(item[1]) + len(item[2]))
        lines.append(moved)
    return "\n".join(lines)


def _in_list(lines: list[str]) -> bool:
    """Tell whether the last paragraph began as an item."""
    for line in reversed(lines):
        if ITEM.match(line):
            return True
        if not line.strip() or not line.startswith(" "):
            return False
    return False
