"""Worker processes of which any may die at any moment: what it did is known, and nobody outlives us."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from math import inf
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any, NamedTuple

Work = Callable[[Any], Any]
"""What a worker does with each message."""

QUICK = 0.1
"""Seconds under which a job is so short that a worker should not have to wait for the next one."""

GRACE = 5.0
"""Seconds that a worker has to end by itself when there is nothing more to do."""

PR_SET_PDEATHSIG = 1


def start_method() -> str:
    """Say how processes begin here: as copies of this one where that is safe, or from nothing."""
    return "fork" if sys.platform == "linux" else "spawn"


class Event(NamedTuple):
    """Something that became of a job.

    Attributes
    ----------
    job : as it was given
    result : what came out; None if nothing did
    reason : why nothing came out; empty if something did, and if nobody had begun with it
    is_lost : whether the process of the worker is gone, rather than the job refused
    worker : number of the worker
    """

    job: Any
    result: Any
    reason: str
    is_lost: bool
    worker: int


@dataclass(eq=False)
class Worker:
    """One process, and what it is doing.

    Attributes
    ----------
    number : counted from 0; a process that replaces another one gets its own
    process, pipe : the process, and the way to it
    jobs : what it is doing, and what it will do next
    began, took : when it began to do that, and how many seconds the last job took
    memory : what the coordinator knows that it has in mind
    """

    number: int
    process: BaseProcess
    pipe: Connection
    jobs: deque[Any] = field(default_factory=deque)
    began: float = 0.0
    took: float = inf
    memory: dict[str, Any] = field(default_factory=dict)

    def finished(self) -> Any:
        """Turn to the next job; give the one that is done."""
        self.took, self.began = monotonic() - self.began, monotonic()
        return self.jobs.popleft()


class Pool:
    """Processes that each do one job at a time.

    Parameters
    ----------
    make : makes what a worker does with a message; called once in each process
    size : int, at least 1
    deadline : seconds after which a job is given up and its process ended
    """

    def __init__(self, make: Callable[[], Work], size: int, deadline: float) -> None:
        self._make, self.size, self.deadline = make, size, deadline
        self._context: Any = multiprocessing.get_context(start_method())
        self.workers: list[Worker] = []
        self._born = 0

    def idle(self) -> list[Worker]:
        """List the workers that do nothing, after replacing those that are gone."""
        while len(self.workers) < self.size:
            self._bear()
        return [worker for worker in self.workers if not worker.jobs]

    def ahead(self) -> list[Worker]:
        """List the workers that will be done so soon that they should be told now what comes next."""
        return [one for one in self.workers if len(one.jobs) == 1 and one.took < QUICK]

    def busy(self) -> list[Worker]:
        """List the workers that do something."""
        return [worker for worker in self.workers if worker.jobs]

    def _bear(self) -> None:
        ours, theirs = self._context.Pipe()
        # Ends of other workers that a forked child inherits and has to let go of.
        others = [worker.pipe for worker in self.workers] + [ours]
        process = self._context.Process(
            target=_live, args=(self._make, theirs, others if start_method() == "fork" else []), daemon=True
        )
        with _ctrl_c_held():
            process.start()
            self.workers.append(Worker(self._born, process, ours))
        theirs.close()
        self._born += 1

    def give(self, worker: Worker, job: Any, message: Any) -> None:
        """Give a worker something to do; if it is dead, `wait` will tell.

        A worker that is busy must be given a short message: it may be speaking, and two who
        both speak at length wait for each other for ever.
        """
        if not worker.jobs:
            worker.began = monotonic()
        worker.jobs.append(job)
        with suppress(OSError):
            worker.pipe.send(message)

    def wait(self, patience: float) -> list[Event]:
        """Wait until something becomes of a job, a deadline passes, or patience ends.

        Parameters
        ----------
        patience : seconds
        """
        busy = self.busy()
        ends = [worker.began + self.deadline - monotonic() for worker in busy]
        for_long = max(0.0, min([patience, *ends]))
        watched: list[Any] = [worker.pipe for worker in self.workers]
        watched += [worker.process.sentinel for worker in self.workers]
        ready = set(wait(watched, for_long))
        events = []
        for worker in list(self.workers):
            if worker.pipe in ready or worker.process.sentinel in ready:
                events += self._heard(worker, worker.pipe in ready)
            elif worker.jobs and monotonic() - worker.began > self.deadline:
                events += self._lost(worker, f"it took longer than {self.deadline:g} s")
        return events

    def _heard(self, worker: Worker, is_speaking: bool) -> list[Event]:
        """Take what a worker has to say, or note that it is gone."""
        try:
            if is_speaking or worker.pipe.poll():
                result, reason = worker.pipe.recv()
                job = worker.finished()
                if reason:
                    # What it has in mind after a failure is nobody's guess.
                    worker.memory.clear()
                return [Event(job, result, reason, False, worker.number)]
        except (EOFError, OSError):
            pass
        except Exception as error:  # what was cut off in the middle cannot be unpickled
            return self._lost(worker, f"its answer was cut off ({type(error).__name__})")
        worker.process.join(GRACE)
        return self._lost(worker, _why(worker.process.exitcode))

    def _lost(self, worker: Worker, reason: str) -> list[Event]:
        """End what is left of a worker; what it had not begun with is nobody's fault."""
        self.workers.remove(worker)
        with suppress(OSError):
            worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        return [
            Event(job, None, "" if nth else reason, not nth, worker.number)
            for nth, job in enumerate(worker.jobs)
        ]

    def close(self) -> None:
        """End all workers: the idle by a word, the others, and who does not listen, by force."""
        try:
            for worker in self.workers:
                with suppress(OSError):
                    if worker.jobs:
                        worker.process.kill()
                    else:
                        worker.pipe.send(None)
            until = monotonic() + GRACE
            for worker in self.workers:
                worker.process.join(max(0.0, until - monotonic()))
        finally:
            # Somebody who presses Ctrl-C meanwhile does not want to wait for the grace.
            for worker in self.workers:
                worker.process.kill()
                worker.process.join()
                worker.pipe.close()
            self.workers.clear()


def _why(code: int | None) -> str:
    """Say why a process ended."""
    if code == _OUT_OF_MEMORY:
        return "it ran out of memory"
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"its process was ended by {signal.Signals(-code).name}"
    return f"its process ended with code {code}"


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Hold Ctrl-C back while a worker is born: it never sees it, the parent does afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _live(make: Callable[[], Work], pipe: Connection, others: list[Connection]) -> None:
    """Be a worker: leave Ctrl-C to the parent, end when it ends, and do one job after the other."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _end_with_parent()
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
    for other in others:
        other.close()
    work = make()
    while True:
        try:
            message = pipe.recv()
        except (EOFError, OSError):
            return
        if message is None:
            return
        try:
            answer = work(message), ""
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        except Exception as error:
            answer = None, reason_of(error)
        try:
            pipe.send(answer)
        except OSError:
            return


_OUT_OF_MEMORY = 77


def reason_of(error: Exception) -> str:
    """Say in one line what a run raised, and where."""
    told = " ".join(str(error).split()) or type(error).__name__
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {told} ({os.path.basename(last.filename)}:{last.lineno})"


def _end_with_parent() -> None:
    """Make sure that this process ends when its parent does, however that is."""
    parent = multiprocessing.parent_process()
    if sys.platform == "linux":
        # The kernel does it at once; the thread below does it everywhere.
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if parent is not None and os.getppid() != parent.pid:
            os._exit(1)
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
