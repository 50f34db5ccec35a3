"""Persuasion: how the doubt of a person shrinks when contacts share a claim.

Every rule of this catalogue has one signature. ``doubt`` is the probability that
a person of average luck is still unconvinced; the person believes as soon as it
is no greater than the resistance drawn for this claim (Sellke's construction).
"""

from __future__ import annotations


def independent(
    doubt: float, visibility: float, acceptance: float, n_new: int, n_before: int, n_contacts: int
) -> float:
    """Let each post convince independently of the others.

    Parameters
    ----------
    doubt : float in [0, 1]
    visibility : float in [0, 1]
        Probability that one share on this platform is seen.
    acceptance : float in [0, 1]
        Probability that a seen share convinces.
    n_new : int, at least 1
        Posts by contacts that can be seen in this step on this platform.
    n_before : int
        Posts that could be seen before, in this episode (not used).
    n_contacts : int
        Contacts on this platform (not used).

    Returns
    -------
    float in [0, 1] : the new doubt

    Source
    ------
    Sellke1983; the law of one trial per exposure with probability
    ``visibility * acceptance``.

    Examples
    --------
    >>> independent(1.0, 0.5, 0.5, 2, 0, 10)
    0.5625
    """
    for _ in range(n_new):
        doubt = doubt * (1.0 - visibility * acceptance)
    return doubt
