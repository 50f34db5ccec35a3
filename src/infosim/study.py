"""A scenario made ready to run: its society, its share rates, its arms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from infosim.calibration import Spread, calibrate
from infosim.interventions.base import Intervention
from infosim.population import NEVER
from infosim.rules.traits import susceptibility
from infosim.scenario.arms import arm_interventions
from infosim.scenario.models import Scenario
from infosim.society import Society, build_society, joined_at


@dataclass(frozen=True, eq=False)
class Study:
    """A scenario made ready to run: society, rates and arms.

    Attributes
    ----------
    scenario, society : what was written and what was drawn from it
    arms : the interventions of each arm, in file order
    rates : (n_families,), share rate of each claim, calibrated where asked for
    """

    scenario: Scenario
    society: Society
    arms: dict[str, tuple[Intervention, ...]]
    rates: tuple[float, ...]

    @property
    def baseline(self) -> str:
        """Name the arm that the others are compared with: the first."""
        return next(iter(self.arms))


def prepare(scenario: Scenario) -> Study:
    """Draw the society of a scenario and calibrate its claims.

    Raises
    ------
    InputError
        A graph that cannot be made, or a branching that cannot be reached.
    """
    arms = {name: arm_interventions(scenario, name) for name in scenario.arms}
    society = build_society(scenario, list(arms.values()))
    rates = tuple(share_rate(scenario, society, f) for f in range(len(scenario.claims)))
    return Study(scenario, society, arms, rates)


def share_rate(scenario: Scenario, society: Society, f: int) -> float:
    """Give the share rate of a claim: as written, or found from its branching."""
    claim = scenario.claims[f]
    if claim.sharing.branching is None:
        return claim.sharing.rate or 0.0
    return calibrate(spread_of(scenario, society, f), claim.sharing.branching, claim.id)


def spread_of(scenario: Scenario, society: Society, f: int) -> Spread:
    """Collect what the calibration of a claim needs."""
    claim, people = scenario.claims[f], society.population
    seeds = np.zeros(people.n_people)
    seeds[society.eligible[f]] = 1.0 / max(1, len(society.eligible[f]))
    multiplier = susceptibility(people.literacy) if claim.veracity != "true" else np.ones(people.n_people)
    return Spread(
        population=people,
        member=joined_at(society.penetration, people) < NEVER,
        followers=society.followers,
        sources=society.sources,
        reach=np.array([platform.reach for platform in scenario.platforms.values()]),
        acceptance=np.minimum(1.0, claim.plausibility * multiplier),
        survival=society.clock.survival(claim.sharing.interest),
        unconvinced=claim.sharing.unconvinced,
        seeds=seeds,
    )
