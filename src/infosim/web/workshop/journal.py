"""The file of a session: what happened, in order, and on the disk before anybody is told so."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from infosim.errors import InfosimError, InputError, Problem
from infosim.web.workshop.events import Event

FORMAT = "infosim workshop 1"

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 symbols that cannot be taken for each other when they are read from a wall."""

CODE_LENGTH = 6

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE events (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, by TEXT NOT NULL, said TEXT NOT NULL) STRICT;
CREATE TRIGGER nothing_changes BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER nothing_is_lost BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'append only'); END;
"""


class Journal:
    """A session on disk: one SQLite file that is only ever appended to.

    Parameters
    ----------
    path : the file; made if it is not there
    scenario : digest of what the session is about; a file about something else is refused

    Raises
    ------
    InputError
        The file is none of ours, or about another scenario, or cannot be written.
    """

    def __init__(self, path: Path, scenario: str) -> None:
        self.path = path
        is_new = not path.exists()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Secrets are in it: made so that nobody else on this machine can read them.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._file.execute("PRAGMA trusted_schema = OFF")
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = FULL")
            if is_new or not self._tables():
                self._begin(scenario)
            known = self.meta("format"), self.meta("scenario")
        except (OSError, sqlite3.Error) as error:
            remedy = "give another file with --session"
            raise InputError(Problem(f"{path} cannot be used for a session: {error}", remedy)) from None
        if known[0] != FORMAT:
            raise InputError(
                Problem(f"{path} is no session of a workshop", "give another file with --session")
            )
        if known[1] != scenario:
            remedy = "give the options it was begun with, or another file with --session"
            raise InputError(Problem(f"{path} holds a session about another scenario", remedy))

    def _tables(self) -> list[str]:
        return [name for (name,) in self._file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]

    def _begin(self, scenario: str) -> None:
        """Make the tables and the secrets of a new session, all or nothing."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        secret = {name: secrets.token_urlsafe(16) for name in ("trainer", "stage")}
        facts = {"format": FORMAT, "scenario": scenario, "code": code, **secret}
        rows = ", ".join(f"('{key}', '{value}')" for key, value in facts.items())
        self._file.executescript(f"BEGIN; {TABLES} INSERT INTO meta VALUES {rows}; COMMIT;")

    def meta(self, key: str) -> str:
        """Read a fact about the session; empty if it is not known."""
        row = self._file.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def keep(self, key: str, value: str) -> None:
        """Keep a fact about the session."""
        self._file.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def append(self, events: Sequence[Event]) -> None:
        """Write events, all or none; they are on the disk when this returns.

        Raises
        ------
        InfosimError
            The disk is full or broken; nothing of this call is kept.
        """
        rows = [(one.kind, one.by, json.dumps(one.values, allow_nan=False)) for one in events]
        try:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany("INSERT INTO events (kind, by, said) VALUES (?, ?, ?)", rows)
            self._file.execute("COMMIT")
        except sqlite3.Error as error:
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")
            raise InfosimError(f"the session cannot be written to {self.path}: {error}") from None

    def events(self) -> list[Event]:
        """Read everything that happened, in order."""
        rows = self._file.execute("SELECT kind, by, said FROM events ORDER BY n")
        return [Event(kind, by, _plain(said)) for kind, by, said in rows]

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _plain(said: str) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(said)
    return plain
