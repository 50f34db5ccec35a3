"""The file of a session."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from infosim.errors import InfosimError, InputError
from infosim.web.workshop.events import Event
from infosim.web.workshop.journal import ALPHABET, CODE_LENGTH, Journal

ONE = Event("answer", "somebody", {"question": "peak", "value": 40})


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    """Fault: events that come back in another order, or without their values."""
    events = [ONE, Event("close", "", {}), Event("hands", "", {"counts": {"0": 3}})]
    journal = Journal(tmp_path / "a", "x")
    journal.append(events[:1])
    journal.append(events[1:])
    journal.close()
    assert Journal(tmp_path / "a", "x").events() == events


def test_secrets_stay_the_same_and_are_nobody_elses_to_read(tmp_path: Path) -> None:
    """Fault: a session file that every user of the machine can read."""
    path = tmp_path / "a"
    first = Journal(path, "x")
    known = {name: first.meta(name) for name in ("code", "trainer", "stage")}
    assert len(set(known.values())) == 3
    assert len(known["code"]) == CODE_LENGTH
    assert set(known["code"]) <= set(ALPHABET)
    assert {name: Journal(path, "x").meta(name) for name in known} == known
    assert path.stat().st_mode & 0o077 == 0


def test_nothing_is_changed_or_taken_away(tmp_path: Path) -> None:
    """Fault: an answer that is overwritten by the next one."""
    journal = Journal(tmp_path / "a", "x")
    journal.append([ONE])
    for change in ("UPDATE events SET kind = 'go'", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="append only"):
            journal._file.execute(change)


def test_another_scenario_is_refused(tmp_path: Path) -> None:
    """Fault: answers about one scenario shown beside the truth of another."""
    Journal(tmp_path / "a", "x").close()
    with pytest.raises(InputError, match="another scenario"):
        Journal(tmp_path / "a", "y")


@pytest.mark.parametrize("content", [b"not a database, but long enough to be looked at" * 40, b"\0" * 5000])
def test_a_file_of_somebody_else_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    """Fault: a report that is overwritten because its name was given with --session."""
    path = tmp_path / "mine.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"mine\.txt"):
        Journal(path, "x")
    assert path.read_bytes() == content


def test_a_database_of_somebody_else_is_refused(tmp_path: Path) -> None:
    """Fault: tables added to a store of runs."""
    path = tmp_path / "store"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    other.close()
    with pytest.raises(InputError, match="no session"):
        Journal(path, "x")


def test_a_full_disk_keeps_nothing_of_a_batch(tmp_path: Path) -> None:
    """Fault: the first of two events kept when the second has no room."""
    journal = Journal(tmp_path / "a", "x")
    pages = journal._file.execute("PRAGMA page_count").fetchone()[0]
    journal._file.execute(f"PRAGMA max_page_count = {pages + 1}")
    long = Event("computed", "", {"result": "x" * 100_000})
    with pytest.raises(InfosimError, match="cannot be written"):
        journal.append([ONE, long])
    assert journal.events() == []
    journal.append([ONE])
    assert journal.events() == [ONE]
