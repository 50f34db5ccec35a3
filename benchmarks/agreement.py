"""Whether peers give the same answers: wrong answers are not fast.

All run the same stochastic model on the same graph, each with luck of its own, so a mean over
runs may differ from infosim's by chance: by 4.5 standard errors once in 150,000 times. The
standard deviation is that of infosim's runs at the smallest size of this benchmark, or the
peer's own where that is larger; it grows with the square root of the number of people.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any

SIGMAS = 4.5

ALLOWANCES = {"peak": 0.005, "peak_step": 0.0}
"""Proportion of the value that is granted besides: a peak falls between two whole steps."""

CONTINUOUS = {"eon": 0.01}
"""Peers in continuous time have a slightly different law of durations."""

SHORTEST = {"peak_step": 1.5}
"""Smallest tolerance: moments are whole steps, and early luck shifts them."""


@dataclass(frozen=True)
class Spread:
    """Mean, standard deviation and number of some runs of one measure."""

    mean: float
    deviation: float
    n: int

    @classmethod
    def of(cls, values: list[float]) -> Spread:
        """Sum up some values."""
        return cls(
            statistics.fmean(values), statistics.stdev(values) if len(values) > 1 else 0.0, len(values)
        )


def measured(runs: list[dict[str, Any]], measure: str) -> list[float]:
    """List a measure of the runs that went to their end."""
    return [float(run[measure]) for run in runs if run.get("finished") and measure in run]


def deviation_at(reference: Spread, measure: str, growth: float) -> float:
    """Scale a standard deviation to a society that is `growth` times as large."""
    return reference.deviation * (1.0 if measure == "peak_step" else growth**0.5)


def disagreements(
    peer: str,
    theirs: list[dict[str, Any]],
    ours: list[dict[str, Any]],
    references: dict[str, Spread],
    growth: float,
) -> list[str]:
    """Say for each measure in which a peer is too far from infosim how far that is."""
    told = []
    for measure, reference in references.items():
        mine, other = measured(ours, measure), measured(theirs, measure)
        if not mine or not other:
            continue
        a, b = Spread.of(mine), Spread.of(other)
        own = b.deviation if b.n >= 5 else 0.0
        deviation = max(deviation_at(reference, measure, growth), own)
        tolerance = SIGMAS * deviation * (1 / a.n + 1 / b.n) ** 0.5
        tolerance += (ALLOWANCES.get(measure, 0.0) + CONTINUOUS.get(peer, 0.0)) * a.mean
        tolerance = max(tolerance, SHORTEST.get(measure, 0.0))
        if abs(a.mean - b.mean) > tolerance:
            told.append(f"{measure} {b.mean:,.1f}, infosim {a.mean:,.1f}, allowed {tolerance:,.1f}")
    return told
