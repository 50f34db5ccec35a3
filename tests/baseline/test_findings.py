"""Each shipped study shows what it says it shows, over at least thirty pairs of runs."""

from __future__ import annotations

import numpy as np
import pytest

from baseline.findings import PAGE, comparison, contents, section
from infosim.population import NEVER
from infosim.scenario import load, shipped
from infosim.simulation import prepare
from infosim.society import joined_at

pytestmark = pytest.mark.usefixtures("warm_engines")


@pytest.mark.slow
@pytest.mark.parametrize("name", list(shipped()))
def test_finding_holds(name: str) -> None:
    """Fault: no campaign ever starts, or the correction is published at once in every arm."""
    assert comparison(name).scenario.finding is not None
    assert comparison(name).finding_holds
    assert section(comparison(name)) in PAGE.read_text(encoding="utf-8"), "run `make findings`"


def test_the_page_lists_every_study() -> None:
    """Fault: a study that was added without writing the page anew."""
    assert contents(list(shipped())) in PAGE.read_text(encoding="utf-8"), "run `make findings`"


@pytest.mark.slow
def test_bhutan_baseline_is_alive_from_first_to_last_week() -> None:
    """Rumours keep arriving: in every replicate somebody comes to believe in every week.

    Fault: the seeds are not repeated, and all is over after the first wave.
    """
    study = comparison("bhutan_2022")
    believing = study.believing("baseline")
    a_week = 28
    weeks = (believing.shape[1] - 1) // a_week
    assert weeks == 26
    moved = [np.diff(believing[:, week * a_week : (week + 1) * a_week + 1]) > 0 for week in range(weeks)]
    assert all(gains.any(axis=1).all() for gains in moved)
    assert (believing[:, a_week:] > 0).all()


@pytest.mark.slow
def test_bhutan_baseline_reaches_some_and_not_all() -> None:
    """Between a tenth and two thirds of the people ever believe a rumour.

    Fault: branching is taken per week, and everybody believes.
    """
    study = comparison("bhutan_2022")
    values = study.values("baseline", "ever_believed_fraction")
    assert values.min() >= 0.10
    assert values.max() <= 0.66


@pytest.mark.slow
def test_bhutan_campaigns_make_a_difference() -> None:
    """The paired effect of each arm on person-days excludes zero at forty replicates.

    Fault: arms with luck of their own, so that intervals are five times as wide.
    """
    study = comparison("bhutan_2022")
    assert study.replicates == 40
    for arm in study.arms[1:]:
        effect = study.paired(arm, "person_days_per_person")
        assert effect.low > 0 or effect.high < 0, arm
        assert study.pairing_gain(arm) > 2, arm


def test_bhutan_groups_reproduce_the_published_margins() -> None:
    """39% urban; 70% +- 2% online, as written and among those drawn.

    Fault: the penetration of two groups exchanged.
    """
    scenario = load("bhutan_2022").scenario
    groups = scenario.population.groups
    assert sum(group.share for group in groups if group.region == "urban") == pytest.approx(0.39, abs=0.005)
    society = prepare(scenario).society
    member = joined_at(society.penetration, society.population) < NEVER
    online = [p for p, layer in enumerate(scenario.platforms.values()) if layer.kind != "word_of_mouth"]
    assert abs(member[online].any(axis=0).mean() - 0.70) <= 0.02
    urban = [group.region == "urban" for group in groups]
    assert np.array(urban)[society.population.group].mean() == pytest.approx(0.39, abs=0.005)
