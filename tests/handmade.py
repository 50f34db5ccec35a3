"""Runs and comparisons made by hand, so that every number can be worked out on paper.

Nothing here is computed by the code under test: counts, times and the state at the
end follow from written stances by NumPy alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from infosim.engines.changes import Changes
from infosim.engines.state import N_TALLIES, State
from infosim.experiments.compare import Comparison, Summary
from infosim.measures import OUTCOMES
from infosim.population import GroupTraits, Population, draw_population
from infosim.results import Run
from infosim.rules.belief import BELIEVER
from infosim.study import Study
from infosim.world import ClaimInfo, Clock

N_PLATFORMS = 2

Numbers = Mapping[str, Sequence[float]]


def people_of(groups: Sequence[int]) -> Population:
    """Make people of stated groups."""
    n_groups = max(groups) + 1
    traits = tuple(GroupTraits(f"group{g}", 1.0 / n_groups) for g in range(n_groups))
    drawn = draw_population(1, traits, len(groups), activity_sigma=0.0, spread=0.0)
    return Population(**{**drawn.__dict__, "group": np.array(groups, dtype=np.int64)})


def run_of(
    stances: Sequence[Sequence[Sequence[int]]],
    *,
    groups: Sequence[int] = (),
    veracities: Sequence[str] = (),
    starts: Sequence[int] = (),
    step_hours: float = 24.0,
) -> Run:
    """Make a run from everybody's stance at every step, ``(n_steps + 1, n_claims, n_people)``."""
    kept = np.array(stances, dtype=np.int8)
    n_rows, n_claims, n_people = kept.shape
    population = people_of(groups or [0] * n_people)
    believed = kept == BELIEVER
    of_group = np.arange(len(population.groups))[:, None] == population.group
    of_stance = np.arange(4)[:, None] == kept[:, :, None, :]
    state = State.unaware(n_claims, n_people, N_PLATFORMS)
    state.stance[:] = kept[-1]
    words, begun = veracities or ["false"] * n_claims, starts or [0] * n_claims
    return Run(
        arm="baseline",
        replicate=0,
        engine="compiled",
        clock=Clock(step_hours, n_rows - 1),
        population=population,
        claims=tuple(ClaimInfo(f"claim{k}", f"claim{k}", words[k], begun[k], True) for k in range(n_claims)),
        counts=(of_stance[:, :, :, None, :] & of_group).sum(axis=4).astype(np.int32),
        tallies=np.zeros((n_rows - 1, n_claims, N_TALLIES), dtype=np.int64),
        first_believed=np.where(believed.any(axis=0), believed.argmax(axis=0), -1).astype(np.int32),
        person_steps=believed.sum(axis=0).astype(np.int32),
        state=state,
        changes=Changes(np.zeros(0, dtype=np.int64), np.zeros(n_rows, dtype=np.int64)),
        joined=np.zeros((N_PLATFORMS, n_people), dtype=np.int32),
        n_deliveries=0,
        cost=0.0,
    )


def spread_of(
    *parents: Sequence[int], veracities: Sequence[str] = (), starts: Sequence[int] = (), delay: int = 0
) -> Run:
    """Make a run from whom each claim was heard from: -1 is a seed, -2 nobody yet.

    Whoever heard a claim posts it one step after its parent; seeds post at `delay`.
    """
    run = run_of(
        np.zeros((2, len(parents), len(parents[0])), dtype=np.int8), veracities=veracities, starts=starts
    )
    run.state.parent[:] = parents
    run.state.first_shared[:] = [[_posted_at(row, i, delay) for i in range(len(row))] for row in parents]
    return run


def _posted_at(parents: Sequence[int], i: int, delay: int) -> int:
    """Count the steps back to the seed."""
    if parents[i] < 0:
        return delay if parents[i] == -1 else -1
    return 1 + _posted_at(parents, parents[i], delay)


def comparison_of(study: Study, **arms: Numbers) -> Comparison:
    """Make a comparison from written numbers by arm, `outcome` or `group/outcome`.

    Outcomes that are not written are 0, and a group has the value of all. In replicate r
    of the baseline 2 + 2r early sharers of each claim caused 2 + r others.
    """
    n_replicates = max(len(values) for numbers in arms.values() for values in numbers.values())
    summaries = {
        arm: tuple(_summary(study, arm, replicate, numbers) for replicate in range(n_replicates))
        for arm, numbers in arms.items()
    }
    return Comparison(study, "compiled", n_replicates, summaries)


def _summary(study: Study, arm: str, replicate: int, numbers: Numbers) -> Summary:
    """Write down one run."""
    groups = [group.id for group in study.society.population.groups]
    early = (2 + 2 * replicate, 2 + replicate) if arm == study.baseline else (1, 99)
    whole = {name: float(numbers[name][replicate]) if name in numbers else 0.0 for name in OUTCOMES}
    return Summary(
        arm=arm,
        replicate=replicate,
        outcomes=whole,
        groups={
            group: {
                name: float(numbers[f"{group}/{name}"][replicate]) if f"{group}/{name}" in numbers else value
                for name, value in whole.items()
            }
            for group in groups
        },
        believing=np.zeros(study.society.clock.n_steps + 1),
        early={claim.id: early for claim in study.scenario.claims},
        digest=f"{arm}{replicate}",
    )
