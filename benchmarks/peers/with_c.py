"""The loops of ``benchmarks/loops``, called through ctypes.

`job.loop` chooses: plain (a textbook's), keyed (the kernel's work, step by step),
events (the same, by events).
"""

from __future__ import annotations

import ctypes
from types import SimpleNamespace
from typing import Any

import numpy as np
from common import Begin, Outcome, Simulate, contest_outcome, seeds_of


class Given(ctypes.Structure):
    """The struct of the same name in ``luck.h``."""

    _fields_ = (
        ("n", ctypes.c_int32),
        ("n_seeds", ctypes.c_int32),
        ("max_steps", ctypes.c_int32),
        ("seed", ctypes.c_uint32),
        ("replicate", ctypes.c_uint32),
        ("indptr", ctypes.c_void_p),
        ("indices", ctypes.c_void_p),
        ("seeds", ctypes.c_void_p),
        ("rows", ctypes.c_void_p),
        ("changes", ctypes.c_void_p),
        ("mask", ctypes.c_int64),
        ("done", ctypes.c_void_p),
    )


def version() -> str:
    """Say how the loops were compiled."""
    return "cc -O3 -march=native -ffp-contract=off"


def survival(job: SimpleNamespace) -> np.ndarray:
    """Tabulate how long somebody shares: a hazard, or one step exactly."""
    table = np.zeros(job.max_steps + 2)
    table[0] = 1.0
    if job.model == "sir":
        table = np.multiply.accumulate(np.concatenate([[1.0], np.full(job.max_steps + 1, 1.0 - job.gamma)]))
    return table


def loop_of(job: SimpleNamespace, library: Any) -> Any:
    """Bind the loop of a job to its arrays: a function of seed, `Given` and rows."""
    real, whole = ctypes.c_double, ctypes.c_int32
    ends = (whole(job.n), job.indptr.ctypes, job.indices.ctypes)
    n_seeds, steps = whole(job.n_seeds), whole(job.max_steps)
    lasting = survival(job)
    if job.loop != "plain":
        if job.model == "sbfc":
            numbers = [real(x) for x in (job.beta, job.weight, job.forget, job.verify)]
            return lambda given, seed, rows, done: library.sbfc_keyed(ctypes.byref(given), *numbers)
        loop = library.spread_events if job.loop == "events" else library.spread_keyed
        table = (lasting.ctypes, whole(len(lasting)))
        return lambda given, seed, rows, done: loop(ctypes.byref(given), real(job.beta), *table)
    if job.model == "ic":
        return lambda given, seed, rows, done: library.ic_plain(*ends, real(job.beta), n_seeds, seed, done)
    if job.model == "sbfc":
        numbers = [real(x) for x in (job.beta, job.weight, job.forget, job.verify)]
        return lambda given, seed, rows, done: library.sbfc_plain(
            *ends, *numbers, n_seeds, seed, steps, rows, done
        )
    numbers = [real(job.beta), real(job.gamma)]
    return lambda given, seed, rows, done: library.sir_plain(
        *ends, *numbers, n_seeds, seed, steps, rows, done
    )


def prepare(job: SimpleNamespace) -> Begin:
    """Load the library that was compiled on the spot."""
    library = ctypes.CDLL(job.library)
    for name in ("sir_plain", "ic_plain", "sbfc_plain", "spread_keyed", "spread_events", "sbfc_keyed"):
        getattr(library, name).restype = ctypes.c_int64
    job.indptr, job.indices = job.indptr.astype(np.int64), job.indices.astype(np.int32)
    loop = loop_of(job, library)
    room = 1 << int(np.ceil(np.log2(4 * job.n)))
    changes = np.zeros(room, np.int64)

    def begin(seed: int) -> Simulate:
        seeds = seeds_of(job, seed).astype(np.int32)
        rows, done = np.zeros((job.max_steps + 2, 4), np.int32), np.zeros(8, np.int64)
        sizes = (job.n, job.n_seeds, job.max_steps, 1, seed)
        places = [one.ctypes.data for one in (job.indptr, job.indices, seeds, rows, changes)]
        given = Given(*sizes, *places, room - 1, done.ctypes.data)
        given.kept = seeds  # a struct of addresses keeps no array alive

        def simulate(limit: float) -> Outcome:
            steps = loop(given, ctypes.c_uint32(seed), rows.ctypes, done.ctypes)
            if job.model == "sbfc":
                outcome = contest_outcome(job, rows[: job.max_steps + 1], finished=True)
            else:
                outcome = {"size": int(done[1]), "steps": int(steps), "finished": True}
                if job.model == "sir" or job.loop != "plain":
                    sharing = rows[:, 2]
                    outcome |= {"peak": int(sharing.max()), "peak_step": int(sharing.argmax())}
            return outcome | {"visited": int(done[0])}

        return simulate

    return begin
