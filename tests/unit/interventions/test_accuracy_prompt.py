"""A moment's thought before passing something on."""

from __future__ import annotations

import numpy as np

from infosim.population import NEVER
from infosim.simulation import Simulation
from kinds import planned, study_with

WRITTEN = {"id": "part", "kind": "accuracy_prompt", "platform": "chat"}


def test_prompts_bear_on_sharing_of_what_is_not_true_on_their_platform() -> None:
    """Fault: the cut on all platforms; on true claims; on belief."""
    mark = planned(study_with(WRITTEN)).marks[0]
    assert mark.sharing_cut[1].tolist() == [0.1, 0.0, 0.1, 0.0, 0.0, 0.0]
    assert not np.delete(mark.sharing_cut, 1, axis=0).any()
    assert not mark.belief_cut.any()


def test_newcomers_are_prompted_from_when_they_join() -> None:
    """Fault: prompts for people who are not on the platform yet, or never."""
    subsidy = {"id": "more", "kind": "access_subsidy", "platforms": ["chat"], "increase": "30%"}
    study = study_with(WRITTEN | {"start": "4 days"}, subsidy | {"start": "9 days"})
    joined = Simulation(study, "all", 0, "compiled").programme.world.joined[1]
    mark = planned(study).marks[0]
    assert sorted(mark.people.tolist()) == np.flatnonzero(joined < NEVER).tolist()
    assert set(mark.steps.tolist()) == {4, 9}
    assert (mark.steps == np.maximum(joined[mark.people], 4)).all()
