"""Who may talk to a workshop: exact names, exact origins, JSON, roles by secret."""

from __future__ import annotations

import json
import socket
from base64 import b64encode
from pathlib import Path

import pytest

from infosim.web.workshop.events import KINDS, PHONE, STAGE, TRAINER
from rooms import Person, Server

WELCOME = ("127.0.0.1:PORT", "localhost:PORT", "[::1]:PORT", "LOCALHOST:PORT")

OTHER_HOSTS = (
    "",
    "PORT",
    "127.0.0.1",
    "localhost",
    "127.0.0.1:1",
    "127.0.0.1:PORT0",
    "127.0.0.1.:PORT",
    "127.0.0.1:PORT.",
    "localhost.:PORT",
    "localhost:PORT:PORT",
    "localhost:PORT@evil.test",
    "evil.test",
    "evil.test:PORT",
    "localhost.evil.test:PORT",
    "127.0.0.1.evil.test:PORT",
    "evil.test#localhost:PORT",
    "xlocalhost:PORT",
    "0.0.0.0:PORT",
    "127.1:PORT",
    "2130706433:PORT",
    "0x7f000001:PORT",
    "127.0.0.2:PORT",
    "192.168.1.7:PORT",
    "[::]:PORT",
    "[::ffff:127.0.0.1]:PORT",
)
"""Names under which no browser of ours asks: others' names that lead here, and lookalikes."""

OTHER_ORIGINS = (
    None,
    "",
    "null",
    "http://evil.test",
    "http://evil.test:PORT",
    "https://127.0.0.1:PORT",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://127.0.0.1:PORT0",
    "http://127.0.0.1:PORT/",
    "http://127.0.0.1:PORT.evil.test",
    "http://localhost:PORT",
    "HTTP://127.0.0.1:PORT",
    "http://127.0.0.1:PORT http://evil.test",
    "http://user@127.0.0.1:PORT",
    "file://",
    "chrome-extension://abcdefgh",
)
"""Origins of which none is that of the page that 127.0.0.1 gave, exactly."""


def raw(server: Server, lines: list[str], body: bytes = b"") -> int:
    """Send exactly these lines, and give the status of the answer."""
    text = "\r\n".join(lines).replace("PORT", str(server.port)) + "\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), 10) as wire:
        wire.sendall(text.encode("latin-1") + body)
        answer = wire.recv(4096)
    return int(answer.split(b" ")[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def statuses(server: Server, host: str, origin: str | None) -> tuple[int, int, int]:
    """Ask for a page, say something, and open a socket, under a name and from an origin."""
    named = [f"Host: {host}", *([] if origin is None else [f"Origin: {origin}"]), "Connection: close"]
    secret = server.links["trainer"].partition("#")[2]
    body = json.dumps({"kind": "play"}).encode()
    say = ["Content-Type: application/json", f"X-Infosim-Secret: {secret}", f"Content-Length: {len(body)}"]
    key = b64encode(b"0123456789abcdef").decode()
    upgrade = ["Upgrade: websocket", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
    return (
        raw(server, ["GET / HTTP/1.1", *named]),
        raw(server, ["POST /say HTTP/1.1", *named, *say], body),
        raw(server, ["GET /live HTTP/1.1", *named[:-1], "Connection: Upgrade", *upgrade]),
    )


@pytest.mark.parametrize("host", WELCOME)
def test_own_names_are_welcome(server: Server, host: str) -> None:
    """Fault: a check that refuses everything would pass all that follows."""
    assert statuses(server, host, "http://" + host.replace("LOCAL", "local").replace("HOST", "host")) == (
        200,
        200,
        101,
    )


@pytest.mark.parametrize("host", OTHER_HOSTS)
def test_other_names_are_refused(server: Server, host: str) -> None:
    """A name of somebody else that leads to this machine opens nothing, with any origin.

    Fault: a host that only has to begin or end like ours, or a port that is not looked at.
    """
    for origin in (f"http://{host}", "http://127.0.0.1:PORT"):
        page, said, opened = statuses(server, host, origin)
        assert page in (400, 421)
        assert said in (400, 421)
        assert opened in (400, 403)


@pytest.mark.parametrize("origin", OTHER_ORIGINS)
def test_other_origins_are_refused(server: Server, origin: str | None) -> None:
    """A page from elsewhere says nothing and listens to nothing, though the host is right.

    Fault: an origin that is compared by its beginning, or not at all where it is missing.
    """
    page, said, opened = statuses(server, "127.0.0.1:PORT", origin)
    assert page == (200 if origin is None else 403)
    assert (said, opened) == (403, 403)


def test_a_header_twice_is_refused(server: Server) -> None:
    """Fault: the first of two hosts is checked, and another part of the program takes the last."""
    ours, theirs = "Host: 127.0.0.1:PORT", "Host: evil.test"
    for lines in ([ours, theirs], [theirs, ours], []):
        assert raw(server, ["GET / HTTP/1.1", *lines, "Connection: close"]) in (400, 421)
    twice = ["Host: 127.0.0.1:PORT", "Origin: http://127.0.0.1:PORT", "Origin: http://evil.test"]
    assert raw(server, ["GET / HTTP/1.1", *twice, "Connection: close"]) == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "text/json"])
def test_only_json_is_read(server: Server, kind: str) -> None:
    """Fault: a form of somebody else's page, which a browser sends without asking, is taken for JSON."""
    trainer = server.trainer()
    headers = {"content-type": kind, "origin": server.origin, "x-infosim-secret": trainer.secret}
    status, body = trainer.ask("POST", "/say", b'{"kind": "play"}', headers)
    assert (status, json.loads(body)) == (400, {"refused": "refused_form"})


SAID = {
    "join": {},
    "answer": {"question": "lobby", "value": 3},
    "plan": {"question": "lobby", "items": {}},
    "plan_for": {"question": "lobby", "team": 1, "items": {}},
    "go": {"to": "lobby"},
    "close": {},
    "reopen": {},
    "show": {},
    "hands": {"question": "lobby", "counts": {}},
    "what_if": {"slider": 0, "stop": 0},
    "teams": {"n": 4},
    "next_turn": {},
    "play": {},
    "computed": {"key": "x", "result": {}},
}


MAY = {PHONE: {"answer", "plan"}, TRAINER: set(KINDS) - {"join", "answer", "plan", "computed"}}
"""What each role may say, written down a second time: nobody else may say anything."""


@pytest.mark.parametrize("kind", KINDS)
def test_each_role_says_only_what_is_its_own(server: Server, kind: str) -> None:
    """Every kind of event, said by everybody: whoever may not is told so, whatever it claims to be.

    Fault: a phone that opens or shows a question, or a browser that brings its own results.
    """
    people = {
        TRAINER: server.trainer(),
        STAGE: server.stage(),
        PHONE: server.joined(),
        "nobody": server.person(),
        "forged": server.person("x" * 22),
    }
    for role, person in people.items():
        status, said = person.say(kind, **SAID[kind])
        assert (status != 403) == (kind in MAY.get(role, ())), (role, said)
        # Claiming another role in what is said helps nobody.
        if role != TRAINER:
            status, said = person.say(kind, role="trainer", by="trainer", **SAID[kind])
            assert status in (400, 403), (role, said)


def test_pages_and_views_need_their_secret(server: Server) -> None:
    """Fault: a film or a view for who only knows the address."""
    for person in (server.person(), server.person("forged")):
        assert person.ask("GET", "/view", headers={"x-infosim-secret": person.secret})[0] == 403
        assert person.ask("GET", "/film", headers={"x-infosim-secret": person.secret})[0] == 403
    phone = server.joined()
    assert phone.ask("GET", "/film", headers={"x-infosim-secret": phone.secret})[0] == 403
    assert "scores" not in phone.view()


TRAVERSALS = (
    "/static/../workshop/app.py",
    "/static/workshop/../../report.html",
    "/static/%2e%2e/%2e%2e/pyproject.toml",
    "/static/..%2f..%2fcli/main.py",
    "/static/workshop/..%5c..%5capp.py",
    "//etc/passwd",
    "/static//etc/passwd",
    "/words/../../../errors.py",
    "/words/en.json%00",
    "/workshop.session",
    "/results/first_steps/workshop.session",
    "/static/",
    "/static/workshop",
    "/words",
)


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out(server: Server, path: str) -> None:
    """Fault: a path that is put together with what was asked for."""
    assert server.person().ask("GET", path)[0] in (400, 404)


def test_refusals_tell_nothing(server: Server, tmp_path: Path) -> None:
    """What is refused is refused with a word, and nothing of this machine or of what was sent.

    Fault: a message of a library, a path, or what was sent, in an answer.
    """
    trainer = server.trainer()
    headers = {
        "content-type": "application/json",
        "origin": server.origin,
        "x-infosim-secret": trainer.secret,
    }
    wrong = (
        b"",
        b"{",
        b"[1, 2",
        b"NaN",
        b'{"kind": NaN}',
        b'{"kind": 1e999}',
        b"\xff\xfe",
        b"[" * 4000,
        b'"<script>"',
        b'{"kind": "go", "to": "<img src=x onerror=alert(1)>"}',
        b'{"kind": "go", "to": "lobby", "more": 1}',
        b'{"kind": "what_if", "slider": -1, "stop": 0}',
        b'{"kind": "teams", "n": 1000000000000000000000000000000}',
        b'{"kind": "hands", "question": "lobby", "counts": {"a": -1}}',
    )
    for body in wrong:
        status, answer = trainer.ask("POST", "/say", body, headers)
        assert 400 <= status < 500, body
        assert answer in (b'{"refused":"refused_form"}', b'{"refused":"refused_late"}'), body
    assert trainer.ask("DELETE", "/say", headers={"origin": server.origin})[0] == 405


def test_guessing_the_code_is_slow(server: Server) -> None:
    """After five wrong codes an address waits, also with the right one; another address does not.

    Fault: wrong codes that are not counted, or counted for all as one.
    """
    guesser = Person(server.port, source="127.0.0.9")
    statuses = [guesser.post("/join", {"code": f"AAAAA{n}"})[0] for n in range(5)]
    assert statuses == [403] * 5
    assert guesser.post("/join", {"code": server.code})[0] == 429
    assert Person(server.port, source="127.0.0.10").post("/join", {"code": server.code})[0] == 200
