"""Who gains from what others were taught."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from infosim.interventions.messages import Deliveries
from infosim.interventions.spillover import housemates, peers
from infosim.network import Graph
from infosim.population import NEVER
from infosim.simulation import Simulation
from infosim.world import World
from studies import small, study_of

GROUPS = [
    {"id": "town", "share": "50%"},
    {"id": "village", "share": "30%"},
    {"id": "bots", "share": "20%", "role": "bot"},
]


@pytest.fixture(scope="module")
def world() -> World:
    platforms = small()["platforms"] | {}
    for name in ("feed", "chat"):
        platforms[name].pop("penetration")
    study = study_of(
        small(population={"size": 60, "groups": GROUPS}, platforms=platforms, arms={"baseline": {}})
    )
    return Simulation(study, "baseline", 0, "compiled").programme.world


def some(world: World, n: int = 6) -> Deliveries:
    """Tell a few people, one a day from day 2 on."""
    people = np.flatnonzero(world.population.is_person)[:: 48 // n][:n]
    return Deliveries(np.arange(2, 2 + n, dtype=np.int32), people)


def ties(world: World, *pairs: tuple[int, int]) -> World:
    """Let contacts be these on the first platform, and none on the others."""
    source, target = (np.array(ends, dtype=np.int64) for ends in zip(*pairs, strict=True))
    none = np.arange(0)
    graphs = [Graph.from_pairs(60, source, target, mutual=False)]
    graphs += [Graph.from_pairs(60, none, none, mutual=False)] * 2
    return replace(world, followers=tuple(graphs))


def test_housemates_gain_from_the_first_day_on(world: World) -> None:
    """Fault: `maximum` for `minimum`: the household waits for its last pupil."""
    home, is_person = world.population.household, world.population.is_person
    largest = np.argmax(np.bincount(home[is_person]))
    people = np.flatnonzero((home == largest) & is_person)
    assert len(people) >= 4
    told = Deliveries(np.array([3, 8], dtype=np.int32), people[[1, 0]])
    gained = housemates(world, told)
    assert gained.people.tolist() == people[2:].tolist()
    assert set(gained.steps.tolist()) == {3}


def test_nobody_gains_twice(world: World) -> None:
    """Told before housemates, housemates before peers.

    Fault: `peers` forgets those who are nearer; `housemates` counts the pupils.
    """
    told = some(world)
    at_home = housemates(world, told)
    heard = peers(world, told, at_home)
    groups = [set(one.people.tolist()) for one in (told, at_home, heard)]
    assert all(groups)
    assert sum(map(len, groups)) == len(set.union(*groups))
    without = set(peers(world, told).people.tolist())
    assert groups[2] < without <= groups[1] | groups[2]


def test_peers_are_those_who_hear_from_somebody_told(world: World) -> None:
    """See the shares of somebody told, on any platform; nobody else gains.

    Fault: `sources` for `followers`: those gain whom pupils hear from.
    """
    told = some(world, 2)
    first, second = told.people.tolist()
    i, j, k = [i for i in np.flatnonzero(world.population.is_person).tolist() if i not in (first, second)][:3]
    small_world = ties(world, (first, i), (second, i), (second, j), (k, first), (i, k))
    heard = peers(small_world, told)
    assert heard.people.tolist() == [i, j]
    assert heard.steps.tolist() == [2, 3]
    everywhere = set().union(*(graph.contacts(first).tolist() for graph in world.followers))
    alone = peers(world, Deliveries(told.steps[:1], told.people[:1]))
    assert set(alone.people.tolist()) == {i for i in everywhere if world.population.is_person[i]}


def test_peers_meet_once_both_are_there(world: World) -> None:
    """Wait for whoever joins later, and never meet whoever never joins.

    Fault: contacts that exist only because another arm has a subsidy are taken for met.
    """
    told = some(world, 2)
    first, second = told.people.tolist()
    i, j = [i for i in np.flatnonzero(world.population.is_person).tolist() if i not in (first, second)][:2]
    joined = world.joined.copy()
    joined[0, i], joined[0, j] = 20, NEVER
    later = replace(ties(world, (first, i), (first, j)), joined=joined)
    heard = peers(later, told)
    assert heard.people.tolist() == [i]
    assert heard.steps.tolist() == [20]


def test_bots_gain_nothing(world: World) -> None:
    """Fault: `is_person` is not asked, and accounts without a belief are marked."""
    people = np.flatnonzero(world.population.is_person)[::2]
    told = Deliveries(np.zeros(len(people), dtype=np.int32), people)
    bots = np.flatnonzero(~world.population.is_person)
    at_home, heard = housemates(world, told), peers(world, told)
    assert len(bots) == 12
    assert len(at_home.people) > 0
    assert len(heard.people) > 0
    assert not np.isin(bots, np.concatenate([at_home.people, heard.people])).any()
