"""Starting a workshop: the session's file, what it shows, the server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from infosim.errors import InputError, Problem
from infosim.web.workshop.app import Room, application
from infosim.web.workshop.desk import Desk
from infosim.web.workshop.door import door
from infosim.web.workshop.events import STAGE, TRAINER
from infosim.web.workshop.guard import Guard, hosts
from infosim.web.workshop.journal import Journal
from infosim.web.workshop.limits import Limits
from infosim.web.workshop.pages import files
from infosim.web.workshop.qr import qr_picture
from infosim.web.workshop.request import Request
from infosim.web.workshop.runner import Runner, compute

IDLE = 4 * 3600.0
"""Seconds without anything said after which a workshop ends by itself; the same command goes on with it."""

HELD = 20
"""Connections that wait to be taken; a class joins all at once."""


@dataclass(frozen=True)
class Place:
    """Where a workshop is to be reached.

    Attributes
    ----------
    address, port : where it listens
    per_address : connections of one address
    """

    address: str
    port: int
    per_address: int = 24

    def link(self, path: str, secret: str) -> str:
        """Write an address; what follows the # is never sent over the network."""
        return f"http://{self.address}:{self.port}{path}#{secret}"


def listening(place: Place) -> socket.socket:
    """Take the port, before anything is promised.

    Raises
    ------
    InputError
        Somebody else has it.
    """
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((place.address, place.port))
    except OSError as error:
        taken.close()
        problem = f"cannot listen at {place.address}:{place.port}: {error.strerror}"
        raise InputError(Problem(problem, "give another port with --port")) from None
    taken.listen(HELD * 10)
    return taken


def session(path: Path, digest: str, make: Callable[[], Mapping[str, Any]]) -> Journal:
    """Open a session, and compute what it shows unless the file has it already.

    Parameters
    ----------
    path : the session's file
    digest : of the scenario and all that its results depend on
    make : computes `material` and `film`
    """
    journal = Journal(path, digest)
    if not journal.meta("material"):
        made = make()
        journal.keep("film", json.dumps(made["film"], allow_nan=False))
        journal.keep("material", json.dumps(made["material"], allow_nan=False))
    return journal


def room_of(journal: Journal, place: Place) -> Room:
    """Put together what a running workshop consists of."""
    kept = {name: journal.meta(name) for name in ("code", TRAINER, STAGE)}
    link = place.link("/", kept["code"])
    film = journal.meta("film")
    return Room(
        desk=Desk(journal, json.loads(journal.meta("material"))),
        limits=Limits(place.per_address),
        kept=kept,
        join={"link": link.partition("#")[0], "qr": qr_picture(link)},
        film=b"" if film == "null" else film.encode(),
        files=files(),
    )


def serve(
    room: Room, place: Place, taken: socket.socket, request: Request, ready: Callable[[], None]
) -> None:
    """Serve a workshop until somebody stops it.

    Parameters
    ----------
    taken : the socket that listens
    request : what is simulated
    ready : called when the first page can be asked for
    """
    guarded = Guard(application(room), hosts([place.address], place.port), room.limits)
    server = uvicorn.Server(
        uvicorn.Config(
            guarded,
            http=door(room.limits),
            ws="websockets-sansio",
            ws_max_size=1024,
            ws_ping_interval=20.0,
            ws_ping_timeout=20.0,
            timeout_keep_alive=10,
            timeout_graceful_shutdown=1,
            backlog=HELD * 10,
            h11_max_incomplete_event_size=16 * 1024,
            lifespan="off",
            server_header=False,
            access_log=False,
            log_config=None,
        )
    )
    runner = Runner(request)
    try:
        asyncio.run(_run(server, room, taken, runner, ready))
    finally:
        runner.close()
        room.desk.journal.close()


async def _run(
    server: uvicorn.Server, room: Room, taken: socket.socket, runner: Runner, ready: Callable[[], None]
) -> None:
    writing = asyncio.create_task(room.desk.write())
    computing = asyncio.create_task(compute(room.desk, runner.run))
    asyncio.get_running_loop().call_soon(ready)
    idling = asyncio.create_task(end_when_idle(server, room.desk))
    try:
        with _interrupt_is_no_error():
            await server.serve([taken])
    finally:
        for task in (writing, computing, idling):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def end_when_idle(server: uvicorn.Server, desk: Desk, seconds: float = IDLE) -> None:
    """End the server when nothing has happened for hours: nobody leaves a door open for ever."""
    version = -1
    while version != desk.state.version:
        version = desk.state.version
        await desk.changed(version, seconds)
    server.should_exit = True


@contextlib.contextmanager
def _interrupt_is_no_error() -> Iterator[None]:
    """Let Ctrl-C be the way in which a workshop ends."""
    with contextlib.suppress(KeyboardInterrupt):
        yield
