"""The synthetic society of a study: its people, its platforms, its contacts.

Built once from the scenario and the seed, and shared by all arms and replicates,
so that a difference between arms can only come from the interventions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infosim import draws
from infosim.claims import Wave, eligible_seeds, unroll
from infosim.draws import Purpose
from infosim.errors import counted
from infosim.interventions.base import Intervention
from infosim.network import (
    GENERATORS,
    Graph,
    Members,
    household_of,
    keep_within,
    make_directed,
    ties_by,
)
from infosim.population import NEVER, GroupTraits, Population, draw_groups, draw_population, region_of_groups
from infosim.scenario.graphs import AddedGraph
from infosim.scenario.models import Platform, Scenario
from infosim.world import ClaimInfo, Clock, Floats, Steps, World


@dataclass(frozen=True, eq=False)
class Society:
    """Everything about a study that arms and replicates share.

    Attributes
    ----------
    clock, population : the time and the people
    platforms : ids in file order
    penetration : float64, (n_platforms, n_groups), in [0, 1]
    followers, sources : one graph per platform, who sees the shares of a person and
        whose shares a person sees, over all who are members in any arm
    claims, waves, family : the claims unrolled, their seeds, their family
    eligible : for each family, who may start its claims
    notes : what the user should know about how it was built
    """

    clock: Clock
    population: Population
    platforms: tuple[str, ...]
    penetration: Floats
    followers: tuple[Graph, ...]
    sources: tuple[Graph, ...]
    claims: tuple[ClaimInfo, ...]
    waves: tuple[Wave, ...]
    family: NDArray[np.int64]
    eligible: tuple[NDArray[np.int64], ...]
    notes: tuple[str, ...]

    @cached_property
    def stays(self) -> tuple[Steps, Steps, Steps]:
        """Steps at which everybody joins and leaves each platform and comes back, if nobody intervenes."""
        joined = joined_at(self.penetration, self.population)
        return joined, np.full_like(joined, NEVER), np.full_like(joined, NEVER)

    def world(self, seed: int, replicate: int, interventions: Sequence[Intervention]) -> World:
        """Give the setting of one run, with all who join or leave a platform during it."""
        joined, left, back = self.stays if not interventions else map(np.copy, self.stays)
        world = World(
            seed=seed,
            replicate=replicate,
            clock=self.clock,
            population=self.population,
            platforms=self.platforms,
            penetration=self.penetration,
            joined=joined,
            left=left,
            back=back,
            claims=self.claims,
            followers=self.followers,
            sources=self.sources,
        )
        for intervention in interventions:
            intervention.join(joined, world)
        # While the society is being built there are no contacts, and nobody leaves.
        for intervention in interventions if self.followers else ():
            intervention.leave(world)
        return world


def joined_at(penetration: Floats, population: Population) -> Steps:
    """Tell who is on which platform from the beginning, ``(n_platforms, n_people)``."""
    joined = np.full((len(penetration), population.n_people), NEVER, np.int32)
    for row, share in zip(joined, penetration, strict=True):
        row[population.access < share[population.group]] = 0
    return joined


def build_society(scenario: Scenario, arms: Sequence[Sequence[Intervention]]) -> Society:
    """Draw the people and their contacts.

    Parameters
    ----------
    scenario : the study
    arms : the interventions of each arm
        Only access subsidies matter here: contacts are drawn over all who are on a
        platform in any arm, so that arms share them.

    Raises
    ------
    InputError
        A graph that cannot be made, or a graph file that cannot be read.
    """
    clock = Clock(scenario.time.step, max(1, int(scenario.time.length / scenario.time.step + 0.5)))
    population = build_population(scenario)
    claims, waves, family = unroll(scenario, clock)
    society = Society(
        clock=clock,
        population=population,
        platforms=tuple(scenario.platforms),
        penetration=penetration_table(scenario),
        followers=(),
        sources=(),
        claims=claims,
        waves=waves,
        family=family,
        eligible=tuple(eligible_seeds(claim, population) for claim in scenario.claims),
        notes=(),
    )
    worlds = [society.world(scenario.run.seed, 0, arm) for arm in arms]
    graphs, notes = [], []
    for p, (name, platform) in enumerate(scenario.platforms.items()):
        ever = np.min([world.joined[p] for world in worlds], axis=0) < NEVER
        now = joined_at(society.penetration, population)[p] < NEVER
        graph, note = build_layer(scenario, name, platform, population, now, ever)
        graphs.append(graph)
        notes.append(note)
    return _with_graphs(society, graphs, notes)


def _with_graphs(society: Society, graphs: list[Graph], notes: list[str]) -> Society:
    sources = tuple(graph.reversed() for graph in graphs)
    return replace(society, followers=tuple(graphs), sources=sources, notes=tuple(notes))


def build_population(scenario: Scenario) -> Population:
    """Draw the people of a scenario, and who lives with whom."""
    people, seed = scenario.population, scenario.run.seed
    groups = [GroupTraits(**group.model_dump()) for group in people.groups]
    group = draw_groups(seed, groups, people.size)
    members = Members(people.size, group, region_of_groups(groups)[group])
    rng = draws.generator(seed, Purpose.GRAPH, "/households")
    return draw_population(
        seed,
        groups,
        people.size,
        activity_sigma=people.activity_sigma,
        spread=people.literacy_spread,
        household=household_of(members, rng, people.household_size),
    )


def penetration_table(scenario: Scenario) -> Floats:
    """Tabulate who is on what, ``(n_platforms, n_groups)``; groups left out have 0."""
    rows = []
    for platform in scenario.platforms.values():
        share = platform.penetration
        by_group = share if isinstance(share, dict) else None
        rows.append(
            [by_group.get(g.id, 0.0) if by_group is not None else share for g in scenario.population.groups]
        )
    return np.array(rows, dtype=np.float64)


def build_layer(
    scenario: Scenario,
    name: str,
    platform: Platform,
    population: Population,
    now: NDArray[np.bool_],
    ever: NDArray[np.bool_],
) -> tuple[Graph, str]:
    """Draw the contacts of one platform, and say what came out.

    The stated mean degree is the one among the members of the baseline (`now`);
    the graph spans all who are members in any arm (`ever`).
    """
    people = np.flatnonzero(ever)
    members = Members(len(people), population.group[people], population.region[people])
    rng = draws.generator(scenario.run.seed, Purpose.GRAPH, name)
    growth = len(people) / max(1, int(now.sum()))
    parameters = layer_parameters(scenario, platform, growth, population.household[people])
    added = scenario.additions.generators.get(platform.graph.model)
    make = GENERATORS[platform.graph.model] if added is None else partial(ties_by, added)
    ties = make(members, rng, **parameters)
    if platform.homophily is not None:
        labels = population.labels(platform.homophily.by)[people]
        chance = draws.generator(scenario.run.seed, Purpose.GRAPH, f"{name}/homophily")
        ties = keep_within(ties, labels, platform.homophily.within, chance)
    if platform.kind == "feed" and ties.mutual:
        ties = make_directed(ties, members.n, mutual_ties(platform.reciprocity), rng)
    graph, said = Graph.from_pairs(members.n, ties.source, ties.target, mutual=ties.mutual), ties.note
    del ties  # which take as much memory as the graph
    graph = graph.relabelled(people, population.n_people)
    degree = graph.n_ties_among(now) / max(1, int(now.sum()))
    there = counted(int(now.sum()), "person", "people")
    note = f"{name}: {there}, {'each ' if now.sum() != 1 else ''}seen by {degree:.1f} others on average"
    return graph, f"{note}; {said}" if said else note


def mutual_ties(reciprocity: float) -> float:
    """Turn the proportion of follows that are returned into that of pairs who follow each other."""
    return reciprocity / (2.0 - reciprocity)


def layer_parameters(
    scenario: Scenario, platform: Platform, growth: float, home: NDArray[np.int64]
) -> dict[str, Any]:
    """Turn what the scenario says of a graph into the generator's parameters."""
    if isinstance(platform.graph, AddedGraph):
        return platform.graph.model_extra or {}
    fields = type(platform.graph).model_fields
    spec = {name: getattr(platform.graph, name) for name in fields if name != "model"}
    if "mean_degree" in spec:
        spec["mean_degree"] *= growth
        if platform.kind == "feed":
            # A tie that is not mutual gives one follower instead of two.
            spec["mean_degree"] *= 2.0 / (1.0 + mutual_ties(platform.reciprocity))
    if platform.graph.model == "echo_chamber":
        spec["cluster"] = [group.id for group in scenario.population.groups].index(spec["cluster"])
    if platform.graph.model == "overlapping_groups":
        low, high = spec.pop("size")
        spec |= {"size_min": max(2, round(low * growth)), "size_max": max(2, round(high * growth))}
    if platform.graph.model == "households":
        spec["contacts_per_day"] *= growth
        spec |= {"household_size": scenario.population.household_size, "home": home}
    return spec
