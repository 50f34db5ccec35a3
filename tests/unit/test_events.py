"""The event log of a run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from infosim.events import Events, events, write_events
from infosim.results import Run
from infosim.rules.belief import BELIEVER, CORRECTED, UNAWARE
from infosim.simulation import run
from studies import small, study_of

pytestmark = pytest.mark.usefixtures("warm_engines")


@pytest.fixture(scope="module", params=["compiled", "reference"])
def told(request: pytest.FixtureRequest) -> Run:
    """Run a study in which people believe, are corrected, forget, and begin anew."""
    return run(study_of(small()), "baseline", 0, request.param)


def test_replaying_events_gives_every_stance(told: Run) -> None:
    """Start with everybody unaware and make every change at its step: the counts of every row.

    Fault: a step counted from the row in which a change is seen.
    """
    log = events(told)
    stance = np.full((len(told.claims), told.population.n_people), UNAWARE)
    for step in range(told.clock.n_steps):
        now = log.step == step
        listed = list(zip(*(column[now].tolist() for column in log[1:5]), strict=True))
        while listed:
            # A seed may change more than once in a step; its changes follow from each other.
            fitting = next(one for one in listed if stance[one[0], one[1]] == one[2])
            stance[fitting[0], fitting[1]] = fitting[3]
            listed.remove(fitting)
        for k in range(len(told.claims)):
            counted = told.counts[step + 1, k].sum(axis=1)
            assert np.bincount(stance[k], minlength=4).tolist() == counted.tolist()
    assert {BELIEVER, CORRECTED, UNAWARE} <= set(log.after.tolist())
    assert np.array_equal(stance, told.state.stance)


def test_parents_are_those_of_the_first_time(told: Run) -> None:
    """Find everybody's parent once, on becoming aware, and nowhere else.

    Fault: the parent repeated on each new episode.
    """
    log = events(told)
    named = log.heard_from > -2
    found = {
        (int(k), int(i)): int(j)
        for k, i, j in zip(log.claim[named], log.person[named], log.heard_from[named], strict=True)
    }
    assert len(found) == named.sum()
    kept = told.state.parent
    assert found == {(k, i): int(kept[k, i]) for k, i in np.argwhere(kept > -2).tolist()}
    assert (log.before[named] == UNAWARE).all()


def test_columns_are_compact(told: Run) -> None:
    """Fault: eight bytes for a stance."""
    assert sum(column.itemsize for column in events(told)) == 16


def test_written_log_has_words(told: Run, tmp_path: Path) -> None:
    """Write a row for each event under the names of the columns."""
    write_events(told, tmp_path / "events.csv")
    heading, *rows = (tmp_path / "events.csv").read_text(encoding="utf-8").splitlines()
    assert heading.split(",") == list(Events._fields)
    assert len(rows) == len(events(told).step)
    assert any(row.startswith("0,hoax,") and row.endswith("unaware,believer,-1") for row in rows)
