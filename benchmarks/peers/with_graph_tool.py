"""graph-tool's `SIRState`: C++, synchronous, one thread."""

from __future__ import annotations

from types import SimpleNamespace

import graph_tool
import numpy as np
from common import Begin, Outcome, Simulate, seeds_of
from graph_tool.dynamics import SIRState


def version() -> str:
    """Say which version."""
    return str(graph_tool.__version__).split(" ", maxsplit=1)[0]


def prepare(job: SimpleNamespace) -> Begin:
    """Hand the graph over, each tie once."""
    if graph_tool.openmp_enabled():
        graph_tool.openmp_set_num_threads(1)
    source = np.repeat(np.arange(job.n), np.diff(job.indptr))
    once = source < job.indices
    graph = graph_tool.Graph(directed=False)
    graph.add_vertex(job.n)
    graph.add_edge_list(np.column_stack([source[once], job.indices[once]]))

    def begin(seed: int) -> Simulate:
        graph_tool.seed_rng(seed + 1)
        state = graph.new_vertex_property("int", 0)
        state.a[seeds_of(job, seed)] = 1
        model = SIRState(graph, beta=job.beta, gamma=job.gamma, s=state)

        def simulate(limit: float) -> Outcome:
            # In one call, because everything in it is C++; it ends early when nobody is left.
            model.iterate_sync(niter=job.max_steps)
            ends = np.bincount(model.get_state().a[: job.n], minlength=3)
            return {"size": int(ends[1] + ends[2]), "finished": ends[1] == 0, "steps": job.max_steps}

        return lambda limit: plain(simulate(limit))

    return begin


def plain(outcome: Outcome) -> Outcome:
    """Turn NumPy's values into Python's own."""
    return outcome | {"finished": bool(outcome["finished"])}
