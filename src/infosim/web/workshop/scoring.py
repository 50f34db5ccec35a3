"""Points: how near a guess was, round by round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from infosim.web.workshop.state import Answer, State

FULL = 10
"""Points of a perfect answer."""

NOTHING_AT = 0.5
"""A guess that is wrong by this part of the range gets nothing."""


def points(asked: Mapping[str, Any], truth: Answer, answer: Answer) -> int:
    """Score an answer, 0 to `FULL`.

    A number loses points in proportion to its distance from the truth; a choice is
    right or wrong.
    """
    if isinstance(truth, str) or isinstance(answer, str):
        return FULL if answer == truth else 0
    span = float(asked["high"] - asked["low"])
    return round(FULL * max(0.0, 1.0 - abs(answer - truth) / (NOTHING_AT * span)))


def scores(state: State, truths: Mapping[str, tuple[Mapping[str, Any], Answer]]) -> dict[str, int]:
    """Add up the points of every phone over the questions whose truth was shown."""
    sums = dict.fromkeys(state.phones, 0)
    for question, (asked, truth) in truths.items():
        for phone, answer in state.answers.get(question, {}).items():
            sums[phone] += points(asked, truth, answer)
    return sums


def team_scores(state: State, by_phone: Mapping[str, int]) -> dict[int, float]:
    """Give the mean points of each team that has anybody in it."""
    members: dict[int, list[int]] = {}
    for phone, sum_ in by_phone.items():
        members.setdefault(state.team(phone), []).append(sum_)
    return {team: sum(sums) / len(sums) for team, sums in sorted(members.items())}
