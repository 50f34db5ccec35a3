"""The evidence table: one row for each finding that a default may rest on."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from infosim.evidence.lookup import unknown
from infosim.evidence.works import work

_ID = re.compile(r"\b[SHECIPNT]\d\d\b", re.ASCII)

_SPOKEN_FOR = {"pattern", "formula", "counts"}
"""Units whose value is a text that needs none."""

_HOW_KNOWN = {
    "read": "read in the source",
    "memory": "from memory, not checked against the source",
    "assumption": "assumption",
}

_SECOND_HAND = "Second hand"
"""A note begins so if only a report of the source was read."""


@dataclass(frozen=True)
class Row:
    """One finding.

    Attributes
    ----------
    id : a letter and two digits; Spread, Heterogeneity, Exposure, Corrections,
        Interventions, Platforms, Networks, Theory
    parameter : what was measured, as a dotted name
    value : the figure, or a short text where the unit is pattern, formula or counts
    unit : what the figure counts
    low, high : the range to vary it over, None where there is none
    population : where it was measured
    source : key of the work, empty if there is none
    confidence : read, memory or assumption
    note : what to know before using it; of a row without a source, the rows it rests on
    """

    id: str
    parameter: str
    value: str
    unit: str
    low: float | None
    high: float | None
    population: str
    source: str
    confidence: str
    note: str

    @property
    def cite(self) -> str:
        """Cite the source in a few words: Guess and others 2020; empty if there is none."""
        return work(self.source).cite if self.source else ""

    def text(self) -> str:
        """Say in one line what was found, where, and how it is known."""
        amount = self.value if self.unit in _SPOKEN_FOR else f"{self.value} {self.unit}"
        spread = "" if self.low is None or self.high is None else f" [{self.low:g} to {self.high:g}]"
        return f"{amount}{spread}, {self.population} ({self._ground()})"

    def _ground(self) -> str:
        """Say where the row comes from."""
        known = _HOW_KNOWN[self.confidence]
        if self.source:
            known = "read at second hand" if self.note.startswith(_SECOND_HAND) else known
            return f"{self.cite}; {known}"
        if self.confidence == "read":
            return "derived from " + ", ".join(ids_in(self.note))
        return "from memory, without a source" if self.confidence == "memory" else known


def read(text: str) -> dict[str, Row]:
    """Read a table of rows, as table.csv has them.

    Returns
    -------
    dict from id to row, in the order of the text
    """
    return {cells["id"]: _row(cells) for cells in csv.DictReader(text.splitlines())}


def _row(cells: dict[str, str]) -> Row:
    low, high = (float(cells[end]) if cells[end] else None for end in ("low", "high"))
    return Row(
        id=cells["id"],
        parameter=cells["parameter"],
        value=cells["value"],
        unit=cells["unit"],
        low=low,
        high=high,
        population=cells["population"],
        source=cells["source"],
        confidence=cells["confidence"],
        note=cells["note"],
    )


@cache
def table() -> Mapping[str, Row]:
    """Give all rows by id."""
    text = files("infosim.evidence").joinpath("table.csv").read_text(encoding="utf-8")
    return MappingProxyType(read(text))


def row(id: str) -> Row:
    """Give one row.

    Raises
    ------
    InputError
        If there is none of this id; says which were probably meant.
    """
    try:
        return table()[id]
    except KeyError:
        raise unknown("evidence", id, table()) from None


def ids_in(text: str) -> list[str]:
    """List the ids that a text names, each once, in its order; whether rows have them is not asked.

    Examples
    --------
    >>> ids_in("measured (H09, C14), against C14's source")
    ['H09', 'C14']
    """
    return list(dict.fromkeys(_ID.findall(text)))


def keys_of(ids: Iterable[str]) -> list[str]:
    """List the works behind some rows, each once, in the order of their keys.

    A row without a source is a reckoning or an assumption: the works are those of the
    rows that its note names.

    Raises
    ------
    InputError
        If there is no row of some id.
    """
    keys = {key for one in ids for key in _sources(row(one))}
    return sorted(keys, key=str.casefold)


def _sources(found: Row) -> set[str]:
    named = [found] if found.source else [row(one) for one in ids_in(found.note)]
    return {one.source for one in named} - {""}
