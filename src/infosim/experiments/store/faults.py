"""What can go wrong with a store, in one sentence: which file, what is safe, what to do."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infosim.errors import StoreError

SAFE = "what it says is saved is safe"


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into a sentence about a store.

    Raises
    ------
    StoreError
    """
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(sentence(path, error)) from error
    except (zlib.error, UnicodeDecodeError) as error:
        raise StoreError(damaged(path, "a text in it cannot be read")) from error
    except OSError as error:
        where = Path(error.filename) if isinstance(error.filename, str) else path
        raise StoreError(_of_system(where, error)) from error


def sentence(path: Path, error: sqlite3.Error) -> str:
    """Say what an error of SQLite means for a store."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_FULL"):
        return no_space(path)
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN", "SQLITE_AUTH")):
        return f"{path} cannot be written or read here; {SAFE}; make it writable, then run again to continue"
    if name.startswith("SQLITE_IOERR"):
        return f"{path}: the disk reports an error; {SAFE}; look after the disk, then run again to continue"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"{path} is used by another program; {SAFE}; end that one, then run again to continue"
    return damaged(path, str(error))


def damaged(path: Path, what: str) -> str:
    """Say that a store is damaged."""
    return (
        f"{path} is damaged, or no store ({what}); nothing of it was used; see `infosim store check {path}`, "
        "then restore a copy, or move it away and run again"
    )


def no_space(path: Path) -> str:
    """Say that a disk is full, and how much is free."""
    try:
        free = f" ({shutil.disk_usage(path.parent).free / 1e6:,.1f} MB are free)"
    except OSError:
        free = ""
    return f"{path}: no space is left on the disk{free}; {SAFE}; free some, then run again to continue"


def _of_system(path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return no_space(path)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        fault = f"{path} cannot be written: {error.strerror}"
        return f"{fault}; {SAFE}; make it writable, then run again to continue"
    return f"{path}: {error.strerror or error}; {SAFE}; look after the disk, then run again to continue"
