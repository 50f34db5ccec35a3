"""Who is told what, and when."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from infosim.interventions.awareness_campaign import AwarenessCampaign
from infosim.interventions.messages import Deliveries, deliver, protection
from infosim.population import NEVER
from infosim.simulation import Simulation
from infosim.units import Dwell
from infosim.world import World
from studies import small, study_of


@pytest.fixture(scope="module")
def world() -> World:
    return Simulation(study_of(small()), "baseline", 0, "compiled").programme.world


def told(world: World, channel: str = "radio", boosters: float | None = None, **when: Any) -> Deliveries:
    """Tell everybody."""
    everybody = np.ones(world.population.n_people, dtype=np.bool_)
    campaign = AwarenessCampaign(id="part", channel=channel, **when)
    return deliver(campaign, world, channel, everybody, boosters)


def test_everybody_is_told_once_within_the_length(world: World) -> None:
    """Fault: messages spread over the study instead of the length, `last = n_steps`."""
    steps, people = told(world, start="5 days", length="4 days")
    assert sorted(people) == list(range(60))
    assert set(steps.tolist()) == {5, 6, 7, 8}
    assert (np.diff(steps) >= 0).all()
    assert steps.dtype == np.int32


def test_boosters_go_to_those_whose_turn_has_come(world: World) -> None:
    """Repeat every 6 days from the start to the end of the study, also after the length.

    Fault: a booster on day 11 for somebody whose first message is on day 14 (`due = people`).
    """
    once, often = (told(world, boosters=hours, start="5 days", length="12 days") for hours in (None, 144.0))
    first = dict(zip(once.people.tolist(), once.steps.tolist(), strict=True))
    expected = [(step, i) for i, step in first.items()]
    expected += [(step, i) for i, own in first.items() for step in (11, 17, 23, 29) if own < step]
    assert sorted(expected) == list(zip(often.steps.tolist(), often.people.tolist(), strict=True))


def test_on_a_platform_only_those_are_told_who_are_there_by_then(world: World) -> None:
    """Let some join on day 20: they are told if their turn comes later, and by boosters.

    Fault: nobody asks who is on the channel.
    """
    joined = world.joined.copy()
    late = np.flatnonzero(joined[0] == NEVER)[:10]
    joined[0, late] = 20
    later = replace(world, joined=joined)
    steps, people = told(later, "feed")
    assert (joined[0, people] <= steps).all()
    offline = np.flatnonzero(joined[0] == NEVER)
    assert len(offline) > 0
    assert not np.isin(offline, people).any()
    _, boosted = told(later, "feed", boosters=600.0)
    assert np.isin(late, boosted).all()


def test_nothing_arrives_of_what_starts_after_the_end(world: World) -> None:
    assert len(told(world, start="40 days", boosters=24.0).people) == 0


def test_some_of_the_people_can_be_kept(world: World) -> None:
    everything = told(world, boosters=240.0)
    chosen = np.arange(60) % 2 == 0
    kept = everything.to(chosen)
    assert set(kept.people.tolist()) == set(range(0, 60, 2))
    assert len(kept.people) == chosen[everything.people].sum()


def test_protection_falls_on_claims_by_their_veracity(world: World) -> None:
    """Lower false and misleading claims by the effect, true ones by the part that spills over.

    Fault: `effect` where `effect * spillover` should be; a correction (odd item) that is lowered.
    """
    mark = protection(world, told(world), None, 0.5, 0.2, Dwell(half_life=24.0))
    assert mark.belief_cut[0].tolist() == [0.5, 0.0, 0.5, 0.0, 0.1, 0.0]
    assert (mark.belief_cut == mark.belief_cut[0]).all()
    assert not mark.sharing_cut.any()
    assert mark.remaining[:3].tolist() == [1.0, 0.5, 0.25]
    about_one = protection(world, told(world), ("advice",), 0.5, 0.2, Dwell())
    assert about_one.belief_cut[0].tolist() == [0.0, 0.0, 0.0, 0.0, 0.1, 0.0]
