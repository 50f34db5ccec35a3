"""The store: what was acknowledged is there, what is damaged is never believed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from infosim.errors import InputError, StoreError
from infosim.experiments.compare import Summary
from infosim.experiments.store import Record, Store, StoreLock
from infosim.experiments.store.checking import check_store, collect
from infosim.experiments.store.durable import leftovers, sha_of, write_whole
from infosim.experiments.store.records import record_of
from infosim.experiments.store.store import NotDeterministicError


def record(number: int, *, side: bytes = b"", digest: str = "") -> Record:
    """Make a record of a run that is told by a number."""
    curve = np.linspace(0, number, 30)
    numbers = {"cost": float(number), "discernment": float("nan")}
    summary = Summary("a", number, numbers, {"g": numbers}, curve, {"c": (1, 2)}, digest or f"d{number}")
    return record_of(f"{number:064x}", "f", summary, 0.1, "compiled", side)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


def filled(path: Path, count: int = 5, side: bytes = b"") -> None:
    """Make a store with some runs in it."""
    with Store(path, writing=True) as store:
        store.put([record(number, side=side) for number in range(count)])


def test_what_is_put_is_read_back_bit_for_bit(path: Path) -> None:
    """Fault: numbers written with twelve digits."""
    one = replace(record(1))
    with Store(path, writing=True) as store:
        store.put([one])
    with Store(path) as store:
        kept, series = store.kept(one.key), store.series(one.key)
        assert store.kept("0" * 63 + "9") is None
    assert kept is not None
    assert kept.outcomes["cost"] == 1.0
    assert np.isnan(kept.groups["g"]["discernment"])
    assert kept.digest == "d1"
    assert series is not None
    assert series.tobytes() == np.linspace(0, 1, 30).tobytes()


def test_the_same_run_twice_is_kept_once(path: Path) -> None:
    """Fault: INSERT OR REPLACE."""
    filled(path)
    filled(path)
    with Store(path) as store:
        assert len(store.done()[0]) == 5


def test_a_run_that_comes_out_in_two_ways_is_a_sentence_and_both_are_kept(path: Path) -> None:
    """Fault: insert-or-ignore, and nobody compares."""
    filled(path)
    with Store(path, writing=True) as store:
        with pytest.raises(NotDeterministicError, match="came out in two ways"):
            store.put([record(2, digest="another"), record(7)])
        assert store.conflicts() == [(record(2).key, "another")]
        kept = store.kept(record(2).key)
        assert kept is not None
        assert kept.digest == "d2"
        assert store.kept(record(7).key) is not None


COLUMNS = ("digest", "summary", "series", "form", "replicate", "sha", "side_sha")


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_row_is_never_believed(column: str, path: Path) -> None:
    """Change one column of one row behind the back of the store.

    Fault: the hash of a row leaves a column out.
    """
    filled(path)
    file = sqlite3.connect(path)
    value: object = 17 if column == "replicate" else b"x" if column in ("summary", "series") else "x"
    file.execute(f"UPDATE runs SET {column} = ? WHERE key = ?", (value, record(3).key))
    file.commit()
    file.close()
    with Store(path) as store:
        good, bad = store.done()
        assert bad == [record(3).key]
        assert len(good) == 4
        with pytest.raises(StoreError, match=r"store\.sqlite is damaged"):
            store.kept(record(3).key)
    assert check_store(path).faults == [f"run {record(3).key[:12]} is not what was written"]


def test_a_side_file_that_is_damaged_or_gone_makes_its_run_not_done(path: Path) -> None:
    """Fault: "done" means that a row is there."""
    filled(path, side=b"trajectory" * 100)
    with Store(path) as store:
        first, second = store.side_of(record(0).key), store.side_of(record(1).key)
        first.write_bytes(first.read_bytes()[:-1])
        second.unlink()
        assert sorted(store.done()[1]) == [record(0).key, record(1).key]
    found = check_store(path)
    assert [str(first) in fault or str(second) in fault for fault in found.faults] == [True, True]


def test_gc_removes_what_nobody_refers_to_and_nothing_else(path: Path) -> None:
    """Fault: files of runs that are kept are removed."""
    filled(path, side=b"trajectory" * 100)
    folder = path.with_name("store.runs")
    (folder / f"{'f' * 64}.npz").write_bytes(b"nobody's")
    (folder / ".tmp-1-x").write_bytes(b"half")
    assert len(check_store(path).orphans) == 2
    with Store(path, writing=True) as store:
        runs, files, freed = collect(store, None)
        assert (runs, files, freed) == (0, 1, 8)
        runs, files, _ = collect(store, {record(1).key})
        assert (runs, files) == (4, 4)
    assert [one.name for one in folder.iterdir()] == [f"{record(1).key}.npz"]
    assert check_store(path).lines() == [f"{path}: 1 runs, every one is what was written"]


def test_a_newer_store_is_refused_and_left_alone(path: Path) -> None:
    """Fault: the version is written before it is read."""
    filled(path)
    file = sqlite3.connect(path)
    file.execute("PRAGMA user_version = 99")
    file.close()
    before = path.read_bytes()
    for writing in (False, True):
        with pytest.raises(StoreError, match="newer infosim"):
            Store(path, writing=writing)
    assert path.read_bytes() == before


def test_an_older_store_is_opened(path: Path) -> None:
    """A store from before there were conflicts gets the table, and keeps its runs.

    Fault: tables are made for new files only.
    """
    filled(path)
    file = sqlite3.connect(path)
    file.executescript("DROP TABLE conflicts; PRAGMA user_version = 0;")
    file.close()
    with Store(path, writing=True) as store:
        assert len(store.done()[0]) == 5
        assert store.conflicts() == []


@pytest.mark.parametrize("what", ["text", "zeros", "another program's"])
def test_what_is_no_store_is_refused(what: str, path: Path) -> None:
    """Fault: tables are made in whatever file is named."""
    if what == "another program's":
        file = sqlite3.connect(path)
        file.execute("CREATE TABLE letters (letter)")
        file.commit()
        file.close()
    else:
        path.write_bytes(b"Dear Sir or Madam, " * 1000 if what == "text" else bytes(8192))
    before = path.read_bytes()
    with pytest.raises(StoreError, match="store"):
        Store(path, writing=True)
    assert path.read_bytes() == before


def test_no_store_is_an_input_error(path: Path) -> None:
    """Fault: reading makes an empty store."""
    with pytest.raises(InputError, match="there is no store"):
        Store(path)
    assert not path.exists()


def test_a_store_is_read_where_nothing_can_be_written(path: Path) -> None:
    """Fault: a reader that has to make files beside the store."""
    filled(path)
    with Store(path) as store:
        path.parent.chmod(0o555)
        try:
            assert len(store.done()[0]) == 5
        finally:
            path.parent.chmod(0o755)


HOLD = """
import sys, time
from pathlib import Path
from infosim.experiments.store import StoreLock
with StoreLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_second_to_ask_is_told_who_holds_it(path: Path) -> None:
    """Hold the lock in another process, kill that with SIGKILL, and take the lock at once.

    Fault: a file that says who holds it, and stays when its writer is killed.
    """
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    began = time.monotonic()
    with pytest.raises(StoreError, match=f"held by process {holder.pid} on "), StoreLock(path):
        pass
    assert time.monotonic() - began < 1
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with StoreLock(path):
        assert os.path.exists(path.with_name("store.sqlite.lock"))


def test_texts_are_held_against_their_hashes(path: Path) -> None:
    """Fault: a text is believed because it can be unpacked."""
    with Store(path, writing=True) as store:
        store.keep_plan({}, ["what a run depends on", "something else"])
        sha, other = sha_of(b"what a run depends on"), sha_of(b"something else")
        assert store.text(sha) == "what a run depends on"
    file = sqlite3.connect(path)
    file.execute("UPDATE texts SET body = (SELECT body FROM texts WHERE sha = ?) WHERE sha = ?", (other, sha))
    file.commit()
    file.close()
    with Store(path) as store, pytest.raises(StoreError, match="not what was written"):
        store.text(sha)
    assert check_store(path).is_damaged


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")
def test_a_writer_that_is_killed_leaves_the_old_file(tmp_path: Path) -> None:
    """Kill a process while its bytes are written and not durable yet.

    Fault: written to the final name, so that half a file stands where a whole one was.
    """
    path = tmp_path / "folder" / "file"
    write_whole(path, b"old")
    child = os.fork()
    if not child:
        os.fsync = lambda file: os.kill(os.getpid(), signal.SIGKILL)
        write_whole(path, b"new" * 1000)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    (left,) = leftovers(path.parent)
    assert left.stat().st_size == 3000
