"""Seeing, believing and being corrected: what an exposure does to one person."""

from __future__ import annotations

UNAWARE = 0
UNCONVINCED = 1
BELIEVER = 2
CORRECTED = 3


def notice(unseen: float, visibility: float, n_new: int) -> float:
    """Lower the probability of not having seen the claim at all.

    Examples
    --------
    >>> notice(1.0, 0.5, 2)
    0.25
    """
    for _ in range(n_new):
        unseen = unseen * (1.0 - visibility)
    return unseen


def lessen(factor: float, cut: float, remaining: float, weight: float) -> float:
    """Apply one dated effect that has waned to a part of its strength.

    Parameters
    ----------
    factor : float in [0, 1], of the effects applied before
    cut : float in [0, 1], the effect when fresh
    remaining : float in [0, 1], what is left of it
    weight : float, at least 0, how strongly it works on this person

    Examples
    --------
    >>> lessen(1.0, 0.5, 0.5, 1.0)
    0.75
    """
    lowered = cut * remaining * weight
    lowered = min(lowered, 1.0)
    return factor * (1.0 - lowered)


def acceptance_of_claim(plausibility: float, susceptibility: float, factor: float) -> float:
    """Give the probability that one seen share of a claim convinces.

    Parameters
    ----------
    plausibility : float in [0, 1], of the claim for medium literacy
    susceptibility : float, at least 0, multiplier from media literacy
    factor : float in [0, 1], all interventions together
    """
    acceptance = plausibility * susceptibility * factor
    return 1.0 if acceptance > 1.0 else acceptance


def acceptance_of_correction(
    acceptance: float, authority: float, residual: float, stance: int, factor: float
) -> float:
    """Give the probability that one seen correction is accepted.

    A believer accepts it less: the continued influence of what was believed.

    Parameters
    ----------
    acceptance : float in [0, 1], at medium trust
    authority : float, at least 0, multiplier from trust
    residual : float in [0, 1]
    stance : int
    factor : float in [0, 1], all interventions together

    Source
    ------
    JohnsonSeifert1994; sizes C14, C15.
    """
    accepted = acceptance * authority * factor
    if stance == BELIEVER:
        accepted = accepted * (1.0 - residual)
    return 1.0 if accepted > 1.0 else accepted


def yields(luck: float, resistance_left: float) -> bool:
    """Tell whether doubt has shrunk to the luck drawn for it.

    ``luck`` is uniform, so the chance of having yielded is one minus the doubt.
    """
    return not luck < resistance_left


def settle(stance: int, is_aware: bool, is_convinced: bool, is_corrected: bool) -> int:
    """Give the stance of the next step; a correction has the last word.

    Examples
    --------
    >>> settle(UNAWARE, True, True, True) == CORRECTED
    True
    """
    if is_corrected:
        return CORRECTED
    if is_convinced:
        return BELIEVER
    if stance == UNAWARE and is_aware:
        return UNCONVINCED
    return stance
