"""Quicker ways through a whole run give the same bits as going through it step by step."""

from __future__ import annotations

import numpy as np
import pytest

from choosing import Chooser, Drawn
from infosim.engines.compiled import SHORTCUTS, CompiledEngine
from infosim.results import Run
from infosim.simulation import Simulation, run
from studies import Written, study_of

pytestmark = pytest.mark.usefixtures("warm_engines")

RECORDED = ("counts", "tallies", "first_believed", "person_steps")
ENDING = ("stance", "episode", "parent", "first_shared")

NUMBERS = range(60)


def layer(choose: Chooser, n_people: int) -> Written:
    """Write a platform that everybody is on, with or without ties that go one way."""
    graph = choose.one_of(
        (
            {"model": "erdos_renyi", "mean_degree": choose.whole(1, 7)},
            {"model": "barabasi_albert", "mean_degree": 4},
            {"model": "households", "contacts_per_day": 3, "village_size": 20},
        )
    )
    return {"kind": choose.one_of(("feed", "messaging")), "graph": graph}


def groups(choose: Chooser) -> list[Written]:
    """Write one group or two, of which one may be bots."""
    if choose.whole(0, 1):
        return [{"id": "all", "share": 1.0, "literacy": choose.whole(0, 10) / 10}]
    role = choose.one_of(("person", "bot", "bot"))
    literacy = choose.whole(0, 10) / 10
    return [
        {"id": "some", "share": 0.8, "literacy": literacy},
        {"id": "others", "share": 0.2, "literacy": literacy, "role": role},
    ]


def epidemic(number: int) -> Written:
    """Write a claim that whoever believes it posts in every step, and nobody ever forgets."""
    choose = Drawn(number)
    n_people, people = choose.whole(20, 80), groups(choose)
    reach = choose.one_of((1.0, 0.5, 0.1, 0.03, choose.whole(1, 99) / 100))
    interest = choose.one_of(("10% per day", "60% per day", "3 days", {"exactly": "1 days"}, "never"))
    seeds = {"count": choose.whole(0, 4), "start": f"{choose.whole(0, 3)} days"}
    if choose.whole(0, 1):
        seeds["who"] = people[-1]["id"]
    claim = {
        "id": "claim",
        "veracity": choose.one_of(("true", "misleading", "false")),
        "plausibility": choose.one_of((1.0, 0.3, 0.0)),
        "seeds": seeds,
        "sharing": {"rate": 1.0, "unconvinced": 0.0, "interest": interest},
        "forgetting": "never",
        "verification": 0.0,
    }
    return {
        "time": {"length": f"{choose.whole(4, 40)} days", "step": "1 days"},
        "population": {"size": n_people, "groups": people, "activity_sigma": 0, "literacy_spread": 0},
        "platforms": {"net": layer(choose, n_people) | {"reach": reach}},
        "claims": [claim],
        "run": {"seed": number},
    }


def hoax(number: int) -> Written:
    """Write a hoax and a fact-check that people tell in every step for as long as they hold them."""
    choose, written = Drawn(number), epidemic(number)
    lasting = choose.one_of(("10% per day", "80% per day", "2 days", "never"))
    claim = written["claims"][0] | {
        "veracity": choose.one_of(("false", "false", "misleading")),
        "plausibility": choose.one_of((0.5, 0.3)),
        "sharing": {"rate": 1.0, "unconvinced": 0.0, "interest": "never"},
        "forgetting": lasting,
        "verification": choose.whole(0, 10) / 10,
    }
    if claim["veracity"] == "false":
        sharing = {"sharing": 1.0, "interest": "never", "visibility": choose.one_of((1.0, 0.5))}
        claim["correction"] = sharing | {"forgetting": choose.one_of((lasting, "3 days", "never"))}
    return written | {"claims": [claim], "rules": {"persuasion": "sbfc"}}


def is_short(simulation: Simulation) -> bool:
    """Tell whether a run would take a quicker way."""
    engine = simulation.engine
    assert isinstance(engine, CompiledEngine)
    given = engine.setting, engine.agenda, simulation.study.scenario.rules.persuasion
    return any(way.applies(*given) for way in SHORTCUTS)


def differences(one: Run, other: Run) -> list[str]:
    """Name what differs between two runs."""
    pairs = [(name, getattr(one, name), getattr(other, name)) for name in RECORDED]
    pairs += [(name, getattr(one.state, name), getattr(other.state, name)) for name in ENDING]
    found = [name for name, here, there in pairs if not np.array_equal(here, there)]
    return found if one.digest == other.digest else [*found, "digest"]


@pytest.mark.parametrize("write", [epidemic, hoax], ids=lambda write: write.__name__)
def test_shortcuts_change_no_bit(write) -> None:  # type: ignore[no-untyped-def]
    """Run generated scenarios the quick way, step by step, and by the reference engine.

    Fault: pressure that is lowered a step late; a parent chosen among those who begin to
    share only in the next step; a bot under pressure; a side taken by what contacts hold
    only from the next step on.
    """
    found, n_short, n_lively = [], 0, 0
    for number in NUMBERS:
        study = study_of(write(number))
        n_short += is_short(Simulation(study, "baseline", 0, "compiled"))
        for replicate in range(2):
            quick = run(study, "baseline", replicate)
            slow = run(study, "baseline", replicate, keep_stances=True)
            read = run(study, "baseline", replicate, "reference")
            for other in (slow, read):
                found += [f"{number}/{replicate}: {name}" for name in differences(quick, other)]
            n_lively += (quick.first_believed >= 0).sum() > 5
    assert found == []
    assert n_short >= 35
    assert n_lively >= 40


def test_marches_change_no_bit() -> None:
    """Go through the usual kernels in one call and step by step, where something fades and is corrected.

    Fault: tallies of a step written into the row of another.
    """
    study = study_of(
        {**epidemic(3), "claims": [{"id": "claim", "sharing": {"rate": 0.5}, "forgetting": "4 days"}]}
    )
    assert not is_short(Simulation(study, "baseline", 0, "compiled"))
    for replicate in range(6):
        quick = run(study, "baseline", replicate)
        assert differences(quick, run(study, "baseline", replicate, keep_stances=True)) == []
