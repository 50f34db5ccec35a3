"""Games, videos and tips."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from infosim.evidence import table
from infosim.interventions.prebunking import FORMATS
from infosim.simulation import Simulation, Study, run
from infosim.world import Plan
from kinds import planned, study_with

pytestmark = pytest.mark.usefixtures("warm_engines")


def study(**changes: Any) -> Study:
    written = {"id": "part", "kind": "prebunking", "channel": "sms", "format": "game", "reach": "80%"}
    return study_with(written | changes)


def marked(plan: Plan, row: int = 0) -> set[tuple[int, int]]:
    mark = plan.marks[row]
    return set(zip(mark.steps.tolist(), mark.people.tolist(), strict=True))


@pytest.mark.parametrize(
    ("name", "effect", "days"), [("game", 0.2, 5), ("video", 0.08, 30), ("tips", 0.2, 16)]
)
def test_each_format_has_its_own_effect_and_half_life(name: str, effect: float, days: int) -> None:
    """Fault: the numbers of the game for all formats."""
    mark = planned(study(format=name)).marks[0]
    assert mark.belief_cut[0, 0] == effect
    assert mark.remaining[days] == pytest.approx(0.5)
    assert set(FORMATS[name].evidence) <= set(table())


def test_what_is_written_counts_more_than_the_format() -> None:
    """An effect of zero is an effect that was written.

    Fault: `self.effect or usual.effect`.
    """
    mark = planned(study(effect="50%", half_life="never")).marks[0]
    assert mark.belief_cut[0, 0] == 0.5
    assert (mark.remaining == 1.0).all()
    assert not planned(study(effect=0)).marks[0].belief_cut.any()


def test_the_gain_of_a_game_is_gone_by_day_60_without_boosters() -> None:
    """Fault: days taken for hours, or a booster that is not dated."""
    time = {"length": "70 days", "step": "1 days"}
    written = {"id": "part", "kind": "prebunking", "channel": "sms", "format": "game", "reach": "80%"}
    left = []
    for boosters in (None, "14 days"):
        once = study_with(
            written | {"length": "1 days", "boosters": boosters, "completion": "100%"}, time=time
        )
        mark = planned(once).marks[0]
        latest = max(step for step in mark.steps if step <= 60)
        left.append(float(mark.remaining[60 - latest]))
    assert left[0] < 0.001
    assert left[1] > 0.5


def test_who_finishes_is_drawn_once_for_all_boosters() -> None:
    """A higher completion adds people and swaps none, and everybody shown is paid for.

    Fault: a new draw at each booster; only those who finish are paid for.
    """
    some, more, everybody = (
        planned(study(completion=share, boosters="8 days")) for share in ("30%", "70%", "100%")
    )
    assert marked(some) < marked(more) < marked(everybody)
    assert some.n_deliveries == more.n_deliveries == everybody.n_deliveries == len(marked(everybody))
    times = [np.bincount(plan.marks[0].people, minlength=60) for plan in (some, everybody)]
    finished = times[0] > 0
    assert (times[0][finished] == times[1][finished]).all()
    assert 0.1 < finished.sum() / (times[1] > 0).sum() < 0.5


def test_finishing_has_nothing_to_do_with_being_reached() -> None:
    """Fault: the same draw for both, so that whoever is reached at 20% always finishes."""
    plans = [planned(study(reach="20%", completion="20%"), replicate=r) for r in range(10)]
    assert 0 < sum(len(marked(plan)) for plan in plans) < sum(plan.n_deliveries for plan in plans) / 2


def test_prebunks_do_not_pass_on_unless_told_to() -> None:
    """Mark those who hear from somebody who finished, not from somebody who was only shown it.

    Fault: `peers(world, shown)`.
    """
    assert len(planned(study()).marks) == 1
    told = study(channel="chat", peer_spillover="50%", completion="30%", effect="40%")
    plan = planned(told)
    world = Simulation(told, "all", 0, "compiled").programme.world
    finished = plan.marks[0].people.tolist()
    heard = {i for j in finished for graph in world.followers for i in graph.contacts(j).tolist()}
    # Some of them have a contact on a platform that one of them is not on: they never meet there.
    assert {i for _, i in marked(plan, 1)} <= heard - set(finished)
    assert len(marked(plan, 1)) > 0
    assert plan.marks[1].belief_cut[0, 0] == 0.2


def test_passing_on_protects_more_people() -> None:
    """Fault: the mark of peers has no cut."""
    pairs = [
        [
            run(study(effect="90%", peer_spillover=share, half_life="never"), "all", r).person_steps.sum()
            for share in ("0%", "100%")
        ]
        for r in range(6)
    ]
    alone, passed_on = np.array(pairs).sum(axis=0)
    assert passed_on < alone
