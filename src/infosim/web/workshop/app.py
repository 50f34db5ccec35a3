"""The workshop over HTTP: pages, joining, saying something, and seeing what became of it."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from infosim.errors import InfosimError
from infosim.web.workshop.desk import Desk
from infosim.web.workshop.events import (
    NOBODY,
    PHONE,
    STAGE,
    TRAINER,
    Event,
    RefusedError,
    read_event,
)
from infosim.web.workshop.guard import address
from infosim.web.workshop.limits import BODY, SECONDS, Limits
from infosim.web.workshop.pages import File
from infosim.web.workshop.people import Who, new_secret, phone_of, who_is
from infosim.web.workshop.views import is_waiting, phone_view, stage_view, trainer_view

SECRET = "x-infosim-secret"
"""The header that says who somebody is. A page of somebody else cannot send it without being asked for."""

POLLING = 8.0
"""Seconds that a question whether anything changed is kept waiting."""

PAUSE = 0.1
"""Seconds between two messages to the same page: what happens in between is told at once."""


@dataclass(frozen=True)
class Room:
    """What a running workshop consists of.

    Attributes
    ----------
    desk, limits : the session, and what is counted of those who connect
    kept : the code to join with, and the secrets of trainer and stage
    join : the address to join at, and its QR code
    film : what the playback needs, as JSON; empty if there is none
    files : pages and what belongs to them
    """

    desk: Desk
    limits: Limits
    kept: Mapping[str, str]
    join: dict[str, str]
    film: bytes
    files: Mapping[str, File]

    def who(self, secret: str | None) -> Who:
        """Tell who somebody is."""
        return who_is(secret or "", self.desk.state, self.kept)

    def view(self, who: Who) -> dict[str, Any]:
        """Give what somebody sees."""
        state, material = self.desk.state, self.desk.material
        if who.role == PHONE:
            return phone_view(state, material, who.phone)
        view = stage_view if who.role == STAGE else trainer_view
        more = {"join": self.join, "code": self.kept["code"], "has_film": bool(self.film)}
        return {**view(state, material), **more, "is_computing": is_waiting(state, material)}


def application(room: Room) -> Starlette:
    """Make the application."""

    async def static(request: Request) -> Response:
        file = room.files.get(request.url.path)
        return refused(404, "refused_form") if file is None else Response(file.content, media_type=file.kind)

    async def join(request: Request) -> Response:
        return await joined(room, request)

    async def say(request: Request) -> Response:
        return await heard(room, request)

    async def view(request: Request) -> Response:
        return await seen(room, request)

    async def film(request: Request) -> Response:
        if room.who(request.headers.get(SECRET)).role not in (STAGE, TRAINER):
            return refused(403, "refused_role")
        return Response(room.film or b"null", media_type="application/json")

    async def live(socket: WebSocket) -> None:
        await shown(room, socket)

    return Starlette(
        routes=[
            Route("/join", join, methods=["POST"]),
            Route("/say", say, methods=["POST"]),
            Route("/view", view, methods=["GET"]),
            Route("/film", film, methods=["GET"]),
            WebSocketRoute("/live", live),
            Route("/{path:path}", static, methods=["GET"]),
        ]
    )


def refused(status: int, reason: str) -> JSONResponse:
    """Refuse something; the reason is a key of the words, never what was sent or where we are."""
    return JSONResponse({"refused": reason}, status, {"connection": "close"} if status == 413 else None)


async def said_in(request: Request) -> Any:
    """Read the JSON of a request, as much as may be sent, and no longer than it may take.

    Raises
    ------
    RefusedError
        It is no JSON, too long, or too slow.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise RefusedError("refused_form")
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > BODY:
        raise RefusedError("refused_long")
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > BODY:
                    raise RefusedError("refused_long")
        return json.loads(body, parse_constant=_no_number)
    except (TimeoutError, ValueError, RecursionError):
        raise RefusedError("refused_form") from None


def _no_number(name: str) -> Any:
    raise ValueError(name)


STATUS = {"refused_long": 413, "refused_role": 403, "refused_busy": 503, "refused_code": 403}
"""HTTP status by reason; 409 where somebody was late, 400 where the form is wrong."""


def told(error: InfosimError) -> JSONResponse:
    """Refuse something for the reason of an error."""
    reason = str(error) if isinstance(error, RefusedError) else "refused_disk"
    default = 400 if reason == "refused_form" else 500 if reason == "refused_disk" else 409
    return refused(STATUS.get(reason, default), reason)


async def joined(room: Room, request: Request) -> Response:
    """Let a phone in that knows the code; it gets a secret of its own."""
    from_ = address(request.scope)
    try:
        said = await said_in(request)
        if not isinstance(said, dict) or set(said) != {"code"} or not isinstance(said["code"], str):
            raise RefusedError("refused_form")
        if not room.limits.may_guess(from_):
            return refused(429, "refused_often")
        given = said["code"].strip().upper().encode()
        if not secrets.compare_digest(given, room.kept["code"].encode()):
            room.limits.guessed_wrong(from_)
            raise RefusedError("refused_code")
        secret = new_secret()
        await room.desk.say(Event("join", phone_of(secret), {}))
    except InfosimError as error:
        return told(error)
    return JSONResponse({"secret": secret})


async def heard(room: Room, request: Request) -> Response:
    """Take what somebody says; answered when it is on the disk."""
    try:
        who = room.who(request.headers.get(SECRET))
        if who.role == NOBODY:
            raise RefusedError("refused_role")
        state = await room.desk.say(read_event(await said_in(request), who.role, who.phone))
    except InfosimError as error:
        return told(error)
    return JSONResponse({"version": state.version})


async def seen(room: Room, request: Request) -> Response:
    """Give what somebody sees as soon as it is something new: the way without sockets."""
    who = room.who(request.headers.get(SECRET))
    if who.role == NOBODY:
        return refused(403, "refused_role")
    since = request.query_params.get("since", "")
    if since.isascii() and since.isdigit() and len(since) < 10:
        await room.desk.changed(int(since), POLLING)
        if room.desk.state.version == int(since):
            return Response(status_code=204)
    return JSONResponse(room.view(who))


async def shown(room: Room, socket: WebSocket) -> None:
    """Show somebody what there is to see, again whenever it changes, until the socket is closed."""
    from_ = address(socket.scope)
    if not room.limits.may_connect(from_):
        await socket.close(1008)
        return
    room.limits.connect(from_)
    try:
        await socket.accept()
        async with asyncio.timeout(SECONDS):
            who = room.who(await socket.receive_text())
        if who.role == NOBODY:
            await socket.close(1008)
            return
        pushing = asyncio.create_task(push(room, who, socket))
        # Nothing more is to be said here; whatever comes, the end among it, ends it.
        with suppress(WebSocketDisconnect, KeyError):
            await socket.receive_text()
        pushing.cancel()
        with suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
            await pushing
        with suppress(RuntimeError):
            await socket.close(1008)
    except (TimeoutError, WebSocketDisconnect, KeyError):
        with suppress(RuntimeError):
            await socket.close(1008)
    finally:
        room.limits.disconnect(from_)


async def push(room: Room, who: Who, socket: WebSocket) -> None:
    """Send views, the latest only: a slow reader misses what is past, and fills no memory."""
    while True:
        version = room.desk.state.version
        await socket.send_text(json.dumps(room.view(who), ensure_ascii=False))
        await asyncio.sleep(PAUSE)
        while room.desk.state.version == version:
            await room.desk.changed(version, 30.0)
