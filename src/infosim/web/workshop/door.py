"""Connections: counted by address, and cut where somebody never ends a request."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from infosim.web.workshop.limits import SECONDS, Limits


class Door(H11Protocol):
    """One connection.

    What is turned away here costs a flood more than it costs us: no request is read.
    """

    limits: Limits
    """Shared by all connections; `door` sets it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection, or cut it."""
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        self.is_counted = self.limits.may_connect(self.address)
        self.head_is_due: asyncio.TimerHandle | None = None
        if not self.is_counted:
            transport.abort()
            return
        self.limits.connect(self.address)
        self.wait_for_head()

    def wait_for_head(self) -> None:
        """Give the head of a request so long to arrive."""
        if self.head_is_due is None:
            self.head_is_due = self.loop.call_later(SECONDS, self.transport.abort)

    def stop_waiting(self) -> None:
        """Stop: a head has arrived, or nothing more will."""
        if self.head_is_due is not None:
            self.head_is_due.cancel()
            self.head_is_due = None

    def data_received(self, data: bytes) -> None:
        """Read on; the head of a second request has its time as well."""
        if not self.is_counted:
            return
        self.wait_for_head()
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self.stop_waiting()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """Hand the connection to a socket, which is counted by the application."""
        self.leave()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count the connection no longer."""
        self.leave()
        super().connection_lost(exc)

    def leave(self) -> None:
        """Give the place back, once."""
        self.stop_waiting()
        if self.is_counted:
            self.is_counted = False
            self.limits.disconnect(self.address)


def door(limits: Limits) -> type[Door]:
    """Make the class that handles connections under some limits."""
    return type("LimitedDoor", (Door,), {"limits": limits})
