"""What the files of peers share."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

Outcome = dict[str, Any]
Simulate = Callable[[float], Outcome]
Begin = Callable[[int], Simulate]


def seeds_of(job: SimpleNamespace, seed: int) -> np.ndarray:
    """Draw the people who begin, all distinct."""
    rng = np.random.default_rng([seed, 77])  # noqa: TID251  peers have luck of their own
    return rng.choice(job.n, job.n_seeds, replace=False)


class Clock:
    """Tell when the CPU time of a simulation is used up."""

    def __init__(self, limit: float) -> None:
        self.end = time.process_time() + limit

    def is_over(self) -> bool:
        """Whether the limit has passed."""
        return time.process_time() > self.end


def spread_outcome(size: int, sharing: list[int] | None, *, finished: bool, steps: int) -> Outcome:
    """Say how many were ever reached, and when most were sharing at once."""
    outcome: Outcome = {"size": int(size), "finished": finished, "steps": int(steps)}
    if sharing is not None and finished:
        outcome |= {"peak": int(max(sharing)), "peak_step": int(np.argmax(sharing))}
    return outcome


def contest_outcome(job: SimpleNamespace, rows: np.ndarray, *, finished: bool) -> Outcome:
    """Give believers and checkers over the last quarter of the steps; rows are by stance 0 to 3."""
    last = rows[-max(1, job.max_steps // 4) :]
    outcome: Outcome = {"finished": finished, "steps": len(rows) - 1}
    if finished:
        outcome |= {"believers": float(last[:, 2].mean()), "checkers": float(last[:, 3].mean())}
    return outcome


def networkx_graph(job: SimpleNamespace) -> Any:
    """Hand over the graph as networkx has it, each tie once."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(job.n))
    source = np.repeat(np.arange(job.n), np.diff(job.indptr))
    once = source < job.indices
    graph.add_edges_from(zip(source[once].tolist(), job.indices[once].tolist(), strict=True))
    return graph
