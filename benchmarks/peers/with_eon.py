"""EoN's `fast_SIR`: continuous time, event by event.

Rates are chosen so that a contact is infected across a tie with the same probability as in
steps, beta / (1 - (1 - beta) (1 - gamma)): final sizes are then nearly the same. The
number infected across several ties of one person differs a little, because durations are
exponential rather than geometric.
"""

from __future__ import annotations

import random  # noqa: TID251  the one that EoN draws from
from importlib.metadata import version as installed
from types import SimpleNamespace

import numpy as np
from common import Begin, Outcome, Simulate, networkx_graph, seeds_of


def version() -> str:
    """Say which version."""
    return installed("EoN")


def prepare(job: SimpleNamespace) -> Begin:
    """Hand the graph over."""
    import EoN

    graph = networkx_graph(job)
    across = job.beta / (1.0 - (1.0 - job.beta) * (1.0 - job.gamma))
    rate = job.gamma * across / (1.0 - across)

    def begin(seed: int) -> Simulate:
        random.seed(seed)
        np.random.seed(seed)  # noqa: NPY002, TID251
        infected = seeds_of(job, seed).tolist()

        def simulate(limit: float) -> Outcome:
            times, *_, recovered = EoN.fast_SIR(graph, rate, job.gamma, initial_infecteds=infected)
            return {"size": int(recovered[-1]), "finished": True, "steps": int(np.ceil(times[-1]))}

        return simulate

    return begin
