"""Both engines give the same bits, whatever the scenario."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from infosim.engines.compiled import CompiledEngine
from infosim.errors import InputError
from infosim.experiments import lockstep
from infosim.interventions import INTERVENTIONS
from infosim.network import GENERATORS
from infosim.results import Run
from infosim.rules import rule_names
from infosim.simulation import Simulation, run
from parts import FOR_ALL
from strategies import scenario_number
from studies import Written, first_difference, small, study_of, with_arms

pytestmark = pytest.mark.usefixtures("warm_engines")

NUMBERS = range(230)
"""Scenarios that are tried; some graphs are refused, at least 200 remain."""

RECORDED = ("counts", "tallies", "first_believed", "person_steps", "joined", "stances")

EVERYTHING: tuple[Written, ...] = (
    {
        "id": "ads",
        "kind": "awareness_campaign",
        "channel": "feed",
        "start": "3 days",
        "length": "9 days",
        "reach": {"town": "60%", "village": "90%"},
        "effect": "40%",
        "half_life": "8 days",
        "boosters": "7 days",
    },
    {
        "id": "school",
        "kind": "media_literacy_course",
        "groups": ["town"],
        "coverage": "30%",
        "start": "2 days",
    },
    {"id": "check", "kind": "fact_check", "channel": "chat", "reach": "40%", "every": "4 days", "sources": 2},
    {"id": "radio", "kind": "fact_check", "channel": "radio", "delay": "5 days", "length": "20 days"},
    {"id": "label", "kind": "warning_label", "platform": "feed", "coverage": "70%", "length": "12 days"},
    {"id": "prompt", "kind": "accuracy_prompt", "platform": "chat", "coverage": "50%", "effect": "60%"},
    {
        "id": "access",
        "kind": "access_subsidy",
        "platforms": ["feed", "chat"],
        "increase": "30%",
        "start": "9 days",
    },
    {
        "id": "videos",
        "kind": "prebunking",
        "channel": "chat",
        "format": "video",
        "reach": "80%",
        "completion": "60%",
        "peer_spillover": "40%",
        "boosters": "6 days",
    },
    {"id": "friend", "kind": "fact_check", "channel": "feed", "messenger": "trusted", "seeding": "hubs"},
    {"id": "rank", "kind": "downranking", "platform": "feed", "start": "6 days", "length": "12 days"},
    {"id": "remove", "kind": "removal", "platform": "chat", "share": "60%", "half_life": "3 days"},
    {"id": "brake", "kind": "circuit_breaker", "platform": "street", "trigger": "5%", "hold": "3 days"},
    {"id": "forward", "kind": "forward_limit", "platform": "chat", "limit": 1, "start": "2 days"},
    {
        "id": "close",
        "kind": "suspension",
        "platforms": ["feed", "chat"],
        "coverage": "20%",
        "returns": "50%",
        "return_after": "5 days",
        "length": "12 days",
    },
)
"""One or more of every kind, overlapping in time."""


@dataclass(frozen=True)
class Sample:
    """What happened in the scenarios that both engines ran."""

    scenarios: list[Written]
    runs: list[Run]
    differing: list[str]


@pytest.fixture(scope="module")
def sample(warm_engines: tuple[str, ...]) -> Sample:
    """Run two arms of every scenario with both engines, and compare at once."""
    sample = Sample([], [], [])
    for number in NUMBERS:
        written = scenario_number(number)
        try:
            study = study_of(written)
        except InputError:
            continue
        sample.scenarios.append(written)
        for arm in ("all", "elsewhere"):
            one, other = (run(study, arm, number % 3, name, keep_stances=True) for name in warm_engines)
            sample.runs.append(one)
            same = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in RECORDED)
            if one.digest != other.digest or not same:
                sims = (Simulation(study, arm, number % 3, name) for name in warm_engines)
                sample.differing.append(f"scenario {number}, arm {arm}: {first_difference(*sims)}")
    return sample


def test_engines_agree_on_200_generated_scenarios(sample: Sample) -> None:
    """Compare digests and all that is recorded, over at least 200 scenarios with all rules.

    Fault: the compiled `respond_to` looks at the correction before the claim's stance
    is settled, or `fade` of one engine skips verification.
    """
    assert len(sample.scenarios) >= 200
    assert sample.differing == []


def test_generated_scenarios_exercise_everything(sample: Sample) -> None:
    """Agreement means something only where something happens.

    Fault: a generator that writes 200 scenarios without a believer.
    """
    graphs = {
        layer["graph"]["model"] for written in sample.scenarios for layer in written["platforms"].values()
    }
    assert graphs == set(GENERATORS) - {"file"}
    happened = {
        "many believe": sum(int((run.first_believed >= 0).sum() > 5) for run in sample.runs),
        "somebody is corrected": sum(int(run.counts[:, :, 3].any()) for run in sample.runs),
        "somebody forgets": sum(int(run.state.episode.any()) for run in sample.runs),
        "corrections are shared": sum(int(run.tallies[:, :, 1].any()) for run in sample.runs),
        "several hear it from others": sum(int((run.state.parent >= 0).sum() > 3) for run in sample.runs),
    }
    rare = {what: times for what, times in happened.items() if times < len(sample.runs) // 7}
    assert rare == {}


def test_generated_scenarios_have_every_kind_with_every_field(sample: Sample) -> None:
    """A kind that is written with its defaults is hardly tried.

    Fault: a kind or a field of a kind that `tests/parts.py` does not know.
    """
    written: dict[str, set[str]] = {kind: set() for kind in INTERVENTIONS}
    for part in (part for scenario in sample.scenarios for part in scenario["interventions"]):
        written[part["kind"]] |= set(part)
    missing = {kind: set(INTERVENTIONS[kind].model_fields) - written[kind] for kind in written}
    # What bears on posts is for all who would see them, so it names no groups.
    assert {kind: names for kind, names in missing.items() if names} == {kind: {"groups"} for kind in FOR_ALL}


def test_generated_scenarios_have_every_rule_role_and_setting(sample: Sample) -> None:
    """Fault: a rule that is added to the catalogue and not to what is written here."""
    scenarios = sample.scenarios
    groups = [group for written in scenarios for group in written["population"]["groups"]]
    layers = [layer for written in scenarios for layer in written["platforms"].values()]
    arms = [written["arms"]["elsewhere"] for written in scenarios]
    assert {written["rules"]["persuasion"] for written in scenarios} == set(rule_names())
    assert {group["role"] for group in groups} == {"person", "supersharer", "bot"}
    assert {layer["homophily"]["by"] for layer in layers if "homophily" in layer} == {
        "identity",
        "region",
        "group",
    }
    assert {arm["versus"] for arm in arms} == {None, "all", "some"}
    changed = {path.split(".")[0] for arm in arms for path in arm["set"]}
    assert changed == {"rules", "platforms", "population", "claims", "interventions"}
    hazards = [claim for written in scenarios for claim in written["claims"] if "per day" in str(claim)]
    assert len(hazards) > 100


@pytest.mark.parametrize("replicate", [0, 2**32 - 2])
def test_engines_agree_after_every_phase(replicate: int, warm_engines: tuple[str, ...]) -> None:
    """Walk both engines in lock-step and compare every array of state, effects and marks.

    Fault: an engine that leaves this step's posts to be cleared by the next one.
    """
    assert {part["kind"] for part in EVERYTHING} == set(INTERVENTIONS)
    study = study_of(with_arms(small(), *EVERYTHING))
    assert first_difference(*(Simulation(study, "all", replicate, name) for name in warm_engines)) == ""


@pytest.mark.parametrize("rule", rule_names())
def test_engines_agree_after_every_phase_under_every_rule(rule: str, warm_engines: tuple[str, ...]) -> None:
    """Do the same under every rule.

    Fault: a rule in which one engine counts what was heard before by platform.
    """
    study = study_of(with_arms(small(rules={"persuasion": rule}), *EVERYTHING))
    assert first_difference(*(Simulation(study, "all", 1, name) for name in warm_engines)) == ""


@pytest.mark.parametrize("number", [3, 57, 101, 166])
def test_engines_agree_after_every_phase_of_generated_scenarios(
    number: int, warm_engines: tuple[str, ...]
) -> None:
    """Do the same for a handful of generated scenarios, where the digest could miss a field."""
    study = study_of(scenario_number(number))
    assert first_difference(*(Simulation(study, "all", 0, name) for name in warm_engines)) == ""


def test_engines_agree_on_as_many_platforms_as_there_may_be(warm_engines: tuple[str, ...]) -> None:
    """Fill all bits in which the posts of a step are kept: eight platforms, and a seed that posts twice.

    Fault: the posts on the last platform shifted into the sign of a 32-bit integer.
    """
    chat = {"kind": "messaging", "graph": {"model": "erdos_renyi", "mean_degree": 3}, "reach": "60%"}
    always = {"sharing": 1.0, "interest": "never", "forgetting": "3 days", "acceptance": 1.0}
    hoax = {"id": "hoax", "seeds": {"count": 3, "every": "2 days"}, "correction": always}
    written = small(
        time={"length": "12 days", "step": "1 days"},
        population={"size": 20, "activity_sigma": 0.0},
        platforms={f"chat{n}": chat for n in range(8)},
        claims=[
            hoax | {"sharing": {"rate": 1.0, "unconvinced": 1.0, "interest": "never"}, "forgetting": "3 days"}
        ],
    )
    check = {"id": "check", "kind": "fact_check", "channel": "chat7", "sources": 4}
    again = {"id": "again", "kind": "fact_check", "channel": "chat7", "sources": 20, "start": "4 days"}
    study = study_of(with_arms(written, check, again))
    assert first_difference(*(Simulation(study, "all", 0, name) for name in warm_engines)) == ""


def test_lockstep_finds_nothing_where_there_is_nothing(warm_engines: tuple[str, ...]) -> None:
    """Let `infosim verify` walk through the small study."""
    study = study_of(with_arms(small(), *EVERYTHING))
    assert lockstep.first_difference(study, "all", 0) is None


def test_lockstep_finds_a_planted_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop one engine from forgetting: the first difference is named by step, phase, field and person.

    Fault: a comparison of final states only.
    """
    study = study_of(small())
    monkeypatch.setattr(CompiledEngine, "fade", lambda self: None)
    found = lockstep.first_difference(study, "baseline", 0)
    assert found is not None
    assert (found.phase, found.field) == ("fade", "stance")
    assert 0 < found.step < 30
    assert found.reference != found.compiled
