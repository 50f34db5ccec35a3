"""What came out of a question, and whether it may be told yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from infosim.web.workshop.jobs import Job, job_of
from infosim.web.workshop.scoring import scores
from infosim.web.workshop.state import Answer, State

SAME = 0.05
"""Less than this part of the peak is told as no difference."""


def truth_of(state: State, asked: Mapping[str, Any]) -> Answer | None:
    """Give the right answer to what is asked; None if there is none, or it is not computed."""
    if asked.get("kind") != "what_if":
        return asked.get("truth")
    result = result_of(state, job_of(state))
    return None if result is None else direction(result)


def direction(result: Mapping[str, Any]) -> str:
    """Tell whether moving a slider gave more at the peak, fewer, or about the same."""
    before, after = result["baseline"]["peak"], result["arms"]["moved"]["peak"]
    if abs(after - before) <= max(SAME * before, 0.1):
        return "same"
    return "more" if after > before else "fewer"


def result_of(state: State, job: Job | None) -> Mapping[str, Any] | None:
    """Give what was computed for a job; None if it is not there."""
    return None if job is None else state.results.get(job.key)


def shown_truths(state: State, material: Mapping[str, Any]) -> dict[str, tuple[Mapping[str, Any], Answer]]:
    """List what was asked and came out, by question, as far as the room has seen it."""
    known: dict[str, tuple[Mapping[str, Any], Answer]] = {}
    for asked in material["programme"]:
        for question in state.shown:
            if question.partition(":")[0] != asked["id"]:
                continue
            truth = asked.get("truth")
            if asked["kind"] == "what_if":
                truth = next(
                    (direction(one) for key, one in state.results.items() if key.startswith(question + "#")),
                    None,
                )
            if truth is not None:
                known[question] = (asked, truth)
    return known


def points_by_phone(state: State, material: Mapping[str, Any]) -> dict[str, int]:
    """Add up what every phone has earned so far."""
    return scores(state, shown_truths(state, material))
