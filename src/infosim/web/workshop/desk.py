"""The one who writes: takes what is said in order, puts it on disk, then tells everybody."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from infosim.errors import InfosimError
from infosim.web.workshop.events import Event, RefusedError
from infosim.web.workshop.journal import Journal
from infosim.web.workshop.session import after, replayed
from infosim.web.workshop.state import State

MOST_WAITING = 500
"""Events that wait to be written; more are refused at once, so that no flood fills the memory."""

Said = tuple[Event, "asyncio.Future[State]"]


class Desk:
    """Keeps the state of a session, and the only way to change it.

    Attributes
    ----------
    state : what all that is on disk amounts to
    """

    def __init__(self, journal: Journal, material: Mapping[str, Any]) -> None:
        self.journal, self.material = journal, material
        self.state = replayed(journal.events(), material)
        self._waiting: asyncio.Queue[Said] = asyncio.Queue(MOST_WAITING)
        self._changed = asyncio.Condition()

    async def say(self, event: Event) -> State:
        """Let something happen; it is on the disk when this returns.

        Raises
        ------
        RefusedError
            It does not fit where the session stands, or too much is waiting.
        InfosimError
            The disk is full.
        """
        done: asyncio.Future[State] = asyncio.get_running_loop().create_future()
        try:
            self._waiting.put_nowait((event, done))
        except asyncio.QueueFull:
            raise RefusedError("refused_busy") from None
        return await done

    async def write(self) -> None:
        """Write what is said, for ever: everything that waits goes to the disk in one go."""
        while True:
            batch = [await self._waiting.get()]
            while not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            await self._write_batch(batch)

    async def _write_batch(self, batch: list[Said]) -> None:
        state, accepted = self.state, list[Said]()
        for event, done in batch:
            try:
                state = after(state, event, self.material)
                accepted.append((event, done))
            except RefusedError as error:
                _settle(done, error)
        if not accepted:
            return
        try:
            await asyncio.to_thread(self.journal.append, [event for event, _ in accepted])
        except InfosimError as error:
            for _, done in accepted:
                _settle(done, error)
            return
        async with self._changed:
            self.state = state
            self._changed.notify_all()
        for _, done in accepted:
            _settle(done, state)

    async def changed(self, version: int, seconds: float) -> None:
        """Wait until the session is another than that of a version, at most some seconds."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: self.state.version != version)
        except TimeoutError:
            pass


def _settle(done: asyncio.Future[State], outcome: State | Exception) -> None:
    """Tell who waits what came of it, if it still waits."""
    if done.done():
        return
    if isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)
