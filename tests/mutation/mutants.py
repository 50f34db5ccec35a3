"""Change one operator of the source at a time, and see whether the tests notice: `make mutants`.

cosmic-ray makes the mutants, in copies of the project, and runs the tests of a part
for each. Kernels run without the compiler, so that a mutant costs seconds: the tests of
parity see to it that compiled ones do the same. All mutants of a part are put in an
order that depends on nothing but what they are, and the first ones are tried.

What changes nothing that runs is left out: annotations, which are never evaluated, and
what says how long something is kept in memory or fetched ahead. So are defaults and
their ranges: which number is right is told by the evidence and not by any behaviour.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
SOURCE = "src/infosim"

GOLDEN = "tests/baseline/test_golden.py"
NOT_INTERPRETED = ("tests/unit/test_draws.py::test_three_modes_draw_the_same_bits",)
"""Tests of the compiler itself."""

TIMEOUT = 300.0
"""Seconds after which a mutant that runs for ever counts as noticed."""

IDLE = ("AHEAD", "prefetch", "lru_cache", "maxsize", "sourced(", "assumed(", "chosen(")
"""What a line says of memory or of a default, which no behaviour can decide; the evidence holds defaults."""


@dataclass(frozen=True)
class Part:
    """Files to change, and the tests that have to notice, quick ones first."""

    files: tuple[str, ...]
    tests: tuple[str, ...]


PARTS = {
    "rules": Part(("rules",), ("tests/unit/test_rules.py", f"{SOURCE}/rules", GOLDEN)),
    "draws": Part(("draws.py",), ("tests/unit/test_draws.py", GOLDEN)),
    "engines": Part(
        ("engines",),
        (
            *("tests/unit/test_recorder.py", "tests/unit/test_presence.py", "tests/parity/test_kernels.py"),
            *(GOLDEN, "tests/parity/test_shortcuts.py", "tests/unit/test_events.py"),
            "tests/parity/test_naive.py::test_engines_agree_with_oracle_on_all_modifiers",
        ),
    ),
    "interventions": Part(
        ("interventions",),
        (
            *("tests/unit/interventions", GOLDEN),
            "tests/contract/test_interventions.py::test_zero_strength_is_the_baseline",
        ),
    ),
}


@dataclass(frozen=True)
class Mutant:
    """One change, and what became of it."""

    path: str
    line: int
    operator: str
    occurrence: int
    is_noticed: bool = False
    difference: str = ""

    @property
    def place(self) -> str:
        """Name the change, always in the same way."""
        return f"{self.path}:{self.line} {self.operator}#{self.occurrence}"

    @property
    def order(self) -> str:
        """Give the mutant's place in the queue."""
        return hashlib.sha256(self.place.encode()).hexdigest()


def annotated(node: ast.AST) -> Iterator[ast.AST]:
    """List the annotations of one part of a file."""
    for name in ("annotation", "returns"):
        if isinstance(found := getattr(node, name, None), ast.AST):
            yield found


@cache
def idle_places(path: str) -> frozenset[tuple[int, int]]:
    """List the lines and columns of a file at which a change changes nothing that runs."""
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    places: set[tuple[int, int]] = set()
    for annotation in (found for node in ast.walk(ast.parse(text)) for found in annotated(node)):
        for line in range(annotation.lineno, annotation.end_lineno + 1):
            first = annotation.col_offset if line == annotation.lineno else 0
            last = annotation.end_col_offset if line == annotation.end_lineno else 200
            places.update((line, column) for column in range(first, last))
    for number, line in enumerate(text.splitlines(), 1):
        if any(word in line for word in IDLE):
            places.update((number, column) for column in range(len(line)))
    return frozenset(places)


def copied(folder: Path) -> Path:
    """Copy the project, as far as git knows it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (REPOSITORY / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, folder / name)
    return folder


def configured(folder: Path, part: Part) -> list[str]:
    """Tell cosmic-ray what to change, and how to test; give the words that name both files."""
    paths = [f'"{SOURCE}/{one}"' for one in part.files]
    left_out = [word for test in NOT_INTERPRETED for word in ("--deselect", test)]
    quiet = ("-n", "0", "-x", "-q", "-p", "no:cacheprovider")
    command = " ".join([sys.executable, "-m", "pytest", *quiet, *left_out, *part.tests])
    text = (
        f"[cosmic-ray]\nmodule-path = [{', '.join(paths)}]\ntimeout = {TIMEOUT}\n"
        f'excluded-modules = []\ntest-command = "{command}"\n[cosmic-ray.distributor]\nname = "local"\n'
    )
    (folder / "mutants.toml").write_text(text, encoding="utf-8")
    return ["mutants.toml", "mutants.sqlite"]


def mutant_of(item: Any, result: Any = None) -> Mutant:
    """Describe a work item of cosmic-ray."""
    (change,) = item.mutations
    noticed = result is not None and result.is_killed
    difference = (result.diff or "") if result is not None else ""
    path, operator = change.module_path.as_posix(), change.operator_name.removeprefix("core/")
    return Mutant(path, change.start_pos[0], operator, change.occurrence, noticed, difference)


def is_idle(item: Any) -> bool:
    """Tell whether a change changes nothing that runs."""
    (change,) = item.mutations
    return change.start_pos in idle_places(change.module_path.as_posix())


def tried(part: Part, most: int, jobs: int, job: int) -> tuple[int, list[Mutant]]:
    """Try one of several equal parts of a sample; give how many mutants there are, and those tried."""
    from cosmic_ray.work_db import WorkDB, use_db
    from cosmic_ray.work_item import WorkerOutcome, WorkResult

    with tempfile.TemporaryDirectory() as place:
        folder = copied(Path(place))
        files = configured(folder, part)
        environment = os.environ | {
            "NUMBA_DISABLE_JIT": "1",
            "PYTHONPATH": str(folder / "src"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }

        def ray(*words: str) -> None:
            subprocess.run(
                [sys.executable, "-m", "cosmic_ray.cli", *words], cwd=folder, env=environment, check=True
            )

        if job == 0:
            ray("baseline", files[0])
        ray("init", *files)
        session = str(folder / files[1])
        with use_db(session, WorkDB.Mode.open) as db:
            items = sorted(
                (item for item in db.work_items if not is_idle(item)), key=lambda one: mutant_of(one).order
            )
            wanted = {item.job_id for item in items[:most][job::jobs]}
            others = [item.job_id for item in db.work_items if item.job_id not in wanted]
            db.set_multiple_results(others, WorkResult(worker_outcome=WorkerOutcome.SKIPPED))
        ray("exec", *files)
        with use_db(session, WorkDB.Mode.open) as db:
            done = {job_id: result for job_id, result in db.results if job_id in wanted}
            return len(items), [mutant_of(one, done[one.job_id]) for one in items if one.job_id in wanted]


def report(name: str, most: int, jobs: int) -> None:
    """Try a sample of the mutants of a part, and print the score and who survived."""
    with ThreadPoolExecutor(jobs) as pool:
        shares = list(pool.map(partial(tried, PARTS[name], most, jobs), range(jobs)))
    mutants = [one for _, listed in shares for one in listed]
    noticed = sum(one.is_noticed for one in mutants)
    score = f"{noticed} of {len(mutants)} noticed, {100 * noticed / len(mutants):.0f}%"
    print(f"{name}: {shares[0][0]} mutants, {score}", flush=True)  # noqa: T201
    for one in sorted(mutants, key=lambda mutant: mutant.place):
        if not one.is_noticed:
            lines = one.difference.splitlines()
            changed = [line for line in lines if line[:1] in "+-" and line[:3] not in {"---", "+++"}]
            print("\n".join([one.place, *changed]), flush=True)  # noqa: T201


def main(given: Sequence[str] | None = None) -> None:
    """Read what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=list(PARTS))
    parser.add_argument("--most", type=int, default=60, help="how many mutants of each part")
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args(given)
    for name in asked.parts:
        report(name, asked.most, asked.jobs)


if __name__ == "__main__":
    main()
