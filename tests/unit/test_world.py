"""Time in steps, survival tables, and the arrays that interventions may touch."""

from __future__ import annotations

import numpy as np
import pytest

from infosim.population import NEVER
from infosim.simulation import Simulation
from infosim.units import Dwell
from infosim.world import Clock, Effects, Marks, geometric
from studies import small, study_of

QUARTERS = Clock(6.0, 40)


@pytest.mark.parametrize(("hours", "steps"), [(0, 0), (2.9, 0), (3, 1), (6, 1), (8.9, 1), (9, 2), (240, 40)])
def test_hours_become_the_nearest_step(hours: float, steps: int) -> None:
    """Round half up.

    Fault: truncation, by which 13 h would be two steps and 17 h as well.
    """
    assert QUARTERS.steps(hours) == steps
    assert QUARTERS.step_days == 0.25


def test_half_life_table() -> None:
    """Leave one half after each half-life, everything at age 0, and never rise.

    Fault: the table shifted by one step, so that a fresh effect has already waned.
    """
    table = QUARTERS.survival(Dwell(half_life=30.0))
    assert len(table) == 42
    assert table[0] == 1.0
    assert table[[5, 10, 40]] == pytest.approx([0.5, 0.25, 0.5**8], rel=1e-14)
    assert (np.diff(table) < 0).all()


@pytest.mark.parametrize(("hours", "steps"), [(1, 1), (6, 1), (12, 2), (1000, 42)])
def test_exact_times_are_a_cliff(hours: float, steps: int) -> None:
    """Last all steps before the time, at least one, and none after."""
    table = QUARTERS.survival(Dwell(exactly=hours))
    assert table.tolist() == [1.0] * min(steps, 42) + [0.0] * (42 - min(steps, 42))


def test_for_ever_is_longer_than_the_study() -> None:
    """Keep everything at every age that a study can reach."""
    assert (QUARTERS.survival(Dwell()) == 1.0).all()


def test_hazard_table() -> None:
    """Multiply what is left by one minus the hazard of a step; a certain hazard leaves nothing.

    Fault: a hazard per day applied at every step of six hours.
    """
    assert QUARTERS.hazard_survival(0.2)[:3] == pytest.approx([1.0, 0.95, 0.95**2])
    assert QUARTERS.hazard_survival(0.0).min() == 1.0
    assert QUARTERS.hazard_survival(8.0).tolist() == [1.0] + [0.0] * 41


def test_geometric_is_made_by_products_alone() -> None:
    """Repeat one multiplication, so that every machine gets the same bits (LAW 4)."""
    table, product = geometric(0.9, 30), 1.0
    for value in table:
        assert value == product
        product *= 0.9


def test_effects_go_back_to_the_baseline_exactly() -> None:
    """Reset whatever was done to them."""
    effects, untouched = Effects.baseline(2, 6, 3), Effects.baseline(2, 6, 3)
    for array in effects:
        np.add(array, 0.1, out=array)
    effects.reset()
    assert all(np.array_equal(one, other) for one, other in zip(effects, untouched, strict=True))
    assert effects.visibility.shape == (4, 6)
    assert effects.belief_cut.shape == (3, 4, 6)


def test_marks_begin_with_nobody() -> None:
    """Make room for no marks at all, and for those of a plan."""
    none = Marks.none_yet([], 10, 5)
    assert none.at.shape == (0, 10)
    assert none.remaining.shape == (0, 7)
    part = {"id": "label", "kind": "warning_label", "platform": "feed"}
    arms = {"baseline": {"interventions": ["label"]}}
    simulation = Simulation(study_of(small(interventions=[part], arms=arms)), "baseline", 0, "compiled")
    marks = simulation.marks
    assert (marks.at == -1).all()
    assert np.array_equal(marks.weight[marks.weighed_by[0]], simulation.programme.world.authority)


def test_marks_without_a_weight_work_fully_on_everybody() -> None:
    """Keep one row of weights for all marks that share it.

    Fault: the row of the first mark for all.
    """
    parts = [
        {"id": "ads", "kind": "awareness_campaign", "channel": "feed", "reach": "50%"},
        {"id": "label", "kind": "warning_label", "platform": "feed"},
        {"id": "note", "kind": "warning_label", "platform": "chat"},
    ]
    arms = {"baseline": {"interventions": ["ads", "label", "note"]}}
    marks = Simulation(study_of(small(interventions=parts, arms=arms)), "baseline", 0, "compiled").marks
    assert marks.weighed_by.tolist() == [0, 1, 1]
    assert marks.weight.shape == (2, 60)
    assert (marks.weight[0] == 1.0).all()


def test_claims_are_chosen_by_family_and_veracity() -> None:
    """Choose all claims of a stream by the name of the stream."""
    written = small()
    written["claims"][0] |= {"arrivals": "240 h", "seeds": {"count": 1}}
    written["claims"][0].pop("correction")
    world = Simulation(study_of(written), "baseline", 0, "compiled").programme.world
    assert [claim.id for claim in world.claims[:3]] == ["hoax#1", "hoax#2", "hoax#3"]
    assert world.claims_of(["hoax"], "false") == [0, 1, 2]
    assert world.claims_of(["hoax"], "true") == []
    assert world.claims_of(None, "true", "misleading") == [3, 4]
    assert world.n_items == 10


def test_who_is_on_a_platform_is_decided_by_access_alone() -> None:
    """Put those below the penetration of their group on a platform, from the beginning or never."""
    study = study_of(small())
    world = study.society.world(1, 0, ())
    below = world.population.access < np.array([0.9, 0.5])[world.population.group]
    assert np.array_equal(world.joined[0], np.where(below, 0, NEVER))
    assert (world.joined[2] == 0).all()
