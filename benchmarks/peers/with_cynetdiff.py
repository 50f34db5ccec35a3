"""cynetdiff's independent cascades: compiled, on compressed rows."""

from __future__ import annotations

import array
from importlib.metadata import version as installed
from types import SimpleNamespace

from common import Begin, Outcome, Simulate, seeds_of


def version() -> str:
    """Say which version."""
    return installed("cynetdiff")


def prepare(job: SimpleNamespace) -> Begin:
    """Hand the graph over."""
    from cynetdiff.models import IndependentCascadeModel

    starts = array.array("I", job.indptr[:-1].astype("u4").tobytes())
    ends = array.array("I", job.indices.astype("u4").tobytes())
    model = IndependentCascadeModel(starts, ends, activation_prob=job.beta)

    def begin(seed: int) -> Simulate:
        model.set_rng(seed)
        model.set_seeds(seeds_of(job, seed).tolist())

        def simulate(limit: float) -> Outcome:
            model.reset_model()
            model.advance_until_completion()
            return {"size": model.get_num_activated_nodes(), "finished": True, "steps": 0}

        return simulate

    return begin
