"""Names of runs: an edit gives new names to exactly those runs that it can change."""

from __future__ import annotations

import pytest

from infosim.experiments.keys import arm_forms, canonical, digest_of, run_key, unlike
from infosim.scenario import load
from infosim.scenario.models import Scenario
from infosim.simulation import prepare, run

STUDY = "bhutan_2022"
ARMS = ["baseline", "online_only", "mixed", "mixed_with_access", "mixed_early", "mixed_late"]


def named(*sets: str) -> dict[str, str]:
    """Name the arms of a study with changes."""
    scenario = load(STUDY, sets=sets).scenario
    return {arm: digest_of(form) for arm, form in arm_forms(scenario, scenario, ()).items()}


EDITS = {
    "title=another": [],
    "question=another": [],
    "notes=another": [],
    "sources=[P01]": [],
    "outcomes=[discernment]": [],
    "run.replicates=7": [],
    "workshop.sliders=[]": [],
    "finding.claim=another": [],
    "claims.health_rumour.text=another": [],
    "arms.mixed.title=another": [],
    "population.groups.youth_urban.age=young": [],
    "population.stands_for=1000": [],
    "sweep.vary.platforms.feed.reach=5%..30%": [],
    "arms.mixed.set.interventions.ads.effect=15%": [],
    "interventions.ads.effect=16%": ARMS[1:],
    "interventions.visits.effect=21%": ARMS[2:],
    "interventions.ads.start=week 5": ["online_only", "mixed", "mixed_with_access"],
    "arms.mixed.set.interventions.ads.effect=16%": ["mixed"],
    "platforms.feed.reach=16%": ARMS,
    "run.seed=2": ARMS,
    "time.step=12 h": ARMS,
    # Contacts are drawn over all who are on a platform in any arm.
    "interventions.access.increase=11%": ARMS,
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_renames_exactly_what_it_can_change(edit: str) -> None:
    """Fault: the whole scenario in the name of each run; or an arm without its own changes."""
    before, after = named(), named(edit)
    assert [arm for arm in ARMS if before[arm] != after[arm]] == EDITS[edit]


def test_other_arms_and_their_order_change_no_name() -> None:
    """Fault: the position of an arm in its name."""
    scenario = load(STUDY).scenario
    turned = scenario.model_copy(update={"arms": dict(reversed(scenario.arms.items()))})
    forms = {arm: digest_of(form) for arm, form in arm_forms(turned, turned, ()).items()}
    assert forms == named()


def test_rates_found_elsewhere_are_in_the_name() -> None:
    """At a point with another reach, share rates are those of the study as written.

    Fault: an edit of the written reach leaves names of points alone that say their own.
    """
    point = load(STUDY, sets=["platforms.feed.reach=5%"]).scenario
    varied = ["platforms.feed.reach"]
    sets: list[list[str]] = [[], ["platforms.feed.reach=16%"]]
    studies = [load(STUDY, sets=one).scenario for one in sets]
    forms = [arm_forms(point, written, varied)["baseline"] for written in studies]
    differing = [path for path, _, _ in unlike(*forms)]
    assert differing == ["rates_found_in.health_rumour", "rates_found_in.health_advice"]
    found_here = arm_forms(point, load(STUDY).scenario, [*varied, "claims.health_rumour.sharing.branching"])
    assert list(found_here["baseline"]["rates_found_in"]) == ["health_advice"]


def test_equal_names_mean_equal_runs() -> None:
    """Run what has the same name under another scenario.

    Fault: something that a run depends on is left out of its name.
    """
    one = load("first_steps").scenario
    other = load(
        "first_steps", sets=["arms.twin.interventions=[talk]", "title=x", "run.replicates=3"]
    ).scenario
    forms = arm_forms(other, other, ())
    assert digest_of(forms["twin"]) == digest_of(arm_forms(one, one, ())["with_talk"])
    digests = {run(prepare(study), arm, 4).digest for study, arm in ((one, "with_talk"), (other, "twin"))}
    assert len(digests) == 1


def test_canonical_form_is_one_way_of_writing() -> None:
    """Fault: keys in the order of insertion, letters in the form in which they came."""
    assert canonical({"b": 1, "a": "e\u0301"}) == canonical({"a": "\u00e9", "b": 1}) == '{"a":"\u00e9","b":1}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))
    assert run_key("f", 1) != run_key("f", 2)


def test_names_are_pinned() -> None:
    """A store of an earlier version is only of use as long as names stay.

    Fault: a new default in what a run depends on, which would run everything again.
    """
    written = {
        "time": {"length": "10 days"},
        "population": {"size": 60},
        "platforms": {
            "chat": {"kind": "messaging", "graph": {"model": "erdos_renyi", "mean_degree": 6}, "reach": "50%"}
        },
        "claims": [{"id": "rumour", "sharing": {"branching": 1.5}}],
    }
    scenario = Scenario.model_validate(written)
    form = digest_of(arm_forms(scenario, scenario, ())["baseline"])
    assert run_key(form, 0) == PINNED


PINNED = "46ffc8058d3eb4fdae28677519735df5a6ba74b36815e94144707e636a158d92"
