"""Pupils, those they live with, and those who hear from them."""

from __future__ import annotations

from typing import Any

import numpy as np

from infosim.simulation import Simulation, Study
from kinds import planned, study_with


def study(**changes: Any) -> Study:
    return study_with({"id": "part", "kind": "media_literacy_course", "coverage": "20%"} | changes)


def test_peers_gain_nothing_unless_it_is_written() -> None:
    assert len(planned(study()).marks) == 2
    assert len(planned(study(peer_spillover="10%")).marks) == 3


def test_each_gains_its_own_portion() -> None:
    """Fault: the portion of the household for peers; the spillover onto true claims left out."""
    plan = planned(study(effect="50%", household_spillover="40%", peer_spillover="10%", spillover="20%"))
    assert [mark.belief_cut[0, 0] for mark in plan.marks] == [0.5, 0.2, 0.05]
    assert np.allclose([mark.belief_cut[0, 4] for mark in plan.marks], [0.1, 0.04, 0.01])


def test_pupils_housemates_and_peers_are_different_people() -> None:
    """Fault: peers are asked for without telling who lives with a pupil."""
    plan = planned(study(peer_spillover="10%"))
    groups = [set(mark.people.tolist()) for mark in plan.marks]
    assert all(groups)
    assert sum(map(len, groups)) == len(set.union(*groups))
    # A housemate stays one where nothing is gained at home.
    nothing = planned(study(peer_spillover="10%", household_spillover="0%"))
    assert [set(mark.people.tolist()) for mark in nothing.marks] == groups


def test_only_pupils_are_paid_for() -> None:
    """Fault: peers counted as deliveries."""
    plan = planned(study(peer_spillover="10%"))
    assert plan.n_deliveries == len(plan.marks[0].people)


def test_targets_choose_the_pupils() -> None:
    """Fault: `target` is not handed on to `covered`."""
    chosen = study(target="sharers")
    activity = Simulation(chosen, "all", 0, "compiled").programme.world.population.activity
    pupils = planned(chosen).marks[0].people
    assert sorted(pupils.tolist()) == sorted(np.argsort(-activity)[:12].tolist())
