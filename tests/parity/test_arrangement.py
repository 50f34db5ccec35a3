"""How a study is arranged and run changes no bit of it (LAW 9)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from infosim.scenario.models import Scenario
from infosim.simulation import Study, prepare, run
from studies import Written, small, study_of, with_arms

pytestmark = pytest.mark.usefixtures("warm_engines")

ADS: Written = {"id": "ads", "kind": "awareness_campaign", "channel": "feed", "reach": "60%", "effect": "50%"}
CHECK: Written = {"id": "check", "kind": "fact_check", "channel": "chat", "reach": "40%", "sources": 2}
SCHOOL: Written = {"id": "school", "kind": "media_literacy_course", "coverage": "40%"}
CHAT: Written = {
    "chat": {"kind": "messaging", "graph": {"model": "erdos_renyi", "mean_degree": 8}, "reach": "50%"}
}
ADS_ON_CHAT = ADS | {"channel": "chat"}


def digests(study: Study, *arms: str) -> list[str]:
    """Run one replicate of each arm."""
    return [run(study, arm, 1).digest for arm in arms]


def test_order_of_arms_is_irrelevant() -> None:
    """List the arms the other way round.

    Fault: a seed counted up from arm to arm.
    """
    one = study_of(with_arms(small(), ADS, CHECK, few=["ads"], both=["ads", "check"]))
    other = study_of(with_arms(small(), ADS, CHECK, both=["ads", "check"], few=["ads"]))
    assert digests(one, "baseline", "few", "both") == digests(other, "baseline", "few", "both")


def test_order_inside_an_arm_is_irrelevant() -> None:
    """List the interventions of an arm the other way round: the file's order is used.

    The order itself is checked as well: the last bit of a product hardly ever changes a stance.

    Fault: `arm_interventions` in the order of the arm, so that products round differently.
    """
    parts = [ADS, SCHOOL, SCHOOL | {"id": "radio", "channel": "radio", "effect": "17%"}]
    names = [part["id"] for part in parts]
    study = study_of(with_arms(small(), *parts, one=names, two=names[::-1]))
    one, two = (run(study, arm, 1) for arm in ("one", "two"))
    assert one.digest == two.digest
    assert [part.id for part in study.arms["two"]] == names


def test_other_arms_are_irrelevant() -> None:
    """Take arms and interventions out of the file; those that remain do not notice.

    Fault: draws keyed by the position of an intervention in the file.
    """
    many = study_of(with_arms(small(), SCHOOL, ADS, CHECK, many=["ads", "check", "school"], few=["check"]))
    few = study_of(with_arms(small(), CHECK, few=["check"]))
    assert digests(many, "baseline", "few") == digests(few, "baseline", "few")


def test_other_claims_shift_no_luck() -> None:
    """Take the second claim out: the first and the third go as before.

    Fault: draws keyed by the position of a claim.
    """
    written = with_arms(small(), ADS, SCHOOL)
    fewer = written | {"claims": [written["claims"][0], written["claims"][2]]}
    whole, part = (run(study_of(one), "all", 0) for one in (written, fewer))
    assert (whole.counts[:, [0, 2]] == part.counts).all()
    assert (whole.tallies[:, [0, 2]] == part.tallies).all()
    assert (whole.first_believed[[0, 2]] == part.first_believed).all()


def test_replicates_differ_and_repeat() -> None:
    """Give the same replicate the same bits, another replicate others, even from the same seed person.

    Fault: the replicate left out of the key.
    """
    groups = [{"id": "first", "share": 0.02}, {"id": "others", "share": 0.98}]
    hoax = {"id": "hoax", "plausibility": "50%", "seeds": {"who": "first"}, "sharing": {"rate": "90%"}}
    population = {"size": 50, "groups": groups, "activity_sigma": 0.0}
    study = study_of(small(population=population, platforms=CHAT, claims=[hoax]))
    first = [run(study, "baseline", replicate).digest for replicate in range(4)]
    assert len(set(first)) == 4
    assert first == [run(study, "baseline", replicate).digest for replicate in range(4)]


@pytest.mark.parametrize("section", [{"seed": 2}, {"seed": 2, "replicates": 3}])
def test_seed_changes_everything(section: dict[str, Any]) -> None:
    """Draw another society, and another run, from another seed; the number of replicates is no part of it."""
    assert digests(study_of(small(run=section)), "baseline") != digests(study_of(small()), "baseline")
    assert digests(study_of(small(run=section)), "baseline") == digests(
        study_of(small(run={"seed": 2})), "baseline"
    )


def test_threads_are_irrelevant() -> None:
    """Run replicates of one study in four threads at a time.

    Fault: a scratch array shared by the runs of a study.
    """
    study = study_of(with_arms(small(population={"size": 300}, platforms=CHAT), ADS_ON_CHAT, CHECK))
    alone = [run(study, "all", replicate).digest for replicate in range(16)]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda replicate: run(study, "all", replicate).digest, range(16)))
    assert together == alone


def test_resolved_scenario_runs_alike() -> None:
    """Write the scenario out in full, read it again, and run it.

    Fault: a half-life written with too few digits.
    """
    odd = [ADS | {"half_life": "17.37 days"}, CHECK | {"delay": "7.777 h"}, SCHOOL | {"effect": "33.333%"}]
    scenario = Scenario.model_validate(with_arms(small(), *odd))
    again = Scenario.model_validate_json(scenario.model_dump_json())
    assert again == scenario
    assert digests(prepare(again), "all") == digests(prepare(scenario), "all")
