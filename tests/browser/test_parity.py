"""The engine in the browser gives the bits of the engines in Python, for every shipped study."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infosim.interventions import INTERVENTIONS
from infosim.rules import rule_names
from infosim.scenario import shipped
from infosim.simulation import Study, run
from infosim.web.payload import payload
from infosim.web.script import ENGINE, script
from kinds import MINIMAL, part
from machines import in_chromium, in_node
from studies import small, smallest, study_of, with_arms

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("warm_engines")]

REPLICATES = (0, 1)

DIGESTS = """
const answer = payloads.map((payload) => {
  const shared = new Map();
  return payload.runs.map((_, number) => new in_engine.Run(payload, number, shared).finish().digest());
});
"""

Machine = Callable[[str, Path], Any]


def small_studies() -> dict[str, Study]:
    """Write what no shipped study has: every kind of intervention, every rule, all kinds at once."""
    studies = {kind: study_of(with_arms(small(), part(kind))) for kind in MINIMAL}
    chat = {"kind": "messaging", "graph": {"model": "erdos_renyi", "mean_degree": 3}, "reach": "60%"}
    always = {"rate": 1.0, "unconvinced": 1.0, "interest": "never"}
    studies["as many platforms as there may be"] = study_of(
        small(
            platforms={f"chat{n}": chat for n in range(8)},
            claims=[{"id": "hoax", "seeds": {"count": 3, "every": "2 days"}, "sharing": always}],
        )
    )
    lets_go = part("circuit_breaker", platform="street", trigger="30%", hold="1 days", window="2 days")
    studies["a breaker that lets go"] = study_of(with_arms(small(), lets_go))
    everything = [part(kind, label=f"{kind}_part") for kind in MINIMAL]
    brakes = [
        part("circuit_breaker", "held", platform="street", trigger="3%", hold="3 days", window="4 days"),
        part("circuit_breaker", "late", platform="chat", trigger="8%", after="2 days", start="5 days"),
        part("removal", "slow", platform="street", half_life="3 days", start="4 days", length="12 days"),
    ]
    for rule in rule_names():
        written = small(rules={"persuasion": rule})
        studies[f"everything under {rule}"] = study_of(with_arms(written, *everything, *brakes))
    assert set(MINIMAL) == set(INTERVENTIONS)
    return studies


def runs_of(study: Study) -> list[tuple[str, int]]:
    """List the runs that are compared."""
    return [(arm, replicate) for arm in study.arms for replicate in REPLICATES]


def digests_in(machine: Machine, studies: dict[str, Study], folder: Path) -> dict[str, list[str]]:
    """Run every arm of studies in JavaScript."""
    payloads = [payload(study, list(study.arms), REPLICATES) for study in studies.values()]
    text = f"{script(*ENGINE)}\nconst payloads = {json.dumps(payloads)};\n{DIGESTS}"
    return dict(zip(studies, machine(text, folder), strict=True))


def digests_of(study: Study, engine: str = "compiled") -> list[str]:
    """Run the same in Python."""
    return [run(study, arm, replicate, engine).digest for arm, replicate in runs_of(study)]


@pytest.fixture(scope="module")
def studies(warm_engines: tuple[str, ...]) -> dict[str, Study]:
    """Make every shipped study ready, with as few people as it allows."""
    assert warm_engines
    return {name: smallest(name) for name in shipped()}


@pytest.fixture(scope="module")
def expected(studies: dict[str, Study]) -> dict[str, list[str]]:
    """Run all of them with the compiled engine."""
    return {name: digests_of(study) for name, study in studies.items()}


@pytest.mark.parametrize("machine", [in_node, in_chromium])
def test_every_arm_of_every_shipped_study(
    machine: Machine, studies: dict[str, Study], expected: dict[str, list[str]], tmp_path: Path
) -> None:
    """Compare the digest of whole trajectories, two replicates of each arm.

    The reference engine closes the circle in `test_naive.py`, on the same studies of the same size.

    Fault: changes of a step left in no order, or sources of a directed feed that are
    its followers.
    """
    assert digests_in(machine, studies, tmp_path) == expected
    assert sum(map(len, expected.values())) > 200


@pytest.fixture(scope="module")
def tried(warm_engines: tuple[str, ...]) -> dict[str, Study]:
    """Make the small studies ready."""
    assert warm_engines
    return small_studies()


@pytest.fixture(scope="module")
def expected_of_tried(tried: dict[str, Study]) -> dict[str, list[str]]:
    """Run all of them with the compiled engine."""
    return {name: digests_of(study) for name, study in tried.items()}


@pytest.mark.parametrize("machine", [in_node, in_chromium])
def test_every_kind_of_intervention_and_every_rule(
    machine: Machine, tried: dict[str, Study], expected_of_tried: dict[str, list[str]], tmp_path: Path
) -> None:
    """Compare small studies of every kind, and of all kinds at once under every rule.

    Fault: a circuit breaker that counts a step too much or never lets go, or a rule that
    is always `independent`.
    """
    assert digests_in(machine, tried, tmp_path) == expected_of_tried


def test_small_studies_exercise_breakers() -> None:
    """Agreement means something only where breakers trip.

    Fault: triggers so high that no claim is ever slowed down.
    """
    alone = study_of(with_arms(small(), part("circuit_breaker")))
    for replicate in REPLICATES:
        without, with_it = (run(alone, arm, replicate).digest for arm in ("baseline", "all"))
        assert without != with_it
