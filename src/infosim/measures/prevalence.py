"""How many believe, for how long, and who was corrected.

Each measure takes a run and a mask of people, and counts false and misleading
claims together; a person who believes two of them is one believer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infosim.measures.once import once
from infosim.results import Run
from infosim.rules.belief import BELIEVER, CORRECTED

Mask = NDArray[np.bool_]
HARMFUL = ("false", "misleading")


def fraction(flags: Mask, people: Mask) -> float:
    """Give the proportion of some people who are flagged; NaN of nobody.

    Parameters
    ----------
    flags, people : (n_people,) bool
    """
    n_people = np.count_nonzero(people)
    return float(np.count_nonzero(flags & people) / n_people) if n_people else float("nan")


def mean(numbers: NDArray[np.int64], people: Mask) -> float:
    """Give the mean of whole numbers over some people; NaN of nobody.

    Parameters
    ----------
    numbers : (n_people,) int64
    people : (n_people,) bool
    """
    n_people = np.count_nonzero(people)
    # A product with the mask is several times quicker than picking by it, and as exact.
    return float((numbers * people).sum() / n_people) if n_people else float("nan")


@once
def _at_end(run: Run) -> dict[int, Mask]:
    """Mark who believes any false claim at the end, and who holds any correction."""
    stance = run.state.stance[run.rows(*HARMFUL)]
    return {held: np.any(stance == held, axis=0) for held in (BELIEVER, CORRECTED)}


@once
def _ever_believed(run: Run) -> Mask:
    believed: Mask = np.any(run.first_believed[run.rows(*HARMFUL)] >= 0, axis=0)
    return believed


@once
def _ever_aware(run: Run) -> Mask:
    aware: Mask = np.any(run.state.parent[run.rows(*HARMFUL)] > -2, axis=0)
    return aware


@once
def _steps_believing(run: Run) -> NDArray[np.int64]:
    steps: NDArray[np.int64] = run.person_steps[run.rows(*HARMFUL)].sum(axis=0)
    return steps


@once
def _beliefs(run: Run) -> NDArray[np.int64]:
    """Count false beliefs, ``(n_steps + 1, n_groups)``."""
    counted: NDArray[np.int64] = run.counts[:, run.rows(*HARMFUL), BELIEVER].sum(axis=1)
    return counted


@once
def _memberships(run: Run) -> NDArray[np.int64]:
    platforms: NDArray[np.int64] = (run.joined < run.clock.n_steps).sum(axis=0)
    return platforms


def groups_of(run: Run, people: Mask) -> NDArray[np.int64]:
    """List the groups that some people are in."""
    return np.flatnonzero(np.bincount(run.population.group, weights=people))


def believers_end_fraction(run: Run, people: Mask) -> float:
    """Give the proportion who believe any false claim at the end, in [0, 1]."""
    return fraction(_at_end(run)[BELIEVER], people)


def corrected_end_fraction(run: Run, people: Mask) -> float:
    """Give the proportion who hold any correction at the end, in [0, 1]."""
    return fraction(_at_end(run)[CORRECTED], people)


def ever_believed_fraction(run: Run, people: Mask) -> float:
    """Give the proportion who ever believed any false claim, in [0, 1]."""
    return fraction(_ever_believed(run), people)


def anybody_believed(run: Run, people: Mask) -> float:
    """Tell (1 or 0) whether a single one of some people ever believed a false claim."""
    return float(ever_believed_fraction(run, people) > 0) if people.any() else float("nan")


def ever_aware_fraction(run: Run, people: Mask) -> float:
    """Give the proportion who ever saw any false claim, in [0, 1]."""
    return fraction(_ever_aware(run), people)


def person_days_per_person(run: Run, people: Mask) -> float:
    """Give the mean days that a person spent believing false claims, added up."""
    return mean(_steps_believing(run), people) * run.clock.step_days


def equity_gap(run: Run, people: Mask) -> float:
    """Give the days of false belief between the groups that fare worst and best.

    Source
    ------
    Assumption: the widest gap, whichever two groups it is between.
    """
    groups = groups_of(run, run.population.is_person)
    days = [person_days_per_person(run, run.population.group == g) for g in groups]
    return max(days) - min(days)


def believing(run: Run, *veracities: str) -> NDArray[np.float64]:
    """Give the beliefs per person at each step, ``(n_steps + 1,)``.

    With several claims a person can hold several, so it can exceed 1.
    """
    groups = groups_of(run, run.population.is_person)
    counted = run.counts[:, run.rows(*veracities), BELIEVER][:, :, groups]
    beliefs: NDArray[np.float64] = counted.sum(axis=(1, 2)) / run.population.is_person.sum()
    return beliefs


def peak_beliefs_per_person(run: Run, people: Mask) -> float:
    """Give the largest number of false beliefs per person at any step."""
    chosen = groups_of(run, people)
    counted = _beliefs(run)[:, chosen].sum(axis=1)
    return float(counted.max() / run.population.group_sizes[chosen].sum()) if len(chosen) else float("nan")


def peak_day(run: Run, people: Mask) -> float:
    """Give the day, after the start, of the most false beliefs; the first of several such days."""
    chosen = groups_of(run, people)
    counted = _beliefs(run)[:, chosen].sum(axis=1)
    return float(counted.argmax() * run.clock.step_days) if len(chosen) else float("nan")


def took_off(run: Run, people: Mask) -> float:
    """Tell (1 or 0) whether at least 5% of the people ever believed a false claim."""
    return float(ever_believed_fraction(run, people) >= 0.05)


def memberships_per_person(run: Run, people: Mask) -> float:
    """Give the mean number of platforms that a person is on at the end."""
    return mean(_memberships(run), people)
