"""What comes out of one run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infosim.engines.changes import Changes, trajectory_digest
from infosim.engines.state import Ending, State
from infosim.population import Population
from infosim.world import ClaimInfo, Clock

STANCES = ("unaware", "unconvinced", "believer", "corrected")
"""Names of the stances, in the order of their codes."""

MODEL_VERSION = 3
"""Bumped whenever the same scenario and seed give other trajectories."""


@dataclass(frozen=True, eq=False)
class Run:
    """One run of one arm, recorded.

    Attributes
    ----------
    arm, replicate, engine : what was run
    clock, population, claims : its setting; rows of claims are those of the arrays
    counts : int32, (n_steps + 1, n_claims, 4, n_groups)
        People by stance and group; row 0 is before the first step.
    tallies : int64, (n_steps, n_claims, 5)
        Posts of the claim and of its correction, exposures to each, and people
        exposed who could still be convinced, in each step.
    first_believed : int32, (n_claims, n_people), step of the first belief, -1 never
    person_steps : int32, (n_claims, n_people), steps spent believing
    state : stance, episode, parent and first post of everybody at the end
    changes : every change of stance of every person, by step
    joined : int32, (n_platforms, n_people), step from which a person is on it
    n_deliveries, cost : people reached by interventions and what it cost
    stances : int8, (n_steps + 1, n_claims, n_people), only if asked for
    """

    arm: str
    replicate: int
    engine: str
    clock: Clock
    population: Population
    claims: tuple[ClaimInfo, ...]
    counts: NDArray[np.int32]
    tallies: NDArray[np.int64]
    first_believed: NDArray[np.int32]
    person_steps: NDArray[np.int32]
    state: State | Ending
    changes: Changes
    joined: NDArray[np.int32]
    n_deliveries: int
    cost: float
    stances: NDArray[np.int8] | None = None

    @cached_property
    def digest(self) -> str:
        """SHA-256 over every change of every person and every count."""
        ending = self.state.ending if isinstance(self.state, State) else self.state
        return trajectory_digest(self.changes, self.tallies, ending)

    def rows(self, *veracities: str) -> list[int]:
        """List the claims of some `veracities`, by their numbers."""
        return [k for k, claim in enumerate(self.claims) if claim.veracity in veracities]

    def series(self) -> dict[str, dict[str, list[int]]]:
        """Give the people in each stance at each step, by claim of the scenario.

        A stream of claims is added up, so its numbers can exceed the population.
        """
        families = dict.fromkeys(claim.family for claim in self.claims)
        people = np.array([group.role != "bot" for group in self.population.groups])
        whole = self.counts[..., people].sum(axis=3)
        table: dict[str, dict[str, list[int]]] = {}
        for family in families:
            rows = [k for k, claim in enumerate(self.claims) if claim.family == family]
            summed = whole[:, rows].sum(axis=1)
            table[family] = {name: summed[:, s].tolist() for s, name in enumerate(STANCES)}
        return table

    def days(self) -> list[float]:
        """Give the time of each row of the series, in days after the start."""
        return [step * self.clock.step_days for step in range(len(self.counts))]

    def to_json(self) -> dict[str, Any]:
        """Give the run as plain data."""
        return {
            "arm": self.arm,
            "replicate": self.replicate,
            "engine": self.engine,
            "model_version": MODEL_VERSION,
            "digest": self.digest,
            "people": self.population.n_people,
            "steps": self.clock.n_steps,
            "step_hours": self.clock.step_hours,
            "days": self.days(),
            "series": self.series(),
            "cost": self.cost,
        }
