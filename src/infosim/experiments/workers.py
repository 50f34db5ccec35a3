"""Runs on several cores: worker processes that end with whoever started them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from time import perf_counter
from typing import Any, TypeVar

from infosim.errors import InfosimError

Job = TypeVar("Job")
Result = TypeVar("Result")

WORTH_IT = 1.0
"""Seconds of work left below which starting workers costs more than it gives."""

_work: Callable[[Any], Any]
"""What a worker process does with each job; set once, when it begins."""


def start_method() -> str:
    """Say how processes begin here: as copies of this one where that is safe, or from nothing."""
    return "fork" if sys.platform == "linux" else "spawn"


def do_all(work: Callable[[Job], Result], jobs: Sequence[Job], workers: int) -> Iterator[Result]:
    """Do all jobs, on several cores if that is worth it; results as they come.

    The first two are done here: the first compiles what is compiled or loads it, the
    second shows how long a job takes. Where it is possible workers are forked, so that
    they share the society in memory.

    Parameters
    ----------
    work : a function of a job; must be picklable where processes cannot be forked
    jobs : at least one
    workers : int, at least 1

    Raises
    ------
    InfosimError
        A worker died.
    """
    took = 0.0
    for job in jobs[:2]:
        began = perf_counter()
        yield work(job)
        took = perf_counter() - began
    rest = jobs[2:]
    if workers == 1 or took * len(rest) < WORTH_IT:
        yield from map(work, rest)
    else:
        yield from _in_processes(work, rest, workers)


def _in_processes(work: Callable[[Job], Result], jobs: Sequence[Job], workers: int) -> Iterator[Result]:
    """Do jobs in worker processes; the first failure stops the rest."""
    context = multiprocessing.get_context(start_method())
    with ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(work,)) as pool:
        try:
            with _ctrl_c_held():
                # The workers are born with the first job.
                futures = [pool.submit(_do, jobs[0])]
            futures += [pool.submit(_do, job) for job in jobs[1:]]
            for future in as_completed(futures):
                yield future.result()
        except BrokenProcessPool:
            raise InfosimError("a worker process died; is there enough memory? try --workers 1") from None
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Hold Ctrl-C back while workers are born: they never see it, the parent does afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(work: Callable[[Any], Any]) -> None:
    """Begin a worker: leave Ctrl-C to the parent, and end when the parent ends."""
    global _work  # noqa: PLW0603  a worker process does one thing all its life
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _do(job: Any) -> Any:
    return _work(job)
