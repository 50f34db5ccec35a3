"""Competition: claim and correction contend for those who know neither.

The rule-book of the hoax against the fact-check (SBFC): somebody who knows neither
takes one side or none in each step, by how many of its contacts stand on each.
Believers are not argued out of it; they verify by themselves, or forget.
"""

from __future__ import annotations

from infosim.rules.belief import BELIEVER, CORRECTED, UNAWARE


def credibility(plausibility: float, literacy: float, factor: float) -> float:
    """Give the weight of the claim over its correction, in [0, 1].

    With a plausibility of one half this is one minus literacy.

    Parameters
    ----------
    plausibility : float in [0, 1], of the claim
    literacy : float in [0, 1], of the person
    factor : float in [0, 1], all interventions together

    Examples
    --------
    >>> credibility(0.5, 0.25, 1.0)
    0.75
    """
    weight = 2.0 * plausibility * (1.0 - literacy) * factor
    return 1.0 if weight > 1.0 else weight


def heard_of(unheard: float, visibility: float) -> float:
    """Lower the probability that nothing was heard, by one platform."""
    return unheard * (1.0 - visibility)


def compete(luck: float, informed: float, pro: float, contra: float) -> int:
    """Take the side of the claim, that of the correction, or none.

    Parameters
    ----------
    luck : float in [0, 1)
    informed : float in [0, 1], probability of taking a side at all
    pro, contra : float, at least 0, weight of the claim and of its correction

    Returns
    -------
    int : BELIEVER, CORRECTED or UNAWARE

    Source
    ------
    Tambuscio2015: ``f = informed * pro / (pro + contra)``, likewise for the other.

    Examples
    --------
    >>> compete(0.1, 0.5, 3.0, 1.0), compete(0.4, 0.5, 3.0, 1.0), compete(0.5, 0.5, 3.0, 1.0)
    (2, 3, 0)
    """
    total = pro + contra
    if total <= 0.0:
        return UNAWARE
    believing = informed * pro / total
    if luck < believing:
        return BELIEVER
    return CORRECTED if luck < believing + informed * contra / total else UNAWARE
