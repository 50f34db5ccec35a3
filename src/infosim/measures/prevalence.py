"""How many believe, for how long, and who was corrected.

Each measure takes a run and a mask of people, and counts false and misleading
claims together; a person who believes two of them is one believer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infosim.results import Run
from infosim.rules.belief import BELIEVER, CORRECTED

Mask = NDArray[np.bool_]
HARMFUL = ("false", "misleading")


def fraction(flags: Mask, people: Mask) -> float:
    """Give the proportion of some people who are flagged for any claim; NaN of nobody.

    Parameters
    ----------
    flags : (n_claims, n_people) bool
    people : (n_people,) bool
    """
    return float(np.any(flags[:, people], axis=0).mean()) if people.any() else float("nan")


def believers_end_fraction(run: Run, people: Mask) -> float:
    """Give the proportion who believe any false claim at the end, in [0, 1]."""
    return fraction(run.state.stance[run.rows(*HARMFUL)] == BELIEVER, people)


def corrected_end_fraction(run: Run, people: Mask) -> float:
    """Give the proportion who hold any correction at the end, in [0, 1]."""
    return fraction(run.state.stance[run.rows(*HARMFUL)] == CORRECTED, people)


def ever_believed_fraction(run: Run, people: Mask) -> float:
    """Give the proportion who ever believed any false claim, in [0, 1]."""
    return fraction(run.first_believed[run.rows(*HARMFUL)] >= 0, people)


def anybody_believed(run: Run, people: Mask) -> float:
    """Tell (1 or 0) whether a single one of some people ever believed a false claim."""
    return float(ever_believed_fraction(run, people) > 0) if people.any() else float("nan")


def ever_aware_fraction(run: Run, people: Mask) -> float:
    """Give the proportion who ever saw any false claim, in [0, 1]."""
    return fraction(run.state.parent[run.rows(*HARMFUL)] > -2, people)


def person_days_per_person(run: Run, people: Mask) -> float:
    """Give the mean days that a person spent believing false claims, added up."""
    steps = run.person_steps[run.rows(*HARMFUL)].sum(axis=0)
    return float(steps[people].mean() * run.clock.step_days) if people.any() else float("nan")


def equity_gap(run: Run, people: Mask) -> float:
    """Give the days of false belief between the groups that fare worst and best.

    Source
    ------
    Assumption: the widest gap, whichever two groups it is between.
    """
    groups = np.unique(run.population.group[run.population.is_person])
    days = [person_days_per_person(run, run.population.group == g) for g in groups]
    return max(days) - min(days)


def believing(run: Run, *veracities: str) -> NDArray[np.float64]:
    """Give the beliefs per person at each step, ``(n_steps + 1,)``.

    With several claims a person can hold several, so it can exceed 1.
    """
    groups = np.unique(run.population.group[run.population.is_person])
    counted = run.counts[:, run.rows(*veracities), BELIEVER][:, :, groups]
    beliefs: NDArray[np.float64] = counted.sum(axis=(1, 2)) / run.population.is_person.sum()
    return beliefs


def peak_beliefs_per_person(run: Run, people: Mask) -> float:
    """Give the largest number of false beliefs per person at any step."""
    chosen = np.unique(run.population.group[people])
    counted = run.counts[:, run.rows(*HARMFUL), BELIEVER][:, :, chosen].sum(axis=(1, 2))
    return float(counted.max() / run.population.group_sizes[chosen].sum()) if people.any() else float("nan")


def peak_day(run: Run, people: Mask) -> float:
    """Give the day, after the start, of the most false beliefs; the first of several such days."""
    chosen = np.unique(run.population.group[people])
    counted = run.counts[:, run.rows(*HARMFUL), BELIEVER][:, :, chosen].sum(axis=(1, 2))
    return float(counted.argmax() * run.clock.step_days) if people.any() else float("nan")


def took_off(run: Run, people: Mask) -> float:
    """Tell (1 or 0) whether at least 5% of the people ever believed a false claim."""
    return float(ever_believed_fraction(run, people) >= 0.05)


def memberships_per_person(run: Run, people: Mask) -> float:
    """Give the mean number of platforms that a person is on at the end."""
    here = (run.joined < run.clock.n_steps).sum(axis=0)
    return float(here[people].mean()) if people.any() else float("nan")
