"""Somebody without contacts changes nobody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given

from infosim.errors import InputError
from infosim.network import Graph
from infosim.population import Population
from infosim.simulation import Study, run
from strategies import scenario_number, scenarios
from studies import Written, study_of

pytestmark = pytest.mark.usefixtures("warm_engines")


def with_hermit(study: Study) -> Study:
    """Add one person of the first group: on every platform, in nobody's list of contacts.

    A hermit starts no claim, because the lot for a seed is drawn among all who may.
    """
    society = study.society
    return replace(
        study,
        society=replace(
            society,
            population=one_more(society.population),
            followers=tuple(lonely(graph) for graph in society.followers),
            sources=tuple(lonely(graph) for graph in society.sources),
        ),
    )


def one_more(people: Population) -> Population:
    """Add a person who lives alone, as active and gullible as the first one."""
    columns = ("group", "region", "literacy", "trust", "activity", "access")
    added = {name: np.append(getattr(people, name), getattr(people, name)[0]) for name in columns}
    return replace(people, **added, household=np.append(people.household, people.household.max() + 1))


def lonely(graph: Graph) -> Graph:
    """Add a person without contacts."""
    return Graph(np.append(graph.indptr, graph.indptr[-1]), graph.indices)


APART = {"sources": 0, "target": "random", "trigger": 0}
"""What keeps people from standing in one line, where whoever is chosen takes somebody's place."""


def without_sources(written: Written) -> Written:
    """Let nobody be chosen instead of somebody else: by rank, by budget, by a part of all people."""
    parts = [
        {
            field: APART.get(field, value)
            for field, value in part.items()
            if field not in ("budget", "seeding")
        }
        | ({"target": "random"} if part["kind"] == "suspension" else {})
        | ({"trigger": 0} if part["kind"] == "circuit_breaker" else {})
        for part in written["interventions"]
    ]
    return written | {"interventions": parts}


def unchanged(study: Study, engine: str) -> bool:
    """Tell whether all others go through the same stances with a hermit among them."""
    before, after = (run(one, "all", 0, engine, keep_stances=True) for one in (study, with_hermit(study)))
    assert before.stances is not None
    assert after.stances is not None
    same = np.array_equal(before.stances, after.stances[:, :, :-1])
    return same and np.array_equal(before.state.parent, after.state.parent[:, :-1])


@given(scenarios())
def test_a_hermit_changes_nobody(written: Written) -> None:
    """Add a person without contacts to any scenario: nobody else's trajectory changes.

    Fault: draws taken from a stream, or a fraction computed over the whole population.
    """
    try:
        study = study_of(without_sources(written))
    except InputError:
        assume(False)
    assert unchanged(study, "compiled")


def test_a_hermit_changes_nobody_in_either_engine(engine: str) -> None:
    """Do the same with numbered scenarios in each engine."""
    assert all(unchanged(study_of(without_sources(scenario_number(n))), engine) for n in (3, 57, 101))


def test_a_hermit_hears_nothing(engine: str) -> None:
    """Leave somebody without contacts unaware, whatever happens around.

    Fault: an off-by-one in the rows of the contacts.
    """
    written = without_sources(scenario_number(57))
    parts = [part for part in written["interventions"] if part["kind"] != "fact_check"]
    arms = {"baseline": {}, "all": {"interventions": [part["id"] for part in parts]}}
    study = with_hermit(study_of(written | {"interventions": parts, "arms": arms}))
    result = run(study, "all", 0, engine, keep_stances=True)
    assert result.stances is not None
    assert not result.stances[:, :, -1].any()
