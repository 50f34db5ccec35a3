"""A workshop in a real browser: trainer, wall and phones, and nothing that leaves this machine."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser.hostile import TITLES
from driving import Driven, chromium_browser, driving, focused, overflow, violations
from rooms import Server, workshop

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["chromium_browser"]

pytestmark = pytest.mark.slow

STUDY = ("first_steps", "--replicates", "6", "--per-address", "100")
"""Here all phones have one address."""

WITHOUT_SOCKETS = "delete window.WebSocket;"


class Room:
    """A trainer, a wall and some phones, each a visitor of its own."""

    def __init__(self, browser: Browser, server: Server, stack: ExitStack, phones: int = 3) -> None:
        self.server = server
        # Someone who asks for less motion sees the same; without it the film takes its time.
        calm = {"reduced_motion": "reduce"}
        self.visitors: list[Driven] = [
            stack.enter_context(driving(browser, **calm)) for _ in range(2 + phones)
        ]
        self.trainer = self.visitors[0].page(server.links["trainer"], "beamer")
        self.stage = self.visitors[1].page(server.links["stage"], "screen")
        self.phones = [self.join(visitor) for visitor in self.visitors[2:]]

    def join(self, visitor: Driven) -> Page:
        """Come in by the link of the QR code."""
        page = visitor.page(f"{self.server.origin}/#{self.server.code}", "phone")
        page.wait_for_selector(".me")
        return page

    def left(self) -> list[str]:
        """List what anybody asked for beyond this machine."""
        return [address for visitor in self.visitors for address in visitor.left]

    def errors(self) -> list[str]:
        """List what went wrong in any page, apart from lost connections."""
        known = (
            "ERR_CONNECTION_REFUSED",
            "WebSocket connection",
            "ERR_EMPTY_RESPONSE",
            "ERR_CONNECTION_RESET",
            "ERR_SOCKET_NOT_CONNECTED",
        )
        found = [error for visitor in self.visitors for error in visitor.errors]
        return [error for error in found if not any(name in error for name in known)]

    def check(self) -> None:
        """Judge every page as it is now: nothing hinders, nothing is wider than the window."""
        for page in (self.trainer, self.stage, self.phones[0]):
            assert violations(page) == []
            assert overflow(page) <= 0, page.url


@pytest.fixture
def room(chromium_browser: Browser, tmp_path: Path) -> Iterator[Room]:
    """Open a room, and look at the end that nobody left it."""
    with workshop(tmp_path, *STUDY) as server, ExitStack() as stack:
        opened = Room(chromium_browser, server, stack)
        yield opened
        assert opened.left() == []
        assert opened.errors() == []
        assert "Traceback" not in server.errors()


def until(page: Page, selector: str, is_so: Callable[[str], bool], seconds: float = 10.0) -> None:
    """Wait until the text of an element is as it should be; pages forbid that Playwright does so itself."""
    end = time.monotonic() + seconds
    while not is_so(text := page.eval_on_selector(selector, "one => one.textContent") or ""):
        assert time.monotonic() < end, f"{selector} says {text!r}"
        page.wait_for_timeout(30)


def press_to(page: Page, wanted: str) -> None:
    """Go with the tab key to what has an id, or these words."""
    for _ in range(60):
        now = focused(page)
        if wanted in (now["id"], now["name"]):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


def press_next(page: Page) -> None:
    """Press the one button that leads through a session, by keyboard."""
    press_to(page, "next")
    before = page.inner_text("#next")
    page.keyboard.press("Enter")
    until(page, "#next", lambda text: text != before)


def answer_by_keyboard(page: Page, n: int) -> None:
    """Answer what a phone asks, without a pointer."""
    if page.query_selector("#guess"):
        press_to(page, "guess")
        page.keyboard.type(str(3 + n))
        page.keyboard.press("Enter")
    elif page.query_selector(".choice"):
        page.focus("#language")
        for _ in range(1 + n % 2):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    else:
        page.focus("#language")
        page.keyboard.press("Tab")
        page.keyboard.press("Space" if page.query_selector("input[type=checkbox]") else "1")
        press_to(page, "Send the plan of the team")
        page.keyboard.press("Enter")
    until(page, "#said", lambda text: text.startswith("Saved"))


def test_a_whole_session_by_keyboard(room: Room) -> None:
    """Lead a session from the first page to the last, and answer on three phones, without a pointer.

    Every page is judged by axe in every state; nothing leaves this machine.
    Fault: a button that is a picture, a question that is only shown in colour, a font from elsewhere.
    """
    trainer, stage = room.trainer, room.stage
    trainer.wait_for_selector("#next")
    room.check()
    activities = [one["id"] for one in room.server.trainer().view()["programme"]]
    assert len(activities) == 8
    for activity in activities:
        press_next(trainer)
        if activity == "what_if":
            room.check()
            press_to(trainer, "Ask the room")
            trainer.keyboard.press("Enter")
            room.phones[0].wait_for_selector(".choice")
        for n, phone in enumerate(room.phones):
            phone.wait_for_selector("#guess, .choice, .purse button")
            answer_by_keyboard(phone, n)
        room.check()
        press_next(trainer)
        stage.wait_for_timeout(300)
        room.check()
        until(trainer, "#next", lambda text: text.startswith("Show"), 60.0)
        press_next(trainer)
        stage.wait_for_selector(".lead")
        room.check()
    press_to(trainer, "next")
    trainer.keyboard.press("Enter")
    room.phones[0].wait_for_selector(".big")
    room.check()
    points = [phone.inner_text(".big") for phone in room.phones]
    assert all(one.endswith("points") for one in points)


def test_the_film_shows_what_python_ran(room: Room) -> None:
    """The trainer starts the film: the wall plays it, and both runs have the digests of Python.

    Fault: a film of another arm, or one that stands still.
    """
    trainer = room.server.trainer()
    for kind, values in (("go", {"to": "effect"}), ("close", {}), ("show", {})):
        trainer.does(kind, **values)
    room.trainer.wait_for_selector("text=Play the film on the wall")
    room.trainer.click("text=Play the film on the wall")
    room.stage.wait_for_selector("#film_with_count:not(:empty)")
    assert "bit for bit" in room.stage.inner_text(".film")
    first = room.stage.inner_text("#film_day")
    until(room.stage, "#film_day", lambda day: day != first)


def test_killed_while_people_vote(room: Room) -> None:
    """Kill the server again and again while somebody types: the pages come back by themselves within 5 s.

    Fault: a page that has to be loaded again, or that forgets what was typed.
    """
    room.server.trainer().does("go", to="peak")
    for phone in room.phones:
        phone.wait_for_selector("#guess")
    back = []
    for turn in range(5):
        room.phones[0].fill("#guess", str(10 + turn))
        room.server.kill()
        room.phones[0].keyboard.press("Enter")
        until(room.phones[1], "#way", bool)
        room.server.start()
        began = time.monotonic()
        for phone in (*room.phones, room.stage, room.trainer):
            until(phone, "#way", lambda text: text == "")
        until(room.phones[0], ".mine", lambda text, turn=turn: text.endswith(f"{10 + turn}"))  # type: ignore[misc]
        back.append(time.monotonic() - began)
    print(f"pages were back after {min(back):.1f} to {max(back):.1f} s")  # noqa: T201  for whoever reads the log
    assert max(back) < 5.0
    assert room.server.trainer().view()["n_answers"] == 1


def test_without_sockets_pages_ask_again_and_again(chromium_browser: Browser, tmp_path: Path) -> None:
    """A network that lets no socket through: the same session, by questions.

    Fault: a page that waits for a socket for ever.
    """
    with workshop(tmp_path) as server, driving(chromium_browser) as visitor:
        visitor.context.add_init_script(WITHOUT_SOCKETS)
        page = visitor.page(f"{server.origin}/#{server.code}", "phone")
        page.wait_for_selector(".me")
        server.trainer().does("go", to="peak")
        page.wait_for_selector("#guess", timeout=3000)
        page.fill("#guess", "12")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Your answer: 12", timeout=3000)
        server.kill()
        server.start()
        server.trainer().does("close")
        page.wait_for_selector("text=Closed", timeout=5000)
        assert visitor.left == []


def test_a_trainer_types_while_answers_arrive(chromium_browser: Browser, tmp_path: Path) -> None:
    """Count hands and enter a team's plan by keyboard, while the page is drawn anew by every event.

    Fault: a form that closes, or a number that is gone, because a phone has answered.
    """
    with workshop(tmp_path, *STUDY) as server, driving(chromium_browser) as visitor:
        page, trainer, phone = visitor.page(server.links["trainer"]), server.trainer(), server.joined()
        trainer.does("go", to="group")
        page.wait_for_selector("text=Count hands")
        press_to(page, "Count hands")
        page.keyboard.press("Enter")
        press_to(page, "hand_adult")
        page.keyboard.type("1")
        phone.does("answer", question="group", value="elder")
        until(page, ".count", lambda text: text.startswith("Answers: 1 of 1"))
        page.keyboard.type("2")
        page.keyboard.press("Enter")
        until(page, ".count", lambda text: text.endswith("12 hands"))
        trainer.does("go", to="roles")
        press_to(page, "Enter the plan of team 4")
        page.keyboard.press("Enter")
        press_to(page, "item_4_bolder")
        page.keyboard.press("Space")
        trainer.does("play")
        press_to(page, "Send the plan of the team")
        page.keyboard.press("Enter")
        until(page, ".count", lambda text: text.startswith("Plans: 1 of"))
        assert trainer.view()["purses"][3]["plan"] == {"bolder": 1}
        assert visitor.left == []
        assert visitor.errors == []


def poisoned(value: Any, text: str) -> Any:
    """Put a text into everything that a scenario's author may have written."""
    written = (
        "title",
        "question",
        "claims",
        "titles",
        "arm",
        "other",
        "claim",
        "words",
        "slider",
        "own",
        "stops",
        "field",
        "doses",
    )
    if isinstance(value, dict):
        return {
            key: planted(one, text) if key in written else poisoned(one, text) for key, one in value.items()
        }
    return [poisoned(one, text) for one in value] if isinstance(value, list) else value


def planted(value: Any, text: str) -> Any:
    """Replace every text by another one."""
    if isinstance(value, dict):
        return {key: planted(one, text) for key, one in value.items()}
    if isinstance(value, list):
        return [planted(one, text) for one in value]
    return text if isinstance(value, str) else value


def test_texts_of_an_author_stay_texts(chromium_browser: Browser, tmp_path: Path) -> None:
    """Forty payloads in every text of the material, through every view and activity: nothing runs.

    No nicknames exist: joining with one is refused. Fault: a title that becomes markup.
    """
    with workshop(tmp_path, *STUDY) as server, ExitStack() as stack:
        server.kill()
        with sqlite3.connect(tmp_path / "results" / "first_steps" / "workshop.session") as file:
            ((text,),) = file.execute("SELECT value FROM meta WHERE key = 'material'")
            material = poisoned(json.loads(text), " ".join(TITLES))
            file.execute("UPDATE meta SET value = ? WHERE key = 'material'", (json.dumps(material),))
        file.close()
        server.start()
        for payload in TITLES:
            said = {"code": server.code, "nickname": payload}
            assert server.person().post("/join", said)[0] == 400
        room = Room(chromium_browser, server, stack, phones=1)
        trainer = server.trainer()
        for activity in ["lobby", *(one["id"] for one in material["programme"]), "end"]:
            trainer.does("go", to=activity)
            if activity == "what_if":
                trainer.does("what_if", slider=0, stop=1)
            for kind in ("close", "show") if activity not in ("lobby", "end") else ():
                look_for_damage(room)
                trainer.does(kind) if kind == "close" else trainer.shows()
            look_for_damage(room)
        assert room.left() == []
        assert [dialog for visitor in room.visitors for dialog in visitor.dialogs] == []
        assert room.errors() == []


def look_for_damage(room: Room) -> None:
    """See that nothing ran in any page, and that nothing was built of a text."""
    for page in (room.trainer, room.stage, *room.phones):
        page.wait_for_timeout(120)
        assert page.evaluate("document.body.dataset.taken") is None
        strange = (
            "iframe, object, embed, base, video, math, template, main script, main style, main link, main a"
        )
        assert page.query_selector(strange) is None
        assert page.query_selector("img:not([src^='data:image/svg+xml'])") is None
