"""One pair of runs, looked at on a few occasions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infosim.experiments import Comparison
from infosim.measures.prevalence import HARMFUL
from infosim.plots.paired import featured
from infosim.plots.periods import periods_of
from infosim.rules.belief import BELIEVER, CORRECTED, UNAWARE, UNCONVINCED
from infosim.simulation import Simulation

Stances = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Moment:
    """Everybody's stance at one time, in each arm that is shown.

    Attributes
    ----------
    step : int, steps that have been made
    why : the reason to look at it
    stances : by arm, (n_people,) int8, one stance a person
    """

    step: int
    why: str
    stances: dict[str, Stances]


@dataclass(frozen=True, eq=False)
class Occasions:
    """One replicate on a few occasions, in an arm and in the one it is compared with.

    Attributes
    ----------
    arms : the arm with the largest effect after what it is compared with; the baseline if alone
    replicate : the one whose effect is the median
    moments : at most three, in order of time
    main : row of `moments` at which the arms differ most, over all people
    """

    arms: tuple[str, ...]
    replicate: int
    moments: tuple[Moment, ...]
    main: int


def look(comparison: Comparison) -> Occasions:
    """Run the median replicate again, without and with the strongest arm, and look at it."""
    arm = featured(comparison)
    arms = tuple(dict.fromkeys((comparison.reference(arm), arm)))
    replicate = median_replicate(comparison, arms[-1])
    widest, why = widest_step(comparison, arms[-1], replicate)
    steps = choose_steps(comparison, arms[-1], widest, why)
    seen = {arm: stances_at(comparison, arm, replicate, tuple(steps)) for arm in arms}
    moments = (Moment(step, reason, {arm: seen[arm][step] for arm in arms}) for step, reason in steps.items())
    return Occasions(arms, replicate, tuple(moments), list(steps).index(widest))


def median_replicate(comparison: Comparison, arm: str) -> int:
    """Choose the replicate whose effect, or level if there is one arm, is the median."""
    chosen = comparison.values if arm == comparison.reference(arm) else comparison.differences
    values = chosen(arm, comparison.outcome)
    finite = np.flatnonzero(~np.isnan(values))
    if not len(finite):
        return 0
    return int(finite[np.argsort(values[finite], kind="stable")[(len(finite) - 1) // 2]])


def widest_step(comparison: Comparison, arm: str, replicate: int) -> tuple[int, str]:
    """Find when an arm differs most from what it is compared with; else, the most believers."""
    without = comparison.believing(comparison.reference(arm))[replicate]
    apart = np.abs(comparison.believing(arm)[replicate] - without)
    if apart.any():
        return int(apart.argmax()), "the widest gap"
    return int(without.argmax()), "the most believers"


def choose_steps(comparison: Comparison, arm: str, widest: int, why: str) -> dict[int, str]:
    """Choose three times to look, with the reason: early, at the widest difference, at the end."""
    end, before = comparison.study.society.clock.n_steps, starting_step(comparison, arm)
    early, why_early = max(1, widest // 4), "early"
    if 0.05 * widest < before < widest:
        early, why_early = before, "before it begins"
    steps = {early: why_early, widest: why}
    # A picture of the end would be nearly the same as one of shortly before.
    if widest > 0.95 * end:
        steps.setdefault((early + widest) // 2, "half way")
    else:
        steps[end] = "the end"
    return dict(sorted(steps.items()))


def starting_step(comparison: Comparison, arm: str) -> int:
    """Give the step in which an arm begins to do anything else than what it is compared with; 0 if never."""
    clock, arms = comparison.study.society.clock, comparison.study.arms
    shared = arms[comparison.reference(arm)] if arm != comparison.reference(arm) else ()
    periods = periods_of(comparison, arm, besides=shared)
    return clock.steps(24.0 * periods[0].first) if periods else 0


def stances_at(
    comparison: Comparison, arm: str, replicate: int, steps: tuple[int, ...]
) -> dict[int, Stances]:
    """Run one replicate and note everybody's stance after some numbers of steps."""
    # Engines give the same bits, so the quick one will do whatever was compared with.
    simulation = Simulation(comparison.study, arm, replicate, "compiled")
    claims = comparison.study.of(arm).society.claims
    harmful = [k for k, claim in enumerate(claims) if claim.veracity in HARMFUL]
    seen: dict[int, Stances] = {}
    for step in range(max(steps) + 1):
        if step in steps:
            seen[step] = combined(simulation.engine.state.stance[harmful])
        if step < max(steps):
            simulation.advance()
    return seen


def combined(stances: Stances) -> Stances:
    """Give one stance a person over several claims: who believes any is a believer.

    Parameters
    ----------
    stances : (n_claims, n_people)

    Returns
    -------
    (n_people,), the first that applies of believer, corrected, unconvinced, unaware
    """
    one = np.full(stances.shape[1], UNAWARE, dtype=np.int8)
    for stance in (UNCONVINCED, CORRECTED, BELIEVER):
        one[(stances == stance).any(axis=0)] = stance
    return one
