"""Compare the arms of a study: the same people and the same luck, with and without."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np

from infosim.engines import engine_for
from infosim.experiments.intervals import Estimate, estimate
from infosim.experiments.pool import start_method
from infosim.experiments.workers import do_all
from infosim.measures.cascades import early_sharers
from infosim.measures.catalogue import OUTCOMES, Outcome, measure, measure_groups
from infosim.measures.prevalence import HARMFUL, believing
from infosim.results import Run
from infosim.scenario.finding import Names, Quantity, evaluate
from infosim.scenario.models import Scenario
from infosim.simulation import Study, prepare, run
from infosim.world import Floats

log = logging.getLogger("infosim")


class Summary(NamedTuple):
    """What is kept of one run."""

    arm: str
    replicate: int
    outcomes: dict[str, float]
    groups: dict[str, dict[str, float]]
    believing: Floats
    early: dict[str, tuple[int, int]]
    digest: str


class Effect(NamedTuple):
    """A paired difference from another arm, and how often it was an improvement."""

    mean: float
    low: float
    high: float
    helped: float


def summarise(finished: Run, outcomes: Mapping[str, Outcome] = OUTCOMES) -> Summary:
    """Keep of a run what a comparison needs; the people themselves are let go."""
    early: dict[str, tuple[int, int]] = {}
    for k in finished.rows(*HARMFUL, "true"):
        family = finished.claims[k].family
        counted = early_sharers(finished, k)
        before = early.get(family, (0, 0))
        early[family] = (before[0] + counted[0], before[1] + counted[1])
    return Summary(
        arm=finished.arm,
        replicate=finished.replicate,
        outcomes=measure(finished, outcomes),
        groups=measure_groups(finished, outcomes),
        believing=believing(finished, *HARMFUL),
        early=early,
        digest=finished.digest,
    )


@dataclass(frozen=True, eq=False)
class Comparison:
    """Arms times replicates, paired.

    Attributes
    ----------
    study : the scenario, society and arms
    engine : the engine that ran it
    replicates : int, number of pairs
    summaries : by arm, one per replicate, in order

    Notes
    -----
    Methods take an `arm`, an `outcome` of the catalogue, and the id of a `group`, '' for everybody.
    """

    study: Study
    engine: str
    replicates: int
    summaries: dict[str, tuple[Summary, ...]]

    @property
    def scenario(self) -> Scenario:
        """The scenario that was run."""
        return self.study.scenario

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms, the baseline first."""
        return tuple(self.study.arms)

    @property
    def baseline(self) -> str:
        """Name of the arm that the others are compared with."""
        return self.study.baseline

    def reference(self, arm: str) -> str:
        """Name the arm that an arm is compared with."""
        return self.study.reference(arm)

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups that have anybody in them; bots are nobody."""
        population = self.study.society.population
        sizes = zip(population.groups, population.group_sizes, strict=True)
        return tuple(group.id for group, size in sizes if size and group.role != "bot")

    @cached_property
    def catalogue(self) -> dict[str, Outcome]:
        """The outcomes of the catalogue and those that a user has added."""
        return outcomes_of(self.scenario)

    @property
    def outcome(self) -> str:
        """Name of the outcome that the study puts first."""
        return self.scenario.outcomes[0]

    def values(self, arm: str, outcome: str, group: str = "") -> Floats:
        """Give one number per replicate, ``(n_replicates,)``; of a group if named."""
        return np.array(
            [(one.groups[group] if group else one.outcomes)[outcome] for one in self.summaries[arm]],
            dtype=np.float64,
        )

    def level(self, arm: str, outcome: str, group: str = "") -> Estimate:
        """Estimate the mean of an outcome in one arm."""
        return estimate(self.values(arm, outcome, group), self.scenario.run.seed)

    def paired(self, arm: str, outcome: str, group: str = "") -> Effect:
        """Estimate the paired difference of an arm from the one it is compared with.

        `helped` is the proportion of replicates in which the arm was strictly
        better; NaN for outcomes of which neither way is better.
        """
        differences = self.differences(arm, outcome, group)
        better = self.catalogue[outcome].better
        improvement = -differences if better == "lower" else differences
        found = estimate(differences, self.scenario.run.seed)
        helped = float((improvement > 0).mean()) if better and not np.isnan(found.mean) else float("nan")
        return Effect(*found, helped)

    def differences(self, arm: str, outcome: str, group: str = "") -> Floats:
        """Give the paired difference of each replicate, ``(n_replicates,)``."""
        difference: Floats = self.values(arm, outcome, group) - self.values(
            self.reference(arm), outcome, group
        )
        return difference

    def averted(self, arm: str, outcome: str, group: str = "") -> float:
        """Give the mean improvement over the arm compared with, positive when the arm helps."""
        difference = self.paired(arm, outcome, group).mean
        # Subtracted, because the negative of a zero would be printed with its sign.
        return 0.0 - difference if self.catalogue[outcome].better == "lower" else difference

    def believing(self, arm: str) -> Floats:
        """Give false beliefs per person, ``(n_replicates, n_steps + 1)``."""
        return np.array([one.believing for one in self.summaries[arm]])

    def days(self) -> Floats:
        """Give the days after the start of each column of `believing`."""
        clock = self.study.society.clock
        days: Floats = np.arange(clock.n_steps + 1, dtype=np.float64) * clock.step_days
        return days

    def pairing_gain(self, arm: str) -> float:
        """Tell how many times smaller pairing makes the spread of the effect.

        The standard deviation of the difference between unpaired runs, over that of
        the paired one, for the first outcome.
        """
        base, with_arm = self.values(self.reference(arm), self.outcome), self.values(arm, self.outcome)
        paired = float((with_arm - base).std())
        unpaired = float(np.sqrt(base.var() + with_arm.var()))
        return unpaired / paired if paired > 0 else float("inf")

    def branching(self) -> dict[str, tuple[float | None, float]]:
        """Give, for each claim, the branching asked for and what came out.

        What came out is counted in the baseline: further sharers per early sharer
        of the first wave; NaN when nobody shared early.
        """
        found: dict[str, tuple[float | None, float]] = {}
        for claim in self.scenario.claims:
            counted = np.array(
                [one.early[claim.id] for one in self.summaries[self.baseline] if claim.id in one.early]
            )
            early, caused = counted.sum(axis=0) if len(counted) else (0, 0)
            found[claim.id] = claim.sharing.branching, caused / early if early else float("nan")
        return found

    def cost_per_averted(self, arm: str) -> float:
        """Give the cost per person who would have believed and did not; inf if none.

        Both are counted beyond the arm compared with, and among the people simulated.
        """
        people = int(self.study.of(arm).society.population.is_person.sum())
        averted = self.averted(arm, "ever_believed_fraction") * people
        cost = self.paired(arm, "cost").mean
        return cost / averted if averted > 0 else float("inf")

    @cached_property
    def finding_holds(self) -> bool | None:
        """Whether the finding that the scenario states came out; None if it states none."""
        finding = self.scenario.finding
        if finding is None:
            return None

        def look_up(quantity: Quantity) -> float:
            outcome = quantity.outcome or self.outcome
            if quantity.kind == "averted":
                return self.averted(quantity.arm, outcome, quantity.group)
            return self.level(quantity.arm, outcome, quantity.group).mean

        return evaluate(finding.test, Names(self.arms, self.groups, tuple(OUTCOMES)), look_up)

    @cached_property
    def digest(self) -> str:
        """Digest of the whole trajectories of all arms and replicates, in any order."""
        lines = sorted(
            f"{one.arm} {one.replicate} {one.digest}" for arm in self.summaries.values() for one in arm
        )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


Progress = Callable[[int, int], None]
"""Called with the number of runs done and the number of runs in all."""


def compare(
    scenario: Scenario | Study,
    *,
    replicates: int | None = None,
    engine: str = "compiled",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Run every arm of a study in every replicate, on several cores.

    Parameters
    ----------
    scenario : a scenario, or a study made ready by `prepare`
    replicates : int, at least 1
        As the scenario says if left out.
    engine : 'compiled' or 'reference'
    workers : int, at least 1
        Processes; one for each core if left out. Changes no bit (LAW 9).
    progress : called after each run

    Raises
    ------
    InputError
        The society cannot be built.
    """
    study = scenario if isinstance(scenario, Study) else prepare(scenario)
    engine = engine_for(engine, study.scenario.persuasion)
    count = study.scenario.run.replicates if replicates is None else replicates
    jobs = [(arm, replicate) for replicate in range(count) for arm in study.arms]
    done: dict[tuple[str, int], Summary] = {}
    work = partial(summarised_run, study, engine)
    for summary in do_all(work, jobs, _workers(study, workers)):
        done[summary.arm, summary.replicate] = summary
        if progress is not None:
            progress(len(done), len(jobs))
    ordered = {arm: tuple(done[arm, replicate] for replicate in range(count)) for arm in study.arms}
    return Comparison(study, engine, count, ordered)


def _workers(study: Study, wanted: int | None) -> int:
    """Choose how many processes: one, where others could not import what the user has added."""
    way = start_method()
    added = study.scenario.additions.unsendable(way)
    if added and way != "fork":
        log.info("%s cannot be sent to other processes: one does all; put it into a module", added[0])
        return 1
    return wanted or os.cpu_count() or 1


def summarised_run(study: Study, engine: str, job: tuple[str, int]) -> Summary:
    """Run one replicate of one arm and keep what a comparison needs."""
    return summarise(run(study, *job, engine), outcomes_of(study.scenario))


def outcomes_of(scenario: Scenario) -> dict[str, Outcome]:
    """Give the outcomes of the catalogue and those that a user has added."""
    return {**OUTCOMES, **scenario.additions.outcomes}
