"""The evidence table: no row lost, none without a ground, and every id that is used is in it."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infosim.errors import InputError
from infosim.evidence import Row, ids_in, keys_of, row, table
from infosim.evidence.works import works

REPOSITORY = Path(__file__).parents[3]
FILE = REPOSITORY / "src" / "infosim" / "evidence" / "table.csv"

ROWS = {"S": 25, "H": 26, "E": 9, "C": 23, "I": 44, "P": 14, "N": 14, "T": 5}
"""How many rows each letter has."""

IN_WORDS = {"pattern", "formula", "counts"}
"""Units of rows whose value is a text."""


def number(text: str) -> float | None:
    """Read a number; None of a text that is none."""
    try:
        return float(text)
    except ValueError:
        return None


def test_no_row_is_lost() -> None:
    """Each letter counts from 01 without a gap, and no id comes twice.

    Fault: a row dropped, or given the id of another.
    """
    with FILE.open(encoding="utf-8", newline="") as file:
        listed = [cells["id"] for cells in csv.DictReader(file)]
    assert listed == [f"{letter}{n:02}" for letter, count in ROWS.items() for n in range(1, count + 1)]
    assert list(table()) == listed


def test_cells_are_what_they_should_be() -> None:
    """Fault: a comma outside quotation marks, which shifts the cells behind it."""
    with FILE.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    assert header == list(Row.__dataclass_fields__)
    assert {len(line) for line in lines} == {len(header)}
    assert {one.confidence for one in table().values()} == {"read", "memory", "assumption"}
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*(\.\w+)+", one.parameter) for one in table().values())
    assert all(one.unit and one.population for one in table().values())


def test_every_source_is_in_the_references() -> None:
    """Fault: a key misspelt."""
    assert {one.source for one in table().values()} - {""} - set(works()) == set()


def test_a_row_without_source_says_what_it_rests_on() -> None:
    """It is an assumption, or remembered, or its note names rows that have sources.

    Fault: a source forgotten in a row that was read.
    """
    bare = [one for one in table().values() if not one.source]
    assert bare
    for one in bare:
        assert all(row(other).source for other in ids_in(one.note)), one.id
        assert one.confidence in ("assumption", "memory") or ids_in(one.note), one.id


def test_ranges_hold_their_values() -> None:
    """Fault: a decimal point shifted in a value, or the ends of a range exchanged."""
    assert all((one.low is None) == (one.high is None) for one in table().values())
    cells = {
        one.id: (one.low, number(one.value), one.high) for one in table().values() if one.low is not None
    }
    assert len(cells) > 100
    ranges = {id: [cell for cell in given if cell is not None] for id, given in cells.items()}
    assert {id: given for id, given in ranges.items() if given != sorted(given)} == {}


def test_values_in_words_are_marked_by_their_unit() -> None:
    """Fault: a figure with the unit pattern, which would be printed without a unit."""
    wrong = [one.id for one in table().values() if (one.unit in IN_WORDS) != (number(one.value) is None)]
    assert wrong == []


def test_notes_are_short() -> None:
    """Fault: a paragraph in a table."""
    assert [one.id for one in table().values() if len(one.note.split()) > 25] == []


def texts_that_name_rows() -> Iterator[tuple[str, str]]:
    """Give what rests on the evidence: sources, studies and the description of the model."""
    paths = [
        *(REPOSITORY / "src").rglob("*.py"),
        *(REPOSITORY / "scenarios").glob("*.yaml"),
        REPOSITORY / "docs" / "model.md",
    ]
    return ((path.name, path.read_text(encoding="utf-8")) for path in paths)


def test_every_id_in_use_has_a_row() -> None:
    """Fault: a default that cites a row which does not exist."""
    used = {(name, one) for name, text in texts_that_name_rows() for one in ids_in(text)}
    assert len(used) > 100
    assert {(name, one) for name, one in used if one not in table()} == set()


def test_notes_name_rows_that_exist() -> None:
    """Fault: a row renumbered, and a note that still names it by its old id."""
    named = {(one.id, other) for one in table().values() for other in ids_in(f"{one.note} {one.population}")}
    assert named
    assert {pair for pair in named if pair[1] not in table()} == set()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("H09 and C14, then H09's again", ["H09", "C14"]),
        ("I12)E06,T01", ["I12", "E06", "T01"]),
        ("A01 H9 H099 xH09 H09x h09 SC11 E402 S٣٤", []),
        ("", []),
    ],
)
def test_ids_are_words_of_their_own(text: str, ids: list[str]) -> None:
    """Fault: an id found inside a longer word, or counted twice."""
    assert ids_in(text) == ids


@pytest.mark.parametrize(
    ("id", "text"),
    [
        (
            "C01",
            "0.276 relative [0.13 to 0.35], US, 21 experiments, n=14,133 "
            "(Martel and Rand 2024; read in the source)",
        ),
        (
            "E06",
            "0.32 fraction rating a false headline as accurate [0.2 to 0.4], US 2018 "
            "(Guess and others 2020; from memory, not checked against the source)",
        ),
        (
            "I05",
            "0.93 relative cut of engagement, Twitter 2020 "
            "(Bak-Coleman and others 2022; read at second hand)",
        ),
        (
            "S16",
            "complex fits better than simple, experiment with Twitter bots "
            "(Mønsted and others 2017; read in the source)",
        ),
        ("I37", "0.02 USD per message [0.005 to 0.05], generic (assumption)"),
        ("N14", "0.4 Newman's Q [0.3 to 0.7], typical social networks (from memory, without a source)"),
        (
            "H22",
            "3.6 sigma of the log of sharing propensity [3.6 to 3.9], US Twitter (derived from H19, H20)",
        ),
    ],
)
def test_a_row_is_said_in_one_line(id: str, text: str) -> None:
    """Fault: a figure from a newspaper, or from memory, passed off as read in the source."""
    assert row(id).text() == text


def test_every_row_can_be_said() -> None:
    """Fault: a confidence or a source without words for it."""
    for one in table().values():
        assert "\n" not in one.text()
        assert one.cite in one.text()
        assert bool(one.cite) == bool(one.source)


@pytest.mark.parametrize(("id", "meant"), [("H99", "H09"), ("h09", "H09"), ("Q17", "C17")])
def test_an_unknown_id_is_refused_with_what_was_meant(id: str, meant: str) -> None:
    """Fault: a bare KeyError."""
    with pytest.raises(InputError, match=rf"there is no evidence '{id}'\n.*did you mean .*\b{meant}\b"):
        row(id)


@pytest.mark.parametrize("id", ["", "\n", "x" * 100_000])
def test_an_id_like_none_is_refused_in_short(id: str) -> None:
    """Fault: a message as long as what was typed, or no word on what there is."""
    with pytest.raises(InputError, match="there are 160, from C01 to T05") as refused:
        row(id)
    assert len(str(refused.value)) < 200


def test_derived_rows_lead_to_the_works_behind_them() -> None:
    """A row without a source gives the works of those its note names.

    Fault: a reckoning cited as nobody's, so that `cite` forgets Slaughter2025.
    """
    assert keys_of(["S24"]) == ["BakColeman2022", "Chuai2024", "Slaughter2025"]
    assert keys_of(["H22", "C01", "H19", "I37"]) == ["BaribiBartov2024", "Grinberg2019", "MartelRand2024"]
    assert keys_of(iter(())) == []
    with pytest.raises(InputError, match="H99"):
        keys_of(["H09", "H99"])


def test_the_table_cannot_be_changed() -> None:
    """Fault: a plain dict, in which one caller changes what the next one reads."""
    with pytest.raises(TypeError):
        table()["Q01"] = row("S01")  # type: ignore[index]


def test_reading_evidence_loads_nothing_heavy() -> None:
    """Fault: an import of units, which brings pydantic to `infosim --help`."""
    heavy = {"numpy", "pydantic", "mesa", "numba", "matplotlib", "typer", "rich", "ruamel"}
    code = "import sys, infosim.evidence as e; e.row('H09').text(); print(*sys.modules)"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert {name.split(".")[0] for name in shown.stdout.split()} & heavy == set()
