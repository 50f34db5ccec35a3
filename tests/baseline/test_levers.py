"""No lever of a shipped study is dead, and none goes the wrong way; planted ones are caught."""

from __future__ import annotations

from typing import Any

import pytest

from infosim.experiments.levers import FAULTS, move
from infosim.interventions.base import Intervention
from infosim.interventions.downranking import Downranking
from infosim.interventions.media_literacy_course import MediaLiteracyCourse
from infosim.scenario import load, shipped
from infosim.scenario.models import Scenario
from infosim.world import Effects, Plan, Tallies, World
from studies import small, with_arms

PEOPLE = 300
"""At most so many, where a study is shipped with more."""

LONG = 500
"""Steps of a study from which on half as many replicates are run."""

REPLICATES = 8
CERTAIN = 40
"""Replicates for a second look at what seems out of order: of a hundred intervals some miss by chance."""

pytestmark = pytest.mark.usefixtures("warm_engines")


@pytest.mark.slow
@pytest.mark.parametrize("name", list(shipped()))
def test_no_lever_is_dead_and_none_goes_the_wrong_way(name: str) -> None:
    """Fault: an intervention applied before there are people; a sign turned round."""
    people = min(PEOPLE, load(name).scenario.population.size)
    scenario = load(name, size=people).scenario
    is_long = scenario.time.length / scenario.time.step > LONG
    found = move(scenario, replicates=REPLICATES // 2 if is_long else REPLICATES).faulty
    suspects = [one.lever for one in found]
    if suspects:
        found = move(scenario, suspects, replicates=CERTAIN).faulty
    assert {one.lever.path: one.verdict for one in found} == {}


def with_parts() -> Scenario:
    """Make the small study with a course and a ranking, each in its own arm."""
    course = {"id": "course", "kind": "media_literacy_course", "coverage": "50%", "effect": "30%"}
    ranking = {"id": "ranking", "kind": "downranking", "platform": "feed", "cut": "70%"}
    written = with_arms(small(), course, ranking, course=["course"], ranking=["ranking"])
    return Scenario.model_validate(written | {"run": {"seed": 3}})


def verdicts() -> dict[str, str]:
    """Move the levers of that study."""
    found = move(with_parts(), replicates=REPLICATES, workers=1)
    return {one.lever.path.removeprefix("interventions."): one.verdict for one in found.moved}


def test_levers_that_work_are_let_pass() -> None:
    """Fault: everything is called dead, so that whatever is planted below is found."""
    assert not set(verdicts().values()) & set(FAULTS)


def test_a_course_that_ignores_its_effect_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault planted here: whoever is taught gains the default, whatever the scenario says."""
    plan = MediaLiteracyCourse.plan

    def ignoring(course: MediaLiteracyCourse, world: World) -> Plan:
        return plan(course.model_copy(update={"effect": 0.3}), world)

    monkeypatch.setattr(MediaLiteracyCourse, "plan", ignoring)
    assert verdicts()["course.effect"] == "dead"
    assert verdicts()["course.coverage"] not in FAULTS


def test_an_intervention_without_people_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault planted here: the course is over before anybody is there to be taught."""
    monkeypatch.setattr(MediaLiteracyCourse, "plan", Intervention.plan)
    found = verdicts()
    assert (found["course.effect"], found["course.coverage"]) == ("dead", "dead")


def cutting(monkeypatch: pytest.MonkeyPatch, cut: Any) -> None:
    """Let a ranking cut something else than it is told."""
    modify = Downranking.modify

    def wrongly(ranking: Downranking, effects: Effects, world: World, step: int, history: Tallies) -> None:
        changed = ranking.model_copy(update={"cut": cut(ranking.cut)})
        modify(changed, effects, world, step, history)

    monkeypatch.setattr(Downranking, "modify", wrongly)


def test_a_percentage_taken_for_a_fraction_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault planted here: 50% and 80% are read as 50 and 80, and both cut everything."""
    cutting(monkeypatch, lambda cut: min(1.0, 100.0 * cut))
    assert verdicts()["ranking.cut"] == "dead"


def test_a_sign_turned_round_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault planted here: what is left is taken for what is cut."""
    cutting(monkeypatch, lambda cut: 1.0 - cut)
    assert verdicts()["ranking.cut"] == "wrong way"


def test_a_lever_that_reaches_its_limit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault planted here: a cut is never more than 60%, so that beyond the middle nothing happens."""
    cutting(monkeypatch, lambda cut: min(0.6, cut))
    assert verdicts()["ranking.cut"] == "saturated"
