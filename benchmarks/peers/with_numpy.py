"""NumPy and SciPy, as a good user of them would write it: one sparse product a step."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import scipy
from common import Begin, Clock, Outcome, Simulate, contest_outcome, seeds_of, spread_outcome
from scipy.sparse import csr_array


def version() -> str:
    """Say which versions."""
    return f"numpy {np.__version__}, scipy {scipy.__version__}"


def prepare(job: SimpleNamespace) -> Begin:
    """Make the graph a sparse matrix."""
    ones = np.ones(len(job.indices), np.float32)
    ties = csr_array((ones, job.indices, job.indptr.astype(job.indices.dtype)), shape=(job.n, job.n))
    model = contest if job.model == "sbfc" else epidemic

    def begin(seed: int) -> Simulate:
        rng = np.random.Generator(np.random.SFC64(seed))  # noqa: TID251  the quickest there is
        seeds = seeds_of(job, seed)
        return lambda limit: model(job, ties, rng, seeds, limit)

    return begin


def epidemic(job: SimpleNamespace, ties: csr_array, rng: object, seeds: np.ndarray, limit: float) -> Outcome:
    """Spread until nobody shares any more; cascades recover at once."""
    clock = Clock(limit)
    gamma = job.gamma if job.model == "sir" else 1.0
    susceptible = np.ones(job.n, bool)
    susceptible[seeds] = False
    infected = np.sort(seeds)
    sharing = []
    escaping = (1.0 - job.beta) ** np.arange(int(np.diff(job.indptr).max()) + 1)
    while len(infected) and len(sharing) < job.max_steps and not clock.is_over():
        sharing.append(len(infected))
        shared = np.zeros(job.n, np.float32)
        shared[infected] = 1.0
        heard = ties @ shared
        exposed = np.flatnonzero(susceptible & (heard > 0))
        caught = exposed[rng.random(len(exposed)) >= escaping[heard[exposed].astype(np.intp)]]
        infected = np.concatenate([infected[rng.random(len(infected)) >= gamma], caught])
        susceptible[caught] = False
    size = job.n - int(susceptible.sum())
    return spread_outcome(size, sharing, finished=not clock.is_over(), steps=len(sharing))


def contest(job: SimpleNamespace, ties: csr_array, rng: object, seeds: np.ndarray, limit: float) -> Outcome:
    """Let the hoax and the fact-check compete."""
    clock = Clock(limit)
    stance = np.zeros(job.n, np.int8)
    stance[seeds] = 2
    rows = [np.bincount(stance, minlength=4)]
    for _ in range(job.max_steps):
        if clock.is_over():
            return contest_outcome(job, np.array(rows), finished=False)
        pro = (ties @ (stance == 2).astype(np.float32)) * (1.0 + job.weight)
        contra = (ties @ (stance == 3).astype(np.float32)) * (1.0 - job.weight)
        luck = rng.random(job.n)
        exposed = (stance == 0) & (pro + contra > 0)
        believing = job.beta * np.divide(pro, pro + contra, out=np.zeros(job.n), where=exposed)
        believes, checks = exposed & (luck < believing), exposed & (luck >= believing) & (luck < job.beta)
        forgets = (stance > 0) & (luck < job.forget)
        finding_out = job.forget + (1.0 - job.forget) * job.verify
        verifies = (stance == 2) & ~forgets & (luck < finding_out)
        stance[forgets] = 0
        stance[believes] = 2
        stance[checks | verifies] = 3
        rows.append(np.bincount(stance, minlength=4))
    return contest_outcome(job, np.array(rows), finished=True)
