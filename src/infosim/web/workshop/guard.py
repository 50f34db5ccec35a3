"""What every request has to show first: where it believes to be, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infosim.web.workshop.limits import Limits

LOCAL = ("127.0.0.1", "localhost", "[::1]")

FIXED_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


def hosts(addresses: Iterable[str], port: int) -> frozenset[str]:
    """List what a browser may call this server, exactly; with port 80 it leaves the port out."""
    names = {*LOCAL, *addresses}
    with_port = {f"{name}:{port}" for name in names}
    return frozenset(with_port | names if port == 80 else with_port)


def policy(host: str) -> str:
    """Say what pages may do: their own scripts, styles and connections, nothing else.

    The address of the socket is written out, because some browsers do not take it to be
    the page's own.
    """
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


@dataclass(frozen=True)
class Claimed:
    """What the headers of a request say about its way here; None where one is missing or given twice."""

    host: str | None
    origin: str | None
    has_origin: bool


def claimed(scope: Scope) -> Claimed:
    """Read the headers that browsers set and pages cannot."""
    hosts_ = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
    return Claimed(
        hosts_[0].lower() if len(hosts_) == 1 else None,
        origins[0] if len(origins) == 1 else None,
        bool(origins),
    )


def is_welcome(found: Claimed, allowed: frozenset[str], *, changes: bool) -> int:
    """Judge where a request comes from.

    Parameters
    ----------
    found : what its headers say
    allowed : what this server is called
    changes : whether it may change something, or listen on: then it has to name its origin

    Returns
    -------
    0 if it is welcome, else the HTTP status with which it is refused.
    """
    if found.host not in allowed:
        # 421: a page of somebody else whose name was made to lead here (DNS rebinding).
        return 421
    if found.has_origin or changes:
        return 0 if found.origin == f"http://{found.host}" else 403
    return 0


class Guard:
    """Stands before the application: refuses what comes from elsewhere or too often, and adds headers."""

    def __init__(self, app: ASGIApp, allowed: frozenset[str], limits: Limits) -> None:
        self.app, self.allowed, self.limits = app, allowed, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        found, is_socket = claimed(scope), scope["type"] == "websocket"
        changes = is_socket or scope["method"] not in ("GET", "HEAD")
        status = is_welcome(found, self.allowed, changes=changes)
        if not status and not self.limits.may_ask(address(scope)):
            status = 429
        if status and is_socket:
            await send({"type": "websocket.close", "code": 1008})
        elif status:
            refusal = PlainTextResponse("refused", status, {"connection": "close"})
            await refusal(scope, receive, dressed(send, found.host if status != 421 else None))
        else:
            await self.app(scope, receive, send if is_socket else dressed(send, found.host))


def address(scope: Scope) -> str:
    """Give the address that a request comes from."""
    return scope["client"][0] if scope.get("client") else ""


def dressed(send: Send, host: str | None) -> Send:
    """Add the headers that every answer carries."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in FIXED_HEADERS.items():
                headers[name] = value
            headers["content-security-policy"] = policy(host) if host else "default-src 'none'"
        await send(message)

    return send_with_headers
