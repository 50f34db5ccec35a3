"""Many copies of small graphs side by side in one run: thousands of independent runs at the price of one.

Every draw of infosim is keyed by the person it is for, so copies that are not tied to
each other share no luck. Half of the copies are started, drawn by the seeds of the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infosim.network import Graph
from infosim.results import Run
from infosim.rules.belief import BELIEVER
from infosim.simulation import Study, run
from statistical.small_graphs import SmallGraph
from studies import Written, study_of

Counts = NDArray[np.int64]


def alike(n_people: int, days: int, claim: Written, *reaches: float, literacy: float = 0.5) -> Written:
    """Write a study of people who are all alike, some platforms without ties, and one claim."""
    everybody = {"id": "all", "share": 1.0, "literacy": literacy, "trust": 0.5}
    basic = {"id": "claim", "veracity": "true", "forgetting": "never", "verification": 0.0}
    empty = {"kind": "messaging", "graph": {"model": "erdos_renyi", "mean_degree": 0}}
    return {
        "time": {"length": f"{days} days", "step": "1 days"},
        "population": {
            "size": n_people,
            "groups": [everybody],
            "literacy_spread": 0.0,
            "activity_sigma": 0.0,
        },
        "platforms": {f"net{p}": empty | {"reach": reach} for p, reach in enumerate(reaches)},
        "claims": [basic | claim],
    }


def with_ties(study: Study, ties: Sequence[NDArray[np.int64]], eligible: NDArray[np.int64]) -> Study:
    """Put given ties, ``(n_ties, 2)`` for each platform, in place of the drawn ones."""
    n = study.society.population.n_people
    graphs = tuple(Graph.from_pairs(n, pairs[:, 0], pairs[:, 1], mutual=False) for pairs in ties)
    sources = tuple(graph.reversed() for graph in graphs)
    society = replace(study.society, followers=graphs, sources=sources, eligible=(eligible,))
    return replace(study, society=society)


@dataclass(frozen=True)
class Forest:
    """Copies of small graphs, made ready to run.

    Attributes
    ----------
    study : all copies of all graphs, one after the other
    graphs : the graphs
    n_copies : how many copies there are of each; half of them, on average, are started
    """

    study: Study
    graphs: tuple[SmallGraph, ...]
    n_copies: int

    def among(self, literacy: NDArray[np.float64]) -> Forest:
        """Give everybody a literacy of its own."""
        society = self.study.society
        population = replace(society.population, literacy=literacy)
        return replace(self, study=replace(self.study, society=replace(society, population=population)))

    def run(self, replicate: int, engine: str = "compiled", *, by_phase: bool = False) -> list[Counts]:
        """Run once, and give everybody's stances in the copies that were started.

        Parameters
        ----------
        by_phase : whether to call the phases one by one, in place of whole marches and shortcuts

        Returns
        -------
        for each graph, ``(n_steps, n_started, n)``, after each step
        """
        done = run(self.study, "baseline", replicate, engine, keep_stances=by_phase)
        stances = done.stances[1:, 0] if done.stances is not None else stances_of(done)
        blocks, first = [], 0
        for graph in self.graphs:
            last = first + graph.n * self.n_copies
            block = stances[:, first:last].reshape(len(stances), self.n_copies, graph.n)
            blocks.append(block[:, started(done, first, last, graph.n)])
            first = last
        return blocks


def started(done: Run, first: int, last: int, n: int) -> NDArray[np.bool_]:
    """Tell which copies among some people were started."""
    parents = done.state.parent[0, first:last].reshape(-1, n)
    is_seeded: NDArray[np.bool_] = parents[:, 0] == -1
    return is_seeded


def stances_of(done: Run) -> NDArray[np.int8]:
    """Work everybody's stance after each step out of the changes of a run, ``(n_steps, n_people)``."""
    n_steps, n_people = done.changes.n_steps, done.population.n_people
    moved = np.zeros((n_steps, n_people), dtype=np.int8)
    codes, ends = done.changes
    step = np.repeat(np.arange(n_steps), np.diff(ends))
    # Whoever changes twice in one step ends where the last change leads, in whatever order they are listed.
    np.bitwise_xor.at(moved, (step, codes >> 4), ((codes ^ codes >> 2) & 3).astype(np.int8))
    held: NDArray[np.int8] = np.bitwise_xor.accumulate(moved, axis=0)
    return held


def plant(written: Written, graphs: Sequence[SmallGraph], n_copies: int, **more: Any) -> Forest:
    """Make many copies of some graphs ready to run.

    Parameters
    ----------
    written : a study of as many people as there are in all copies, one claim, and half as
        many seeds as there are copies; see `size_of`
    """
    study = study_of(written | more)
    parts: list[list[NDArray[np.int64]]] = [[] for _ in written["platforms"]]
    roots, first = [], 0
    for graph in graphs:
        base = first + graph.n * np.arange(n_copies, dtype=np.int64)
        for p, ties in enumerate(graph.ties):
            pairs = np.array(ties, dtype=np.int64).reshape(-1, 2)
            parts[p].append((base[:, None, None] + pairs).reshape(-1, 2))
        roots.append(base)
        first += graph.n * n_copies
    ties = [np.concatenate([np.empty((0, 2), dtype=np.int64), *part]) for part in parts]
    return Forest(with_ties(study, ties, np.concatenate(roots)), tuple(graphs), n_copies)


def size_of(graphs: Sequence[SmallGraph], n_copies: int) -> tuple[int, Written]:
    """Give the number of people in all copies, and what a claim says of its seeds."""
    return n_copies * sum(graph.n for graph in graphs), {"count": n_copies * len(graphs) // 2}


def n_believing(stances: Counts) -> Counts:
    """Count in each copy those who believe at the end."""
    counted: Counts = (stances[-1] == BELIEVER).sum(axis=1)
    return counted
