"""Mean fields: what would happen if everybody met everybody, step by step and in the long run.

The equations that theory has for models whose people, in this program, meet their contacts
only. Where both are drawn side by side, one sees when the network matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def hoax_at_rest(alpha: float, beta: float, p_forget: float, p_verify: float) -> float:
    """Give the proportion of believers at which hoax and fact-checking come to rest.

    Parameters
    ----------
    alpha : float in [0, 1], the credibility of the hoax
    beta : float in [0, 1], the spreading rate
    p_forget, p_verify : float in [0, 1], in each step; forgetting comes first

    Returns
    -------
    float in [0, 1]

    Source
    ------
    Tambuscio2015; the closed form is T03.

    Examples
    --------
    >>> round(hoax_at_rest(0.9, 0.5, 0.1, 0.1), 4), hoax_at_rest(0.5, 0.5, 0.1, 0.5)
    (0.4167, 0.0)
    """
    if beta + p_forget == 0 or p_forget == p_verify == 0:
        return 0.0 if beta == 0 else 1.0
    informed = beta / (beta + p_forget)
    gain = (1 + alpha) * p_forget / (p_forget + p_verify * (1 - p_forget))
    if alpha == 0:
        # Both sides are alike: believers only leave, unless nobody verifies.
        return 0.0 if p_verify > 0 else informed / 2
    return min(informed, max(0.0, informed * (gain - (1 - alpha)) / (2 * alpha)))


class Crowd(NamedTuple):
    """A kind of people in a mean field of the hoax.

    Attributes
    ----------
    alpha : float in [0, 1], the credibility of the hoax among them
    p_verify : float in [0, 1], in each step
    meets : contacts with each crowd, in any unit
    """

    alpha: float
    p_verify: float
    meets: tuple[float, ...]


def hoax_course(
    crowds: Sequence[Crowd], beta: float, p_forget: float, believers: float | Floats, n_steps: int
) -> Floats:
    """Follow the proportion of believers in each crowd, ``(n_steps + 1, n_crowds)``.

    Parameters
    ----------
    believers : in [0, 1], the proportion in each crowd, or of all alike, at the start

    Source
    ------
    Tambuscio2015, with the contacts of each crowd in place of everybody.
    """
    alpha = np.array([one.alpha for one in crowds])
    p_verify = np.array([one.p_verify for one in crowds])
    meets = np.array([one.meets for one in crowds])
    b, f = np.zeros(len(crowds)) + believers, np.zeros(len(crowds))
    course = [b]
    for _ in range(n_steps):
        pro, contra = meets @ b * (1 + alpha), meets @ f * (1 - alpha)
        total = pro + contra
        taken = beta * (1 - b - f) / np.where(total > 0, total, 1.0)
        kept = 1 - p_forget
        b, f = (
            taken * pro + b * kept * (1 - p_verify),
            taken * contra + f * kept + b * kept * p_verify,
        )
        course.append(b)
    return np.array(course)


def epidemic_course(
    beta: float, gamma: float, mean_degree: float, infected: float, n_steps: int, *, immune: bool
) -> Floats:
    """Follow the proportion infected if everybody has the mean number of contacts, drawn anew in each step.

    Parameters
    ----------
    beta, gamma : float in [0, 1], the chances of passing it on and of recovering, in each step
    mean_degree : float, at least 0
    infected : float in [0, 1], the proportion at the start
    immune : whether whoever recovers cannot be infected again

    Returns
    -------
    (n_steps + 1, 2) float64 : infected now, and ever infected (or now, without immunity)

    Source
    ------
    Kermack1927, in discrete time.
    """
    now, recovered = infected, 0.0
    course = [(now, now)]
    for _ in range(n_steps):
        caught = (1 - now - recovered) * (1 - (1 - beta * now) ** mean_degree)
        healed = gamma * now
        now += caught - healed
        recovered += healed if immune else 0.0
        course.append((now, now + recovered))
    return np.array(course)


class TwoGroups(NamedTuple):
    """An epidemic of ordinary and misinformed people, all numbers as proportions of both together.

    Attributes
    ----------
    infected, recovered : (n_days, 2) float64, of ordinary and misinformed people
    """

    infected: Floats
    recovered: Floats

    @property
    def peak_day(self) -> int:
        """Day on which most are infected; the first day is 1."""
        return int(self.infected.sum(axis=1).argmax()) + 1


def two_groups(
    beta: tuple[float, float],
    sizes: tuple[float, float],
    recovery: float,
    infected: float,
    homophily: float,
    n_days: int,
) -> TwoGroups:
    """Follow an epidemic in two groups by steps of a day (Euler's method).

    Parameters
    ----------
    beta : infections a day per infected contact, of ordinary and of misinformed people
    sizes : proportions of people, which add to 1
    recovery : float in [0, 1], a day
    infected : float in [0, 1], proportion of people infected on day 1
    homophily : float in [0, 1], proportion of contacts inside the own group; one half is none

    Source
    ------
    DeVerna2025.
    """
    size, rate = np.array(sizes), np.array(beta)
    sick = infected * size
    well, healed = size - sick, np.zeros(2)
    days = [(sick, healed)]
    for _ in range(n_days - 1):
        met = 2 * (homophily * sick + (1 - homophily) * sick[::-1])
        caught, left = rate * well * met, recovery * sick
        well, sick, healed = well - caught, sick + caught - left, healed + left
        days.append((sick, healed))
    return TwoGroups(np.array([one for one, _ in days]), np.array([other for _, other in days]))
