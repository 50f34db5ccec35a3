"""When claims begin, and who begins them: streams unrolled, waves of seeds drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    """Draw who starts a claim in one wave; more seeds add people and swap none.

    Draws
    -----
    SEED, keyed by wave, slot and claim. Somebody drawn twice passes to the next.
    """
    return next(draw_waves(seed, replicate, [claim], [wave], [eligible]))


def draw_waves(
    seed: int,
    replicate: int,
    claims: Sequence[ClaimInfo],
    waves: Sequence[Wave],
    eligible: Sequence[NDArray[np.int64]],
) -> Iterator[NDArray[np.int64]]:
    """Draw who starts each wave, given its claim and those eligible; all in one go."""
    counts = [min(wave.count, len(people)) for wave, people in zip(waves, eligible, strict=True)]
    keys = np.array([draws.label_key("claim", claim.id) for claim in claims], dtype=np.int64)
    numbers = np.array([wave.number for wave in waves], dtype=np.int64)
    slots = np.concatenate([np.empty(0, dtype=np.int64), *map(np.arange, counts)])
    words = np.repeat(numbers, counts), slots, np.repeat(keys, counts)
    luck = draws.uniform(seed, replicate, int(Purpose.SEED), *words)
    ends = np.cumsum([0, *counts])
    for people, first, last in zip(eligible, ends[:-1], ends[1:], strict=True):
        yield people[in_free_places(np.floor(luck[first:last] * len(people)).astype(np.int64), len(people))]


def in_free_places(places: NDArray[np.int64], n_places: int) -> NDArray[np.int64]:
    """Let whoever finds a place taken pass to the next one, and the last one to the first."""
    if len(np.unique(places)) == len(places):
        return places
    chosen: dict[int, None] = {}
    for drawn in places.tolist():
        place = drawn
        while place in chosen:
            place = (place + 1) % n_places
        chosen[place] = None
    return np.array(list(chosen), dtype=np.int64)
