"""The search for the allocation of a budget that averts most days of false belief."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from infosim import draws
from infosim.draws import Purpose
from infosim.errors import InputError, Problem
from infosim.experiments.allocation.purse import Amounts, Purse, purse_of
from infosim.experiments.allocation.trials import Trials, Tried
from infosim.experiments.compare import Progress
from infosim.experiments.intervals import Estimate, estimate
from infosim.experiments.sweep.plan import with_seed
from infosim.scenario.models import Scenario
from infosim.scenario.wording import unknown
from infosim.study import Study, prepare
from infosim.world import Floats

TRIALS = 200
REPLICATES = 10

SEEN, FINALS, OTHERS = 3, 3, 3
"""Societies of the search, further ones of the finals, and yet others, on which is judged what was found."""

FINALISTS = 8
"""Allocations that stay in the race after the search, the even split besides."""

MOST_SHOWN = 7
"""Allocations of the frontier that are judged and drawn."""

LEAST_WEIGHT = 0.05
"""Below it an item gets nothing, so that the search finds the edges."""

Score = Callable[[Tried], float]
"""What a search makes as large as it can."""


@dataclass(frozen=True, eq=False)
class Optimum:
    """What a search found, and what it is worth on people and luck that the search never saw.

    Attributes
    ----------
    scenario : the study
    arm, purse : whose interventions are paid for, and from what
    searched : how many allocations were tried
    seeds, replicates : the societies that it is judged on, and runs of each allocation in each of them
    nothing, even, best : no money, an even split, and the best that was found
    frontier : allocations of which none found averts more and is fairer as well, the best of all among
        them, by what they avert
    """

    scenario: Scenario
    arm: str
    purse: Purse
    searched: int
    replicates: int
    seeds: tuple[int, ...]
    nothing: Tried
    even: Tried
    best: Tried
    frontier: tuple[Tried, ...]

    def averted(self, one: Tried, than: Tried | None = None) -> Estimate:
        """Estimate the days that an allocation averts per person, more than another; paired."""
        other = self.nothing if than is None else than
        return estimate(other.days - one.days, self.scenario.run.seed)

    def gap(self, one: Tried) -> Estimate:
        """Estimate the days between the groups that fare worst and best."""
        return estimate(one.gaps, self.scenario.run.seed)

    @cached_property
    def fairest(self) -> Tried:
        """The allocation of the frontier with the smallest gap."""
        return min(self.frontier, key=lambda one: float(one.gaps.mean()))


def optimise(
    scenario: Scenario,
    budget: float,
    *,
    arm: str | None = None,
    trials: int = TRIALS,
    replicates: int = REPLICATES,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Optimum:
    """Find out what a budget is best spent on.

    All allocations meet the same people and the same luck, in a few societies. A search for
    most days averted is followed by one, half as long, for the smallest gap between groups;
    what both tried gives the frontier. The best of them and the even split meet again in
    further societies, so that luck with the first ones does not decide. What is reported
    comes from yet others.

    Parameters
    ----------
    budget : in the currency of the study
    arm : whose interventions are paid for; the arm with most of them if left out
    trials : allocations that the first search tries, about
    replicates : runs of each allocation in the search, and in each society afterwards
    workers : processes; one for each core if left out
    progress : called after each run, with how many there are and about how many there will be

    Raises
    ------
    InputError
        There is no such arm, nothing can be split, nobody can be paid for, or a society cannot be built.

    Draws
    -----
    DESIGN, keyed by `optimise`: where the search begins, and the seed of the optimiser.
    """
    if arm is not None and arm not in scenario.arms:
        raise InputError(Problem(*unknown("arm", arm, list(scenario.arms))))
    chosen = arm or max(scenario.arms, key=lambda name: len(scenario.arms[name].interventions))
    seed = scenario.run.seed
    seeds = [(seed + k) % 2**32 for k in range(SEEN + FINALS + OTHERS)]
    studies = tuple(prepare(with_seed(scenario, one)).of(chosen) for one in seeds)
    purse = purse_of(studies, chosen, replicates, budget)
    each = -(-replicates // SEEN)
    counts = Counts(progress, about(trials, each, replicates))

    def trying(some: tuple[Study, ...], repeated: int) -> Trials:
        return Trials(some, chosen, purse, repeated, workers, counts.advance)

    seen, finals = trying(studies[:SEEN], each), trying(studies[SEEN:-OTHERS], replicates)
    unseen = trying(studies[-OTHERS:], replicates)
    search_both(seen, trials, seed)
    best = best_of(seen, finals)
    frontier = thinned(frontier_of(list(seen.known.values())), MOST_SHOWN)
    nothing = (0.0,) * len(purse.items)
    judged = unseen([nothing, purse.even(), best.amounts, *(one.amounts for one in frontier)])
    counts.end()
    shown = {one.amounts: one for one in judged[2:]}.values()
    ordered = tuple(sorted(shown, key=lambda one: -float(one.days.mean())))
    none, even, best = judged[:3]
    judges = tuple(seeds[-OTHERS:])
    return Optimum(scenario, chosen, purse, len(seen.known), replicates, judges, none, even, best, ordered)


def about(trials: int, each: int, replicates: int) -> int:
    """Count about how many runs there will be.

    Parameters
    ----------
    each, replicates : runs of an allocation in a society of the search, and in others
    """
    searched = SEEN * each * (trials + trials // 2)
    return searched + replicates * (FINALS * (FINALISTS + 1) + OTHERS * (3 + MOST_SHOWN))


class Counts:
    """Counts runs of which nobody knows exactly how many there will be."""

    def __init__(self, progress: Progress | None, about: int) -> None:
        self._progress, self._about, self._done = progress, about, 0

    def advance(self) -> None:
        """Count one run."""
        self._done += 1
        if self._progress is not None and self._done < self._about:
            self._progress(self._done, self._about)

    def end(self) -> None:
        """Say that all are done."""
        if self._progress is not None:
            self._progress(self._about, self._about)


def best_of(seen: Trials, finals: Trials) -> Tried:
    """Let the best of a search and the even split meet in further societies, and pick by all of them."""
    ordered = sorted(seen.known.values(), key=lambda one: (float(one.days.mean()), sum(one.amounts)))
    invited = {one.amounts: one for one in (*ordered[:FINALISTS], *seen([seen.purse.even()]))}
    again = finals(list(invited))
    pooled = [np.concatenate((a.days, b.days)).mean() for a, b in zip(invited.values(), again, strict=True)]
    return again[int(np.argmin(pooled))]


def search_both(seen: Trials, trials: int, seed: int) -> None:
    """Search for most days averted, then for the smallest gap.

    Raises
    ------
    InputError
        The budget pays for nobody, whatever it is spent on.
    """
    purse = seen.purse
    k = len(purse.items)
    alone = seen([purse.split(row) for row in np.eye(k).tolist()])
    if not any(one.costs.any() for one in alone):
        fault = f"{purse.budget:g} {purse.currency} pay for nobody, whatever they are spent on"
        raise InputError(Problem(fault, "spend more"))
    nothing = seen([(0.0,) * k])[0]
    worth = [(nothing.days - one.days).mean() / max(one.costs.mean(), 1e-9) for one in alone]
    order = np.argsort(np.argsort(-np.array(worth)))
    word = int(draws.generator(seed, Purpose.DESIGN, "optimise").integers(2**31))
    size = max(8, 3 * k)
    begin = beginning(k, size, order.tolist(), seed)
    search(seen, begin, max(1, trials // size - 1), lambda one: -float(one.days.mean()), word)
    fairest = sorted(seen.known.values(), key=lambda one: float(one.gaps.mean()))[:size]
    again = np.array([weights_of(one.amounts) for one in fairest])
    search(seen, again, max(1, trials // (2 * size) - 1), lambda one: -float(one.gaps.mean()), word)


def beginning(k: int, size: int, order: Sequence[int], seed: int) -> Floats:
    """Choose where a search begins, ``(size, k)``: evenly, best value first, mostly one, and at random.

    Parameters
    ----------
    order : rank of each item by what its money averts
    """
    by_value = 0.5 ** np.array(order, dtype=np.float64)
    mostly = np.full((k, k), 0.3) + 0.7 * np.eye(k)
    chance = draws.generator(seed, Purpose.DESIGN, "optimise/beginning").random((max(0, size - k - 2), k))
    return np.vstack([np.ones(k), by_value, mostly, chance])[:size]


def search(seen: Trials, begin: Floats, rounds: int, score: Score, word: int) -> None:
    """Let SciPy's differential evolution look for the weights whose allocation scores highest.

    The budget binds by construction: whatever the weights are, `Purse.split` spends no more.
    """
    from scipy.optimize import differential_evolution  # noqa: PLC0415  slow to load

    def loss(columns: Floats) -> Floats:
        rows = columns.reshape(len(seen.purse.items), -1).T
        tried = seen([seen.purse.split(weights(row).tolist()) for row in rows])
        return np.array([-score(one) for one in tried])

    with warnings.catch_warnings():
        # It is stopped by the number of trials, which SciPy calls a failure.
        warnings.simplefilter("ignore", UserWarning)
        differential_evolution(
            loss,
            [(0.0, 1.0)] * len(seen.purse.items),
            init=begin,
            maxiter=rounds,
            mutation=(0.4, 0.9),
            recombination=0.8,
            tol=0.0,
            polish=False,
            updating="deferred",
            vectorized=True,
            rng=word,
        )


def weights(places: Floats) -> Floats:
    """Turn places in [0, 1] into weights: cubes, so that one item can come far before another."""
    cubes: Floats = np.where(places < LEAST_WEIGHT, 0.0, places**3)
    return cubes


def weights_of(amounts: Amounts) -> Floats:
    """Find places whose weights give an allocation, or one close to it."""
    parts = np.array(amounts) / max(1e-9, *amounts)
    places: Floats = np.cbrt(parts)
    return places


def frontier_of(tried: Sequence[Tried]) -> list[Tried]:
    """Pick the allocations of which no other averts more and is fairer as well, by days averted."""
    kept: list[Tried] = []
    for one in sorted(tried, key=lambda one: (float(one.days.mean()), float(one.gaps.mean()))):
        if not kept or float(one.gaps.mean()) < float(kept[-1].gaps.mean()):
            kept.append(one)
    return kept[::-1]


def thinned(frontier: Sequence[Tried], most: int) -> list[Tried]:
    """Keep a few of a frontier, about evenly spaced in what they avert, its ends among them."""
    days = np.array([one.days.mean() for one in frontier])
    wanted = np.linspace(days[0], days[-1], most)
    places = np.unique(np.abs(days[:, None] - wanted).argmin(axis=0))
    return [frontier[k] for k in places.tolist()]
