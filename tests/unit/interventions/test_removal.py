"""Removal: how much of a claim is gone by when."""

from __future__ import annotations

import numpy as np
import pytest

from infosim.simulation import Simulation
from kinds import lone


def seen(n_steps: int = 12, **changes: object) -> list[float]:
    """Give the visibility of the false claim on the feed at each step; nothing else may change."""
    sim = Simulation(lone("removal", **changes), "all", 0, "compiled")
    found = []
    for _ in range(n_steps):
        sim.advance()
        found.append(float(sim.effects.visibility[0, 0]))
        assert np.count_nonzero(sim.effects.visibility != 1.0) <= 1
    return found


def test_all_at_once() -> None:
    """Take down the proportion from `delay` after the claim began, until the end.

    Fault: misleading claims are removed; nothing comes back.
    """
    assert seen(share="20%", delay="3 days", length="8 days") == [1.0] * 3 + [0.8] * 5 + [1.0] * 4


def test_one_after_the_other() -> None:
    """Find half of what is removed in the end within the half-life, and three quarters within two.

    Fault: the half-life of what is seen instead of what is to be removed.
    """
    found = seen(share="60%", delay="1 days", half_life="2 days")
    assert found[:2] == [1.0, 1.0]
    assert found[3] == pytest.approx(1 - 0.6 * 0.5)
    assert found[5] == pytest.approx(1 - 0.6 * 0.75)
    assert (np.diff(found[1:]) < 0).all()


def test_the_search_begins_with_the_intervention() -> None:
    """Count the age of a removal from the start, where the claim is older.

    Fault: a policy that begins in week 2 finds half of the posts on its first day.
    """
    found = seen(share="60%", delay="1 days", half_life="2 days", start="6 days")
    assert found[:7] == [1.0] * 7
    assert found[8] == pytest.approx(1 - 0.6 * 0.5)
