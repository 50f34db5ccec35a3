"""Who is there, who responds: platforms that people leave, and accounts that are nobody."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from infosim.interventions.base import Intervention
from infosim.measures import measure
from infosim.rules.belief import CORRECTED, UNAWARE
from infosim.simulation import Simulation, Study, run
from infosim.world import World
from studies import small, study_of, with_arms


def with_bots(**claim: Any) -> Study:
    """Make the small study with a tenth of bots that start the hoax."""
    written = small()
    for group in written["population"]["groups"]:
        group["share"] = "45%"
    written["population"]["groups"].append({"id": "bots", "share": "10%", "role": "bot"})
    for name in ("feed", "chat"):
        written["platforms"][name]["penetration"]["bots"] = "100%"
    written["claims"][0]["seeds"] = {"who": "bots", "count": 3, "every": "2 days"} | claim
    return study_of(written)


class Away(Intervention):
    """Takes everybody off every platform for some days."""

    def leave(self, world: World) -> None:
        """Be away from day 3 to day 6."""
        world.left.fill(3)
        world.back.fill(6)


def test_nobody_hears_or_posts_while_away(engine: str) -> None:
    """Everything stops while everybody is away, and goes on afterwards.

    Fault: nobody comes back.
    """
    study = study_of(small())
    study.arms["baseline"] = (Away(id="away", kind="away"),)
    tallies = run(study, "baseline", 0, engine).tallies.sum(axis=1)
    assert (tallies[3:6, :3] == 0).all()
    assert tallies[:3, 0].sum() > 0
    assert tallies[6:, 0].sum() > 0


def test_bots_share_by_order_and_hear_nothing(engine: str) -> None:
    """Fault: bots that are corrected, or come to believe what others post."""
    study = with_bots()
    simulation = Simulation(study, "baseline", 0, engine, keep_stances=True)
    finished = simulation.finish()
    is_bot = ~study.society.population.is_person
    assert is_bot.sum() == 6
    assert finished.stances is not None
    assert (finished.stances[:, 1:, is_bot] == UNAWARE).all()
    assert (finished.stances[:, :, is_bot] != CORRECTED).all()
    posters = finished.state.first_shared[0] >= 0
    assert posters[is_bot].any()
    assert posters[~is_bot].any()


def test_bots_count_for_nothing() -> None:
    """Every outcome is about people: half the bots believe, and nobody counts them.

    Fault: bots among the people who ever believed.
    """
    study = with_bots()
    written = study.scenario.model_copy(
        update={
            "platforms": {
                name: one.model_copy(update={"reach": 0.0}) for name, one in study.scenario.platforms.items()
            }
        }
    )
    quiet = run(study_of(written.model_dump(mode="json")), "baseline", 0)
    only_hoax = quiet.first_believed[0] >= 0
    assert only_hoax[~quiet.population.is_person].any()
    assert not only_hoax[quiet.population.is_person].any()
    groups = quiet.population.group_sizes
    assert measure(quiet)["ever_believed_fraction"] < 0.1
    assert quiet.series()["hoax"]["unaware"][0] == groups.sum() - groups[-1]


def test_everybody_means_people() -> None:
    """A campaign for everybody leaves bots out; one that names them does not.

    Fault: coverage counted over accounts.
    """
    study = with_bots()
    population = study.society.population
    assert not population.members_of(None)[~population.is_person].any()
    assert population.members_of(["bots"]).sum() == 6
    seeds = study.society.eligible[1]
    assert population.is_person[seeds].all()


class Ban(Intervention):
    """Takes every second account off all platforms for good."""

    def leave(self, world: World) -> None:
        """Leave before the beginning."""
        world.left[:, ::2] = 0


def test_those_who_are_away_do_not_hear_those_who_stay(engine: str) -> None:
    """Fault: `left` looked at by those who post only, so that the suspended still read."""
    study = study_of(small())
    study.arms["baseline"] = (Ban(id="ban", kind="ban"),)
    heard_from = run(study, "baseline", 0, engine).state.parent
    assert (heard_from[:, ::2] < 0).all()
    assert (heard_from[:, 1::2] >= 0).any()


@pytest.mark.parametrize("role", ["supersharer", "bot"])
def test_roles_share_more(role: str) -> None:
    """Fault: the activity of a role added instead of multiplied."""
    written = small()
    written["population"]["activity_sigma"] = 0
    written["population"]["groups"][0] |= {"role": role, "activity": 2}
    people = study_of(written).society.population
    of_role = people.activity[people.group == 0]
    assert np.allclose(of_role, {"supersharer": 2500.0, "bot": 14.0}[role])
    assert np.allclose(people.activity[people.group == 1], 1.0)


def test_trusted_messengers_convince_those_who_distrust_institutions(engine: str) -> None:
    """The same publication, by an institution and by somebody trusted: more accept it.

    Fault: the row of the outlet for both.
    """
    written = small(claims=[small()["claims"][0] | {"verification": 0}])
    written["population"]["groups"] = [{"id": "wary", "share": "100%", "trust": "low"}]
    for platform in written["platforms"].values():
        platform["penetration"] = "100%"
    check = {"kind": "fact_check", "channel": "radio", "reach": "100%", "every": "2 days"}
    parts = ({"id": "check", **check}, {"id": "friend", **check, "messenger": "trusted"})
    study = study_of(with_arms(written, *parts, baseline=[], outlet=["check"], friend=["friend"]))
    ends = {arm: run(study, arm, 0, engine).counts[-1, 0, CORRECTED].sum() for arm in study.arms}
    assert ends["friend"] > ends["outlet"] > ends["baseline"]
