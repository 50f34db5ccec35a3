"""How infosim is called: the only file here that knows its interface.

It is measured as a user would run it: `Scenario.prepare` once, then `Study.run` for each
replicate. Whatever a run allocates, plans, records and digests is part of its time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import numpy as np

import infosim

Written = dict[str, Any]
BELIEVER, CORRECTED = 2, 3
ARM = "baseline"


def version() -> str:
    """Say which version."""
    return str(infosim.__version__)


def study_of(written: Written) -> Any:
    """Make a written scenario ready to run."""
    return infosim.Scenario.of(written).prepare()


def run_many(study: Any, replicates: list[int]) -> list[Any]:
    """Run some replicates."""
    return [study.run(ARM, replicate) for replicate in replicates]


def written(n_people: int, days: int, claim: Written, graph: Written, reach: float) -> Written:
    """Write a study of people who are all alike, one platform and one claim."""
    everybody = {"id": "all", "share": 1.0, "literacy": claim.pop("literacy", 0.5)}
    basic = {"id": "claim", "veracity": "true", "forgetting": "never", "verification": 0.0}
    return {
        "time": {"length": f"{days} days", "step": "1 days"},
        "population": {
            "size": n_people,
            "groups": [everybody],
            "literacy_spread": 0.0,
            "activity_sigma": 0.0,
        },
        "platforms": {"net": {"kind": "messaging", "graph": graph, "reach": reach}},
        "claims": [basic | claim],
    }


def scenario_of(job: SimpleNamespace) -> Written:
    """Write the model of a job as a scenario: an epidemic, a cascade or a competition."""
    graph = {"model": "barabasi_albert", "mean_degree": job.mean_degree}
    claim: Written = {"plausibility": 1.0, "seeds": {"count": job.n_seeds}}
    if job.model == "sbfc":
        lasting = f"{100 * job.forget:g}% per day"
        claim |= {
            "veracity": "false",
            "literacy": 1.0 - job.weight,
            "plausibility": 0.5,
            "sharing": {"rate": 1.0, "unconvinced": 0.0, "interest": "never"},
            "forgetting": lasting,
            "verification": 1.0,
            "correction": {"sharing": 1.0, "interest": "never", "forgetting": lasting},
        }
    else:
        interest = f"{100 * job.gamma:g}% per day" if job.model == "sir" else {"exactly": "1 days"}
        claim["sharing"] = {"rate": 1.0, "unconvinced": 0.0, "interest": interest}
    plain = written(job.size, job.max_steps, claim, graph, job.beta)
    return plain | {"rules": {"persuasion": "sbfc"}} if job.model == "sbfc" else plain


class Prepared:
    """A study that was made ready, for `worker.py`; as a function it begins a run."""

    def __init__(self, job: SimpleNamespace) -> None:
        self.job = job
        began, cpu = time.perf_counter(), time.process_time()
        self.study = study_of(scenario_of(job))
        self.wall, self.cpu = time.perf_counter() - began, time.process_time() - cpu
        contacts = self.study.society.followers[0]
        np.save(job.save + ".indptr.npy", contacts.indptr)
        np.save(job.save + ".indices.npy", contacts.indices)
        self.degree = np.diff(contacts.indptr)

    def __call__(self, seed: int) -> Callable[[float], dict[str, Any]]:
        """Begin a run."""
        return lambda limit: self.outcome(self.study.run(ARM, seed))

    def many(self, seeds: list[int]) -> list[dict[str, Any]]:
        """Run several replicates."""
        return [self.outcome(run) for run in run_many(self.study, seeds)]

    def outcome(self, run: Any) -> dict[str, Any]:
        """Say what came out of a run, in the words of the other peers."""
        if self.job.model == "sbfc":
            last = run.counts[-max(1, self.job.max_steps // 4) :, 0].sum(axis=2)
            ends = {
                "believers": float(last[:, BELIEVER].mean()),
                "checkers": float(last[:, CORRECTED].mean()),
            }
            return ends | {"finished": True, "steps": self.job.max_steps, "later": self.later(run)}
        posts = run.tallies[:, 0, 0]
        return {
            "size": int((run.first_believed[0] >= 0).sum()),
            "finished": int(posts[-1]) == 0,
            "steps": int(np.flatnonzero(posts)[-1]) + 1,
            "peak": int(posts.max()),
            "peak_step": int(posts.argmax()),
            "later": self.later(run),
        }

    def later(self, run: Any) -> Callable[[], dict[str, int]]:
        """Count the posts heard and the contacts of those who ever shared, when time has been taken."""
        heard, shared = run.tallies[:, 0, 2], run.first_believed[0]
        return lambda: {"heard": int(heard.sum()), "ties": int(self.degree[shared >= 0].sum())}


def prepare(job: SimpleNamespace) -> Prepared:
    """Draw the society, and leave its contacts for the others."""
    return Prepared(job)


@contextmanager
def watched(*, memory_apart: bool = False) -> Iterator[dict[str, float]]:
    """Add up the wall time inside the compiled engine's steps; memory may be taken before them."""
    from infosim.engines.compiled import CompiledEngine

    spent, march = {"seconds": 0.0}, CompiledEngine.march

    def timed(*arguments: Any) -> Any:
        if memory_apart:
            assert arguments[0].state is not None
        began = time.perf_counter()
        given = march(*arguments)
        spent["seconds"] += time.perf_counter() - began
        return given

    CompiledEngine.march = timed  # type: ignore[method-assign]
    try:
        yield spent
    finally:
        CompiledEngine.march = march  # type: ignore[method-assign]
