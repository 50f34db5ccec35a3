"""When claims begin, and who begins them: streams unrolled, waves of seeds drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infosim import draws
from infosim.draws import Purpose
from infosim.population import Population
from infosim.scenario.models import Claim, Scenario
from infosim.world import ClaimInfo, Clock


@dataclass(frozen=True)
class Wave:
    """One moment at which people start a claim.

    Attributes
    ----------
    step, claim : when, and which (an index of the unrolled claims)
    number : how many waves of this claim came before
    count : how many people start it
    """

    step: int
    claim: int
    number: int
    count: int


def steps_between(clock: Clock, start: float, every: float | None, until: float | None) -> list[int]:
    """List the steps of a repetition; hours in, distinct steps of the run out."""
    end = clock.n_steps if until is None else min(clock.n_steps, clock.steps(until))
    if every is None:
        return [clock.steps(start)] if clock.steps(start) < clock.n_steps else []
    last = int((clock.n_steps * clock.step_hours - start) / every) + 1
    moments = (clock.steps(start + n * every) for n in range(max(0, last)))
    return list(dict.fromkeys(step for step in moments if step < end))


def unroll(
    scenario: Scenario, clock: Clock
) -> tuple[tuple[ClaimInfo, ...], tuple[Wave, ...], NDArray[np.int64]]:
    """Unroll streams of claims and waves of seeds.

    Returns
    -------
    claims, waves by step, and the family (claim of the scenario) of each claim
    """
    infos: list[ClaimInfo] = []
    waves: list[Wave] = []
    family: list[int] = []
    for f, claim in enumerate(scenario.claims):
        for name, steps in _beginnings(claim, clock):
            k = len(infos)
            start = steps[0] if steps else clock.n_steps
            infos.append(ClaimInfo(name, claim.id, claim.veracity, start, claim.correction is not None))
            family.append(f)
            waves += [Wave(step, k, number, claim.seeds.count) for number, step in enumerate(steps)]
    waves.sort(key=lambda wave: (wave.step, wave.claim))
    return tuple(infos), tuple(waves), np.array(family, dtype=np.int64)


def _beginnings(claim: Claim, clock: Clock) -> list[tuple[str, list[int]]]:
    """Name the claims of a stream, or the one claim, with the steps of their seeds."""
    seeds = claim.seeds
    if claim.arrivals is None:
        return [(claim.id, steps_between(clock, seeds.start, seeds.every, seeds.until))]
    arrivals = steps_between(clock, seeds.start, claim.arrivals, seeds.until)
    return [(f"{claim.id}#{n + 1}", [step]) for n, step in enumerate(arrivals)]


def eligible_seeds(claim: Claim, population: Population) -> NDArray[np.int64]:
    """List those who may start a claim, ``(n_eligible,)``."""
    who = (claim.seeds.who,) if isinstance(claim.seeds.who, str) else claim.seeds.who
    return np.flatnonzero(population.members_of(who))


def draw_seeds(
    seed: int, replicate: int, claim: ClaimInfo, wave: Wave, eligible: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Draw who starts a claim; more seeds add people and swap none.

    Draws
    -----
    SEED, keyed by wave, slot and claim. Somebody drawn twice passes to the next.
    """
    key = draws.label_key("claim", claim.id)
    chosen: dict[int, None] = {}
    for slot in range(min(wave.count, len(eligible))):
        luck = draws.uniform(seed, replicate, int(Purpose.SEED), wave.number, slot, key)
        place = int(luck * len(eligible))
        while place in chosen:
            place = (place + 1) % len(eligible)
        chosen[place] = None
    return eligible[np.array(list(chosen), dtype=np.int64)]
