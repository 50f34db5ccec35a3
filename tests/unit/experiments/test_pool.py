"""The pool: really killed processes, really endless jobs."""

from __future__ import annotations

import faulthandler
import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from infosim.experiments.pool import Event, Pool


def act(word: str) -> Any:
    """Do what is asked for, in a worker."""
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "crash":
        faulthandler.disable()
        os.abort()
    if word == "leave":
        os._exit(3)
    if word == "hang":
        while True:
            time.sleep(1)
    if word == "raise":
        raise ValueError("said\non two lines")
    if word == "sleep":
        time.sleep(1.2)
    if word == "large":
        return b"x" * 5_000_000
    return word, os.getpid()


def make() -> Callable[[str], Any]:
    return act


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(make, 2, deadline=2.0)
    yield made
    made.close()


def done(pool: Pool, *words: str) -> list[Event]:
    """Give jobs out and wait until something became of each."""
    left, events = list(words), []
    while left or pool.busy():
        for worker in pool.idle() if left else []:
            if left:
                job = left.pop(0)
                pool.give(worker, job, job)
        events += pool.wait(1.0)
    return events


def test_jobs_are_done_by_several_processes(pool: Pool) -> None:
    """Fault: answers larger than a pipe holds are cut off."""
    events = done(pool, *map(str, range(20)), "large")
    assert sorted(event.result[0] for event in events if event.job != "large") == sorted(map(str, range(20)))
    assert len({event.result[1] for event in events if event.job != "large"}) == 2
    assert next(len(event.result) for event in events if event.job == "large") == 5_000_000


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("die", "its process was ended by SIGKILL"),
        ("crash", "its process was ended by SIGABRT"),
        ("leave", "its process ended with code 3"),
        ("hang", "it took longer than 2 s"),
    ],
)
def test_a_lost_process_costs_its_own_job_only(word: str, reason: str, pool: Pool) -> None:
    """Fault: the deadline is looked at only when something else happens; all jobs of a pool fail together."""
    events = done(pool, "1", "2", word, "3", "4", "5")
    (lost,) = [event for event in events if event.is_lost]
    assert (lost.job, lost.reason) == (word, reason)
    assert sorted(event.job for event in events if event.result) == list("12345")


def test_what_was_waiting_behind_a_lost_job_is_nobodys_fault(pool: Pool) -> None:
    """Give a quick worker a job that kills it, and another one ahead.

    Fault: both are blamed, so that after three crashes of its neighbours an innocent run is given up;
    or what was waiting is forgotten.
    """
    done(pool, "1", "2")
    (worker, *_) = pool.ahead() or pool.idle()
    assert not pool.ahead(), "nobody is told ahead who does nothing"
    pool.give(worker, "die", "die")
    assert pool.ahead() == [worker]
    pool.give(worker, "3", "3")
    assert pool.ahead() == []
    events: list[Event] = []
    while pool.busy():
        events += pool.wait(1.0)
    assert [(one.job, one.is_lost, one.reason) for one in events] == [
        ("die", True, "its process was ended by SIGKILL"),
        ("3", False, ""),
    ]
    assert all(one.result is None for one in events)


def test_what_was_told_ahead_has_its_own_deadline(pool: Pool) -> None:
    """Give two jobs of more than half of the deadline to one worker.

    Fault: the second is measured from when it was given.
    """
    (worker, *_) = pool.idle()
    for job in ("sleep", "sleep"):
        pool.give(worker, job, job)
    events: list[Event] = []
    while pool.busy():
        events += pool.wait(1.0)
    assert [one.reason for one in events] == ["", ""]
    assert pool.ahead() == [], "who takes so long is not told ahead"


def test_what_a_job_raises_is_a_line_and_its_process_lives_on(pool: Pool) -> None:
    """Fault: a traceback that cannot be pickled ends the worker."""
    (event,) = done(pool, "raise")
    assert event.reason.startswith("ValueError: said on two lines (test_pool.py:")
    assert not event.is_lost
    assert len(done(pool, "1", "2")) == 2


def test_a_process_that_is_killed_while_idle_is_replaced(pool: Pool) -> None:
    """Fault: a job is given to a process that is not there any more, and waited for."""
    done(pool, "1", "2")
    victims = [worker.process.pid for worker in pool.workers]
    for victim in victims:
        assert victim is not None
        os.kill(victim, signal.SIGKILL)
    events = done(pool, "3", "4", "5")
    results = [event.job for event in events if event.result]
    assert set(results) | {event.job for event in events if event.is_lost} == {"3", "4", "5"}


def test_nobody_is_left_after_closing(pool: Pool) -> None:
    """Close while a job goes on for ever.

    Fault: waiting for it.
    """
    (worker, *_) = pool.idle()
    pool.give(worker, "hang", "hang")
    processes = [one.process for one in pool.workers]
    began = time.monotonic()
    pool.close()
    assert time.monotonic() - began < 5
    assert not any(process.is_alive() for process in processes)


def test_nobody_is_left_where_closing_is_interrupted() -> None:
    """Stop two idle processes, so that they do not hear they may go, and press Ctrl-C meanwhile.

    Fault: the program waits at its end, for ever, for processes that nobody ended.
    """
    pool = Pool(make, 2, deadline=2.0)
    processes = [worker.process for worker in pool.idle()]
    for process in processes:
        os.kill(process.pid or 0, signal.SIGSTOP)
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(KeyboardInterrupt):
            pool.close()
    finally:
        signal.signal(signal.SIGALRM, before)
    assert [process.exitcode for process in processes] == [-signal.SIGKILL] * 2
