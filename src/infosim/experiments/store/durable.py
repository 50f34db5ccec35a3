"""Files that are there completely or not at all, whatever happens to the machine."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

TEMPORARY = ".tmp-"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it: temp, fsync, rename, fsync of the folder.

    Raises
    ------
    OSError
        With the path of the file; then there is no file of this name, or the old one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
    try:
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(file, view) :]
            os.fsync(file)
        finally:
            os.close(file)
        os.replace(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise OSError(error.errno, error.strerror, str(path)) from None


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; where folders cannot be opened there is nothing to do."""
    if os.name == "nt":
        return
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def sha_of(data: bytes) -> str:
    """Compute the SHA-256 of some bytes, 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def leftovers(folder: Path) -> list[Path]:
    """List what writers that were killed have left behind."""
    return sorted(folder.glob(f"{TEMPORARY}*")) if folder.is_dir() else []
