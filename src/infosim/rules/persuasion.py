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


REINFORCEMENT = 0.5
"""How much of the first acceptance every further exposure adds (assumption; direction S15, S16)."""


def reinforced(
    doubt: float, visibility: float, acceptance: float, n_new: int, n_before: int, n_contacts: int
) -> float:
    """Let each repetition convince more than the one before: complex contagion.

    The first post is accepted with the probability of `independent`, each further
    one with `REINFORCEMENT` of it more, at most 1.

    Parameters
    ----------
    doubt : float in [0, 1]
    visibility : float in [0, 1], probability that one share is seen
    acceptance : float in [0, 1], probability that the first one seen convinces
    n_new : int, at least 1, posts that can be seen in this step
    n_before : int, posts that could be seen before, in this episode
    n_contacts : int, contacts on this platform (not used)

    Returns
    -------
    float in [0, 1] : the new doubt

    Source
    ------
    Direction: Centola2010, Monsted2017 (S15, S16), and illusory truth (E03, E04).
    The size is assumed.

    Examples
    --------
    >>> reinforced(1.0, 1.0, 0.2, 1, 0, 10), reinforced(1.0, 1.0, 0.2, 1, 2, 10)
    (0.8, 0.6)
    """
    for n in range(n_before, n_before + n_new):
        strengthened = acceptance * (1.0 + REINFORCEMENT * n)
        strengthened = min(strengthened, 1.0)
        doubt = doubt * (1.0 - visibility * strengthened)
    return doubt


def threshold(
    doubt: float, visibility: float, acceptance: float, n_new: int, n_before: int, n_contacts: int
) -> float:
    """Convince for certain once enough of the contacts have shared.

    Enough is a fraction of ``1 - acceptance``: an item of acceptance 0.7 needs three
    tenths of the contacts. Posts seen stand for contacts, so a contact who posts twice
    counts twice.

    Parameters
    ----------
    doubt : float in [0, 1]
    visibility : float in [0, 1], probability that one share is seen
    acceptance : float in [0, 1], one minus the fraction of contacts that is enough
    n_new : int, at least 1, posts that can be seen in this step
    n_before : int, posts that could be seen before, in this episode
    n_contacts : int, contacts on this platform

    Returns
    -------
    float in [0, 1] : the new doubt, 0 beyond the threshold

    Source
    ------
    Granovetter1978; Tornberg2018 with one threshold for all.

    Examples
    --------
    >>> threshold(1.0, 1.0, 0.75, 2, 0, 10), threshold(1.0, 1.0, 0.75, 1, 2, 10)
    (1.0, 0.0)
    """
    seen = visibility * (n_before + n_new)
    if acceptance > 0.0 and seen >= (1.0 - acceptance) * n_contacts:
        return 0.0
    return doubt
