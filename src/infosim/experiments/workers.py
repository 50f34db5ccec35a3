"""Runs on several cores: worker processes that end with whoever started them."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import inf
from time import perf_counter
from typing import Any, TypeVar

from infosim.errors import InfosimError
from infosim.experiments.pool import Event, Pool, Work, reason_of

Job = TypeVar("Job")
Result = TypeVar("Result")

PATIENCE = 60.0
"""Seconds after which the pool is asked again, should nothing happen."""

WORTH_IT = 1.0
"""Seconds of work left below which starting workers costs more than it gives."""


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
    """Do jobs in worker processes; the first failure stops the rest.

    Not a `ProcessPoolExecutor`: Ctrl-C while it takes the locks of its futures leaves them
    locked, and the program waits for ever (CPython 3.11, tests/end_to_end/test_workers.py).
    """
    pool = Pool(partial(_telling, work), min(workers, len(jobs)), deadline=inf)
    left = iter(jobs)
    try:
        while True:
            for worker, job in zip([*pool.idle(), *pool.ahead()], left, strict=False):
                pool.give(worker, job, job)
            if not pool.busy():
                return
            for event in pool.wait(PATIENCE):
                yield _outcome(event)
    finally:
        pool.close()


def _outcome(event: Event) -> Any:
    """Take what a worker found, or raise what it met."""
    if event.is_lost:
        raise InfosimError(f"a worker process died: {event.reason}; is there enough memory? try --workers 1")
    result, error = event.result
    if error is not None:
        raise error
    return result


def _telling(work: Callable[[Any], Any]) -> Work:
    """Make work whose errors reach the parent as they are."""

    def told(job: Any) -> tuple[Any, Exception | None]:
        try:
            return work(job), None
        except MemoryError:
            raise
        except Exception as error:
            return None, _sendable(error)

    return told


def _sendable(error: Exception) -> Exception:
    """Note where a fault of the program is, and make sure that it survives the way to the parent."""
    if isinstance(error, InfosimError):
        return error
    error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(reason_of(error))
    return error
