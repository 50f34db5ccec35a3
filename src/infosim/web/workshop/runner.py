"""The process beside the server, which runs what the room asks for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from infosim.experiments.pool import Pool
from infosim.web.workshop.desk import Desk
from infosim.web.workshop.events import Event
from infosim.web.workshop.jobs import Job, job_of
from infosim.web.workshop.request import Request

DEADLINE = 120.0
"""Seconds after which a run is given up."""

FAILED: dict[str, Any] = {"failed": True}
"""What is kept of a job that failed, so that it is not tried for ever."""


class Runner:
    """Runs one job at a time in a process of its own, so that the server always answers.

    Parameters
    ----------
    request : what is simulated
    """

    def __init__(self, request: Request) -> None:
        self._pool = Pool(partial(_make, request), 1, DEADLINE)
        self._pool.idle()

    def run(self, job: Job) -> dict[str, Any]:
        """Run a job, and wait for what comes of it."""
        self._pool.give(self._pool.idle()[0], job, job)
        while not (events := self._pool.wait(DEADLINE)):
            pass
        if events[0].reason:
            logging.getLogger("infosim").info("a run failed: %s", events[0].reason)
            return FAILED
        result: dict[str, Any] = events[0].result
        return result

    def close(self) -> None:
        """End the process."""
        self._pool.close()


def _make(request: Request) -> Callable[[Job], dict[str, Any]]:
    """Get ready in the process beside the server, where alone all that is heavy is loaded."""
    from infosim.web.workshop import work  # noqa: PLC0415  not in the server

    work.loaded(request)
    return partial(work.done, request)


async def compute(desk: Desk, run: Callable[[Job], dict[str, Any]]) -> None:
    """Run what the session wants to know, for ever; each result is kept like an answer."""
    while True:
        state = desk.state
        job = job_of(state)
        if job is None or job.key in state.results:
            await desk.changed(state.version, 3600.0)
            continue
        result = await asyncio.to_thread(run, job)
        await desk.say(Event("computed", "", {"key": job.key, "result": result}))
