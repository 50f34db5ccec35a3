"""What each arm is compared with, and which arms are about another setting."""

from __future__ import annotations

from infosim.experiments.compare import Comparison


def is_setting(comparison: Comparison, arm: str) -> bool:
    """Tell whether an arm differs in its setting alone from the one it is compared with.

    Nothing is done in such an arm that is not done in the other, so nobody can say
    that it helped or failed.
    """
    study, other = comparison.study, comparison.reference(arm)
    return study.of(arm) is not study.of(other) and study.arms[arm] == study.arms[other]


def elsewhere(comparison: Comparison) -> tuple[str, ...]:
    """List the arms that are compared with another arm than the first."""
    return tuple(arm for arm in comparison.arms[1:] if comparison.reference(arm) != comparison.baseline)


def references(comparison: Comparison) -> tuple[str, ...]:
    """List the arms that others are compared with, in the order of the file."""
    named = {comparison.reference(arm) for arm in comparison.arms[1:]}
    return tuple(arm for arm in comparison.arms if arm in named)
