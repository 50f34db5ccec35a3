"""How long things last: tables of what survives, made of correctly rounded steps."""

from __future__ import annotations

from math import sqrt


def half_power(halvings: float) -> float:
    """Give one half to the power ``halvings`` by square roots and products alone.

    A library power differs in its last bit between machines (LAW 4); this does not.

    Examples
    --------
    >>> half_power(3.0), half_power(0.5) == sqrt(0.5)
    (0.125, True)
    """
    power = 1.0
    while halvings >= 1.0 and power > 0.0:
        power = power * 0.5
        halvings = halvings - 1.0
    root = 0.5
    for _ in range(53):
        root = sqrt(root)
        halvings = halvings * 2.0
        if halvings >= 1.0:
            halvings = halvings - 1.0
            power = power * root
    return power


def lasts(luck: float, survival: float) -> bool:
    """Tell whether something still lasts at an age that a proportion reaches."""
    return luck < survival


def is_here(joined: int, left: int, back: int, step: int) -> bool:
    """Tell whether somebody is on a platform: has joined, and is not away just now.

    Examples
    --------
    >>> [is_here(2, 4, 5, step) for step in range(1, 7)]
    [False, True, True, False, True, True]
    """
    return joined <= step and not left <= step < back
