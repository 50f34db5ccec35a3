"""A storm of SIGKILLs over small sweeps: nothing acknowledged is lost, nothing done twice, nobody left.

Of the runs of each sweep one crashes its process and one never ends; all others have to be done.
`python tests/chaos.py --kills 100 --seed 1` prints a line for each kill; the seed makes the
same schedule again. The suite runs a small storm.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import poisoned
from end_to_end.program import Done, environment
from end_to_end.test_workers import children_of, is_alive
from infosim import draws
from infosim.draws import Purpose
from infosim.experiments.store.checking import check_store
from sweeping import STORMY

SWEEP = ("sweep", "stormy.yaml", "--replicates", 27, "--workers", 2, "--trajectories", "--retry-failed")
DEADLINE = ("--deadline", 3)
TOTAL = 3 * 3 * 27 - 2
"""Runs that can be done: of three points and three arms, one run crashes and one never ends."""

STORE = Path("results") / "stormy" / "sweep.sqlite"

EARLY = 0.2
"""Proportion of kills that come at any moment of the beginning, before or after the first run."""

BEGINNING = 4.0
"""Seconds that the beginning lasts."""


@dataclass
class Storm:
    """What a storm has done, and what it has found wrong.

    Attributes
    ----------
    kills, coordinators, workers : how many processes were killed, and who they were
    sweeps : sweeps that went through to their end
    faults : sentences, one for each promise that was broken
    """

    kills: int = 0
    coordinators: int = 0
    workers: int = 0
    sweeps: int = 0
    faults: list[str] = field(default_factory=list)


class Luck:
    """Numbers in [0, 1), always the same of a seed."""

    def __init__(self, seed: int) -> None:
        self._seed, self._count = seed, 0

    def draw(self) -> float:
        """Draw the next one."""
        self._count += 1
        return float(draws.uniform(self._seed, 0, int(Purpose.PARENT), 0, self._count, 0))


def acknowledged(store: Path) -> dict[str, str]:
    """Read which runs are kept, with their digests; none if there is no store yet."""
    try:
        file = sqlite3.connect(f"{store.resolve().as_uri()}?mode=ro", uri=True)
        found = dict(file.execute("SELECT key, digest FROM runs"))
        file.close()
    except sqlite3.Error:
        return {}
    return found


def command(*more: str) -> list[str]:
    """Give the words that start a sweep."""
    return [sys.executable, poisoned.__file__, *map(str, (*SWEEP, *DEADLINE, *more))]


def swept(folder: Path) -> Done:
    """Let a sweep go to its end."""
    words = command("--json")
    done = subprocess.run(words, cwd=folder, env=environment(), capture_output=True, check=False, timeout=300)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def new_place(folder: Path, name: str) -> Path:
    """Make a folder with the study in it."""
    place = folder / name
    place.mkdir()
    (place / "stormy.yaml").write_text(STORMY, encoding="utf-8")
    return place


def storm(folder: Path, seed: int, kills: int) -> Storm:
    """Run sweeps and kill processes until there were so many kills."""
    luck, told = Luck(seed), Storm()
    calm = new_place(folder, "calm")
    assert swept(calm).code == 1
    reference = acknowledged(calm / STORE)
    assert len(reference) == TOTAL
    while told.kills < kills:
        place = new_place(folder, f"storm{told.sweeps}")
        while told.kills < kills and one_kill(place, luck, told):
            pass
        finish(place, reference, told)
    return told


def blame(told: Storm, fault: str) -> None:
    """Note a broken promise, and say so at once."""
    told.faults.append(fault)
    sys.stderr.write(f"BROKEN: {fault}\n")


def one_kill(folder: Path, luck: Luck, told: Storm) -> bool:
    """Start a sweep, kill somebody, and look at what is left; False once the sweep has ended."""
    program = subprocess.Popen(
        command(),
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait(program, folder / STORE, luck)
    workers = children_of(program.pid)
    before = acknowledged(folder / STORE)
    is_coordinator = luck.draw() < 0.6 or not workers
    victim = program.pid if is_coordinator else workers[int(luck.draw() * len(workers))]
    if program.poll() is not None:
        program.communicate()
        return False
    os.kill(victim, signal.SIGKILL)
    told.kills += 1
    told.coordinators += is_coordinator
    told.workers += not is_coordinator
    who = "coordinator" if is_coordinator else "worker"
    sys.stderr.write(f"kill {told.kills}: {who} at {len(before)} runs\n")
    if not is_coordinator:
        _, err = program.communicate(timeout=300)
        if program.returncode != 1 or "Traceback" in err:
            blame(told, f"kill {told.kills}: a lost worker ended the sweep with {program.returncode}: {err}")
        return False
    _, err = program.communicate()
    if "Traceback" in err:
        blame(told, f"kill {told.kills}: a traceback: {err}")
    look(folder, before, workers, told)
    return True


def wait(program: subprocess.Popen[str], store: Path, luck: Luck) -> None:
    """Wait for the moment of a kill: some time, or until so many more runs are kept."""
    is_early, part = luck.draw() < EARLY, luck.draw()
    begun, end = len(acknowledged(store)), time.monotonic() + part * BEGINNING
    wanted = begun + part * (TOTAL - begun)
    while program.poll() is None:
        if (is_early and time.monotonic() > end) or (not is_early and len(acknowledged(store)) > wanted):
            return
        time.sleep(0.01)


def look(folder: Path, before: dict[str, str], workers: list[int], told: Storm) -> None:
    """Hold what is left after a kill of the coordinator against the promises."""
    end = time.monotonic() + 5
    while any(map(is_alive, workers)) and time.monotonic() < end:
        time.sleep(0.05)
    if left := [worker for worker in workers if is_alive(worker)]:
        blame(told, f"kill {told.kills}: {len(left)} workers outlived the coordinator")
    if not before.items() <= acknowledged(folder / STORE).items():
        blame(told, f"kill {told.kills}: an acknowledged run is lost or changed")
    if (folder / STORE).exists() and check_store(folder / STORE).is_damaged:
        blame(told, f"kill {told.kills}: the store is damaged")


def finish(folder: Path, reference: dict[str, str], told: Storm) -> None:
    """Let a sweep go on to its end, and compare what came out with a calm one."""
    before = acknowledged(folder / STORE)
    done = swept(folder)
    after = acknowledged(folder / STORE)
    told.sweeps += 1
    if done.code != 1 or "Traceback" in done.err:
        blame(told, f"sweep {told.sweeps}: going on ended with {done.code}: {done.err}")
        return
    said = json.loads(done.out)
    failed = sorted((one["point"], one["replicate"], one["tries"]) for one in said["failed"])
    if failed != [(1, 1, 3), (3, 2, 3)]:
        blame(told, f"sweep {told.sweeps}: other runs failed than the two that have to: {said['failed']}")
    if after != reference:
        blame(told, f"sweep {told.sweeps}: the runs are not those of a calm sweep")
    if said["ran"] != len(reference) - len(before):
        blame(told, f"sweep {told.sweeps}: {said['ran']} runs were done, {len(before)} were kept")
    if check_store(folder / STORE).orphans:
        blame(told, f"sweep {told.sweeps}: files are left that belong to no run")


def main() -> None:
    """Make a storm as large as is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument("--seed", type=int, default=1)
    words = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = storm(Path(folder), words.seed, words.kills)
    killed = f"{told.kills} kills ({told.coordinators} of coordinators, {told.workers} of workers)"
    ended = f"{told.sweeps} sweeps brought to their end, {len(told.faults)} promises broken"
    sys.stdout.write("\n".join([f"seed {words.seed}: {killed}, {ended}", *told.faults, ""]))
    sys.exit(bool(told.faults))


if __name__ == "__main__":
    main()
