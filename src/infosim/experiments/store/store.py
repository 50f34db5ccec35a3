"""A store: what was run, what was planned, and what failed."""

from __future__ import annotations

import json
import platform
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import numpy as np

from infosim import __version__
from infosim.errors import InfosimError, InputError, Problem, StoreError
from infosim.experiments.keys import canonical
from infosim.experiments.store.durable import leftovers, sha_of, write_whole
from infosim.experiments.store.faults import damaged, spoken
from infosim.experiments.store.records import Kept, Record, read_kept, read_series, row_sha
from infosim.experiments.store.tables import connect
from infosim.world import Floats

SIDE_FROM = 64 * 1024
"""Bytes from which a trajectory would be too much for the database; all of them are files."""

_ROW = "key, form, replicate, digest, summary, series, side_sha"


class Failure(NamedTuple):
    """A run that was given up."""

    key: str
    reason: str
    tries: int


class Row(NamedTuple):
    """A run as it stands in the store."""

    key: str
    form: str
    replicate: int
    digest: str
    summary: bytes
    series: bytes
    side_sha: str
    sha: str

    @property
    def is_whole(self) -> bool:
        """Whether the row is what was written, bit for bit."""
        return self.sha == row_sha(*self[:-1])


class NotDeterministicError(InfosimError):
    """The same run came out in two ways."""


class Store:
    """The file of a study's runs; only a coordinator that holds its lock writes to it.

    Attributes
    ----------
    path : the SQLite file
    sides : the folder of whole trajectories, beside it
    """

    def __init__(self, path: Path, *, writing: bool = False) -> None:
        self.path = path
        self.sides = path.with_name(f"{path.stem}.runs")
        if not writing and not path.is_file():
            raise InputError(Problem(f"there is no store {path}", "make one with infosim sweep"))
        with spoken(path):
            self._file = connect(path, writing=writing)
            if writing:
                for one in leftovers(self.sides):
                    one.unlink()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Make several changes durable together, or none of them."""
        with spoken(self.path):
            self._file.execute("BEGIN IMMEDIATE")
            try:
                yield self._file
                self._file.execute("COMMIT")
            except BaseException:
                if self._file.in_transaction:
                    self._file.execute("ROLLBACK")
                raise

    def put(self, records: Sequence[Record]) -> None:
        """Keep runs; when this returns they survive whatever happens.

        A run that is kept already has to have come out the same.

        Raises
        ------
        NotDeterministicError
            It came out in another way; both are kept.
        StoreError
            Nothing of it was kept.
        """
        with spoken(self.path):
            for one in records:
                if one.side:
                    write_whole(self.side_of(one.key), one.side)
        differing = []
        with self.change() as file:
            had_failed = file.execute("SELECT 1 FROM failures LIMIT 1").fetchone()
            for one in records:
                if not _insert(file, one):
                    (digest,) = file.execute("SELECT digest FROM runs WHERE key = ?", (one.key,)).fetchone()
                    if digest != one.digest:
                        differing.append(one)
                if had_failed:
                    file.execute("DELETE FROM failures WHERE key = ?", (one.key,))
            for one in differing:
                values = (one.key, one.digest, one.summary, now())
                file.execute("INSERT OR IGNORE INTO conflicts VALUES (?, ?, ?, ?)", values)
        if differing:
            raise NotDeterministicError(
                f"run {differing[0].key[:12]} came out in two ways, so it does not depend on its scenario "
                f"and seed alone; both are kept in {self.path}; compare engines with infosim verify"
            )

    def side_of(self, key: str) -> Path:
        """Name the file of a whole trajectory."""
        return self.sides / f"{key}.npz"

    def rows(self, columns: str = _ROW) -> Iterator[Row]:
        """Walk over all runs, whether they are whole or not."""
        with spoken(self.path):
            for row in self._file.execute(f"SELECT {columns}, sha FROM runs"):
                yield Row(*row)

    def done(self) -> tuple[set[str], list[str]]:
        """List the runs that are kept and whole, and those that are kept and damaged."""
        good, bad = set(), []
        for row in self.rows():
            if row.is_whole and (not row.side_sha or self.side_is_whole(row.key, row.side_sha)):
                good.add(row.key)
            else:
                bad.append(row.key)
        return good, bad

    def side_is_whole(self, key: str, sha: str) -> bool:
        """Tell whether the file of a trajectory is what was written."""
        try:
            return sha_of(self.side_of(key).read_bytes()) == sha
        except OSError:
            return False

    def kept(self, key: str) -> Kept | None:
        """Read the numbers of a run; None if there is no such run.

        Raises
        ------
        StoreError
            The row is damaged.
        """
        row = self._row(key)
        return None if row is None else read_kept(row.summary, row.digest)

    def series(self, key: str) -> Floats | None:
        """Read the curve of a run; None if there is no such run."""
        row = self._row(key)
        return None if row is None else read_series(row.series)

    def _row(self, key: str) -> Row | None:
        with spoken(self.path):
            found = self._file.execute(f"SELECT {_ROW}, sha FROM runs WHERE key = ?", (key,)).fetchone()
        row = None if found is None else Row(*found)
        if row is not None and not row.is_whole:
            raise StoreError(damaged(self.path, f"run {key[:12]} is not what was written"))
        return row

    def digests(self) -> dict[str, str]:
        """Give the digest of each run that is kept, whole or not."""
        with spoken(self.path):
            return dict(self._file.execute("SELECT key, digest FROM runs").fetchall())

    def whole_row(self, key: str) -> tuple[Any, ...]:
        """Read every column of a run, as it is copied to another store."""
        with spoken(self.path):
            row: tuple[Any, ...] = self._file.execute("SELECT * FROM runs WHERE key = ?", (key,)).fetchone()
        return row

    def texts(self) -> Iterator[tuple[str, bytes]]:
        """Walk over all texts, each with its hash, as they are copied to another store."""
        with spoken(self.path):
            yield from self._file.execute("SELECT sha, body FROM texts")

    def find(self, prefix: str) -> list[str]:
        """List the runs, kept or given up, whose name begins so."""
        with spoken(self.path):
            asked = "SELECT key FROM (SELECT key FROM runs UNION SELECT key FROM failures) WHERE key GLOB ?"
            found = self._file.execute(asked, (f"{prefix}*",)).fetchall()
        return [key for (key,) in found]

    def drop(self, keys: Iterable[str]) -> None:
        """Forget runs, so that they are run again."""
        with self.change() as file:
            file.executemany("DELETE FROM runs WHERE key = ?", [(key,) for key in keys])

    def text(self, sha: str) -> str:
        """Read a text that was kept.

        Raises
        ------
        StoreError
            It is missing, or is not what was written.
        """
        with spoken(self.path):
            found = self._file.execute("SELECT body FROM texts WHERE sha = ?", (sha,)).fetchone()
            data = zlib.decompress(found[0]) if found else b""
        if not found or sha_of(data) != sha:
            raise StoreError(damaged(self.path, "a text of it is missing or is not what was written"))
        return data.decode()

    def damaged_texts(self) -> list[str]:
        """Say which texts are not what was written."""
        faults = []
        with spoken(self.path):
            for sha, body in self._file.execute("SELECT sha, body FROM texts"):
                try:
                    is_whole = sha_of(zlib.decompress(body)) == sha
                except zlib.error:
                    is_whole = False
                faults += [] if is_whole else [f"the text {sha[:12]} is not what was written"]
        return faults

    def keep_plan(self, plan: dict[str, Any], texts: Iterable[str]) -> None:
        """Keep what is to be run, with the texts it refers to, as the latest sweep of the store."""
        whole = canonical(plan)
        with self.change() as file:
            for text in {*texts, whole}:
                row = sha_of(text.encode()), zlib.compress(text.encode(), 6)
                file.execute("INSERT OR IGNORE INTO texts VALUES (?, ?)", row)
            sha = sha_of(whole.encode())
            file.execute("DELETE FROM sweeps WHERE plan = ?", (sha,))
            file.execute("INSERT INTO sweeps (plan, begun_at) VALUES (?, ?)", (sha, now()))

    def plans(self) -> list[str]:
        """List the hashes of all plans, the latest last."""
        with spoken(self.path):
            return [sha for (sha,) in self._file.execute("SELECT plan FROM sweeps ORDER BY sweep")]

    def plan(self) -> dict[str, Any]:
        """Read the latest plan.

        Raises
        ------
        InputError
            Nothing was planned yet.
        """
        known = self.plans()
        if not known:
            raise InputError(Problem(f"{self.path} has no sweep in it", "make one with infosim sweep"))
        plan: dict[str, Any] = json.loads(self.text(known[-1]))
        return plan

    def note_attempt(self, key: str, reason: str) -> None:
        """Note that a try of a run was lost, and why."""
        with self.change() as file:
            file.execute(
                "INSERT INTO attempts SELECT ?, coalesce(max(n), 0) + 1, ?, ? FROM attempts WHERE key = ?",
                (key, reason, now(), key),
            )

    def give_up(self, key: str, reason: str, tries: int) -> None:
        """Note that a run is not tried again, and why."""
        with self.change() as file:
            file.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?)", (key, reason, tries, now()))

    def failures(self) -> list[Failure]:
        """List the runs that were given up."""
        with spoken(self.path):
            found = self._file.execute("SELECT key, reason, tries FROM failures ORDER BY at, key")
            return [Failure(*row) for row in found]

    def forgive(self) -> None:
        """Forget what was given up, so that it is tried again."""
        with self.change() as file:
            file.execute("DELETE FROM failures")

    def conflicts(self) -> list[tuple[str, str]]:
        """List the runs that came out in two ways, with the second digest."""
        with spoken(self.path):
            return self._file.execute("SELECT key, digest FROM conflicts").fetchall()

    def last_finished(self) -> str:
        """Give the moment of the last run kept; empty if there is none."""
        with spoken(self.path):
            return str(self._file.execute("SELECT max(finished_at) FROM runs").fetchone()[0] or "")

    def squeeze(self) -> None:
        """Give back the space of what was dropped."""
        with spoken(self.path):
            self._file.execute("VACUUM")


def _insert(file: sqlite3.Connection, one: Record) -> bool:
    """Insert a run; False if it is kept already."""
    side = one.side_sha, len(one.side)
    made_by = one.engine, __version__, np.__version__, f"{platform.system()} {platform.machine()}", now()
    values = (
        *(one.key, one.form, one.replicate, one.digest, one.summary, one.series),
        *(*side, one.sha, one.wall, *made_by),
    )
    marks = ", ".join("?" * len(values))
    return file.execute(f"INSERT OR IGNORE INTO runs VALUES ({marks})", values).rowcount == 1


def now() -> str:
    """Give this moment, as it is written in a store."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
