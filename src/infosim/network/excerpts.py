"""Pointing at a place in a file that is not to be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from itertools import islice

from infosim.errors import Problem

MAX_EXCERPT = 100
"""Characters of a bad line that are shown."""


def line_of(text: str, line: int) -> str:
    """Return one line of a text, counted from 1."""
    return next(islice(StringIO(text, newline=None), line - 1, None), "")


def line_problem(content: str, name: str, place: tuple[int, int], fault: str, remedy: str) -> Problem:
    """Make the problem of a place, (line, column), whose line is shown unless that is too far right."""
    line, column = place
    excerpt = printable(content) if column <= MAX_EXCERPT else ""
    return Problem(fault, remedy, name, line, column, excerpt)


def printable(line: str) -> str:
    """Shorten a line, and blank what could move the cursor of a terminal."""
    return "".join(mark if mark.isprintable() else " " for mark in line.rstrip("\r\n")[:MAX_EXCERPT])


def column_of(line: str, cells: Sequence[str], position: int) -> int:
    """Find where a cell of a line begins, counted from 1; one past the end if there is no such cell."""
    if position >= len(cells):
        return len(line.rstrip()) + 1
    begin = 0
    for cell in cells[:position]:
        begin = max(line.find(cell, begin), begin) + len(cell)
    return max(line.find(cells[position], begin), begin) + 1
