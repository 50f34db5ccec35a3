"""Starting and ending a workshop."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from infosim.errors import InputError
from infosim.web.workshop import addresses
from infosim.web.workshop.desk import MOST_WAITING, Desk
from infosim.web.workshop.events import Event, RefusedError
from infosim.web.workshop.journal import Journal
from infosim.web.workshop.serving import end_when_idle

MATERIAL: dict[str, Any] = {"programme": [], "sliders": []}


def desk_in(folder: Path) -> Desk:
    """Make a desk with a session of its own."""
    return Desk(Journal(folder / "a.session", "x"), MATERIAL)


def test_a_forgotten_workshop_ends_and_a_busy_one_does_not(tmp_path: Path) -> None:
    """Fault: a server that is open on the hotel's Wi-Fi for the rest of the week."""
    desk, server = desk_in(tmp_path), SimpleNamespace(should_exit=False)

    async def hour() -> tuple[bool, bool]:
        writing = asyncio.create_task(desk.write())
        idling = asyncio.create_task(end_when_idle(server, desk, 0.2))  # type: ignore[arg-type]
        for _ in range(4):
            await asyncio.sleep(0.12)
            await desk.say(Event("play", "", {}))
        was_open = not server.should_exit
        await idling
        writing.cancel()
        return was_open, server.should_exit

    assert asyncio.run(hour()) == (True, True)


def test_a_flood_of_events_is_refused_before_it_is_kept(tmp_path: Path) -> None:
    """Nobody writes, so everything waits: beyond a number the next is refused at once.

    Fault: a queue without an end.
    """
    desk = desk_in(tmp_path)

    async def flood() -> str:
        waiting = [asyncio.create_task(desk.say(Event("play", "", {}))) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(RefusedError) as refused:
            await desk.say(Event("play", "", {}))
        for one in waiting:
            one.cancel()
        return str(refused.value)

    assert asyncio.run(flood()) == "refused_busy"


def test_a_batch_is_acknowledged_one_by_one(tmp_path: Path) -> None:
    """Of three that wait together one is refused; the others are on the disk, and told so.

    Fault: one wrong event that takes the whole batch with it.
    """
    desk = desk_in(tmp_path)

    async def together() -> list[Any]:
        events = [Event("join", "ann", {}), Event("go", "", {"to": "nowhere"}), Event("join", "ben", {})]
        saying = [asyncio.create_task(desk.say(one)) for one in events]
        await asyncio.sleep(0)
        writing = asyncio.create_task(desk.write())
        done = await asyncio.gather(*saying, return_exceptions=True)
        writing.cancel()
        return done

    first, second, third = asyncio.run(together())
    assert isinstance(second, RefusedError)
    assert first.phones == third.phones == ("ann", "ben")
    assert [one.by for one in desk.journal.events()] == ["ann", "ben"]


def test_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: an address of the internet, or of nobody, taken for one of the room."""
    monkeypatch.setattr(addresses, "_on_the_way_out", lambda: "192.168.7.3")
    monkeypatch.setattr(addresses, "_by_name", lambda: ["127.0.1.1", "10.0.0.5", "8.8.4.4", "192.168.7.3"])
    assert addresses.lan_addresses() == ["192.168.7.3", "10.0.0.5"]
    assert addresses.chosen(None) == "127.0.0.1"
    assert addresses.chosen("auto") == "192.168.7.3"
    assert addresses.chosen("10.0.0.5") == "10.0.0.5"
    with pytest.raises(InputError, match=r"8\.8\.4\.4 is no address"):
        addresses.chosen("8.8.4.4")
    monkeypatch.setattr(addresses, "lan_addresses", list)
    with pytest.raises(InputError, match="no local network"):
        addresses.chosen("auto")
