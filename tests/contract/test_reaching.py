"""Whom interventions reach, and when: what every kind keeps to."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from infosim.interventions import INTERVENTIONS
from infosim.interventions.base import OFFLINE, Target
from infosim.simulation import Simulation, Study, run
from kinds import (
    FOR_GOOD,
    ON_POSTS,
    channel_of,
    deeds,
    directly,
    lone,
    modifies,
    part,
    study_with,
)
from studies import Written, small

pytestmark = pytest.mark.usefixtures("warm_engines")

KINDS = sorted(INTERVENTIONS)
PAIRS = list(itertools.product(KINDS, KINDS))
TARGETED = [
    (kind, name)
    for kind in KINDS
    for name, field in INTERVENTIONS[kind].model_fields.items()
    if field.annotation == Target
]
REPLICATES = range(4)


@pytest.mark.parametrize("channel", ["feed", "chat", "school"])
@pytest.mark.parametrize("kind", KINDS)
def test_only_eligible_people_are_reached(kind: str, channel: str) -> None:
    """Reach nobody outside the groups named, and online nobody who is not there yet.

    Spilling over at home is the exception that is declared: it goes to housemates.

    Fault: an online campaign that reaches people who are offline; a label that ignores `groups`.
    """
    where = next((name for name in ("channel", "platform") if name in INTERVENTIONS[kind].model_fields), None)
    if where == "platform" and channel in OFFLINE:
        channel = "feed"
    study = lone(kind, groups=["town"], **({where: channel} if where else {}), start="4 days")
    sim = Simulation(study, "all", 0, "compiled")
    world = sim.programme.world
    in_town = world.population.members_of(["town"])
    direct = directly(deeds(study))
    assert all(in_town[i] for _, i, _, _ in direct)
    assert all(4 <= step < 30 for _, _, step, _ in direct)
    if channel_of(sim.programme.interventions[0]) in world.platforms and kind not in ON_POSTS:
        joined = world.joined[world.platforms.index(channel)]
        assert all(joined[i] <= step for _, i, step, _ in direct)
    outside = run(study, "baseline", 0).joined[:, ~in_town]
    assert np.array_equal(world.joined[:, ~in_town], outside)


WITH_BOTS: Written = {
    "size": 60,
    "groups": [{"id": "town", "share": "50%"}, {"id": "farm", "share": "50%", "role": "bot"}],
    "activity_sigma": 0.5,
}


@pytest.mark.parametrize("kind", KINDS)
def test_bots_are_not_reached(kind: str) -> None:
    """Do nothing to bots, though half of all accounts are some, also not by way of housemates.

    Fault: everybody is taken for a person where no groups are named.
    """
    platforms = {name: {**written, "penetration": "80%"} for name, written in small()["platforms"].items()}
    study = study_with(part(kind), population=WITH_BOTS, platforms=platforms)
    is_person = study.society.population.is_person
    for r in REPLICATES:
        done = deeds(study, replicate=r)
        assert all(is_person[i] for _, i, _, _ in done)
        assert bool(done) == (kind != "access_subsidy" and not modifies(kind))
    arm, baseline = (Simulation(study, name, 0, "compiled").programme.world for name in ("all", "baseline"))
    assert np.array_equal(arm.joined[:, ~is_person], baseline.joined[:, ~is_person])


@pytest.mark.parametrize("kind", KINDS)
def test_higher_coverage_adds_people_and_swaps_none(kind: str) -> None:
    """Raise each strength: whoever was reached is reached on the same day, others may be added.

    Fault: `rng.choice(n, k)`; days dealt out among those reached.
    """
    for field in INTERVENTIONS[kind].strengths:
        low, high = (1, 4) if field == "sources" else ("25%", "75%")
        few, many = (lone(kind, start="3 days", length="9 days", **{field: value}) for value in (low, high))
        is_nested(few, many)
        joined = [Simulation(study, "all", 0, "compiled").programme.world.joined for study in (few, many)]
        assert (joined[1] <= joined[0]).all()


@pytest.mark.parametrize("target", ["hubs", "nominated", "sharers"])
@pytest.mark.parametrize(("kind", "field"), TARGETED)
def test_whoever_comes_first_stays_first(kind: str, field: str, target: str) -> None:
    """Keep those reached when more are, also where people stand in a line.

    Fault: a line that is drawn up anew for each coverage.
    """
    cls = INTERVENTIONS[kind]
    size = "sources" if field == "seeding" else "reach" if "reach" in cls.model_fields else "coverage"
    for low, high in [(2, 5)] if size == "sources" else [("10%", "30%"), ("30%", "80%")]:
        few, many = (
            lone(kind, start="3 days", length="9 days", **{field: target, size: value})
            for value in (low, high)
        )
        assert is_nested(few, many) > 0


def is_nested(few: Study, many: Study) -> int:
    """Demand that all that the one does the other does too; count what it adds."""
    added = 0
    for r in REPLICATES:
        before, after = (deeds(study, replicate=r) for study in (few, many))
        assert directly(before) <= directly(after)
        assert {i for _, i, _, _ in before} <= {i for _, i, _, _ in after}
        added += len(after - before)
    return added


@pytest.mark.parametrize(("kind", "other"), PAIRS)
def test_a_second_one_does_not_change_whom_the_first_reaches(kind: str, other: str) -> None:
    """Reach the same people on the same days, whatever else goes on.

    Only who is there bears on it: whom a subsidy brings online can be reached online,
    whom a suspension takes off cannot. Who passes a correction on is chosen among those.

    Fault: people already reached by another intervention are passed over.
    """
    parts = [part(kind, "one", start="3 days"), part(other, "two", start="6 days")]
    study = study_with(*parts)
    alone = replace(study, arms={"baseline": (), "all": study.arms["all"][:1]})
    for r in range(3):
        before, after = (deeds(one, "one", replicate=r) for one in (alone, study))
        if other not in FOR_GOOD:
            assert before == after
            continue
        fewer, more = (before, after) if other == "access_subsidy" else (after, before)
        assert {one for one in directly(fewer) if one[0] != "source"} <= more
