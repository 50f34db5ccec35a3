"""What a study will cost is known before it is begun."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from infosim.errors import InputError
from infosim.scenario import estimate, load

Write = Callable[..., Path]


def test_a_small_study_is_counted(write: Write) -> None:
    size = estimate(load(write()).scenario)
    assert (size.people, size.steps, size.arms, size.replicates, size.runs) == (600, 40, 2, 40, 80)
    assert size.ties == 600 * 6
    assert 0 < size.minutes < 1
    assert size.memory_bytes < 2**20


def test_penetration_and_streams_count(write: Write) -> None:
    """Fault: ties are counted over all people."""
    sets = ["platforms.chat.penetration={everyone: 50%}", "claims.rumour.arrivals=1 per day"]
    more = estimate(load(write(), sets=sets).scenario)
    assert more.ties == 300 * 6
    assert more.memory_bytes > estimate(load(write()).scenario).memory_bytes


def test_a_study_that_does_not_fit_is_refused_in_one_sentence(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault: the estimate is made after the population is drawn."""
    monkeypatch.setattr("infosim.scenario.estimates.machine_memory", lambda: 2**30)
    before = time.process_time()
    with pytest.raises(InputError, match=r"need about [\d.]+ GiB, and this machine has 1\.0 GiB") as caught:
        load(write(), size=40_000_000)
    assert time.process_time() - before < 0.5
    (problem,) = caught.value.problems
    assert problem.file == "--size"
