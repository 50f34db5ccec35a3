"""Access subsidies: who comes online, and when."""

from __future__ import annotations

import numpy as np

from infosim.population import NEVER
from infosim.simulation import Simulation, Study
from kinds import lone, planned


def joined(study: Study, arm: str = "all") -> np.ndarray:
    """Give when everybody joined the feed."""
    return Simulation(study, arm, 0, "compiled").programme.world.joined[0]


def test_the_next_in_line_join() -> None:
    """Bring on those whose place lies between the old and the new penetration, at the start.

    Fault: newcomers drawn anew, so that some are passed over.
    """
    study = lone("access_subsidy", groups=["village"], increase="30%", start="4 days")
    people = study.society.population
    expected = people.members_of(["village"]) & (people.access >= 0.5) & (people.access < 0.5 + 0.3)
    assert np.array_equal(joined(study) == 4, expected)
    assert expected.any()
    assert np.array_equal(joined(study)[~expected], joined(study, "baseline")[~expected])
    assert planned(study).n_deliveries == expected.sum()


def test_nobody_is_left_to_join_above_everybody() -> None:
    """Raise penetration to 100% at most, and pay once for somebody who joins two platforms.

    Fault: people counted once for each platform.
    """
    study = lone("access_subsidy", platforms=["feed", "chat"], increase="100%")
    world = Simulation(study, "all", 0, "compiled").programme.world
    assert (world.joined[:2] < NEVER).all()
    outside = Simulation(study, "baseline", 0, "compiled").programme.world.joined[:2] == NEVER
    assert planned(study).n_deliveries == outside.any(axis=0).sum() < outside.sum()
