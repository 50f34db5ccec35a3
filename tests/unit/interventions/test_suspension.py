"""Suspensions: whose accounts are closed, when, and who comes back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from infosim.population import NEVER
from infosim.simulation import Simulation, Study, run
from infosim.world import World
from kinds import lone, part, planned, study_with
from studies import small

FEED, CHAT = 0, 1


def world_of(study: Study, arm: str = "all") -> World:
    """Give the world of an arm."""
    return Simulation(study, arm, 0, "compiled").programme.world


def test_only_accounts_that_exist_are_closed() -> None:
    """Close all on the platforms named, nobody else's, and count each account.

    Fault: people who were never on it are off it, or paid for.
    """
    study = lone("suspension", coverage="100%", start="5 days")
    world = world_of(study)
    member = world.joined < NEVER
    member[2] = False
    assert np.array_equal(world.left == 5, member)
    assert (world.left[~member] == NEVER).all()
    assert (world.back == NEVER).all()
    assert planned(study).n_deliveries == member.sum()


def test_the_suspended_neither_post_nor_hear(engine: str) -> None:
    """Let nobody post or hear on the feed while all are off it, and go on elsewhere.

    Fault: who is off a platform still hears what is posted there.
    """
    changes = {"coverage": "100%", "start": "8 days", "platforms": ["feed"]}
    study = lone("suspension", **changes, returns="100%", return_after="12 days")
    sim = Simulation(study, "all", 0, engine)
    posted, heard = [], []
    for _ in range(30):
        sim.advance()
        posted.append((sim.engine.state.posts & 15).any())
        heard.append(sim.engine.state.heard[:, :, FEED].any())
    assert any(posted[:8])
    assert not any(posted[8:20] + heard[8:20])
    assert any(posted[20:])
    assert any(heard[20:])


def test_the_most_active_go_first() -> None:
    """Close the accounts of those who share most, as a proportion of the people.

    Fault: the line stands the other way round.
    """
    study = lone("suspension", coverage="20%", platforms=["street"])
    off = world_of(study).left[2] < NEVER
    activity = study.society.population.activity
    assert off.sum() == 12
    assert activity[off].min() >= activity[~off].max()


def test_one_after_the_other() -> None:
    """Spread the moments over `length`; without it all go at the start.

    Fault: all on the last day.
    """
    at_once = world_of(lone("suspension", coverage="100%", platforms=["street"], start="3 days")).left[2]
    assert (at_once == 3).all()
    spread = lone("suspension", coverage="100%", platforms=["street"], start="3 days", length="10 days")
    left = world_of(spread).left[2]
    assert left.min() == 3
    assert left.max() == 12
    assert np.bincount(left)[3:].min() >= 1


def test_some_come_back() -> None:
    """Let more come back where more do, the same ones and others, at the time said.

    Fault: those who return are drawn anew for each proportion.
    """
    some, more = (
        world_of(lone("suspension", coverage="100%", returns=share, return_after="6 days", start="2 days"))
        for share in ("30%", "70%")
    )
    for world in (some, more):
        assert set(np.unique(world.back)) == {8, NEVER}
    assert ((some.back == 8) <= (more.back == 8)).all()
    assert 0 < (some.back == 8).sum() < (more.back == 8).sum()
    never = world_of(lone("suspension", coverage="100%", returns="100%", return_after="900000000 years"))
    assert (never.back[never.left < NEVER] >= 30).all()


def test_two_suspensions_last_from_the_first_to_the_last() -> None:
    """Be away from the first suspension to the last return, whichever is written first.

    Fault: the one written last decides; who was suspended once never returns.
    """
    short = part("suspension", "short", coverage="100%", returns="100%", return_after="3 days")
    long = part("suspension", "long", coverage="40%", returns="100%", return_after="9 days", start="2 days")
    worlds = [world_of(study_with(*order)) for order in ([short, long], [long, short])]
    assert np.array_equal(worlds[0].left, worlds[1].left)
    assert np.array_equal(worlds[0].back, worlds[1].back)
    off = worlds[0].left < NEVER
    assert (worlds[0].left[off] == 0).all()
    assert set(np.unique(worlds[0].back[off])) == {3, 11}
    assert (worlds[0].back[~off] == NEVER).all()


def test_a_suspension_for_good_is_not_ended_by_another() -> None:
    """Stay away if one of two suspensions is for good.

    Fault: the earlier of two returns.
    """
    parts = [
        part("suspension", "out", coverage="100%"),
        part("suspension", "brief", coverage="100%", returns="100%", return_after="2 days"),
    ]
    for order in (parts, parts[::-1]):
        assert (world_of(study_with(*order)).back == NEVER).all()


def test_bots_can_be_named() -> None:
    """Close the accounts of bots where their group is named.

    Fault: bots are nobody that anything can be done to.
    """
    groups = [{"id": "town", "share": "50%"}, {"id": "farm", "share": "50%", "role": "bot"}]
    platforms = {name: {**written, "penetration": "80%"} for name, written in small()["platforms"].items()}
    written = part("suspension", coverage="100%", groups=["farm"])
    study = study_with(written, population={"size": 60, "groups": groups}, platforms=platforms)
    world, is_bot = world_of(study), ~study.society.population.is_person
    assert np.array_equal(world.left[FEED] < NEVER, is_bot & (world.joined[FEED] < NEVER))
    assert is_bot.sum() == 30


def test_coverage_by_group() -> None:
    """Close accounts of the groups with a coverage only, each group in its own line."""
    study = lone("suspension", coverage={"village": "50%"}, platforms=["street"])
    off = world_of(study).left[2] < NEVER
    assert np.bincount(study.society.population.group[off], minlength=2).tolist() == [0, 15]


def test_newcomers_are_suspended_once_they_are_there() -> None:
    """Close the account of somebody whom a subsidy brought on before, and not of one who comes later.

    Fault: an account is closed before it exists.
    """
    joins = part("access_subsidy", "joins", increase="100%", start="6 days")
    for day, closed in (("5 days", False), ("6 days", True)):
        study = study_with(part("suspension", coverage="100%", platforms=["feed"], start=day), joins)
        world = world_of(study)
        newcomers = world.joined[FEED] == 6
        assert newcomers.any()
        assert ((world.left[FEED, newcomers] < NEVER) == closed).all()


def test_both_engines_agree(warm_engines: tuple[str, ...]) -> None:
    """Give the same bits while accounts close and open again."""
    study = lone("suspension", length="9 days", returns="50%", return_after="5 days")
    study = replace(study, arms={"all": study.arms["all"]})
    for r in range(3):
        assert len({run(study, "all", r, engine).digest for engine in warm_engines}) == 1
