"""The power goes off in the middle of a vote: no answer that was acknowledged is lost."""

from __future__ import annotations

import random  # noqa: TID251  when to kill is no part of the model
import threading
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from rooms import Person, Server, workshop

KILLS, PHONES, SEED = 10, 6, 20261127


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Server]:
    """Run a workshop that may be killed."""
    with workshop(tmp_path) as started:
        yield started


def vote(phone: Person, question: str, stop: threading.Event, kept: list[float]) -> None:
    """Answer again and again; keep the last answer that was acknowledged, and the one under way."""
    n = 0.0
    while not stop.is_set():
        n += 0.5
        kept[1] = n % 100
        try:
            status, _ = phone.say("answer", question=question, value=n % 100)
        except (OSError, HTTPException):
            # Nobody knows whether this one has arrived; the next ones certainly do not.
            return
        if status == 200:
            kept[0] = n % 100
        # Politely, as no person is faster.
        time.sleep(0.05)


@pytest.mark.slow
def test_killed_in_the_middle_of_a_vote(own: Server) -> None:
    """Kill the server ten times while six phones answer; each time start it again with the same command.

    Every phone finds its answer: the last one acknowledged, or the one that was on its way.
    Fault: an answer that is acknowledged before it is on the disk, or a batch that is lost.
    """
    trainer = own.trainer()
    phones = [own.joined(source=f"127.0.0.{20 + n}") for n in range(PHONES)]
    trainer.does("go", to="peak")
    draw = random.Random(SEED)
    back = []
    for _ in range(KILLS):
        kept = [[-1.0, -1.0] for _ in phones]
        stop = threading.Event()
        voters = [
            threading.Thread(target=vote, args=(phone, "peak", stop, mine))
            for phone, mine in zip(phones, kept, strict=True)
        ]
        for voter in voters:
            voter.start()
        time.sleep(draw.uniform(0.3, 0.8))
        own.kill()
        stop.set()
        for voter in voters:
            voter.join()
        back.append(own.start())
        found = [phone.view()["mine"] for phone in phones]
        assert all(mine in pair for mine, pair in zip(found, kept, strict=True)), (found, kept)
        assert trainer.view()["n_answers"] == PHONES
    assert max(back) < 5.0, back


def test_a_session_goes_on(own: Server) -> None:
    """Kill it once after everything was acknowledged: the same state, links and code.

    Fault: secrets that are made anew, so that trainer and phones are strangers afterwards.
    """
    trainer, phone = own.trainer(), own.joined()
    trainer.does("go", to="peak")
    phone.does("answer", question="peak", value=33)
    before, links, code = trainer.view(), own.links, own.code
    own.kill()
    assert own.start() < 5.0
    assert (own.links, own.code) == (links, code)
    assert trainer.view() == before
    assert phone.view()["mine"] == 33
