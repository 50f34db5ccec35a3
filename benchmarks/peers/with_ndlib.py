"""NDlib's SIR model, step by step until nobody is infected."""

from __future__ import annotations

from importlib.metadata import version as installed
from types import SimpleNamespace

import numpy as np
from common import Begin, Clock, Outcome, Simulate, networkx_graph, seeds_of, spread_outcome


def version() -> str:
    """Say which version."""
    return installed("ndlib")


def prepare(job: SimpleNamespace) -> Begin:
    """Hand the graph over."""
    from ndlib.models import ModelConfig
    from ndlib.models.epidemics import SIRModel

    graph = networkx_graph(job)

    def begin(seed: int) -> Simulate:
        np.random.seed(seed)  # noqa: NPY002, TID251  the one that NDlib draws from
        model = SIRModel(graph, seed=seed)
        config = ModelConfig.Configuration()
        config.add_model_parameter("beta", job.beta)
        config.add_model_parameter("gamma", job.gamma)
        config.add_model_initial_configuration("Infected", seeds_of(job, seed).tolist())
        model.set_initial_status(config)
        return lambda limit: simulate(job, model, limit)

    return begin


def simulate(job: SimpleNamespace, model: object, limit: float) -> Outcome:
    """Iterate; the first iteration only reports."""
    clock, sharing = Clock(limit), []
    counts = {0: job.n, 1: 1}
    while counts[1] and len(sharing) <= job.max_steps and not clock.is_over():
        counts = model.iteration(node_status=False)["node_count"]
        sharing.append(counts[1])
    size = job.n - counts[0]
    return spread_outcome(size, sharing, finished=counts[1] == 0, steps=len(sharing) - 1)
