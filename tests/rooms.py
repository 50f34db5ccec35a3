"""Real workshops for tests: a server in a process of its own, and people who talk to it over HTTP."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

from end_to_end.program import environment, words_of

for library in ("starlette", "uvicorn", "websockets", "segno"):
    pytest.importorskip(library, reason="the extra `workshop` is not installed, so no workshop was tried")

PATIENCE = 90.0
"""Seconds that a server may take to come up the first time, when much may be compiled."""


def free_port() -> int:
    """Find a port that nobody has."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@dataclass
class Server:
    """A workshop that runs, and can be killed and started again."""

    folder: Path
    words: tuple[str, ...]
    port: int
    process: subprocess.Popen[str] | None = None
    links: dict[str, str] = field(default_factory=dict)

    def start(self) -> float:
        """Start the program, and wait until it tells its links; gives the seconds that took."""
        began = time.monotonic()
        words = words_of("workshop", *self.words, "--port", self.port)
        self.log = (self.folder / "log.txt").open("a+", encoding="utf-8")
        self.process = subprocess.Popen(
            words,
            cwd=self.folder,
            env=environment(PYTHONUNBUFFERED="1"),
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        assert self.process.stdout is not None
        told = "".join(self.process.stdout.readline() for _ in range(4))
        assert "session" in told, self.errors()
        found = re.findall(r"^(trainer|stage|join) +(\S+)(?: +code (\S+))?", told, re.MULTILINE)
        self.links = {name: link for name, link, _ in found}
        self.code = next(code for name, _, code in found if name == "join")
        return time.monotonic() - began

    def errors(self) -> str:
        """Give what the program wrote to stderr so far."""
        return (self.folder / "log.txt").read_text(encoding="utf-8")

    def kill(self) -> None:
        """End the program as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)
        self.close_streams()

    def stop(self) -> int:
        """End the program with Ctrl-C, and give its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        self.close_streams()
        return code

    def close_streams(self) -> None:
        """Let go of what it wrote."""
        assert self.process is not None
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.log.close()

    @property
    def origin(self) -> str:
        """What a browser calls it."""
        return f"http://127.0.0.1:{self.port}"

    def person(self, secret: str = "", source: str = "") -> Person:
        """Give somebody who talks to it, from an address of this machine."""
        return Person(self.port, secret, source)

    def trainer(self) -> Person:
        """Give the trainer."""
        return self.person(self.links["trainer"].partition("#")[2])

    def stage(self) -> Person:
        """Give the page on the wall."""
        return self.person(self.links["stage"].partition("#")[2])

    def joined(self, source: str = "") -> Person:
        """Give a phone that has joined."""
        phone = self.person(source=source)
        status, said = phone.post("/join", {"code": self.code})
        assert status == 200, said
        phone.secret = said["secret"]
        return phone


@dataclass
class Person:
    """Somebody with a secret, or without one, who speaks HTTP as it should be spoken."""

    port: int
    secret: str = ""
    source: str = ""

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Send one request, and give status and body."""
        source = (self.source, 0) if self.source else None
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=source)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def post(self, path: str, said: Any) -> tuple[int, Any]:
        """Say something."""
        headers = {
            "content-type": "application/json",
            "origin": f"http://127.0.0.1:{self.port}",
            "x-infosim-secret": self.secret,
        }
        status, body = self.ask("POST", path, json.dumps(said).encode(), headers)
        return status, json.loads(body) if body.startswith(b"{") else body

    def say(self, kind: str, **values: Any) -> tuple[int, Any]:
        """Let something happen."""
        return self.post("/say", {"kind": kind, **values})

    def does(self, kind: str, **values: Any) -> None:
        """Let something happen that has to be accepted."""
        status, said = self.say(kind, **values)
        assert status == 200, (kind, said)

    def view(self) -> Any:
        """See what there is to see."""
        status, body = self.ask("GET", "/view", headers={"x-infosim-secret": self.secret})
        assert status == 200, body
        return json.loads(body)

    def shows(self, patience: float = 60.0) -> None:
        """Show what came out, as soon as it is computed."""
        until = time.monotonic() + patience
        while True:
            status, said = self.say("show")
            if status == 200:
                return
            assert said == {"refused": "refused_computing"}, said
            assert time.monotonic() < until, "it is never computed"
            time.sleep(0.2)


def is_up(port: int) -> bool:
    """Tell whether a server answers."""
    try:
        return Person(port).ask("GET", "/")[0] == 200
    except (OSError, HTTPException):
        return False


@contextmanager
def workshop(folder: Path, *words: str) -> Iterator[Server]:
    """Run a workshop, and end it whatever happens."""
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(folder, words or ("first_steps", "--replicates", "4"), free_port())
    try:
        server.start()
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.process.kill()
            server.process.wait(30)
            server.close_streams()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run one workshop for the tests of a module."""
    with workshop(tmp_path_factory.mktemp("workshop")) as started:
        yield started
