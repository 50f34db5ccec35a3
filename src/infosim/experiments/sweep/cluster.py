"""Runs on other machines: the workers of a Dask scheduler, used like processes of our own."""

from __future__ import annotations

import json
import logging
import pickle
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from infosim import __version__
from infosim.draws import SCHEME
from infosim.errors import InfosimError
from infosim.experiments.pool import Event, reason_of
from infosim.experiments.sweep.runner import Runner, Task
from infosim.results import MODEL_VERSION

PATIENCE = 10
"""Seconds that a scheduler has to answer."""

LOOK = 2.0
"""Seconds after which it is asked again who works."""

TRIES = 3
"""How often all workers are asked at once what they have, should one of them go meanwhile."""

MADE_WITH = f"infosim {__version__}, model {MODEL_VERSION}, draws {SCHEME}"
"""What has to be the same on every machine for runs to be the same."""

log = logging.getLogger("infosim")


@dataclass(eq=False)
class Seat:
    """A thread of some worker: it does one job at a time, whoever it belongs to.

    Attributes
    ----------
    number : counted from 0
    job, future : what it does, None if nothing
    began : when it began to
    memory : what it has in mind; nothing, since the next job may be done by another machine
    """

    number: int
    job: Any = None
    future: Any = None
    began: float = 0.0
    memory: dict[str, Any] = field(default_factory=dict)


class Cluster:
    """The workers of a Dask scheduler.

    Dask gives the run of a worker that died to another one, and gives up a run that took
    several with it; a run that never ends is told by its deadline, and its worker begun anew.

    Parameters
    ----------
    address : of a scheduler, `tcp://host:8786` or `tls://host:8786`, or its file `NAME.json`
    engine, trajectories : as for `Runner`
    deadline : seconds that a run may take

    Raises
    ------
    InfosimError
        Dask is not there, nobody answers, or another infosim does.
    """

    def __init__(self, address: str, engine: str, trajectories: bool, deadline: float) -> None:
        self._address, self._how, self.deadline = address, (engine, trajectories), deadline
        self._client = enter(address)
        self._ended: queue.SimpleQueue[tuple[Seat, Any]] = queue.SimpleQueue()
        self._seats: list[Seat] = []
        self._present: dict[str, int] = {}
        self._looked = -LOOK

    def idle(self) -> list[Seat]:
        """List the seats on which nothing is done, as many as there are threads now."""
        self._look()
        threads = sum(self._present.values())
        while len(self._seats) < threads:
            self._seats.append(Seat(len(self._seats)))
        free = [seat for seat in self._seats if seat.job is None]
        for seat in free:
            seat.memory.clear()
        return free[: max(0, threads - len(self.busy()))]

    def ahead(self) -> list[Seat]:
        """List nobody: the scheduler has to know how many runs are not begun."""
        return []

    def busy(self) -> list[Seat]:
        """List the seats on which something is done."""
        return [seat for seat in self._seats if seat.job is not None]

    def give(self, seat: Any, job: Any, message: Task) -> None:
        """Give a seat something to do."""
        seat.job, seat.began = job, monotonic()
        study = pickle.dumps((message.scenario, message.rates))
        # Impure, and named by nothing: a run that is tried again must not be answered from memory.
        words = do, MADE_WITH, self._how, message.cell, study
        seat.future = self._ask(lambda: self._client.submit(*words, pure=False, retries=0))
        seat.future.add_done_callback(lambda future, seat=seat: self._ended.put((seat, future)))

    def wait(self, patience: float) -> list[Event]:
        """Wait until something becomes of a job, a deadline passes, or patience ends.

        Raises
        ------
        InfosimError
            The scheduler is gone.
        """
        events: list[Event] = []
        with suppress(queue.Empty):
            events += self._heard(*self._ended.get(timeout=patience))
            while True:
                events += self._heard(*self._ended.get_nowait())
        if self._client.status != "running":
            raise self._is_gone()
        late = [seat for seat in self.busy() if monotonic() - seat.began > self.deadline]
        return events + (self._end(late) if late else [])

    def _ask(self, question: Callable[[], Any]) -> Any:
        """Ask the scheduler something.

        Raises
        ------
        InfosimError
            It does not answer.
        """
        try:
            return question()
        except Exception:
            raise self._is_gone() from None

    def _is_gone(self) -> InfosimError:
        return InfosimError(
            f"the Dask scheduler at {self._address} is gone; what is kept is safe; start it again, then run "
            "the same command to continue"
        )

    def _heard(self, seat: Seat, future: Any) -> list[Event]:
        """Take what became of a job, and let the cluster forget it."""
        if seat.future is not future:
            # It was taken away before.
            return []
        job, seat.job, seat.future = seat.job, None, None
        try:
            result, reason = future.result(timeout=PATIENCE)
            event = Event(job, result, reason, False, seat.number)
        except Exception as error:
            event = Event(job, None, why(error), True, seat.number)
        future.release()
        return [event]

    def _end(self, late: list[Seat]) -> list[Event]:
        """End runs that take too long, and the processes that do them, but none that nobody has begun."""
        processing = self._ask(self._client.processing)
        events: list[Event] = []
        guilty: set[str] = set()
        for seat in late:
            having = {worker for worker, keys in processing.items() if seat.future.key in keys}
            if not having:
                seat.began = monotonic()
                continue
            guilty |= having
            future, job, seat.job, seat.future = seat.future, seat.job, None, None
            future.cancel(force=True)
            events.append(Event(job, None, f"it took longer than {self.deadline:g} s", True, seat.number))
        with suppress(Exception):
            if guilty:
                self._client.restart_workers(sorted(guilty), timeout=PATIENCE, raise_for_error=False)
        return events

    def _look(self) -> None:
        """Ask now and then who is there, and say who is not any more."""
        if monotonic() - self._looked < LOOK:
            return
        self._looked = monotonic()
        present = self._ask(self._client.nthreads)
        for gone in sorted(set(self._present) - set(present)):
            log.info("the Dask worker %s is gone; what it did is done by another one", gone)
        if self._present and not present:
            log.info("no Dask worker is left; waiting for one")
        self._present = dict(present)

    def close(self) -> None:
        """Leave: what still runs is cancelled; the scheduler and its workers stay."""
        with suppress(Exception):
            self._client.cancel([seat.future for seat in self.busy()], force=True)
        with suppress(Exception):
            self._client.close(timeout=PATIENCE)


def look_at(address: str) -> tuple[int, int]:
    """Count the workers of a scheduler and their threads, before anything is run.

    Raises
    ------
    InfosimError
        As for `Cluster`.
    """
    client = enter(address)
    threads = client.nthreads()
    client.close()
    return len(threads), sum(threads.values())


def enter(address: str) -> Any:
    """Reach a scheduler whose workers have the infosim that is here.

    Raises
    ------
    InfosimError
        As for `Cluster`.
    """
    client = connect(address)
    try:
        same_everywhere(client)
    except BaseException:
        client.close()
        raise
    return client


def connect(address: str) -> Any:
    """Reach a scheduler; certificates for `tls://` are those of Dask's own configuration.

    Raises
    ------
    InfosimError
        Dask is not there, or nobody answers.
    """
    try:
        from distributed import Client  # noqa: PLC0415  an extra, and slow to load

        open_client: Any = Client
    except ImportError:
        raise InfosimError("--dask needs Dask: pip install 'infosim[cluster]'") from None
    # It tells of every lost connection in many lines; what matters is said here.
    for name in [one for one in logging.root.manager.loggerDict if one.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        where = written_in(Path(address)) if address.endswith(".json") else address
        certified(where)
        return open_client(where, timeout=PATIENCE, set_as_default=False, name="infosim")
    except Exception as error:
        raise InfosimError(
            f"no Dask scheduler answers at {address} ({_line(error)}); start one with: dask scheduler"
        ) from None


def certified(address: str) -> None:
    """Demand certificates for `tls://` before Dask does, which would be stuck without them.

    Raises
    ------
    ValueError
    """
    import dask  # noqa: PLC0415  an extra, and slow to load

    if address.startswith("tls://") and not dask.config.get("distributed.comm.tls.ca-file", None):
        raise ValueError("tls:// needs certificates, DASK_DISTRIBUTED__COMM__TLS__CA_FILE and others")


def written_in(file: Path) -> str:
    """Read the address that a scheduler has left in its file; Dask would wait for a missing one for ever."""
    return str(json.loads(file.read_text(encoding="utf-8"))["address"])


def same_everywhere(client: Any) -> None:
    """Demand that every worker has the infosim that is here.

    Raises
    ------
    InfosimError
        A worker has another one, or none.
    """
    answers = {}
    for left in reversed(range(TRIES)):
        try:
            answers = client.run(made_with)
            break
        except OSError as error:
            # A worker went while it was asked.
            if not left:
                raise InfosimError(f"the Dask workers do not answer ({_line(error)})") from None
        except Exception as error:
            raise InfosimError(
                f"the Dask workers have no infosim ({_line(error)}); install it there as here"
            ) from None
    other = [f"{worker} has {answer}" for worker, answer in sorted(answers.items()) if answer != MADE_WITH]
    if other:
        raise InfosimError(f"here is {MADE_WITH}, but {other[0]}; install the same on every machine")


def _line(error: Exception) -> str:
    """Say an error of Dask in a line."""
    told = " ".join(str(error).split())
    return f"{type(error).__name__}: {told:.100}" if told else type(error).__name__


def made_with() -> str:
    """Say what a worker has; called on it."""
    return MADE_WITH


def why(error: Exception) -> str:
    """Say in a line why nothing came of a run."""
    if type(error).__name__ == "KilledWorker":
        return "each process that did it was lost"
    return f"the cluster gave it up ({type(error).__name__})"


_here = threading.local()
"""What a thread of a worker has in mind: the study of its last run, and who runs it."""


def do(expected: str, how: tuple[str, bool], cell: Any, study: bytes) -> tuple[Any, str]:
    """Do one run; called on a worker.

    Parameters
    ----------
    expected : what has to be installed
    how : engine, and whether whole trajectories are handed over
    study : the scenario at its point and the share rates kept there, as bytes

    Returns
    -------
    The record and nothing, or nothing and the reason.
    """
    if expected != MADE_WITH:
        return None, f"a worker has {MADE_WITH}"
    known = getattr(_here, "known", None)
    if known is None or known[0] != how:
        known = how, Runner(*how), b""
    is_new = known[2] != study
    _here.known = None
    try:
        record = known[1](Task(cell, *(pickle.loads(study) if is_new else (None, None))))
    except Exception as error:
        return None, reason_of(error)
    _here.known = how, known[1], study
    return record, ""
