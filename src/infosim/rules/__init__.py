"""What one person does: small pure functions of numbers.

A rule never draws and sees neither arrays nor people: it receives its uniform
number and its arguments as plain numbers. So it can be tested with a pencil, is
plain Python for the reference engine, and is compiled as it stands for the
compiled engine. Only ``+ - * /``, ``sqrt``, comparisons and loops are allowed
(LAW 4), because those are correctly rounded everywhere.
"""

from __future__ import annotations

from collections.abc import Callable

from infosim.rules.added import AddedRule
from infosim.rules.persuasion import independent, reinforced, threshold

__all__ = ["COMPETITION", "PERSUASION", "AddedRule", "Persuasion", "persuasion_rule", "rule_names"]

PERSUASION: dict[str, Callable[..., float]] = {
    "independent": independent,
    "reinforced": reinforced,
    "threshold": threshold,
}
"""How repeated exposure wears down doubt."""

COMPETITION = "sbfc"
"""The rule by which claim and correction compete, in place of doubt: `rules.competition`."""


def rule_names() -> list[str]:
    """List the rules of persuasion that a scenario may name."""
    return [*PERSUASION, COMPETITION]


Persuasion = str | AddedRule
"""A rule by its name in the catalogue, or one that a user has handed over."""


def persuasion_rule(persuasion: Persuasion) -> Callable[..., float]:
    """Give the rule by which doubt shrinks; under competition nobody asks for it."""
    if isinstance(persuasion, AddedRule):
        return persuasion
    return independent if persuasion == COMPETITION else PERSUASION[persuasion]
