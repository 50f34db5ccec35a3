"""Arms about another setting: what they share with the others, and what they change."""

from __future__ import annotations

import numpy as np
import pytest

from infosim.experiments import compare
from infosim.scenario.arms import with_setting
from infosim.simulation import Study, run
from studies import Written, small, study_of


def written(**arms: Written) -> Written:
    """Write the small study with a calibrated claim and some arms."""
    claim = small()["claims"][0]
    claim["sharing"] = {"branching": 0.8, "interest": "3 days"}
    talk = {"id": "talk", "kind": "media_literacy_course", "coverage": "60%", "effect": "70%"}
    return small(claims=[claim], interventions=[talk], arms={"baseline": {}} | arms)


@pytest.fixture(scope="module")
def study() -> Study:
    """Give a study in two settings, each with and without a course."""
    seen = {"platforms.feed.reach": "80%"}
    return study_of(
        written(
            talk={"interventions": ["talk"]},
            loud={"set": seen},
            loud_talk={"interventions": ["talk"], "set": seen, "versus": "loud"},
            viral={"set": {"claims.hoax.sharing.branching": 1.6}},
        )
    )


def test_an_arm_is_run_in_its_setting(study: Study) -> None:
    """Fault: `set` of a platform looked at by nobody, so that the arm is the baseline."""
    assert study.of("baseline") is study
    assert study.of("loud") is study.of("loud_talk") is not study
    assert study.of("loud").scenario.platforms["feed"].reach == 0.8
    assert study.scenario.platforms["feed"].reach == 0.4
    assert run(study, "loud", 0).digest != run(study, "baseline", 0).digest


def test_people_and_contacts_stay_where_nothing_is_said_of_them(study: Study) -> None:
    """Fault: a society of its own for each arm, drawn with the arm's name."""
    one, other = study.society, study.of("loud").society
    assert np.array_equal(one.population.literacy, other.population.literacy)
    assert [graph.digest() for graph in one.followers] == [graph.digest() for graph in other.followers]


def test_share_rates_are_those_of_the_first_arm(study: Study) -> None:
    """More reach does not make people share less; only an arm about sharing is calibrated anew.

    Fault: calibrated in each setting, which undoes what was changed.
    """
    assert study.of("loud").rates == study.rates
    assert study.of("viral").rates[0] > study.rates[0]


def test_effects_are_against_the_arm_that_is_named(study: Study) -> None:
    """Fault: everything compared with the first arm."""
    found, outcome = compare(study, replicates=3, workers=1), "person_days_per_person"
    assert found.reference("loud_talk") == "loud"
    assert found.reference("loud") == found.reference("talk") == "baseline"
    difference = found.values("loud_talk", outcome) - found.values("loud", outcome)
    assert found.paired("loud_talk", outcome).mean == pytest.approx(difference.mean())


def test_a_change_can_reach_what_is_left_out_in_the_file() -> None:
    """Change rules and seeds that are nowhere written; give a claim a correction.

    Fault: only what is written can be changed.
    """
    changes = {
        "rules.persuasion": "reinforced",
        "claims.hoax.seeds.until": "day 9",
        "platforms.feed.homophily.within": "90%",
        "population.groups.town.trust": "low",
    }
    study = study_of(written(other={"set": changes}))
    changed = with_setting(study.scenario, "other")
    assert changed.rules.persuasion == "reinforced"
    assert changed.claims[0].seeds.until == 8 * 24
    assert changed.platforms["feed"].homophily is not None
    assert changed.population.groups[0].trust == 0.0
    assert changed.population.groups[1] == study.scenario.population.groups[1]


def test_another_model_of_a_graph_has_its_own_defaults() -> None:
    """Leave the contacts of the feed to another model, which knows nothing of triangles.

    Fault: the defaults of the old model written down, and refused by the new one.
    """
    study = study_of(written(plain={"set": {"platforms.feed.graph.model": "erdos_renyi"}}))
    assert study.of("plain").scenario.platforms["feed"].graph.model == "erdos_renyi"
    assert run(study, "plain", 0).digest != run(study, "baseline", 0).digest


def test_how_a_claim_is_shared_can_be_changed_as_a_whole() -> None:
    """Fault: rates found anew only where a single value below `sharing` is set."""
    study = study_of(written(quiet={"set": {"claims.hoax.sharing": {"rate": "1%"}}}))
    assert study.of("quiet").rates == (0.01,)
