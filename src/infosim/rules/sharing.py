"""Passing on: the chance of sharing, and whom a person heard it from."""

from __future__ import annotations


def share_probability(rate: float, activity: float, factor: float) -> float:
    """Give the probability of sharing in one step on one platform.

    Parameters
    ----------
    rate : float in [0, 1], of a person of activity 1
    activity : float, at least 0
    factor : float, at least 0, all interventions together

    Examples
    --------
    >>> share_probability(0.5, 3.0, 0.5)
    0.5
    """
    probability = rate * activity
    probability = min(probability, 1.0)
    return probability * factor


def pick(luck: float, n_choices: int) -> int:
    """Choose one of the posts that were heard, each with the same chance."""
    return int(luck * n_choices)
