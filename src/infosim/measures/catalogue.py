"""The catalogue of outcomes: what a scenario may ask for, and which way is better."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from infosim.measures import cascades, discernment, prevalence
from infosim.results import Run

Measure = Callable[[Run, NDArray[np.bool_]], float]


@dataclass(frozen=True)
class Outcome:
    """One number of a run.

    Attributes
    ----------
    measure : computes it for a run and a mask of people
    words : what it is, for people
    unit : '%' for a fraction, or the unit itself
    better : which way is an improvement; None if neither
    by_group : whether it can be computed for a part of the people
    """

    measure: Measure
    words: str
    unit: str
    better: Literal["lower", "higher"] | None
    by_group: bool = True


def cost(run: Run, people: NDArray[np.bool_]) -> float:
    """Give what the interventions of the arm cost, in the study's currency."""
    return run.cost


OUTCOMES: dict[str, Outcome] = {
    "person_days_per_person": Outcome(
        prevalence.person_days_per_person, "days spent believing false claims, per person", "days", "lower"
    ),
    "ever_believed_fraction": Outcome(
        prevalence.ever_believed_fraction, "people who ever believed a false claim", "%", "lower"
    ),
    "believers_end_fraction": Outcome(
        prevalence.believers_end_fraction, "people who believe a false claim at the end", "%", "lower"
    ),
    "corrected_end_fraction": Outcome(
        prevalence.corrected_end_fraction, "people who hold a correction at the end", "%", "higher"
    ),
    "ever_aware_fraction": Outcome(
        prevalence.ever_aware_fraction, "people who ever saw a false claim", "%", "lower"
    ),
    "peak_beliefs_per_person": Outcome(
        prevalence.peak_beliefs_per_person, "false beliefs per person at the peak", "beliefs", "lower"
    ),
    "equity_gap": Outcome(
        prevalence.equity_gap,
        "days of false belief between the worst and the best group",
        "days",
        "lower",
        by_group=False,
    ),
    "peak_day": Outcome(prevalence.peak_day, "day of the peak", "days", None),
    "took_off": Outcome(prevalence.took_off, "runs in which a rumour took off", "%", "lower", by_group=False),
    "anybody_believed": Outcome(
        prevalence.anybody_believed, "runs in which anybody at all believed a false claim", "%", "lower"
    ),
    "true_believers_end_fraction": Outcome(
        discernment.true_believers_end_fraction, "belief in true claims at the end", "%", "higher"
    ),
    "discernment": Outcome(
        discernment.discernment, "belief in true minus belief in false claims", "%", "higher"
    ),
    "weighted_discernment": Outcome(
        discernment.weighted_discernment,
        "true beliefs net of false ones, per 100 people at the end",
        "beliefs",
        "higher",
    ),
    "shares_per_person": Outcome(
        cascades.shares_per_person, "posts of false claims per person", "posts", "lower", by_group=False
    ),
    "exposures_per_person": Outcome(
        cascades.exposures_per_person,
        "exposures to false claims per person",
        "exposures",
        "lower",
        by_group=False,
    ),
    "cascade_size": Outcome(
        cascades.cascade_size, "sharers in the largest cascade", "people", "lower", by_group=False
    ),
    "cascade_depth": Outcome(
        cascades.cascade_depth, "generations in the largest cascade", "generations", None, by_group=False
    ),
    "cascade_breadth": Outcome(
        cascades.cascade_breadth, "sharers in its largest generation", "people", None, by_group=False
    ),
    "structural_virality": Outcome(
        cascades.structural_virality, "mean distance between its sharers", "steps", None, by_group=False
    ),
    "early_reproduction": Outcome(
        cascades.early_reproduction, "further sharers per early sharer", "people", "lower", by_group=False
    ),
    "memberships_per_person": Outcome(
        prevalence.memberships_per_person, "platforms that a person is on", "platforms", None
    ),
    "cost": Outcome(cost, "cost of the interventions", "money", None, by_group=False),
}
"""The outcomes that a scenario may name, most asked for first."""


def measure(run: Run, outcomes: Mapping[str, Outcome] = OUTCOMES) -> dict[str, float]:
    """Measure every outcome of a run, over all people; bots are none."""
    everybody = run.population.is_person
    return {name: outcome.measure(run, everybody) for name, outcome in outcomes.items()}


def measure_groups(run: Run, outcomes: Mapping[str, Outcome] = OUTCOMES) -> dict[str, dict[str, float]]:
    """Measure every outcome that makes sense for a group, for each group."""
    chosen = {name: outcome for name, outcome in outcomes.items() if outcome.by_group}
    members = {group.id: run.population.group == g for g, group in enumerate(run.population.groups)}
    return {
        group: {name: outcome.measure(run, people) for name, outcome in chosen.items()}
        for group, people in members.items()
    }
