"""Ties as lines of text: two labels each, between spaces or commas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from itertools import chain, islice
from typing import NamedTuple

from infosim.errors import InputError, Problem
from infosim.network.excerpts import column_of, line_of, line_problem

MAX_SHOWN = 20
"""Bad lines that are shown; more are only counted."""

MAX_WORDS = 3
"""Two labels and a weight, where spaces part them; a CSV file may have any number of columns."""


class Edges(NamedTuple):
    """The ties of a file by label, and the nodes that it lists."""

    source: Sequence[str]
    target: Sequence[str]
    nodes: Sequence[str] = ()


class Row(NamedTuple):
    """One line of a file, and the cells in it."""

    line: int
    cells: list[str]


class Columns(NamedTuple):
    """Where the two labels stand, how many cells there may be, and whether the first row is a heading."""

    source: int
    target: int
    most: float
    has_heading: bool


class Fault(NamedTuple):
    """What is wrong with a row, and at which of its cells."""

    row: Row
    cell: int
    message: str
    remedy: str


def read_columns(text: str, name: str, directed: bool) -> Edges:
    """Read two labels a line between spaces, perhaps with a weight; # and % begin comments."""
    lines = enumerate(StringIO(text, newline=None), 1)
    rows = (
        Row(number, line.split()) for number, line in lines if line.strip() and line.lstrip()[0] not in "#%"
    )
    return _edges(rows, text, name, MAX_WORDS)


def read_csv(text: str, name: str, directed: bool) -> Edges:
    """Read the columns `source` and `target`, or the first two, between commas or semicolons."""
    heading = text.partition("\n")[0]
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = (Row(reader.line_num, [cell.strip() for cell in cells]) for cells in reader if any(cells))
    try:
        return _edges(rows, text, name, float("inf"))
    except csv.Error as error:
        fault = f"is not CSV: {error}"
        line = reader.line_num
        raise InputError(
            line_problem(line_of(text, line), name, (line, 1), fault, "close every quotation mark")
        ) from error


def _edges(rows: Iterable[Row], text: str, name: str, most: float) -> Edges:
    """Collect the two labels of every row, or refuse the file with its bad lines."""
    rows = iter(rows)
    head = list(islice(rows, 2))
    columns = _columns(head, most)
    source: list[str] = []
    target: list[str] = []
    faults: list[Fault] = []
    for row in chain(head[columns.has_heading :], rows):
        fault = _fault(row, columns)
        if fault:
            faults.append(fault)
        else:
            source.append(row.cells[columns.source])
            target.append(row.cells[columns.target])
    if faults:
        raise InputError(_problems(faults, text, name))
    return Edges(source, target)


def _columns(head: list[Row], most: float) -> Columns:
    """Find the two labels: by their names, or else first and second.

    Words above numbers are a heading too, whatever they say.
    """
    names = [cell.lower() for cell in head[0].cells] if head else []
    if "source" in names and "target" in names:
        return Columns(names.index("source"), names.index("target"), most, True)
    numbers = [[_is_number(cell) for cell in row.cells[:2]] for row in head]
    return Columns(0, 1, most, len(head) == 2 and not any(numbers[0]) and all(numbers[1]))


def _fault(row: Row, columns: Columns) -> Fault | None:
    """Say what is wrong with a row, if anything."""
    cells = row.cells
    n_cells = len(cells)
    if n_cells <= columns.source or n_cells <= columns.target:
        return Fault(
            row, n_cells, f"has {n_cells} column(s) where two labels are needed", "write two labels a line"
        )
    if n_cells > columns.most:
        remedy = "write two labels and at most a weight; labels with spaces need a CSV file"
        return Fault(row, MAX_WORDS, f"has {n_cells} columns where two labels are needed", remedy)
    if not cells[columns.source] or not cells[columns.target]:
        empty = columns.target if cells[columns.source] else columns.source
        return Fault(row, empty, "has an empty label", "write a label, or delete the line")
    if n_cells == columns.most and columns.target == 1 and not _is_weight(cells[2]):
        remedy = "drop the third column; labels with spaces need a CSV file"
        return Fault(row, 2, "has a third column that is not a weight", remedy)
    return None


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _is_weight(cell: str) -> bool:
    """Accept numbers, and the empty data that networkx writes."""
    return cell == "{}" or _is_number(cell)


def _problems(faults: list[Fault], text: str, name: str) -> list[Problem]:
    """Show the first bad lines, and count the others."""
    lines = list(islice(StringIO(text, newline=None), max(fault.row.line for fault in faults[:MAX_SHOWN])))
    problems = []
    for row, cell, message, remedy in faults[:MAX_SHOWN]:
        line = lines[row.line - 1]
        place = row.line, column_of(line, row.cells, cell)
        problems.append(line_problem(line, name, place, message, remedy))
    if len(faults) > MAX_SHOWN:
        problems.append(Problem(f"and {len(faults) - MAX_SHOWN:,} more bad lines", file=name))
    return problems
