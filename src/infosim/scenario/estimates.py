"""What a study will cost, before anything is allocated."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from infosim.scenario.graphs import AddedGraph, FileGraph, Households, OverlappingGroups
from infosim.scenario.models import Platform, Scenario

MAX_PEOPLE = 50_000_000

MEMORY_LIMIT = 0.75
"""Proportion of the machine's memory that a study may take."""

_BYTES_PER_PERSON = 200
_BYTES_PER_STANCE = 200
_BYTES_PER_TIE = 25
_BYTES_PER_LINE = 12

_SECONDS_PER_STANCE_STEP = 1.5e-8
_SECONDS_PER_TIE = 8e-7


@dataclass(frozen=True)
class Estimate:
    """The size of a study; memory and minutes are rough.

    Attributes
    ----------
    people, ties, steps, arms, replicates, runs : counts
    memory_bytes : what it will take
    minutes : on one core
    """

    people: int
    ties: int
    steps: int
    arms: int
    replicates: int
    runs: int
    memory_bytes: int
    minutes: float


def estimate(scenario: Scenario) -> Estimate:
    """Estimate what a study will cost."""
    people, time = scenario.population.size, scenario.time
    steps = max(1, int(time.length / time.step + 0.5))
    ties = sum(_ties(scenario, platform) for platform in scenario.platforms.values())
    claims = sum(
        1 if claim.arrivals is None else int(time.length / claim.arrivals) + 1 for claim in scenario.claims
    )
    runs = len(scenario.arms) * scenario.run.replicates
    memory = people * (_BYTES_PER_PERSON + claims * _BYTES_PER_STANCE) + ties * _BYTES_PER_TIE
    seconds = runs * steps * people * claims * _SECONDS_PER_STANCE_STEP + ties * _SECONDS_PER_TIE
    return Estimate(
        people=people,
        ties=ties,
        steps=steps,
        arms=len(scenario.arms),
        replicates=scenario.run.replicates,
        runs=runs,
        memory_bytes=memory,
        minutes=seconds / 60,
    )


def too_large(scenario: Scenario) -> str:
    """Say in one sentence why this machine cannot hold a study; nothing if it can."""
    size, available = estimate(scenario), machine_memory()
    if not available or size.memory_bytes <= MEMORY_LIMIT * available:
        return ""
    return (
        f"{size.people:,} people with {size.ties:,} ties need about {size.memory_bytes / 2**30:,.1f} GiB, "
        f"and this machine has {available / 2**30:,.1f} GiB"
    )


def _ties(scenario: Scenario, platform: Platform) -> int:
    """Estimate the ties of a platform, each direction counted."""
    graph = platform.graph
    if isinstance(graph, FileGraph):
        packed = 4 if graph.path.endswith(".gz") else 1
        return 2 * packed * Path(graph.path).stat().st_size // _BYTES_PER_LINE
    share = platform.penetration
    by_group = share if isinstance(share, dict) else {}
    members = scenario.population.size * sum(
        group.share * (by_group.get(group.id, 0.0) if isinstance(share, dict) else share)
        for group in scenario.population.groups
    )
    if isinstance(graph, OverlappingGroups):
        degree = graph.groups_per_person * (graph.size.low + graph.size.high) / 2
    elif isinstance(graph, Households):
        degree = graph.contacts_per_day + scenario.population.household_size
    elif isinstance(graph, AddedGraph):
        # Nobody knows; the usual number of contacts will do.
        degree = float((graph.model_extra or {}).get("mean_degree", 10.0))
    else:
        degree = graph.mean_degree
    return int(members * degree)


def machine_memory() -> int:
    """Give the memory of this machine in bytes, 0 if it does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0
