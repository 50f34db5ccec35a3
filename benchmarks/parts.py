"""The parts of the benchmark that only infosim takes part in."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LONGEST = 1500.0
"""Seconds after which a measurement is given up, and said to be."""

Numbers = dict[str, Any]
Tell = Callable[[str], None]


def alone(part: str, longest: float = LONGEST, **numbers: Any) -> Numbers:
    """Measure something in a process of its own; what fails says so in `left_out`."""
    words = [sys.executable, str(HERE / "alone.py"), part, json.dumps(numbers)]
    env = os.environ | {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=longest, check=False, env=env)
    except subprocess.TimeoutExpired:
        return numbers | {"left_out": f"given up after {longest:g} s"}
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"ended with {done.returncode}"]
        return numbers | {"left_out": last[0][:200]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def idle(tell: Tell, sizes: list[int]) -> list[Numbers]:
    """Measure a step without sharers, by number of people."""
    rows = []
    for size in sizes:
        tell(f"a step without sharers: {size:,} people")
        # Ages of 65,536 steps and more do not fit the words that draws are keyed by.
        rows.append(alone("idle", people=size, steps=60_000, repetitions=7 if size <= 1_000_000 else 3))
    return rows


def activity(tell: Tell, people: int) -> Numbers:
    """Measure the cost of a run by how many post in it."""
    tell(f"cost against activity: {people:,} people")
    # With ten contacts each, nothing spreads at a reach below 0.1; the first ones are costly to draw.
    settings = [
        (10, 1e-6),
        (100, 1e-6),
        (1000, 1e-6),
        (1000, 0.09),
        (10, 0.11),
        (10, 0.15),
        (10, 0.3),
        (10, 1.0),
    ]
    return alone("activity", people=people, settings=settings, runs=3)


def sweep(tell: Tell, runs: int) -> Numbers:
    """Measure many small runs."""
    tell(f"a sweep: {runs} runs of 500 people and 100 steps")
    return alone("sweep", people=500, steps=100, runs=runs)


def million(tell: Tell, people: int) -> Numbers:
    """Measure a society of two platforms."""
    tell(f"{people:,} people on two platforms, 60 days of 6 h")
    return alone("large", people=people, platforms=2, mean_degree=20, runs=3)


def large(tell: Tell, people: int) -> Numbers:
    """Measure the largest society, and once more without contacts, to tell memory apart."""
    tell(f"{people:,} people on one platform, 60 days of 6 h")
    whole = alone("large", longest=6000, people=people, platforms=1, mean_degree=20, runs=1)
    bare = alone("large", longest=6000, people=people, platforms=1, mean_degree=0, runs=1)
    if "left_out" not in whole and "left_out" not in bare:
        whole["bytes_per_person"] = (bare["memory"] - bare["memory_before"]) / people
        whole["bytes_per_contact"] = (whole["memory"] - bare["memory"]) / max(1, whole["ties"])
    return whole


def command(*words: str, cache: str | None = None) -> float:
    """Run infosim as a user does; give wall seconds."""
    env = os.environ | ({"XDG_CACHE_HOME": cache} if cache else {})
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "infosim", *words], check=True, capture_output=True, env=env, timeout=LONGEST
    )
    return time.perf_counter() - began


def starting(tell: Tell, repetitions: int) -> Numbers:
    """Measure the first command of all, and the same one again."""
    tell("cold and warm start")
    cold, warm = [], []
    for _ in range(repetitions):
        with tempfile.TemporaryDirectory() as cache:
            cold.append(command("run", "first_steps", cache=cache))
            warm += [command("run", "first_steps", cache=cache) for _ in range(3)]
    return {"cold": statistics.median(cold), "warm": statistics.median(warm), "warm_low": min(warm)}


def shipped(tell: Tell, study: str, repetitions: int, *options: str) -> Numbers:
    """Measure a comparison as it ships, warm, on all cores."""
    tell(f"infosim compare {study}")
    with tempfile.TemporaryDirectory() as folder:
        command("compare", study, "--replicates", "2", "--out", folder)
        walls = [command("compare", study, *options, "--out", folder) for _ in range(repetitions)]
    numbers = {"study": study, "wall": statistics.median(walls), "low": min(walls), "high": max(walls)}
    return numbers | {"cores": os.cpu_count()}
