"""The lock of a store: held by the kernel for one process, and let go of when that process ends."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from infosim.errors import StoreError

SUFFIX = ".lock"


class StoreLock:
    """Hold a store for this process alone; nothing has to be cleaned up after a `kill -9`.

    Raises
    ------
    StoreError
        Somebody else holds it; says who. Or the folder cannot be written to.
    """

    def __init__(self, store: Path) -> None:
        self.store = store
        self.path = store.with_name(store.name + SUFFIX)

    def __enter__(self) -> StoreLock:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.file = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        except OSError as error:
            raise StoreError(f"{self.path} cannot be written: {error.strerror}; nothing was run") from None
        if not _take(self.file):
            holder = _read(self.file)
            os.close(self.file)
            raise StoreError(
                f"{self.store} is held by {holder or 'another process'}: let that sweep end, or give another "
                "store with --store"
            )
        # For people only, and no reason to stop: what counts is the lock of the kernel.
        with suppress(OSError):
            os.ftruncate(self.file, 0)
            os.write(self.file, f"process {os.getpid()} on {socket.gethostname()}".encode())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self.file)


def holder_of(store: Path) -> str:
    """Say who holds a store, nothing if nobody does."""
    try:
        file = os.open(store.with_name(store.name + SUFFIX), os.O_RDWR)
    except OSError:
        return ""
    try:
        return "" if _take(file) else _read(file) or "another process"
    finally:
        os.close(file)


def _read(file: int) -> str:
    os.lseek(file, 0, os.SEEK_SET)
    said = os.read(file, 200).decode(errors="replace")
    return "".join(character for character in said if character.isprintable())


if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> bool:
        try:
            # A byte far behind the text, so that others can read who holds it.
            os.lseek(file, 1 << 20, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
