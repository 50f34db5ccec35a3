"""Allocations tried out: the same people and the same luck for each of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import numpy as np

from infosim.experiments.allocation.purse import Amounts, Purse, with_allocation
from infosim.experiments.workers import do_all
from infosim.measures.catalogue import OUTCOMES
from infosim.simulation import run
from infosim.study import Study
from infosim.world import Floats

OUTCOME, GAP = "person_days_per_person", "equity_gap"
"""What is averted, and what is shared unequally."""


class Job(NamedTuple):
    """One run: which allocation, in which of the societies, with which luck."""

    amounts: Amounts
    society: int
    replicate: int


class Tried(NamedTuple):
    """What came of one allocation, a number for each society and replicate, in one order.

    Attributes
    ----------
    amounts : the allocation
    days : days of false belief per person
    gaps : days between the group that fares worst and the one that fares best
    costs : what was spent
    """

    amounts: Amounts
    days: Floats
    gaps: Floats
    costs: Floats


@dataclass(frozen=True)
class Trials:
    """Tries allocations, and remembers what came of them.

    Attributes
    ----------
    studies : the study with several seeds: as many societies
    arm, purse : whose interventions are paid for, and from what
    replicates : runs of each allocation in each society
    workers : processes; one for each core if None
    advance : called after each run
    known : what was tried so far
    """

    studies: tuple[Study, ...]
    arm: str
    purse: Purse
    replicates: int
    workers: int | None
    advance: Callable[[], None]
    known: dict[Amounts, Tried] = field(default_factory=dict)

    def __call__(self, allocations: Sequence[Amounts]) -> list[Tried]:
        """Try allocations, those apart that are known."""
        new = [amounts for amounts in dict.fromkeys(allocations) if amounts not in self.known]
        jobs = [
            Job(amounts, society, replicate)
            for amounts in new
            for society in range(len(self.studies))
            for replicate in range(self.replicates)
        ]
        done: dict[Job, tuple[float, float, float]] = {}
        work = partial(tried, self.studies, self.arm, self.purse)
        for job, numbers in do_all(work, jobs, self.workers or os.cpu_count() or 1):
            done[job] = numbers
            self.advance()
        for amounts in new:
            table = np.array([done[job] for job in jobs if job.amounts == amounts])
            self.known[amounts] = Tried(amounts, *table.T)
        return [self.known[amounts] for amounts in allocations]


def tried(
    studies: Sequence[Study], arm: str, purse: Purse, job: Job
) -> tuple[Job, tuple[float, float, float]]:
    """Do one run, and keep of it what allocations are judged by."""
    study = with_allocation(studies[job.society], arm, purse, job.amounts)
    finished = run(study, arm, job.replicate)
    everybody = finished.population.is_person
    days, gap, cost = (OUTCOMES[name].measure(finished, everybody) for name in (OUTCOME, GAP, "cost"))
    return job, (days, gap, cost)
