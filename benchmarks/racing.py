"""One model at one size: answers are checked first, then runs are timed in turn."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from agreement import Spread, disagreements, measured
from cases import LIMIT, LONGEST, NAMES, OURS, SLOW, Case, repetitions
from targets import wanted
from telling import race_lines
from workers import MissingError, Worker

Line = dict[str, Any]
Tell = Callable[[str], None]


FEWEST = 8
"""Runs of infosim from which the spread of what comes out is taken."""


class Race:
    """A model at one size.

    Attributes
    ----------
    references : spread of infosim's own runs at the smallest size, by measure
    lines : what came out, a dict for each who takes part
    """

    def __init__(
        self, case: Case, size: int, venv: Path, tell: Tell, *, quick: bool, planted: str = ""
    ) -> None:
        self.case, self.size, self.venv, self.tell = case, size, venv, tell
        self.quick, self.planted = quick, planted
        self.lines: list[Line] = []
        self.workers: dict[str, Worker] = {}
        self.checks: dict[str, list[dict[str, Any]]] = {}
        self.seed = 0

    def run(self, peers: list[str], references: dict[str, Spread], smallest: int) -> list[Line]:
        """Race: infosim first, because it draws the graph; slow ones last, one by one."""
        growth = self.size / smallest
        with tempfile.TemporaryDirectory() as folder:
            job = self.case.job(self.size)
            graph = str(Path(folder) / "graph")
            with self.started([OURS], job | {"save": graph}):
                if OURS not in self.workers:
                    return self.lines
                self.check([OURS], references, growth)
                if OURS not in self.workers:
                    return self.lines
                quick_ones = [peer for peer in peers if peer not in (OURS, *SLOW)]
                with self.started(quick_ones, job | {"graph": graph}):
                    self.check(quick_ones, references, growth)
                    self.time([OURS, *quick_ones], references, growth)
            for peer in (peer for peer in peers if peer in SLOW):
                with self.started([peer], job | {"graph": graph}):
                    self.check([peer], references, growth)
                    self.time([peer], references, growth)
        return self.lines

    @contextmanager
    def started(self, peers: list[str], job: dict[str, Any]) -> Iterator[None]:
        """Start processes, and end them."""
        for peer in peers:
            wrong = {"beta": 1.2 * job["beta"]} if peer == self.planted else {}
            try:
                self.workers[peer] = Worker(peer, job | wrong, self.venv)
            except MissingError as error:
                self.refuse(peer, str(error))
        try:
            yield
        finally:
            for peer in peers:
                if peer in self.workers:
                    self.workers.pop(peer).close()

    def refuse(self, peer: str, why: str) -> None:
        """Leave somebody out, and say why."""
        self.tell(f"  {NAMES[peer]}: {why}")
        self.lines.append({"part": self.case.name, "size": self.size, "who": peer, "left_out": why})

    def seeds(self, n: int) -> list[int]:
        """Give the next runs numbers that no other run has."""
        self.seed += n
        return list(range(self.seed - n, self.seed))

    def ask(self, peer: str, seeds: list[int], limit: float = 1e9) -> list[dict[str, Any]]:
        """Run somebody; whoever breaks down is left out from then on, and has no runs."""
        if peer not in self.workers:
            return []
        try:
            return self.workers[peer].run(seeds, limit)
        except MissingError as error:
            self.workers.pop(peer)
            self.refuse(peer, str(error))
            return []

    def check(self, peers: list[str], references: dict[str, Spread], growth: float) -> None:
        """Run a few times, which warms up as well, and refuse wrong answers."""
        for peer in [peer for peer in peers if peer in self.workers]:
            n, _ = repetitions(peer, self.size, quick=self.quick)
            if peer == OURS and not references:
                # How much luck varies has to come from several runs, also where few are timed.
                n = max(n, FEWEST)
            runs = [run for seed in self.seeds(n) for run in self.ask(peer, [seed])]
            if peer not in self.workers:
                continue
            self.checks[peer] = runs
            if peer == OURS:
                if not references:
                    values = {measure: measured(runs, measure) for measure in self.case.measures}
                    references |= {name: Spread.of(some) for name, some in values.items()}
                continue
            self.judge(peer, runs, self.checks[OURS], references, growth)

    def judge(
        self,
        peer: str,
        runs: list[dict[str, Any]],
        ours: list[dict[str, Any]],
        references: dict[str, Spread],
        growth: float,
    ) -> bool:
        """Refuse somebody whose answers are wrong, and end its process."""
        wrong = disagreements(peer, runs, ours, references, growth)
        if wrong:
            self.refuse(peer, f"wrong answers, so not timed: {'; '.join(wrong)}")
            if peer in self.workers:
                self.workers.pop(peer).close()
        return not wrong

    def time(self, peers: list[str], references: dict[str, Spread], growth: float) -> None:
        """Time runs in turn: one of each, then the next of each."""
        there = [peer for peer in peers if peer in self.workers]
        batch = max(1, self.case.batch * 10_000 // self.size)
        timed: dict[str, list[dict[str, Any]]] = {peer: [] for peer in there}
        cpu: dict[str, list[float]] = {peer: [] for peer in there}
        for n in range(max((repetitions(peer, self.size, quick=self.quick)[1] for peer in there), default=0)):
            for peer in there:
                if n >= repetitions(peer, self.size, quick=self.quick)[1]:
                    continue
                runs = self.ask(peer, self.seeds(batch), self.limit(peer))
                if not runs:
                    continue
                timed[peer] += runs
                cpu[peer].append(statistics.fmean(run["cpu"] for run in runs))
        if OURS in timed:
            self.checks[OURS] += timed[OURS]
        for peer in (peer for peer in there if peer in self.workers):
            if peer == OURS or self.judge_after(peer, timed[peer], references, growth):
                self.lines.append(self.line(peer, timed[peer], cpu[peer]))

    def limit(self, peer: str) -> float:
        """Give the CPU seconds after which a run is stopped: enough to tell whether a target is met."""
        if peer not in SLOW:
            return 1e9
        ours = next((line["median"] for line in self.lines if line["who"] == OURS and "median" in line), 0.0)
        enough = 1.1 * ours * (wanted(self.case.name, peer, self.size) or 1.0)
        return min(max(LIMIT, enough), LONGEST)

    def judge_after(
        self, peer: str, runs: list[dict[str, Any]], references: dict[str, Spread], growth: float
    ) -> bool:
        """Check the timed runs as well, together with those before."""
        self.checks[peer] = self.checks.get(peer, []) + runs
        wrong = disagreements(peer, self.checks[peer], self.checks[OURS], references, growth)
        if wrong:
            self.refuse(peer, f"wrong answers: {'; '.join(wrong)}")
        return not wrong

    def line(self, peer: str, runs: list[dict[str, Any]], cpu: list[float]) -> Line:
        """Sum up somebody's runs."""
        worker, checked = self.workers[peer], self.checks[peer]
        unfinished = [run for run in runs if not run["finished"]]
        answers = {name: measured(checked, name) for name in self.case.measures}
        line: Line = {
            "part": self.case.name,
            "size": self.size,
            "who": peer,
            "version": worker.ready["version"],
            "median": statistics.median(cpu),
            "low": min(cpu),
            "high": max(cpu),
            "runs": len(runs),
            "setup": worker.ready["setup"],
            "memory": worker.memory,
            "answers": {name: statistics.fmean(values) for name, values in answers.items() if values},
        }
        if unfinished:
            steps = max(run["steps"] for run in unfinished)
            taken = max(run["cpu"] for run in unfinished)
            line["stopped"] = f"stopped after {taken:.0f} CPU seconds, in step {steps}"
        for what in ("heard", "ties", "visited"):
            if what in runs[0]:
                line[what] = statistics.fmean(run[what] for run in runs)
        return line


def race(
    case: Case,
    sizes: list[int],
    peers: list[str],
    venv: Path,
    tell: Tell,
    *,
    quick: bool,
    planted: str = "",
) -> list[Line]:
    """Race at all sizes, from the smallest, and tell each at once; ratios are to infosim's median."""
    references: dict[str, Spread] = {}
    lines: list[Line] = []
    for size in sorted(sizes):
        tell(f"{case.words}: {size:,} people")
        some = Race(case, size, venv, tell, quick=quick, planted=planted).run(peers, references, min(sizes))
        ours = next((line for line in some if line["who"] == OURS and "median" in line), None)
        for line in some:
            if ours is not None and "median" in line:
                line["ratio"] = line["median"] / ours["median"]
                line["ratio_low"] = line["low"] / ours["high"]
                line["ratio_high"] = line["high"] / ours["low"]
        order = {peer: n for n, peer in enumerate(case.peers)}
        lines += (ordered := sorted(some, key=lambda line: order.get(line["who"], 99)))
        tell("\n".join(race_lines(ordered)))
    return lines
