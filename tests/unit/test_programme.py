"""What is decided before a run starts."""

from __future__ import annotations

import numpy as np
import pytest

from infosim import programme
from infosim.programme import plan_run, turning_points
from infosim.simulation import Study, run
from infosim.world import Plan
from studies import Written, small, study_of, with_arms

ADS: Written = {
    "id": "ads",
    "kind": "awareness_campaign",
    "channel": "feed",
    "start": "3 days",
    "length": "6 days",
    "reach": "60%",
    "effect": "40%",
    "half_life": "8 days",
    "boosters": "5 days",
}
COURSE: Written = {"id": "course", "kind": "media_literacy_course", "coverage": "50%", "start": "2 days"}
CHECK: Written = {"id": "check", "kind": "fact_check", "channel": "chat", "reach": "40%", "every": "4 days"}
PROMPT: Written = {
    "id": "prompt",
    "kind": "accuracy_prompt",
    "platform": "chat",
    "coverage": "50%",
    "effect": "60%",
    "start": "5 days",
    "length": "7 days",
}
LABEL: Written = {
    "id": "label",
    "kind": "warning_label",
    "platform": "feed",
    "coverage": "70%",
    "start": "8 days",
    "length": "5 days",
}


@pytest.fixture(scope="module")
def study() -> Study:
    """Make a study with an arm of everything."""
    return study_of(with_arms(small(), ADS, COURSE, CHECK, PROMPT, LABEL))


def test_everything_planned_is_in_the_programme_once(study: Study) -> None:
    """Find each delivery and publication of each plan at its step, and none besides.

    Fault: deliveries numbered within their intervention, so that one's marks are dated on another.
    """
    made = plan_run(study, "all", 2)
    listed = {
        (row, step, int(i)) for step, rows in made.deliveries.items() for row, people in rows for i in people
    }
    planned = {
        (row, int(step), int(i))
        for row, mark in enumerate(made.marks)
        for step, i in zip(mark.steps, mark.people, strict=True)
    }
    assert listed == planned
    assert len(planned) > 50
    published = [item for items in made.publications.values() for item in items]
    assert len(published) == sum(len(plan.publications) for plan in made.plans) > 3
    assert all(item.step == step for step, items in made.publications.items() for item in items)


def test_seeds_are_at_the_steps_of_their_waves(study: Study) -> None:
    """Start the hoax every six days with two people, the others once with one.

    Fault: all waves of a claim in its first step.
    """
    seeds = plan_run(study, "baseline", 0).seeds
    assert sorted(seeds) == [0, 6, 12, 18, 24]
    assert [(claim, len(people)) for claim, people in seeds[0]] == [(0, 2), (1, 1), (2, 1)]
    assert [(claim, len(people)) for claim, people in seeds[18]] == [(0, 2)]


def test_arms_share_seeds_and_replicates_do_not(study: Study) -> None:
    """Draw the same seeds with and without interventions, others in another replicate.

    Fault: the arm's interventions counted before the seeds are drawn.
    """

    def seeds(arm: str, replicate: int) -> list[tuple[int, list[int]]]:
        drawn = plan_run(study, arm, replicate).seeds
        return [(step, people.tolist()) for step, waves in sorted(drawn.items()) for _, people in waves]

    assert seeds("all", 1) == seeds("baseline", 1)
    assert seeds("baseline", 2) != seeds("baseline", 1)


def test_baseline_has_nothing_planned(study: Study) -> None:
    """Fault: the interventions of the file instead of those of the arm."""
    made = plan_run(study, "baseline", 0)
    assert made.interventions == ()
    assert (made.marks, made.publications, made.deliveries) == ([], {}, {})
    assert made.changes == {0}


def test_effects_change_at_turning_points_only(
    study: Study, monkeypatch: pytest.MonkeyPatch, warm_engines: tuple[str, ...]
) -> None:
    """Rebuild the effects in every step: the same run, bit for bit.

    Fault: the end of a mark left out of the turning points, so that it works for ever.
    """
    assert warm_engines
    seldom = [run(study, "all", replicate).digest for replicate in range(3)]
    monkeypatch.setattr(programme, "turning_points", lambda plans: frozenset(range(100)))
    assert [run(study, "all", replicate).digest for replicate in range(3)] == seldom


def test_turning_points_are_begin_change_and_end(study: Study) -> None:
    """List when each mark begins, begins to bear on a claim, and ends."""
    made = plan_run(study, "all", 0)
    assert len(made.marks) >= 3
    for plan in made.plans:
        for mark in plan.marks:
            assert {plan.first, mark.until, *np.unique(mark.since).tolist()} <= made.changes
    assert turning_points([Plan(7, 9)]) == {0}
