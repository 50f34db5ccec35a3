"""Measurements of infosim alone, each in a process of its own: ``python alone.py PART JSON``.

Prints one line of JSON. Seconds are CPU seconds unless they are called wall.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ours

sys.path.insert(0, str(Path(__file__).parent / "peers"))
from worker import peak_memory

Numbers = dict[str, Any]


def timed(act: Callable[[], Any]) -> tuple[Any, float, float]:
    """Give what came out, CPU seconds and wall seconds."""
    began, cpu = time.perf_counter(), time.process_time()
    given = act()
    return given, time.process_time() - cpu, time.perf_counter() - began


def warmed() -> None:
    """Compile what is compiled before anything is timed."""
    claim = {"seeds": {"count": 2}, "veracity": "false", "correction": {}, "sharing": {"rate": 0.5}}
    graph = {"model": "erdos_renyi", "mean_degree": 4}
    study = ours.study_of(ours.written(50, 5, claim, graph, 0.5))
    ours.run_many(study, [0, 1])


def society(people: int, platforms: int, mean_degree: float) -> ours.Written:
    """Write a claim and its correction among many people, for 60 days of six hours each."""
    claim = {
        "veracity": "false",
        "plausibility": 0.3,
        "seeds": {"count": max(10, people // 10_000)},
        "sharing": {"rate": 0.1, "interest": "24 h"},
        "forgetting": "30 days",
        "correction": {},
    }
    whole = ours.written(people, 60, claim, {"model": "barabasi_albert", "mean_degree": mean_degree}, 0.1)
    whole["time"] = {"length": "60 days", "step": "6 h"}
    if platforms == 2:
        ring = {"model": "watts_strogatz", "mean_degree": mean_degree, "rewiring": 0.1}
        whole["platforms"]["feed"] = {"kind": "feed", "graph": ring, "reach": 0.1}
    check = {"id": "check", "kind": "fact_check", "channel": "radio", "reach": 0.2, "start": "5 days"}
    checked = {"baseline": {"interventions": ["check"]}}
    return whole | {"interventions": [check | {"delay": "0 h"}], "arms": checked}


def large(people: int, platforms: int, mean_degree: float, runs: int) -> Numbers:
    """Set up one large society, and run it."""
    warmed()
    before = peak_memory()
    study, setup, setup_wall = timed(lambda: ours.study_of(society(people, platforms, mean_degree)))
    after_setup = peak_memory()
    cpu, heard, reached = [], 0, 0
    for replicate in range(runs):
        [run], seconds, _ = timed(lambda replicate=replicate: ours.run_many(study, [replicate]))
        cpu.append(seconds)
        heard, reached = int(run.tallies[:, :, 2:4].sum()), int((run.first_believed >= 0).sum())
    ties = sum(len(graph.indices) for graph in study.society.followers)
    return {
        "people": people,
        "ties": ties,
        "setup": setup,
        "setup_wall": setup_wall,
        "run": statistics.median(cpu),
        "runs": cpu,
        "heard": heard,
        "believers": reached,
        "memory": peak_memory(),
        "memory_setup": after_setup,
        "memory_before": before,
    }


def idle(people: int, steps: int, repetitions: int) -> Numbers:
    """Time a step in which nobody shares, though some have beliefs: long runs less short ones.

    Only the time inside the engine's steps counts: what is set up for a run grows with the
    number of people, and varies. `at_most` is the slowest long run less the quickest short
    one, and `step` is left out where it drowns.
    """
    warmed()
    lengths = (steps // 10, steps)
    studies = []
    for length in lengths:
        claim = {"seeds": {"count": 10}, "sharing": {"rate": 0.0}}
        graph = {"model": "erdos_renyi", "mean_degree": 0}
        studies.append(ours.study_of(ours.written(people, length, claim, graph, 0.5)))
        ours.run_many(studies[-1], [0])
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(repetitions):
        for seconds, study in zip(taken, studies, strict=True):
            with ours.watched(memory_apart=True) as spent:
                ours.run_many(study, [0])
            seconds.append(spent["seconds"])
    short, long = taken
    between = lengths[1] - lengths[0]
    difference = statistics.median(long) - statistics.median(short)
    given = {"people": people, "run": statistics.median(short), "memory": peak_memory()}
    given["at_most"] = (max(long) - min(short)) / between
    if difference > max(short) - min(short):
        given["step"] = difference / between
    return given


def activity(people: int, settings: list[tuple[int, float]], runs: int) -> Numbers:
    """Time runs of fifty steps by how much is heard in them: few or many begin, and it spreads or not."""
    warmed()
    rows = []
    for n_seeds, reach in settings:
        sharing = {"rate": 1.0, "unconvinced": 0.0, "interest": {"exactly": "1 days"}}
        claim = {"plausibility": 1.0, "seeds": {"count": n_seeds}, "sharing": sharing}
        graph = {"model": "erdos_renyi", "mean_degree": 10}
        study = ours.study_of(ours.written(people, 50, claim, graph, reach))
        ours.run_many(study, [0])
        taken = [timed(lambda r=r, study=study: ours.run_many(study, [r])) for r in range(runs)]
        heard = statistics.median(int(given[0].tallies[:, 0, 2].sum()) for given, _, _ in taken)
        posts = statistics.median(int(given[0].tallies[:, 0, 0].sum()) for given, _, _ in taken)
        row = {"posts": posts, "heard": heard, "run": statistics.median(cpu for _, cpu, _ in taken)}
        rows.append(row)
    return {"people": people, "rows": rows}


def sweep(people: int, steps: int, runs: int) -> Numbers:
    """Time many small runs, and find the proportion of the time outside compiled kernels."""
    claim = {
        "veracity": "false",
        "plausibility": 0.3,
        "seeds": {"count": 5},
        "sharing": {"rate": 0.2, "interest": "3 days"},
        "correction": {},
    }
    graph = {"model": "barabasi_albert", "mean_degree": 10}
    study = ours.study_of(ours.written(people, steps, claim, graph, 0.3))
    ours.run_many(study, [0, 1])
    parts = [list(range(n * runs // 5, (n + 1) * runs // 5)) for n in range(5)]
    taken = [timed(lambda part=part: ours.run_many(study, part))[1] / len(part) for part in parts]
    with ours.watched() as spent:
        _, _, wall = timed(lambda: ours.run_many(study, parts[0]))
    outside = 1.0 - spent["seconds"] / wall
    each = statistics.median(taken)
    return {
        "people": people,
        "steps": steps,
        "runs": runs,
        "run": each,
        "low": min(taken),
        "high": max(taken),
        "per_second": 1.0 / each,
        "outside": outside,
    }


PARTS = {"large": large, "idle": idle, "activity": activity, "sweep": sweep}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(PARTS[sys.argv[1]](**json.loads(sys.argv[2]))) + "\n")
