"""How many people a campaign reaches."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from infosim.errors import InputError, Problem
from infosim.interventions.awareness_campaign import AwarenessCampaign, reach_curve
from infosim.scenario import load
from infosim.scenario.models import Scenario
from infosim.simulation import Simulation
from kinds import planned, study_with
from studies import small

Refuse = Callable[[str], tuple[Problem, ...]]

STUDY = """\
time: {{length: 10 days}}
population: {{size: 600}}
platforms:
  chat: {{kind: messaging, graph: {{model: erdos_renyi, mean_degree: 6}}, reach: 50%}}
claims:
  - {{id: rumour, sharing: {{branching: 1.5}}}}
interventions:
  - {ads}
arms:
  baseline: {{}}
  ads: {{interventions: [ads], set: {changes}}}
"""


@pytest.fixture
def refuse(tmp_path: Path) -> Refuse:
    """Load a study with a campaign, and give what is wrong with it."""

    def refuse(ads: str, changes: str = "{}") -> tuple[Problem, ...]:
        path = tmp_path / "study.yaml"
        path.write_text(STUDY.format(ads=ads, changes=changes), encoding="utf-8")
        try:
            load(path)
        except InputError as error:
            return error.problems
        return ()

    return refuse


def coverage(**fields: Any) -> Any:
    """Give the proportion that a campaign in the small study reaches."""
    campaign = AwarenessCampaign(id="part", channel="radio", **fields)
    study = study_with({"id": "part", "kind": "awareness_campaign", "channel": "radio"})
    return campaign.coverage(Simulation(study, "all", 0, "compiled").programme.world)


def test_reach_is_forty_percent_unless_written() -> None:
    assert coverage() == 0.4
    assert coverage(reach="60%") == 0.6
    assert coverage(reach={"town": "60%"}) == {"town": 0.6, "village": 0.0}


def test_rating_points_saturate() -> None:
    """Follow audience * (1 - exp(-points / (100 audience))): all of the audience, and no more.

    Fault: points divided by 100 times everybody, so that a small audience never fills up.
    """
    assert reach_curve(0, 0.5) == reach_curve(300, 0.0) == 0.0
    for points, audience in ((50, 1.0), (150, 0.6), (400, 0.25)):
        assert reach_curve(points, audience) == round(audience * (1 - exp(-points / (100 * audience))), 6)
    curve = [reach_curve(points, 0.6) for points in range(0, 2000, 50)]
    assert curve == sorted(curve)
    assert curve[-1] == 0.6
    # The first point reaches as many as it is shown to.
    assert reach_curve(0.1, 0.6) == pytest.approx(0.001, rel=1e-3)


def test_rating_points_are_spread_by_group() -> None:
    """Fault: the mean audience for all groups."""
    bought = coverage(rating_points=150, audience={"town": "90%", "village": "20%"})
    assert bought == {"town": reach_curve(150, 0.9), "village": reach_curve(150, 0.2)}
    assert coverage(rating_points=150) == reach_curve(150, 1.0)


def test_reach_is_a_part_of_the_audience() -> None:
    """Fault: the smaller of the two, by which a reach below the audience makes the audience a dead lever."""
    assert coverage(reach="60%", audience="50%") == 0.3
    assert coverage(reach="60%", audience={"village": "50%"}) == {"town": 0.0, "village": 0.3}
    assert coverage(reach={"town": "60%", "village": "10%"}, audience="50%") == {"town": 0.3, "village": 0.05}


def test_as_many_are_told_as_are_reached() -> None:
    """Fault: `reach` handed to the draw instead of `coverage`."""
    campaign = {"id": "part", "kind": "awareness_campaign", "channel": "radio", "target": "sharers"}
    bought = {"rating_points": 120, "audience": {"town": "80%", "village": "40%"}}
    study = study_with(campaign | bought)
    population = Simulation(study, "all", 0, "compiled").programme.world.population
    told = planned(study).marks[0].people
    expected = [int(np.ceil(30 * reach_curve(120, share))) for share in (0.8, 0.4)]
    assert np.bincount(population.group[told]).tolist() == expected
    for group in (0, 1):
        there = population.group == group
        others = there & ~np.isin(np.arange(60), told)
        mine = told[there[told]]
        assert population.activity[mine].min() >= population.activity[others].max()


@pytest.mark.parametrize("second", ["rating_points", "reach"])
def test_reach_and_rating_points_are_refused_together(refuse: Refuse, second: str) -> None:
    """Point at the one that was written second.

    Fault: always pointing at reach.
    """
    both = {"reach": "reach: 40%", "rating_points": "rating_points: 100"}
    first = next(name for name in both if name != second)
    line = f"{{id: ads, kind: awareness_campaign, channel: radio, {both[first]}, {both[second]}}}"
    (problem,) = refuse(line)
    assert problem.message == "both reach and rating_points are given"
    assert problem.column == 5 + line.index(second)


def test_an_arm_cannot_give_the_second(refuse: Refuse) -> None:
    """Point into the arm; but an arm may take back the first.

    Fault: only what is written in the campaign itself is looked at.
    """
    ads = "{id: ads, kind: awareness_campaign, channel: radio, reach: 40%}"
    (problem,) = refuse(ads, "{interventions.ads.rating_points: 100}")
    assert problem.line == 11
    assert refuse(ads, "{interventions.ads.rating_points: 100, interventions.ads.reach: null}") == ()


def test_currency_of_the_budget_is_that_of_the_costs(refuse: Refuse) -> None:
    """Fault: `money_is_one_currency` looks at costs only."""
    line = "{id: ads, kind: awareness_campaign, channel: radio, cost: 1 USD, budget: 100 BTN}"
    (problem,) = refuse(line)
    assert "BTN" in problem.message


def test_reach_curves_are_written_and_read_again() -> None:
    written = {
        "id": "part",
        "kind": "awareness_campaign",
        "channel": "radio",
        "rating_points": 120,
        "audience": {"town": "80%"},
        "budget": "1000 BTN",
        "target": "nominated",
    }
    scenario = Scenario.model_validate(small(interventions=[written]))
    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario
