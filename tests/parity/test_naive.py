"""The engines do what docs/model.md says: they agree with the oracle of naive.py, bit for bit.

Both engines call the same rules, so that comparing them cannot show a wrong rule.
The oracle was written from the document alone.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pytest

from infosim.errors import InputError
from infosim.results import Run
from infosim.scenario import Scenario, load, shipped
from infosim.simulation import Study, prepare, run
from infosim.units import Dwell
from infosim.world import Clock
from naive import BELIEVER, CORRECTED, UNAWARE, UNCONVINCED, Mind, Story, simulate
from plain import hazard, survival
from strategies import scenario_number
from studies import small, study_of

NUMBERS = range(230)
SIZES = {"first_steps": 60, "correction_delay": 200}
FEW_HUNDRED = 300
"""So many people in shipped scenarios that are not named; a mean degree of 24 needs two hundred."""


@dataclass(frozen=True)
class Outcome:
    """A generated scenario, told by the oracle, and where engines differ first, if anywhere."""

    story: Story
    differing: str


def first_difference(story: Story, run: Run) -> str:
    """Say where a run leaves the story: stances first, then tallies, then what people have in mind."""
    assert run.stances is not None
    told = (("stance", story.stances, run.stances), ("tallies", story.tallies, run.tallies))
    for name, listed, array in told:
        expected = np.array(listed, dtype=array.dtype).reshape(array.shape)
        if (places := np.argwhere(expected != array)).size:
            at = tuple(places[0])
            return f"{run.engine}: {name}{list(map(int, at))} is {array[at]}, naive says {expected[at]}"
    for name in (field.name for field in fields(Mind)):
        array = getattr(run.state, name)
        listed = [[getattr(mind, name) for mind in row] for row in story.minds]
        expected = np.array(listed, dtype=array.dtype).reshape(array.shape)
        if expected.tobytes() != np.ascontiguousarray(array).tobytes():
            return f"{run.engine}: {name} at the end"
    return ""


def differences(study: Study, arm: str, replicate: int, *engines: str) -> tuple[Story, str]:
    """Tell a run by the oracle, and say where the engines differ first."""
    story = simulate(study, arm, replicate)
    runs = (run(study, arm, replicate, engine, keep_stances=True) for engine in engines)
    return story, "; ".join(filter(None, (first_difference(story, one) for one in runs)))


@pytest.fixture(scope="module")
def generated(warm_engines: tuple[str, ...]) -> dict[int, Outcome]:
    """Tell the arm `all` of every generated scenario that can be made."""
    outcomes = {}
    for number in NUMBERS:
        try:
            study = study_of(scenario_number(number))
        except InputError:
            continue
        outcomes[number] = Outcome(*differences(study, "all", number % 4, *warm_engines))
    return outcomes


def test_oracle_agrees_with_a_run_by_hand(warm_engines: tuple[str, ...]) -> None:
    """Three who know and trust each other: each posts once, and all forget.

    Fault: an oracle that makes the engines' mistakes, such as an interest that starts at age 1.
    """
    everybody = {"kind": "messaging", "graph": {"model": "erdos_renyi", "mean_degree": 2}, "reach": 1.0}
    sharing = {"rate": 1.0, "unconvinced": 0.0, "interest": {"exactly": "1 days"}}
    rumour = {"id": "rumour", "plausibility": 1.0, "sharing": sharing, "forgetting": {"exactly": "3 days"}}
    study = study_of(
        {
            "time": {"length": "4 days", "step": "1 days"},
            "population": {"size": 3, "activity_sigma": 0, "literacy_spread": 0},
            "platforms": {"chat": everybody},
            "claims": [rumour | {"verification": 0}],
        }
    )
    story, differing = differences(study, "baseline", 0, *warm_engines)
    assert not differing
    (minds,) = story.minds
    seed = [mind.parent for mind in minds].index(-1)
    rows = [[row[0][seed], *(row[0][i] for i in range(3) if i != seed)] for row in story.stances]
    assert rows == [
        [UNAWARE] * 3,
        [BELIEVER] * 3,
        [BELIEVER] * 3,
        [UNAWARE, BELIEVER, BELIEVER],
        [UNAWARE] * 3,
    ]
    assert sorted(mind.parent for mind in minds) == [-1, seed, seed]
    assert [mind.episode for mind in minds] == [1, 1, 1]
    assert sorted(mind.first_shared for mind in minds) == [0, 1, 1]
    # The seed's post reaches two people; one post of each of these reaches the other one and the seed.
    assert story.tallies == [[[1, 0, 2, 0, 2]], [[2, 0, 4, 0, 0]], [[0] * 5], [[0] * 5]]


@pytest.mark.parametrize("step", [0.5, 6.0, 24.0])
def test_survival_tables_are_those_of_the_document(step: float) -> None:
    """A last bit of a table decides hardly ever, so runs cannot show that it is right.

    Fault: a power taken by `**`, whose last bit depends on the machine.
    """
    written = small(time={"length": f"{200 * step} h", "step": f"{step} h"})
    scenario = Scenario.model_validate(written)
    clock = Clock(step, 200)
    lasting = [Dwell(half_life=hours) for hours in (0.01, 1.0, 12.0, 336.0, 720.0, 5760.0)]
    lasting += [Dwell(exactly=hours) for hours in (0.1, 9.0, 100.0)] + [Dwell()]
    for dwell in lasting:
        assert survival(dwell, scenario, 202) == clock.survival(dwell).tolist(), dwell
    for hazard in (0.0, 0.005, 0.7, 3.0):
        days = step / 24.0
        assert powers(1.0 - min(1.0, hazard * days), 202) == clock.hazard_survival(hazard).tolist(), hazard


def test_engines_agree_with_oracle_on_generated_scenarios(generated: dict[int, Outcome]) -> None:
    """Fault: a correction that loses when claim and correction convince in one step."""
    assert len(generated) >= 200
    assert not {number: one.differing for number, one in generated.items() if one.differing}


def test_everything_happens_in_generated_scenarios(generated: dict[int, Outcome]) -> None:
    """Fault: scenarios in which nobody forgets, so that a wrong FORGET draw is not seen."""
    stories = [one.story for one in generated.values()]
    minds = [mind for story in stories for row in story.minds for mind in row]
    assert {mind.stance for mind in minds} == {UNAWARE, UNCONVINCED, BELIEVER, CORRECTED}
    assert sum(mind.parent >= 0 for mind in minds) > 1000
    assert sum(mind.episode > 1 for mind in minds) > 1000
    assert sum(mind.first_shared >= 0 for mind in minds) > 1000
    tallies = [np.array(story.tallies).reshape(-1, 5).sum(axis=0) for story in stories]
    assert (np.sum(tallies, axis=0) > 1000).all()


@pytest.mark.slow
@pytest.mark.parametrize("name", list(shipped()))
def test_engines_agree_with_oracle_on_shipped_scenarios(name: str, warm_engines: tuple[str, ...]) -> None:
    """Every arm; the reference engine, which takes longest, in the last one.

    Fault: doubt worn down once for a contact that posts twice.
    """
    study = prepare(load(name, size=SIZES.get(name, FEW_HUNDRED)).scenario)
    *others, last = study.arms
    found = {arm: differences(study, arm, 1, "compiled")[1] for arm in others}
    found[last] = differences(study, last, 1, *warm_engines)[1]
    assert not {arm: differing for arm, differing in found.items() if differing}
