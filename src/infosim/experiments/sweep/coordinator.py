"""The coordinator of a sweep: hands out runs, keeps what comes back, and survives what happens to workers."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple, Protocol

from infosim.errors import StoreError
from infosim.experiments.pool import Event, Pool
from infosim.experiments.store import Record, Store, StoreLock
from infosim.experiments.sweep.cluster import Cluster
from infosim.experiments.sweep.crew import Crew, Hand, Queue
from infosim.experiments.sweep.plan import Cell, Plan
from infosim.experiments.sweep.results import wide_points
from infosim.experiments.sweep.runner import Societies, Task, runner
from infosim.experiments.warming import scenario_of
from infosim.simulation import prepare, run

TRIES = 3
"""How often a run is tried whose process is lost."""

STAGE = 10
"""Replicates that are added at a time until intervals are narrow."""

TOGETHER = 64
"""Runs that are made durable in one go, at most."""

AT_LEAST_EVERY = 0.1
"""Seconds after which what came back is made durable, however little it is."""


class Progress(NamedTuple):
    """How far a sweep has come; only what is durable counts.

    Attributes
    ----------
    done, total, failed : runs kept, in all, and given up
    rate : runs kept per second, since it began
    left : seconds that it will take; None as long as nobody knows
    """

    done: int
    total: int
    failed: int
    rate: float
    left: float | None


class Watcher(Protocol):
    """Who is told how a sweep goes."""

    def say(self, line: str) -> None:
        """Print one line."""

    def show(self, progress: Progress) -> None:
        """Show how far it has come."""


class Outcome(NamedTuple):
    """How a sweep ended.

    Attributes
    ----------
    total, kept, ran : runs in all, kept in the store, and run this time
    failed : runs that were given up, with the reason and the number of tries
    lost : workers that were lost on the way
    is_stopped : whether somebody stopped it
    """

    total: int
    kept: int
    ran: int
    failed: list[tuple[Cell, str, int]]
    lost: int
    is_stopped: bool


@dataclass(frozen=True)
class Options:
    """How a sweep is run; none of it changes a bit.

    Attributes
    ----------
    engine : 'compiled' or 'reference'
    workers : int, at least 1
    deadline : seconds that a run may take
    trajectories : whether whole trajectories are kept
    dask : address of a Dask scheduler whose workers do the runs; processes here if empty
    """

    engine: str = "compiled"
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    deadline: float = 600.0
    trajectories: bool = False
    dask: str = ""


class Coordinator:
    """Runs cells of a plan and keeps them in a store that it holds."""

    def __init__(self, plan: Plan, store: Store, options: Options, watcher: Watcher) -> None:
        self.plan, self.store, self.watcher, self.options = plan, store, watcher, options
        self.is_stopping, self.lost, self.ran = False, 0, 0
        self.failed: list[tuple[Cell, str, int]] = []
        self._tries: dict[str, int] = {}
        self._pending: list[Record] = []
        self._flushed = self._began = monotonic()
        self.kept: set[str] = set()
        self.wanted: set[str] = set()
        self._done = 0
        # Forked workers find in it what was drawn for the study as written.
        self.societies = Societies()

    def go(self, cells: Sequence[Cell]) -> None:
        """Run cells, those apart that are kept or were given up.

        Raises
        ------
        StoreError
            Something cannot be kept; what was kept is safe.
        """
        given_up = {cell.key for cell, _, _ in self.failed}
        self.wanted |= {cell.key for cell in cells}
        self._done = len(self.kept & self.wanted)
        todo = {cell.key: cell for cell in cells if cell.key not in self.kept | given_up}
        self._show()
        if not todo or self.is_stopping:
            return
        crew = self._crew(len(todo))
        try:
            self._work(crew, Queue(list(todo.values())))
        finally:
            crew.close()
            self._flush()

    def _crew(self, jobs: int) -> Crew:
        """Find who does the runs: processes here, or a cluster."""
        how = self.options
        if how.dask:
            return Cluster(how.dask, how.engine, how.trajectories, how.deadline)
        make = partial(runner, how.engine, how.trajectories, self.societies)
        return Pool(make, min(how.workers, jobs), how.deadline)

    def _work(self, crew: Crew, queue: Queue) -> None:
        while crew.busy() or (queue and not self.is_stopping):
            if queue and not self.is_stopping:
                for hand in crew.idle():
                    if queue:
                        self._give(crew, hand, queue)
                for hand in crew.ahead():
                    # At another point, or at one that may turn out impossible, it would need a study.
                    if hand.memory.get("is_settled") and queue.has(hand.memory["point"]):
                        self._give(crew, hand, queue)
            # After everybody has something to do, so that nobody waits for the disk.
            if len(self._pending) >= TOGETHER or monotonic() - self._flushed > AT_LEAST_EVERY:
                self._flush()
            for event in crew.wait(AT_LEAST_EVERY):
                self._take(event, queue)

    def _give(self, crew: Crew, hand: Hand, queue: Queue) -> None:
        """Give somebody a run, and the study of its point unless that is in mind there."""
        held = {one.memory["point"] for one in crew.busy() if "point" in one.memory}
        cell = queue.take(hand.memory.get("point"), held)
        is_new = hand.memory.get("point") != cell.point
        hand.memory |= {"point": cell.point, "is_settled": not is_new}
        scenario = self.plan.points[cell.point].scenario if is_new else None
        crew.give(hand, cell, Task(cell, scenario, self.plan.rates_at(cell.point) if is_new else None))

    def _take(self, event: Event, queue: Queue) -> None:
        """Keep what came back, or decide about a run that did not."""
        cell: Cell = event.job
        if event.result is not None:
            self._pending.append(event.result)
        elif not event.reason:
            queue.give_back(cell)
        elif not event.is_lost:
            self._give_up(cell, event.reason, self._tries.get(cell.key, 0) + 1)
        else:
            self.lost += 1
            tries = self._tries[cell.key] = self._tries.get(cell.key, 0) + 1
            self.store.note_attempt(cell.key, event.reason)
            if tries >= TRIES:
                self._give_up(cell, event.reason, tries)
            else:
                queue.give_back(cell)
                self.watcher.say(
                    f"worker {event.worker + 1} lost: {event.reason}; {self.name(cell)} is tried again"
                )

    def _give_up(self, cell: Cell, reason: str, tries: int) -> None:
        self.failed.append((cell, reason, tries))
        self.store.give_up(cell.key, reason, tries)
        told = "" if tries == 1 else f" after {tries} tries"
        self.watcher.say(f"failed{told}: {self.name(cell)}: {reason}")
        self._show()

    def name(self, cell: Cell) -> str:
        """Name a run for people."""
        seed = self.plan.points[cell.point].scenario.run.seed
        place = f"point {cell.point + 1}, {cell.arm}, replicate {cell.replicate}, seed {seed}"
        return f"run {cell.key[:12]} ({place})"

    def _flush(self) -> None:
        """Make durable what came back; only then it counts."""
        self._flushed = monotonic()
        if not self._pending:
            return
        records, self._pending = self._pending, []
        try:
            self.store.put(records)
        except StoreError as error:
            safe = f"{self._done:,} of {len(self.wanted):,} runs are safe"
            raise StoreError(f"{error}; {safe}") from error
        self.kept |= {record.key for record in records}
        self._done += len(records)
        self.ran += len(records)
        self._show()

    def _show(self) -> None:
        done, total = self._done, len(self.wanted)
        rate = self.ran / max(1e-9, monotonic() - self._began)
        left = (total - done - len(self.failed)) / rate if self.ran else None
        self.watcher.show(Progress(done, total, len(self.failed), rate, left))

    def outcome(self) -> Outcome:
        """Say how it ended."""
        return Outcome(len(self.wanted), self._done, self.ran, self.failed, self.lost, self.is_stopping)

    @contextmanager
    def stoppable(self) -> Iterator[None]:
        """Let Ctrl-C once finish what runs, and twice stop now."""

        def on_signal(number: int, frame: Any) -> None:
            if self.is_stopping:
                raise KeyboardInterrupt
            self.is_stopping = True
            self.watcher.say("finishing what runs, then saving; once more stops now")

        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {one: signal.signal(one, on_signal) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for one, handler in before.items():
                with suppress(TypeError):
                    signal.signal(one, handler)


def warm_up(plan: Plan) -> None:
    """Load what is compiled before workers are forked, so that they share it."""
    rule = plan.written.rules.persuasion
    study = prepare(scenario_of({"sharing": {"rate": 0.5}}, rule, plan.written.additions))
    run(study, "baseline", 0)


def open_coordinator(
    plan: Plan,
    store: Store,
    options: Options,
    watcher: Watcher,
    *,
    narrow: float | None = None,
    retry_failed: bool = False,
) -> Coordinator:
    """Look up what is kept, note what is planned, and get ready to run the rest.

    Raises
    ------
    StoreError
        The store cannot be read or written.
    """
    made = Coordinator(plan, store, options, watcher)
    cells = {cell.key: cell for cell in plan.cells()}
    made.kept, damaged = store.done()
    if damaged:
        store.drop(damaged)
        watcher.say(f"{len(damaged):,} damaged runs in {store.path} are run again")
    if retry_failed:
        store.forgive()
    given_up = [(one, cells[one.key]) for one in store.failures() if one.key in cells]
    made.failed = [(cell, one.reason, one.tries) for one, cell in given_up]
    if made.failed:
        watcher.say(
            f"{len(made.failed):,} runs failed before and are left out; --retry-failed tries them again"
        )
    plan.find_rates(made.societies.draw)
    store.keep_plan(plan.to_json() | {"narrow": narrow}, plan.texts.values())
    warm_up(plan)
    return made


def run_sweep(
    plan: Plan,
    path: Path,
    options: Options,
    watcher: Watcher,
    *,
    narrow: float | None = None,
    retry_failed: bool = False,
) -> Outcome:
    """Run what is missing of a plan, and keep it in a store that this process holds.

    Parameters
    ----------
    narrow : proportion of the level
        Repeat each point only until its intervals are as narrow, by `STAGE` replicates
        at a time and at most as often as planned; all replicates if left out.

    Raises
    ------
    StoreError
        Another process holds the store, or it cannot be written or is damaged.
    """
    with StoreLock(path), Store(path, writing=True) as store:
        made = open_coordinator(plan, store, options, watcher, narrow=narrow, retry_failed=retry_failed)
        with made.stoppable():
            if narrow is None:
                made.go(list(plan.cells()))
            else:
                narrow_down(made, plan, narrow)
        return made.outcome()


def narrow_down(made: Coordinator, plan: Plan, width: float) -> None:
    """Repeat points until their intervals are narrow, or as often as was planned."""
    said, count = plan.to_json(), min(STAGE, plan.replicates)
    open_points = list(range(len(plan.points)))
    while open_points and not made.is_stopping:
        made.go([cell for point in open_points for cell in plan.cells(count, point)])
        wide = [] if made.is_stopping else wide_points(made.store, said, open_points, count, width)
        narrowed = len(open_points) - len(wide)
        made.watcher.say(f"{count} replicates: {narrowed:,} of {len(open_points):,} points are narrow enough")
        if count >= plan.replicates:
            break
        open_points, count = wide, min(count + STAGE, plan.replicates)
