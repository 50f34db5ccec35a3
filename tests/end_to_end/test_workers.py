"""Worker processes: nobody is left behind, and a lost one is a sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from end_to_end.program import environment, words_of

LONG = ("compare", "bhutan_2022", "--replicates", 400, "--no-figures", "--workers", 2, "--json")

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")


def children_of(parent: int) -> list[int]:
    """List the living child processes of a process."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(after_name[1]) == parent and after_name[0] != "Z":
                found.append(int(entry.name))
    return found


def is_alive(process: int) -> bool:
    """Tell whether a process exists and is not just waiting to be reaped."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def started(folder: Path) -> tuple[subprocess.Popen[str], list[int]]:
    """Start a long comparison and wait until its workers work."""
    program = subprocess.Popen(
        words_of(*LONG),
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for _ in range(600):
        if len(workers := children_of(program.pid)) >= 2:
            return program, workers
        time.sleep(0.1)
    program.kill()
    raise AssertionError("no workers were started")


def test_no_worker_outlives_its_parent(tmp_path: Path) -> None:
    """Kill the parent with SIGKILL: its workers end within five seconds.

    Fault: workers wait for ever for the next job.
    """
    program, workers = started(tmp_path)
    program.kill()
    program.communicate()
    for _ in range(50):
        if not any(is_alive(worker) for worker in workers):
            break
        time.sleep(0.1)
    left = [worker for worker in workers if is_alive(worker)]
    for worker in left:
        os.kill(worker, signal.SIGKILL)
    assert left == []


def test_lost_worker_is_a_sentence(tmp_path: Path) -> None:
    """Kill a worker with SIGKILL: the comparison ends with exit code 1 and says why.

    Fault: a traceback of the pool, or waiting for ever.
    """
    program, workers = started(tmp_path)
    os.kill(workers[0], signal.SIGKILL)
    out, err = program.communicate(timeout=30)
    assert program.returncode == 1
    assert out == ""
    assert "Traceback" not in err
    assert "a worker process died" in err


def test_ctrl_c_ends_all(tmp_path: Path) -> None:
    """Press Ctrl-C while workers work: exit code 130, no traceback, nobody left.

    Fault: workers take the signal too and print where they were.
    """
    program, workers = started(tmp_path)
    for process in (program.pid, *workers):
        os.kill(process, signal.SIGINT)
    out, err = program.communicate(timeout=30)
    assert program.returncode == 130
    assert (out, "Traceback" in err) == ("", False)
    assert not any(is_alive(worker) for worker in workers)


AGAIN_AND_AGAIN = """
import time
from infosim.experiments import workers

def work(job):
    time.sleep(0.002)
    return job

workers.WORTH_IT = 0.0
while True:
    try:
        print("begun", flush=True)
        list(workers.do_all(work, range(1000), 2))
    except KeyboardInterrupt:
        pass
"""


def test_ctrl_c_at_any_moment_is_heard() -> None:
    """Press Ctrl-C 150 times, each at another moment of the first 60 ms, and begin anew each time.

    Fault: a pool in which Ctrl-C leaves a lock behind that the end of the pool waits for, as in
    `ProcessPoolExecutor` while it takes the locks of its futures (it hung after 76 and 130 times,
    and once not at all).
    """
    moments = iter(np.linspace(0.01, 0.06, 151))
    with subprocess.Popen(
        [sys.executable, "-c", AGAIN_AND_AGAIN], env=environment(), stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        watch = threading.Timer(150, program.kill)
        watch.start()
        heard = 0
        while program.stdout.readline() == "begun\n" and heard < 150:
            time.sleep(next(moments))
            program.send_signal(signal.SIGINT)
            heard += 1
        watch.cancel()
        left = children_of(program.pid)
        program.kill()
    assert heard == 150
    assert len(left) <= 2
