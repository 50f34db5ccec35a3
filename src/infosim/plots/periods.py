"""When the interventions of an arm run."""

from __future__ import annotations

from dataclasses import dataclass

from infosim.experiments import Comparison
from infosim.interventions.base import Intervention
from infosim.plots.wording import in_words
from infosim.society import Society


@dataclass(frozen=True)
class Period:
    """A stretch of time in which some interventions of an arm are active.

    Attributes
    ----------
    first, last : days after the start
    names : the interventions, in words
    """

    first: float
    last: float
    names: tuple[str, ...]


def earliest_effect(society: Society, intervention: Intervention) -> float:
    """Give the hours before which an intervention that waits for a claim can do nothing."""
    clock, claims = society.clock, society.claims
    if not hasattr(intervention, "delay"):
        return 0.0
    return min(claim.start for claim in claims) * clock.step_hours + float(intervention.delay)


def periods_of(comparison: Comparison, arm: str, besides: tuple[Intervention, ...] = ()) -> list[Period]:
    """List the periods of an arm, in order of their start; the study's end cuts them off.

    Parameters
    ----------
    besides : interventions that are left out
    """
    society = comparison.study.of(arm).society
    end = float(comparison.days()[-1])
    together: dict[tuple[float, float], tuple[str, ...]] = {}
    for intervention in (one for one in comparison.study.arms[arm] if one not in besides):
        first = max(intervention.start, earliest_effect(society, intervention)) / 24.0
        last = (
            end
            if intervention.length is None
            else min(end, (intervention.start + intervention.length) / 24.0)
        )
        if first >= last:
            continue
        together[first, last] = (*together.get((first, last), ()), in_words(intervention.id))
    return [Period(first, last, names) for (first, last), names in sorted(together.items())]
