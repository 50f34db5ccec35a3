"""The tables of a store, and how its file is opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from infosim.errors import StoreError
from infosim.experiments.store.faults import damaged

SCHEMA = 1
"""Version of the tables; older ones are opened, newer ones refused."""

APPLICATION = 0x1F051
"""What tells a store of ours from another SQLite file."""

TABLES = """
CREATE TABLE IF NOT EXISTS runs (
    key TEXT PRIMARY KEY, form TEXT NOT NULL, replicate INTEGER NOT NULL, digest TEXT NOT NULL,
    summary BLOB NOT NULL, series BLOB NOT NULL, side_sha TEXT NOT NULL, side_bytes INTEGER NOT NULL,
    sha TEXT NOT NULL, wall_s REAL NOT NULL, engine TEXT NOT NULL, infosim TEXT NOT NULL,
    numpy TEXT NOT NULL, platform TEXT NOT NULL, finished_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS texts (sha TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sweeps (
    sweep INTEGER PRIMARY KEY AUTOINCREMENT, plan TEXT NOT NULL UNIQUE, begun_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS attempts (
    key TEXT NOT NULL, n INTEGER NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (key, n)
);
CREATE TABLE IF NOT EXISTS failures (
    key TEXT PRIMARY KEY, reason TEXT NOT NULL, tries INTEGER NOT NULL, at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS conflicts (
    key TEXT NOT NULL, digest TEXT NOT NULL, summary BLOB NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (key, digest)
);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

NETWORKED = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "lustre",
    "beegfs",
    "ceph",
    "gpfs",
    "fuse.sshfs",
}
"""File systems on which SQLite's write-ahead log is not safe."""


def connect(path: Path, *, writing: bool) -> sqlite3.Connection:
    """Open the file of a store, and hold it against what this version knows.

    Raises
    ------
    StoreError
        It is no store, or one of a newer version.
    sqlite3.Error
        It cannot be opened or is damaged.
    """
    is_new = not path.exists() or path.stat().st_size == 0
    if writing:
        file = sqlite3.connect(path, isolation_level=None, timeout=10, check_same_thread=False)
    else:
        file = _for_reading(path)
    try:
        file.execute("PRAGMA trusted_schema = OFF")
        if not is_new:
            _known(file, path)
        if writing:
            _prepare(file, path, is_new)
    except BaseException:
        file.close()
        raise
    return file


def _for_reading(path: Path) -> sqlite3.Connection:
    """Open a store that somebody else may be writing to, or that lies where nothing can be written."""
    uri = path.resolve().as_uri()
    file = sqlite3.connect(f"{uri}?mode=ro", uri=True, isolation_level=None, timeout=10)
    try:
        file.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        file.close()
        if path.with_name(path.name + "-wal").exists():
            raise
        # No log beside it and no place for one: the file is all there is.
        file = sqlite3.connect(f"{uri}?immutable=1", uri=True, isolation_level=None)
    return file


def _known(file: sqlite3.Connection, path: Path) -> None:
    """Refuse what is no store, and one of a newer version."""
    (application,) = file.execute("PRAGMA application_id").fetchone()
    (version,) = file.execute("PRAGMA user_version").fetchone()
    (tables,) = file.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application == 0 and tables == 0:
        # Whoever made it was killed before the tables were there.
        return
    if application != APPLICATION:
        raise StoreError(f"{path} is not a store of infosim; give another file with --store")
    if version > SCHEMA:
        raise StoreError(
            f"{path} was written by a newer infosim (store version {version}, this one knows {SCHEMA}); "
            "nothing was changed; use that version, or another store"
        )


def _prepare(file: sqlite3.Connection, path: Path, is_new: bool) -> None:
    """Choose a journal, make what tables are missing, and look the file through."""
    mode = "DELETE" if on_network(path) else "WAL"
    file.execute(f"PRAGMA journal_mode = {mode}")
    file.execute("PRAGMA synchronous = FULL")
    if not is_new:
        (answer,) = file.execute("PRAGMA quick_check(1)").fetchone()
        if answer != "ok":
            raise StoreError(damaged(path, " ".join(str(answer).split())))
    # One transaction: a store is never found half made.
    marks = f"PRAGMA application_id = {APPLICATION};PRAGMA user_version = {SCHEMA};"
    file.executescript(f"BEGIN IMMEDIATE;{TABLES}{marks}COMMIT;")


def on_network(path: Path) -> bool:
    """Tell whether a file lies on another machine; False where the system does not say."""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    parents = {str(one) for one in path.resolve().parents}
    found = [(len(mount[1]), mount[2]) for line in mounts if (mount := line.split())[1] in parents]
    return bool(found) and max(found)[1] in NETWORKED
