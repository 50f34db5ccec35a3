"""Every write that can fail, failing; and every kind of damage, done to a store."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import storing
from infosim import draws
from infosim.draws import Purpose
from infosim.errors import StoreError
from infosim.experiments.store import Store
from storing import BATCHES, record

HERE = Path(storing.__file__).parent
COMPILER = shutil.which("cc") or shutil.which("gcc")

needs_compiler = pytest.mark.skipif(
    COMPILER is None or sys.platform != "linux", reason="plants faults with a library of C"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile what makes calls fail."""
    made = tmp_path_factory.mktemp("faults") / "faults.so"
    words = [str(COMPILER), "-shared", "-fPIC", "-O1", "-o", str(made), str(HERE / "faults.c"), "-ldl"]
    subprocess.run(words, check=True, capture_output=True, timeout=60)
    return made


@needs_compiler
@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "stays"),
    [(errno.ENOSPC, "stays"), (errno.ENOSPC, "once"), (errno.EIO, "once")],
    ids=["no space from then on", "no space once", "a disk error"],
)
def test_any_write_may_fail(number: int, stays: str, library: Path, tmp_path: Path) -> None:
    """Let each write, fsync, rename and truncation fail in turn, and go on afterwards without faults.

    What was acknowledged is there; what is said is one sentence with a path and what to do;
    going on completes. Fault: a row before its side file; an error that is passed over; a
    batch acknowledged before the commit.
    """
    done = subprocess.run(
        [sys.executable, str(HERE / "storing.py"), str(tmp_path), str(number), stays],
        env=os.environ | {"LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    tries = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(tries) > 50, "too few calls were counted for this to be a test"
    assert sum(one["code"] == 1 for one in tries) > 30
    for one in tries:
        assert one["code"] in (0, 1), one
        assert one["holds"], one
        assert one["whole"], one
        assert (one["again"]["code"], one["again"]["batches"]) == (0, BATCHES), one
        if one["code"] == 0:
            assert one["batches"] == BATCHES, one
            continue
        assert one["path"] in one["said"], one
        assert "\n" not in one["said"], one
        assert "safe" in one["said"] or "nothing" in one["said"], one


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a store with a log beside it that is not in the file yet, and side files."""
    made = tmp_path_factory.mktemp("original") / "made" / "s.sqlite"
    made.parent.mkdir()
    copied = made.parent.parent / "copied"
    with Store(made, writing=True) as store:
        store.put([record(number, side=b"y" * 3000 * (number % 2)) for number in range(10)])
    with Store(made, writing=True) as store:
        reader = sqlite3.connect(made)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM runs").fetchone()
        store.put([record(number, side=b"z" * 3000 * (number % 2)) for number in range(10, 20)])
        shutil.copytree(made.parent, copied)
        reader.close()
    return copied


def damages(folder: Path, count: int) -> Iterator[tuple[str, Path, int, bytes | None]]:
    """List damages: a file, a place in it, and what is put there; None cuts it off."""
    sides = sorted(folder.rglob("*.npz"))
    # Store and log are damaged as often as all side files together.
    files = sides + [folder / name for name in ("s.sqlite", "s.sqlite-wal")] * (len(sides) // 2)
    chances = draws.uniforms(11, 0, Purpose.PARENT, 0, np.arange(3 * count, dtype=np.int64), 0).reshape(-1, 3)
    for which, where, how in chances.tolist():
        path = files[int(which * len(files))]
        size = path.stat().st_size
        if size:
            data = None if how < 1 / 3 else bytes(64) if how < 2 / 3 else b"\xa5"
            yield f"{path.name} at {int(where * size)}: {data!r:.12}", path, int(where * size), data


def believed(path: Path) -> tuple[dict[str, tuple[str, float]], str]:
    """Open a store for writing and read all that it takes for whole, or what it says instead."""
    try:
        with Store(path, writing=True) as store:
            good, _ = store.done()
            kept = {key: store.kept(key) for key in good}
    except StoreError as error:
        return {}, str(error)
    return {key: (one.digest, one.outcomes["cost"]) for key, one in kept.items() if one}, ""


def test_damage_is_never_believed(original: Path, tmp_path: Path) -> None:
    """Cut, zero or change the store, its log and its side files at 300 places.

    Either a sentence that names the store, or a part of what was written and nothing else.
    Fault: a side file, a log or a row without a hash that is looked at.
    """
    expected = {record(number).key: (f"d{number}", float(number)) for number in range(20)}
    told, missing = 0, 0
    for number, (what, path, where, data) in enumerate(damages(original, 300)):
        folder = tmp_path / str(number)
        shutil.copytree(original, folder)
        victim = folder / path.relative_to(original)
        content = bytearray(victim.read_bytes())
        content[where : len(content) if data is None else where + len(data)] = data or b""
        victim.write_bytes(content)
        kept, said = believed(folder / "s.sqlite")
        assert not said or str(folder / "s.sqlite") in said, what
        assert kept.items() <= expected.items(), what
        told += bool(said)
        missing += not said and len(kept) < 20
        shutil.rmtree(folder)
    assert told > 10
    assert missing > 50
