"""The same scenarios under circumstances that must not matter: one digest each, `make variants`.

Each circumstance is a process of its own, started by `answers`, that runs this file as
a script and prints a digest for each case. Without arguments it prints the table of
docs/testing.md.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]

Job = tuple[str, str, int]
"""A case, an arm, a replicate."""


@dataclass(frozen=True)
class Circumstance:
    """Something about a process that no result may depend on.

    Attributes
    ----------
    words : what it is, as docs/testing.md tells it
    settings : environment variables; `{empty}` stands for a new folder
    options : of the interpreter
    how : what the process does otherwise than usual, see `digests`
    """

    words: str
    settings: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    how: Mapping[str, Any] = field(default_factory=dict)


CIRCUMSTANCES = {
    "fresh": Circumstance("a fresh process"),
    "hash_0": Circumstance("PYTHONHASHSEED=0", {"PYTHONHASHSEED": "0"}),
    "hash_1": Circumstance("PYTHONHASHSEED=1", {"PYTHONHASHSEED": "1"}),
    "hash_random": Circumstance("PYTHONHASHSEED=random", {"PYTHONHASHSEED": "random"}),
    "east": Circumstance(
        "TZ=Pacific/Kiritimati, LC_ALL=C", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C"}
    ),
    "west": Circumstance(
        "TZ=America/St_Johns, LC_ALL=tr_TR.UTF-8", {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8"}
    ),
    "workers_1": Circumstance("1 worker", how={"workers": 1}),
    "workers_2": Circumstance("2 workers", how={"workers": 2}),
    "workers_4": Circumstance("4 workers", how={"workers": 4}),
    "threads": Circumstance("4 threads at a time", how={"threads": 4}),
    "backwards": Circumstance(
        "arms written and everything run the other way round", how={"is_backwards": True}
    ),
    "by_phase": Circumstance("phase by phase, no marches and no shortcuts", how={"by_phase": True}),
    "reference": Circumstance("the reference engine", how={"engine": "reference"}),
    "cold": Circumstance("a cold kernel cache", {"XDG_CACHE_HOME": "{empty}"}),
    "interpreted": Circumstance("kernels without the compiler", {"NUMBA_DISABLE_JIT": "1"}),
    "optimised": Circumstance("python -O", options=("-O",)),
}
"""Every circumstance, by name."""


def digests(
    names: Sequence[str],
    *,
    engine: str = "compiled",
    workers: int = 0,
    threads: int = 0,
    is_backwards: bool = False,
    by_phase: bool = False,
) -> dict[str, str]:
    """Run every arm and replicate of some cases, and give one digest for each case."""
    from baseline.cases import REPLICATES, cases, study
    from infosim.experiments import workers as processes
    from infosim.simulation import run

    written = {name: turned(cases()[name]) if is_backwards else cases()[name] for name in names}
    studies = {name: study(one) for name, one in written.items()}
    jobs: list[Job] = [(name, arm, k) for name in names for arm in studies[name].arms for k in REPLICATES]

    def work(job: Job) -> tuple[Job, str]:
        name, arm, replicate = job
        return job, run(studies[name], arm, replicate, engine, keep_stances=by_phase).digest

    if is_backwards:
        jobs.reverse()
    if workers:
        # However short the jobs are.
        processes.WORTH_IT = 0.0
        done = dict(processes.do_all(work, jobs, workers))
    elif threads:
        with ThreadPoolExecutor(threads) as pool:
            done = dict(pool.map(work, jobs))
    else:
        done = dict(map(work, jobs))
    return {name: one_digest({f"{a} {k}": d for (n, a, k), d in done.items() if n == name}) for name in names}


def turned(written: dict[str, Any]) -> dict[str, Any]:
    """Write the arms after the first one the other way round."""
    first, *others = written["arms"].items()
    return written | {"arms": dict([first, *reversed(others)])}


def one_digest(runs: Mapping[str, str]) -> str:
    """Digest the digests of all arms and replicates of a case."""
    return hashlib.sha256(json.dumps(dict(sorted(runs.items()))).encode()).hexdigest()


def kept(names: Sequence[str]) -> dict[str, str]:
    """Give the golden digest of each case."""
    from baseline.cases import golden

    return {name: one_digest(golden()["cases"][name]["runs"]) for name in names}


def answers(circumstance: Circumstance, names: Sequence[str]) -> dict[str, str]:
    """Start a process under a circumstance, and give the digest of each case."""
    with tempfile.TemporaryDirectory() as empty:
        settings = {name: value.format(empty=empty) for name, value in circumstance.settings.items()}
        path = os.pathsep.join([str(TESTS), *filter(None, sys.path)])
        asked = json.dumps([list(names), circumstance.how])
        done = subprocess.run(
            [sys.executable, *circumstance.options, __file__, asked],
            env=os.environ | {"PYTHONPATH": path} | settings,
            cwd=empty,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    given: dict[str, str] = json.loads(done.stdout)
    return given


def table() -> None:
    """Print in how many cases each circumstance gives another digest than the golden one."""
    from baseline.cases import cases

    names = list(cases())
    golden = kept(names)
    print("| circumstance | cases | differ |\n|---|---|---|")  # noqa: T201
    for circumstance in CIRCUMSTANCES.values():
        given = answers(circumstance, names)
        differ = sum(given[name] != golden[name] for name in names)
        print(f"| {circumstance.words} | {len(names)} | {differ} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asked_names, asked_how = json.loads(sys.argv[1])
        json.dump(digests(asked_names, **asked_how), sys.stdout)
    else:
        table()
