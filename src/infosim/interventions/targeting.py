"""Whom an intervention reaches first: anybody, hubs, the nominated, those who share most."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infosim import draws
from infosim.draws import Purpose
from infosim.interventions.base import Coverage, Intervention, Target
from infosim.network import nominate
from infosim.world import Floats, People, World


def covered(
    intervention: Intervention, world: World, coverage: Coverage, target: Target = "random"
) -> NDArray[np.bool_]:
    """Choose the people whom an intervention can reach, ``(n_people,)``.

    A person is covered if its place in the line lies below the coverage, so a higher
    coverage adds people and swaps none.
    """
    population = world.population
    if isinstance(coverage, dict):
        by_group = np.array([coverage.get(group.id, 0.0) for group in population.groups])
    else:
        by_group = np.full(len(population.groups), coverage)
    eligible = population.members_of(intervention.groups)
    lines = population.group if isinstance(coverage, dict) else np.zeros_like(population.group)
    place = places(intervention, world, target, eligible, lines)
    chosen: NDArray[np.bool_] = (place < by_group[population.group]) & eligible
    return chosen


def places(
    intervention: Intervention,
    world: World,
    target: Target,
    eligible: NDArray[np.bool_],
    lines: NDArray[np.int64],
) -> Floats:
    """Give everybody a place in [0, 1) in the line of those who are eligible.

    Parameters
    ----------
    target : 'random' gives each person its own draw, so that coverage is a
        probability; the others order people, so that it is a proportion
    eligible : (n_people,) bool
    lines : (n_people,) int64
        People with the same number stand in one line.

    Draws
    -----
    COVERAGE, keyed by person and the intervention's id.
    """
    luck = lots(intervention, world, Purpose.COVERAGE)
    if target == "random":
        return luck
    order = in_line(intervention, world, target, luck)
    order = order[eligible[order]]
    place = np.ones(world.population.n_people)
    for line in np.unique(lines[order]):
        here = order[lines[order] == line]
        place[here] = np.arange(len(here)) / len(here)
    return place


def in_line(intervention: Intervention, world: World, target: Target, luck: Floats) -> People:
    """Order everybody by who comes first; equal ones by their luck."""
    if target == "sharers":
        return np.lexsort((luck, -world.population.activity))
    channels = contacts_on(intervention, world)
    if target == "hubs":
        followers = sum(np.diff(world.followers[p].indptr) for p in channels)
        return np.lexsort((luck, -np.asarray(followers)))
    if target == "nominated":
        # People name somebody whom they hear from, on the channel's own platform if it has one.
        return nominate(world.sources[channels[0]], luck, lots(intervention, world, Purpose.NOMINATE))
    return np.argsort(luck, kind="stable")


def contacts_on(intervention: Intervention, world: World) -> list[int]:
    """List the platforms whose contacts count: those it works on, or all, the last one first."""
    named = [getattr(intervention, field, "") for field in ("channel", "platform")]
    named += getattr(intervention, "platforms", ())
    if rows := [world.platforms.index(name) for name in named if name in world.platforms]:
        return rows
    return list(range(len(world.platforms)))[::-1]


def lots(intervention: Intervention, world: World, purpose: Purpose) -> Floats:
    """Draw one number for each person and this intervention, ``(n_people,)``."""
    people = np.arange(world.population.n_people, dtype=np.int64)
    key = draws.label_key("intervention", intervention.id)
    return draws.uniforms(world.seed, world.replicate, purpose, 0, people, key)
