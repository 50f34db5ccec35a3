"""A real Dask scheduler and real workers, each a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from end_to_end.program import environment
from end_to_end.test_workers import children_of

BEGUN = 60
"""Seconds that all of it has to begin, on a machine that does other things as well."""


@dataclass(frozen=True)
class Machines:
    """A scheduler and its workers.

    Attributes
    ----------
    file : where the scheduler has written its address
    scheduler, workers : the processes; those of workers watch over another one that does the work
    """

    file: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]

    def kill_worker(self, number: int) -> int:
        """Kill the process that does the work with SIGKILL; its watcher begins another one."""
        (victim,) = [one for one in children_of(self.workers[number].pid) if _does_work(one)]
        os.kill(victim, signal.SIGKILL)
        return victim


def _does_work(process: int) -> bool:
    """Tell a worker from what watches over resources, by what it was started with."""
    return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()


@contextmanager
def machines(folder: Path, count: int = 2) -> Iterator[Machines]:
    """Start a scheduler and workers of one thread each, and end them."""
    file = folder / "scheduler.json"
    running: list[subprocess.Popen[bytes]] = []

    def start(what: str, *words: object) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard", *map(str, words)]
        with (folder / f"{what}{len(running)}.log").open("wb") as log:
            running.append(subprocess.Popen(command, cwd=folder, env=environment(), stdout=log, stderr=log))
        return running[-1]

    try:
        scheduler = start("scheduler", "--host", "127.0.0.1", "--port", 0, "--scheduler-file", file)
        end = time.monotonic() + BEGUN
        while not file.exists() and time.monotonic() < end:
            time.sleep(0.1)
        words = ("--scheduler-file", file, "--nthreads", 1, "--local-directory", folder)
        workers = [start("worker", *words) for _ in range(count)]
        while len(_registered(folder)) < count and time.monotonic() < end:
            time.sleep(0.1)
        yield Machines(file, scheduler, workers)
    finally:
        for one in reversed(running):
            one.terminate()
        for one in running:
            try:
                one.wait(10)
            except subprocess.TimeoutExpired:
                one.kill()


def _registered(folder: Path) -> list[str]:
    """List the lines in which a worker says that it is known."""
    logs = "".join(one.read_text(encoding="utf-8") for one in folder.glob("worker*.log"))
    return [line for line in logs.splitlines() if "Registered to" in line]
