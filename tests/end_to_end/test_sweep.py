"""`sweep`: no run is lost and none is done twice, whoever is killed, and nobody is left behind."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from end_to_end.program import Done, environment, infosim, words_of, written_in
from end_to_end.test_workers import children_of, is_alive

VARY = ("--vary", "claims.rumour.plausibility=10%..40%", "--levels", 3)
SHORT = ("sweep", "first_steps", *VARY, "--replicates", 4, "--set", "time.length=10 days", "--workers", 2)
LONG = ("sweep", "first_steps", *VARY, "--replicates", 1500, "--size", 200, "--workers", 2)
STORE = Path("results") / "first_steps" / "sweep.sqlite"

needs_proc = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")


def kept(store: Path) -> dict[str, str]:
    """Read which runs are acknowledged, with their digests, as any SQLite reader can."""
    file = sqlite3.connect(f"{store.resolve().as_uri()}?mode=ro", uri=True)
    found = dict(file.execute("SELECT key, digest FROM runs"))
    file.close()
    return found


def begun(folder: Path, at_least: int = 20) -> tuple[subprocess.Popen[str], list[int]]:
    """Start a long sweep and wait until some runs are kept."""
    program = subprocess.Popen(
        words_of(*LONG),
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for _ in range(600):
        workers = children_of(program.pid)
        try:
            if len(workers) >= 2 and len(kept(folder / STORE)) >= at_least:
                return program, workers
        except sqlite3.Error:
            pass
        time.sleep(0.1)
    program.kill()
    raise AssertionError("no runs were kept")


def gone(processes: list[int]) -> bool:
    """Wait until processes are gone, at most five seconds."""
    for _ in range(50):
        if not any(map(is_alive, processes)):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("swept")


@pytest.fixture(scope="module")
def swept(folder: Path) -> Done:
    """Make a small sweep."""
    return infosim(*SHORT, folder=folder)


def test_people_are_told_what_is_run_and_what_is_kept(swept: Done, folder: Path) -> None:
    """Fault: progress on stdout; a file that nobody is told of."""
    assert swept.code == 0, swept.err
    assert swept.out.startswith(f"24 of 24 runs kept in {STORE}, 24 of them run now")
    assert "design grid, 3 points x 2 arms x 4 replicates: 24 runs" in swept.err
    assert "24/24 runs kept" in swept.err
    assert "\x1b" not in swept.out + swept.err
    assert {str(STORE), f"{STORE}.lock"} == {one for one in written_in(folder) if Path(one).suffix}


def test_the_same_command_runs_nothing_again(swept: Done, folder: Path) -> None:
    """Fault: a plan without the runs that are kept."""
    before = kept(folder / STORE)
    again = infosim(*SHORT, "--json", folder=folder).json()
    assert (again["ran"], again["kept"], again["total"], again["failed"]) == (0, 24, 24, [])
    assert kept(folder / STORE) == before


def test_dry_run_keeps_nothing(tmp_path: Path) -> None:
    """Fault: an empty store is left behind."""
    done = infosim(*SHORT, "--dry-run", folder=tmp_path)
    assert done.code == 0, done.err
    runs, minutes, megabytes = done.out.splitlines()
    assert runs == "24 runs"
    assert re.fullmatch(r"(about [0-9.]+|less than 0.1) minutes on 2 cores \(measured on two runs\)", minutes)
    assert re.fullmatch(rf"about [0-9.]+ megabytes in {re.escape(str(STORE))}", megabytes)
    assert written_in(tmp_path) == []
    assert infosim(*SHORT, "--dry-run", "--json", folder=tmp_path).json()["runs"] == 24


def test_a_run_is_replayed_in_both_engines(swept: Done, folder: Path) -> None:
    """Replay a run, spoil its digest, and replay it again.

    Fault: the digest that is kept is not compared.
    """
    key = max(kept(folder / STORE))
    done = infosim("replay", key[:10], folder=folder)
    assert done.code == 0, done.err
    assert done.out.count(kept(folder / STORE)[key]) == 3
    assert done.out.endswith("all digests agree\n")
    told = infosim("replay", key, "--engine", "compiled", "--json", folder=folder).json()
    assert set(told["digests"].values()) == {told["kept"]}
    assert infosim("replay", "ffffffffffff", folder=folder).code == 2


def test_why_names_the_field_that_differs(swept: Done, folder: Path) -> None:
    """Fault: two whole scenarios are printed."""
    with_points = infosim("export", "first_steps", folder=folder)
    assert with_points.code == 0, with_points.err
    rows = (folder / "results/first_steps/export/runs.csv").read_text(encoding="utf-8").splitlines()
    names = {tuple(row.split(",")[1:4]): row.split(",")[0] for row in rows[1:]}
    one, other, later = (
        names[key] for key in (("1", "baseline", "0"), ("3", "baseline", "0"), ("1", "baseline", "1"))
    )
    done = infosim("why", one, other, folder=folder)
    assert done.out == "setting.claims.rumour.plausibility: 0.1 -> 0.4\n"
    assert infosim("why", one, later, folder=folder).out == "replicate: 0 -> 1\n"
    assert "setting.claims.rumour.plausibility = 0.1" in infosim("why", one, folder=folder).out


def test_status_and_check_agree(swept: Done, folder: Path) -> None:
    """Fault: runs of another sweep are counted."""
    found = infosim("status", "first_steps", "--json", folder=folder).json()
    assert (found["total"], found["done"], found["failed"], found["holder"]) == (24, 24, [], "")
    assert "24 of 24 runs kept, 0 failed, 0 missing" in infosim("status", STORE, folder=folder).out
    assert infosim("store", "check", "first_steps", folder=folder).out == (
        f"{STORE}: 24 runs, every one is what was written\n"
    )
    assert "0 runs and 0 files removed" in infosim("store", "gc", "first_steps", folder=folder).out


WRONG = {
    "no such path": (("--vary", "claims.rumour.plausibilty=5%..9%"), "did you mean plausibility"),
    "no range": (("--vary", "claims.rumour.plausibility=5%"), "neither a list nor a range"),
    "no equals": (("--vary", "claims.rumour.plausibility"), "write --set PATH=VALUE"),
    "refused point": (("--vary", "population.size=[10, 60]"), "point 1 (population.size = 10) is impossible"),
    "shard": (("--shard", "4/3"), "write 3/40"),
    "width": (("--until-ci", "0%"), "no interval has no width"),
    "nothing to vary": (("--design", "sobol", "--samples", "0"), "samples"),
    "too many": (
        (
            "--vary",
            "claims.rumour.plausibility=5%..9%",
            "--vary",
            "platforms.chat.reach=5%..9%",
            "--levels",
            "1000",
            "--vary",
            "claims.rumour.verification=1%..2%",
        ),
        "1,000,000,000 points",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_words_are_refused_and_nothing_is_written(what: str, tmp_path: Path) -> None:
    """Fault: the store is opened before the points are looked at."""
    words, said = WRONG[what]
    done = infosim("sweep", "first_steps", *words, folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err
    assert written_in(tmp_path) == []


@pytest.mark.slow
@needs_proc
def test_kill_9_of_the_coordinator_loses_nothing_and_leaves_nobody(tmp_path: Path) -> None:
    """Kill the coordinator with SIGKILL: workers end, what was acknowledged is kept, the rest is run.

    Fault: workers that live on; a row that is visible before it is durable; a lock that stays.
    """
    program, workers = begun(tmp_path)
    program.kill()
    program.communicate()
    assert gone(workers)
    before = kept(tmp_path / STORE)
    assert infosim("store", "check", STORE, folder=tmp_path).code == 0
    again = infosim(*LONG[:-4], "--size", 200, "--replicates", 20, "--json", folder=tmp_path).json()
    after = kept(tmp_path / STORE)
    assert before.items() <= after.items()
    assert again["kept"] == again["total"] == 120
    assert again["ran"] == len(set(after) - set(before))


@needs_proc
def test_a_killed_worker_is_replaced_and_its_run_done(tmp_path: Path) -> None:
    """Kill one worker, then press Ctrl-C: one line says so, all that ran is kept, exit code 130.

    Fault: a sweep that waits for a worker that is gone; a worker that dies of Ctrl-C.
    """
    program, workers = begun(tmp_path)
    os.kill(workers[0], signal.SIGKILL)
    more = len(kept(tmp_path / STORE)) + 50
    for _ in range(300):
        if len(kept(tmp_path / STORE)) >= more:
            break
        time.sleep(0.1)
    now = children_of(program.pid)
    assert len(now) == 2
    assert workers[0] not in now
    for process in (program.pid, *now):
        os.kill(process, signal.SIGINT)
    out, err = program.communicate(timeout=30)
    assert program.returncode == 130, err
    lost = [line for line in err.splitlines() if "lost" in line]
    assert len(lost) <= 1
    assert all("ended by SIGKILL" in line and "is tried again" in line for line in lost)
    assert "finishing what runs" in err
    assert f"go on with: infosim {' '.join(map(str, LONG))}".replace("%", "%") in err
    assert f"{len(kept(tmp_path / STORE)):,} of 9,000 runs kept" in out
    assert gone(now)
    assert "Traceback" not in err


@needs_proc
def test_ctrl_c_twice_stops_now(tmp_path: Path) -> None:
    """Fault: the second one is waited out as well; or ends with a traceback."""
    program, workers = begun(tmp_path)
    for worker in workers:
        # They cannot finish what runs.
        os.kill(worker, signal.SIGSTOP)
    os.kill(program.pid, signal.SIGINT)
    time.sleep(0.5)
    assert program.poll() is None
    os.kill(program.pid, signal.SIGINT)
    _, err = program.communicate(timeout=15)
    assert program.returncode == 130, err
    assert "is safe; go on with: infosim sweep" in err
    assert "Traceback" not in err
    assert gone(workers)
    assert infosim("store", "check", STORE, folder=tmp_path).code == 0


@pytest.mark.slow
@needs_proc
def test_a_second_coordinator_is_told_who_holds_the_store(tmp_path: Path) -> None:
    """Start a second sweep, look on, kill the first, and start the second again at once.

    Fault: two writers; a lock file that outlives its writer.
    """
    program, _ = begun(tmp_path)
    second = infosim(*LONG, folder=tmp_path)
    assert (second.code, second.out) == (1, "")
    assert f"is held by process {program.pid} on " in second.err
    looking = infosim("status", "first_steps", "--json", folder=tmp_path)
    assert json.loads(looking.out)["holder"].startswith(f"process {program.pid} on ")
    assert infosim("store", "gc", "first_steps", folder=tmp_path).code == 1
    program.kill()
    program.communicate()
    again = infosim(*LONG[:-4], "--size", 200, "--replicates", 10, folder=tmp_path)
    assert again.code == 0, again.err
