"""One sweep, done in every way there is: the same bytes from each."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from clusters import machines
from end_to_end.program import environment, infosim, words_of
from infosim import draws
from infosim.draws import Purpose
from infosim.experiments.store.checking import check_store

STUDY = ("sweep", "first_steps", "--vary", "claims.rumour.plausibility=10%..40%", "--levels", 4)
SWEEP = (*STUDY, "--replicates", 25, "--size", 200, "--trajectories")
TOTAL = 200

needs_dask = pytest.mark.skipif(find_spec("distributed") is None, reason="needs the extra [cluster]")


def everything(store: Path) -> list[tuple[object, ...]]:
    """Read all that a store says of its runs, but when, where and how quickly they were done."""
    file = sqlite3.connect(f"{store.resolve().as_uri()}?mode=ro", uri=True)
    columns = "key, form, replicate, digest, summary, series, side_sha, side_bytes, sha"
    rows = sorted(file.execute(f"SELECT {columns} FROM runs"))
    file.close()
    return rows


def kept(store: Path) -> int:
    """Count the runs that are kept, none if there is no store yet."""
    try:
        return len(everything(store))
    except sqlite3.Error:
        return 0


def in_shards(folder: Path) -> Path:
    """Run four parts, each by itself, and merge them in an order that chance chooses."""
    for part in range(1, 5):
        done = infosim(*SWEEP, "--shard", f"{part}/4", "--workers", 1, "--out", "parts", folder=folder)
        assert done.code == 0, done.err
    order = np.argsort(draws.uniforms(3, 0, Purpose.PARENT, 0, np.arange(4), 0)) + 1
    parts = [f"parts/sweep-{part}-of-4.sqlite" for part in order]
    done = infosim("merge", *parts, "--into", "merged/sweep.sqlite", folder=folder)
    assert done.code == 0, done.err
    return folder / "merged" / "sweep.sqlite"


def on_a_cluster(folder: Path) -> tuple[Path, str]:
    """Run all of it on two Dask workers, and kill one of them in the middle; give what was said."""
    store = folder / "dask" / "sweep.sqlite"
    with machines(folder) as cluster:
        program = subprocess.Popen(
            words_of(*SWEEP, "--dask", cluster.file, "--out", "dask"),
            cwd=folder,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        end = time.monotonic() + 60
        while program.poll() is None and kept(store) < TOTAL // 5 and time.monotonic() < end:
            time.sleep(0.01)
        before = kept(store)
        cluster.kill_worker(0)
        _, said = program.communicate(timeout=90)
    assert program.returncode == 0, said
    assert before < TOTAL, "it was done before anybody was killed"
    return store, said


@needs_dask
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_serial_processes_cluster_and_shards_give_the_same_bytes(tmp_path: Path) -> None:
    """Do one sweep alone, by two processes, by two Dask workers of which one is killed, and in four parts.

    Fault: a worker that keeps something of its last run; a run of a killed worker that is left out or
    done with other luck; rows that depend on the order in which they came.
    """
    for name, workers in (("serial", 1), ("pool", 2)):
        done = infosim(*SWEEP, "--workers", workers, "--out", name, folder=tmp_path)
        assert done.code == 0, done.err
    serial = everything(tmp_path / "serial" / "sweep.sqlite")
    assert len(serial) == TOTAL
    assert everything(tmp_path / "pool" / "sweep.sqlite") == serial
    assert everything(in_shards(tmp_path)) == serial
    store, said = on_a_cluster(tmp_path)
    assert everything(store) == serial
    assert "2 workers with 2 threads" in said
    assert "Traceback" not in said
    for name in ("serial", "pool", "merged", "dask"):
        assert not check_store(tmp_path / name / "sweep.sqlite").is_damaged


@needs_dask
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_a_run_over_its_deadline_is_ended_and_the_cluster_goes_on(tmp_path: Path) -> None:
    """Do runs that take far too long on two Dask workers, then others on the same workers.

    Fault: a run that never ends keeps its worker for ever, is tried for ever, or ends the sweep.
    """
    endless = ("sweep", "first_steps", "--size", 30_000, "--engine", "reference", "--replicates", 1)
    with machines(tmp_path) as cluster:
        late = infosim(*endless, "--deadline", 1, "--dask", cluster.file, "--json", folder=tmp_path)
        assert late.code == 1, late.err
        failed = json.loads(late.out)["failed"]
        assert [one["tries"] for one in failed] == [3, 3]
        assert {one["reason"] for one in failed} == {"it took longer than 1 s"}
        assert "Traceback" not in late.err
        after = infosim(*STUDY, "--replicates", 2, "--size", 200, "--dask", cluster.file, folder=tmp_path)
        assert after.code == 0, after.err
    assert kept(tmp_path / "results" / "first_steps" / "sweep.sqlite") == 16


def test_without_dask_a_sentence_says_what_to_install(tmp_path: Path) -> None:
    """Fault: a traceback of an import; a store that is left behind."""
    shadow = tmp_path / "shadow" / "distributed"
    shadow.mkdir(parents=True)
    (shadow / "__init__.py").write_text("raise ImportError", encoding="utf-8")
    path = f"{shadow.parent}:{environment().get('PYTHONPATH', '')}"
    done = infosim(*SWEEP, "--dask", "tcp://127.0.0.1:1", folder=tmp_path, PYTHONPATH=path)
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[-1] == "infosim: --dask needs Dask: pip install 'infosim[cluster]'"
    assert not (tmp_path / "results").exists()


@needs_dask
def test_a_scheduler_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    """Fault: Dask waits for the file of a scheduler for ever."""
    done = infosim(*SWEEP, "--dask", "nowhere.json", folder=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert "no Dask scheduler answers at nowhere.json" in done.err
    assert "Traceback" not in done.err
    secret = infosim(*SWEEP, "--dask", "tls://127.0.0.1:1", folder=tmp_path)
    assert secret.code == 1
    assert "tls:// needs certificates" in secret.err
    assert "Traceback" not in secret.err
    assert infosim(*SWEEP, "--dask", "nowhere.json", "--workers", 2, folder=tmp_path).code == 2
    assert not (tmp_path / "results").exists()
