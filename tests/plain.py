"""The numbers of the model, as plainly as they can be said: for the oracle of naive.py.

Multipliers, survival tables, rules of persuasion, and what a claim of the scenario
comes to. Written from docs/model.md; numbers in brackets are its sections.
"""

from __future__ import annotations

from math import floor, sqrt

from infosim.scenario.models import Claim, Scenario
from infosim.units import Dwell


def susceptibility(literacy: float) -> float:
    """Say how easily somebody accepts a claim that is not true (7.1)."""
    if literacy < 0.5:
        return 1.15 + (1.0 - 1.15) * (2.0 * literacy)
    return 1.0 + (0.75 - 1.0) * (2.0 * literacy - 1.0)


def authority(trust: float) -> float:
    """Say how much somebody listens to those who correct and label (7.1)."""
    return 0.47 + (1.0 - 0.47) * (2.0 * trust)


def independent(doubt: float, visibility: float, acceptance: float, n: int, before: int, of: int) -> float:
    """Doubt after n posts, each of them a trial (7.6)."""
    for _ in range(n):
        doubt = doubt * (1.0 - visibility * acceptance)
    return doubt


def reinforced(doubt: float, visibility: float, acceptance: float, n: int, before: int, of: int) -> float:
    """Doubt after n posts, each of which convinces more than the one before (7.6)."""
    for m in range(before, before + n):
        doubt = doubt * (1.0 - visibility * min(1.0, acceptance * (1.0 + 0.5 * m)))
    return doubt


def threshold(doubt: float, visibility: float, acceptance: float, n: int, before: int, of: int) -> float:
    """Doubt, or none once posts are seen by as many as a proportion of the contacts (7.6)."""
    reached = acceptance > 0.0 and visibility * (before + n) >= (1.0 - acceptance) * of
    return 0.0 if reached else doubt


PERSUADED = {"independent": independent, "reinforced": reinforced, "threshold": threshold}
"""The rules by which doubt is worn down; `sbfc` knows none (7.6)."""


def in_steps(hours: float, scenario: Scenario) -> int:
    """Turn hours into steps (2)."""
    return floor(hours / scenario.time.step + 0.5)


def half_power(x: float) -> float:
    """Raise one half to the power x (7.2)."""
    power, root = 1.0, 0.5
    while x >= 1.0 and power > 0.0:
        power, x = power * 0.5, x - 1.0
    for _ in range(53):
        root, x = sqrt(root), x * 2.0
        if x >= 1.0:
            power, x = power * root, x - 1.0
    return power


def powers(ratio: float, n: int) -> list[float]:
    """Multiply 1 by the ratio again and again (7.2)."""
    table = [1.0]
    while len(table) < n:
        table.append(table[-1] * ratio)
    return table


def hazard(per_day: float, scenario: Scenario, n: int) -> list[float]:
    """Tabulate survival under a hazard (7.2)."""
    return powers(1.0 - min(1.0, per_day * (scenario.time.step / 24.0)), n)


def survival(lasting: Dwell, scenario: Scenario, n: int) -> list[float]:
    """Tabulate what proportion still lasts at each age (7.2)."""
    if lasting.exactly is not None:
        end = max(1, in_steps(lasting.exactly, scenario))
        return [1.0 if age < end else 0.0 for age in range(n)]
    if lasting.per_day is not None:
        return hazard(lasting.per_day, scenario, n)
    if lasting.half_life is not None:
        return powers(half_power(scenario.time.step / lasting.half_life), n)
    return [1.0] * n


class Family:
    """The numbers of a claim of the scenario, and of its correction (7.2, 7.3)."""

    def __init__(self, claim: Claim, rate: float, scenario: Scenario, n: int) -> None:
        correction = claim.correction
        self.judged, self.checkable = claim.veracity != "true", claim.veracity == "false"
        self.plausibility, self.rate = claim.plausibility, rate
        self.unthinking_rate = rate * claim.sharing.unconvinced
        self.correction_rate = rate * correction.sharing if correction else 0.0
        self.acceptance = correction.acceptance if correction else 0.0
        self.residual = correction.residual if correction else 0.0
        self.visibility = correction.visibility if correction else 0.0
        self.interest = survival(claim.sharing.interest, scenario, n)
        self.forgetting = survival(claim.forgetting, scenario, n)
        passing = correction.interest if correction else Dwell(half_life=12.0)
        self.correction_interest = survival(passing, scenario, n)
        lasting = correction.forgetting if correction else Dwell(half_life=14 * 24.0)
        self.correction_forgetting = survival(lasting, scenario, n)
        self.verification = [
            hazard(0.0 if group.role == "bot" else claim.verification * group.literacy, scenario, n)
            for group in scenario.population.groups
        ]
