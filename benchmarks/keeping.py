"""What it costs to keep every run: ``python benchmarks/keeping.py`` (``make bench-sweep``).

A sweep of many small runs, against a bare loop over the compiled engine that keeps nothing,
and against Mesa's own ``batch_run`` on the reference engine. CPU times are those of all
processes together, so that what else the machine does matters little.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import mesa

from infosim.experiments.compare import summarise
from infosim.experiments.sweep import Plan, plan_sweep, run_sweep
from infosim.experiments.sweep.coordinator import Options, Progress, warm_up
from infosim.measures.catalogue import OUTCOMES
from infosim.scenario import load
from infosim.simulation import Simulation, Study, prepare, run

PEOPLE, STEPS = 500, 100
TIMES = 2
"""The quickest of so many counts where what is compared takes milliseconds."""

ARM, DAYS = "with_talk", "person_days_per_person"
GRID = ("sweep.vary.claims.rumour.plausibility=[10%, 20%, 30%, 40%]",)


class Cost(NamedTuple):
    """What some runs took: seconds by the clock, and of all cores together."""

    wall: float
    cpu: float

    def each(self, runs: int) -> str:
        """Say it for one run, in milliseconds."""
        return f"{1000 * self.wall / runs:8.2f} ms by the clock {1000 * self.cpu / runs:8.2f} ms of a core"


def timed(work: Callable[[], Any], times: int = 1) -> Cost:
    """Do something some times, and give the quickest, with all processes that it starts."""
    costs = []
    for _ in range(times):
        before, began = _cpu(), perf_counter()
        work()
        costs.append(Cost(perf_counter() - began, _cpu() - before))
    return Cost(*map(min, zip(*costs, strict=True)))


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@dataclass
class Memory:
    """Watches a sweep, and notes the memory of the coordinator at each tenth of the way.

    Attributes
    ----------
    megabytes : by runs kept
    """

    megabytes: dict[int, float] = field(default_factory=dict)

    def say(self, line: str) -> None:
        """Print what a sweep has to say."""
        sys.stderr.write(line + "\n")

    def show(self, progress: Progress) -> None:
        """Note the memory, if a tenth has passed."""
        tenth = max(1, progress.total // 10)
        if progress.done // tenth > len(self.megabytes):
            pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
            self.megabytes[progress.done] = pages * resource.getpagesize() / 1e6


def plan_of(runs: int, people: int, *sets: str) -> Plan:
    """Plan a sweep of so many runs: four points, two arms."""
    length = f"time.length={6 * STEPS} h"
    loaded = load("first_steps", size=people, sets=[length, "time.step=6 h", *GRID, *sets])
    return plan_sweep(loaded, replicates=runs // 8)


def studies_of(plan: Plan) -> list[Study]:
    """Make the study at each point ready, as a worker does."""
    plan.find_rates()
    return [prepare(point.scenario, rates=plan.rates_at(k)) for k, point in enumerate(plan.points)]


def loop(plan: Plan, engine: str, finish: Callable[[Any], Any]) -> None:
    """Draw each study once, do all runs one after the other, and keep nothing."""
    studies = studies_of(plan)
    for cell in plan.cells():
        finish(run(studies[cell.point], cell.arm, cell.replicate, engine))


def days(finished: Any) -> float:
    """Take one number out of a run."""
    return OUTCOMES[DAYS].measure(finished, finished.population.is_person)


class Wrapped(mesa.Model):
    """A run of the reference engine as Mesa's batch runner wants it; the study is drawn once."""

    studies: list[Study]

    def __init__(self, point: int, arm: str, replicate: int) -> None:
        super().__init__()
        self.simulation = Simulation(self.studies[point], arm, replicate, "reference")
        self.datacollector = mesa.DataCollector({DAYS: lambda model: model.outcome})
        self.outcome = float("nan")

    def step(self) -> None:
        """Go one step on; after the last, say what came out."""
        simulation = self.simulation
        simulation.advance()
        if simulation.step == simulation.programme.world.clock.n_steps:
            self.outcome, self.running = days(simulation.result()), False
        self.datacollector.collect(self)


def by_mesa(plan: Plan) -> None:
    """Do all runs by Mesa's batch runner, in one process."""
    Wrapped.studies = studies_of(plan)
    axes = {
        "point": range(len(plan.points)),
        "arm": list(plan.arms),
        "replicate": range(plan.replicates),
    }
    results = mesa.batch_run(Wrapped, axes, number_processes=1, max_steps=STEPS + 1, display_progress=False)
    assert len(results) == len(list(plan.cells()))


def keep(plan: Plan, workers: int, engine: str = "compiled", watcher: Memory | None = None) -> None:
    """Do all runs as a sweep, into a store that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        ended = run_sweep(plan, Path(folder) / "s.sqlite", Options(engine, workers), watcher or Memory())
    assert ended.ran == ended.total == ended.kept


def small_runs(runs: int, workers: int) -> list[str]:
    """Keep many small runs, and watch the memory."""
    plan, memory = plan_of(runs, PEOPLE), Memory()
    warm_up(plan)
    kept = timed(partial(keep, plan, workers, watcher=memory))
    first, *_, last = memory.megabytes.values()
    shown = ", ".join(f"{done:,} {megabytes:.0f}" for done, megabytes in memory.megabytes.items())
    return [
        f"{runs:,} runs of {PEOPLE} people and {STEPS} steps, {workers} workers: {kept.wall:.0f} s, "
        f"{runs / kept.wall:,.0f} runs a second",
        f"  kept                    {kept.each(runs)}",
        f"  MB of the coordinator after so many runs: {shown}; {last - first:+.1f} from first to last",
    ]


def marginal(work: Callable[[Plan], Any], runs: int, people: int) -> Cost:
    """Measure what one more run takes, without what it takes to begin."""
    few, many = (timed(partial(work, plan_of(count, people)), TIMES) for count in (runs // 4, runs))
    return Cost(*((b - a) / (runs - runs // 4) for a, b in zip(few, many, strict=True)))


def overhead(runs: int, people: int) -> list[str]:
    """Hold a sweep with one worker against a bare loop over the compiled engine, by what each run adds."""
    small = plan_of(8, people)
    warm_up(small)
    loop(small, "compiled", summarise)
    bare = marginal(lambda plan: loop(plan, "compiled", days), runs, people)
    measured = marginal(lambda plan: loop(plan, "compiled", summarise), runs, people)
    kept = marginal(lambda plan: keep(plan, 1), runs, people)
    shares = [f"{100 * (kept[k] - bare[k]) / bare[k]:+.0f}%" for k in (0, 1)]
    of_store = [f"{100 * (kept[k] - measured[k]) / bare[k]:+.0f}%" for k in (0, 1)]
    return [
        f"{runs:,} runs of {people:,} people, one worker: what each adds",
        f"  a bare loop, one outcome {bare.each(1)}",
        f"  a loop, all outcomes     {measured.each(1)}",
        f"  kept                     {kept.each(1)}",
        f"  all outcomes and the store add {shares[0]} by the clock, {shares[1]} of a core to the bare loop; "
        f"the store alone {of_store[0]} and {of_store[1]}",
    ]


def against_mesa(runs: int) -> list[str]:
    """Hold a sweep on the reference engine against Mesa's batch runner."""
    plan = plan_of(runs, PEOPLE)
    bare = timed(partial(loop, plan, "reference", days))
    mesas = timed(partial(by_mesa, plan))
    kept = timed(partial(keep, plan, 1, "reference"))
    return [
        f"{runs:,} runs of {PEOPLE} people, reference engine",
        f"  a bare loop              {bare.each(runs)}",
        f"  mesa.batch_run           {mesas.each(runs)}; keeps nothing, one outcome",
        f"  kept, one worker         {kept.each(runs)}; keeps everything",
    ]


def main() -> None:
    """Measure as much as is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=20_000)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--people", type=int, default=20_000, help="so many make a run of about 5 ms")
    words = asked.parse_args()
    parts = (
        lambda: overhead(max(80, words.runs // 20), words.people),
        lambda: overhead(max(80, words.runs // 20), PEOPLE),
        lambda: against_mesa(max(8, words.runs // 500)),
        lambda: small_runs(words.runs, words.workers),
    )
    for part in parts:
        sys.stdout.write("\n".join([*part(), ""]))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
