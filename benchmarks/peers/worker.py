"""Run one simulator in a process of its own: ``python worker.py PEER JOB``.

JOB is a JSON file with `graph` (a prefix of ``.indptr.npy`` and ``.indices.npy``) and the
numbers of the model. The worker says ``{"ready": ...}``, then answers each line of its
input, ``{"seeds": [3, 4], "limit": 100}``, with one line: for each seed the CPU seconds of the
simulation alone and what came out, and the peak memory of the process so far.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

for one in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[one] = "1"
os.environ["STARSIM_INSTALL_FONTS"] = "0"
os.environ.setdefault("MPLBACKEND", "Agg")

import numpy as np  # noqa: E402  the number of threads comes first

KIB = 1024


def read_job(path: str) -> SimpleNamespace:
    """Read what to do, and the graph to do it on."""
    job = json.loads(Path(path).read_text(encoding="utf-8"))
    if "graph" in job:
        job["indptr"] = np.load(job["graph"] + ".indptr.npy")
        job["indices"] = np.load(job["graph"] + ".indices.npy")
        job["n"] = len(job["indptr"]) - 1
    return SimpleNamespace(**job)


def peak_memory() -> int:
    """Give the most memory that this process has had, in bytes; 0 where nobody tells."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    # Not ru_maxrss, which a process inherits from the one that started it.
    return next(int(line.split()[1]) * KIB for line in status.splitlines() if line.startswith("VmHWM"))


def say(stream: Any, answer: dict[str, Any]) -> None:
    """Answer in one line."""
    stream.write(json.dumps(answer) + "\n")
    stream.flush()


def main(peer: str, path: str) -> None:
    """Prepare once, then simulate as often as asked."""
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is no answer
    here = Path(__file__).parent
    sys.path[:0] = [str(here), str(here.parent)]
    module = importlib.import_module("ours" if peer == "infosim" else f"with_{peer}")
    began = time.process_time()
    begin = module.prepare(read_job(path))
    ready = {"ready": True, "version": module.version(), "setup": time.process_time() - began}
    say(answers, ready)
    for line in sys.stdin:
        asked = json.loads(line)
        say(answers, {"runs": measured(begin, **asked), "memory": peak_memory()})


def measured(begin: Any, seeds: list[int], limit: float = 1e9) -> list[dict[str, Any]]:
    """Simulate once for each seed, and time the simulations alone."""
    many = getattr(begin, "many", None) if len(seeds) > 1 else None
    if many is not None:
        began = time.process_time()
        outcomes = many(seeds)
        each = (time.process_time() - began) / len(seeds)
        return [completed(outcome) | {"cpu": each} for outcome in outcomes]
    outcomes = []
    for seed in seeds:
        simulate = begin(seed)
        began = time.process_time()
        outcome = simulate(limit)
        cpu = time.process_time() - began
        outcomes.append(completed(outcome) | {"cpu": cpu})
    return outcomes


def completed(outcome: dict[str, Any]) -> dict[str, Any]:
    """Add what was left for when time has been taken."""
    later = outcome.pop("later", dict)
    return outcome | later()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
