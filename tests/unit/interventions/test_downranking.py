"""Downranking: which posts move down, from when, by how much."""

from __future__ import annotations

import numpy as np

from infosim.simulation import Simulation
from kinds import lone


def test_visibility_follows_the_rating() -> None:
    """Lower the visibility of the false claim on the feed from two days after it began to the end.

    Fault: misleading claims or corrections move down too; the delay counted from the start.
    """
    study = lone("downranking", coverage="50%", cut="80%", delay="2 days", start="1 days", length="5 days")
    sim = Simulation(study, "all", 0, "compiled")
    seen = []
    for _ in range(10):
        sim.advance()
        seen.append(sim.effects.visibility[0, 0])
        assert np.count_nonzero(sim.effects.visibility != 1.0) <= 1
        assert (sim.effects.acceptance == 1.0).all()
        assert (sim.effects.sharing == 1.0).all()
    assert seen == [1.0] * 2 + [1.0 - 0.5 * 0.8] * 4 + [1.0] * 4


def test_two_of_them_multiply() -> None:
    """Lower what another one has lowered already.

    Fault: `visibility[...] = seen`, by which the later one wins.
    """
    study = lone("downranking", cut="50%", delay="0 h")
    sim = Simulation(study, "all", 0, "compiled")
    (one,) = sim.programme.interventions
    world = sim.programme.world
    for _ in range(2):
        one.modify(sim.effects, world, 3, sim.recorder.tallies[:3])
    assert sim.effects.visibility[0, 0] == 0.25
