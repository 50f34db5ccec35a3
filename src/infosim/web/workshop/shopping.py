"""What coins buy: for each intervention of a scenario, how strong it is with how many coins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from infosim.interventions.base import Intervention
from infosim.scenario.models import Scenario
from infosim.scenario.paths import find_value
from infosim.scenario.sliders import Movable, movable

MOST = 5
"""Coins that one intervention takes."""

BUDGET = 10
"""Coins of a team, where there is enough to spend them on."""

DOSES = ("coverage", "reach", "increase", "share", "cut", "leakage", "completion", "effect")
"""The fields that coins move, those that say how many are reached before those that say how well."""

MOST_ITEMS = 8


class Dose(NamedTuple):
    """How coins move an intervention.

    Attributes
    ----------
    label : id of the intervention
    path : the field that is moved
    number : its range
    nothing : its value with which the intervention does nothing
    """

    label: str
    path: str
    number: Movable
    nothing: float

    def at(self, coins: int) -> float:
        """Give the value of the field for some coins: in equal steps to the strong end of its range."""
        number = self.number
        far = max((number.low, number.high), key=lambda end: abs(end - self.nothing))
        return round(self.nothing + (far - self.nothing) * coins / MOST, 12)


def doses(scenario: Scenario) -> list[Dose]:
    """List what coins can buy: interventions that an arm uses and that have a strength to move."""
    used = {name for arm in scenario.arms.values() for name in arm.interventions}
    found = (dose_of(scenario, one) for one in scenario.interventions if one.id in used)
    return [dose for dose in found if dose is not None][:MOST_ITEMS]


def dose_of(scenario: Scenario, one: Intervention) -> Dose | None:
    """Find the field of an intervention that coins move; None if it has none."""
    for name in DOSES:
        if name in one.strengths:
            path = f"interventions.{one.id}.{name}"
            number = movable(find_value(scenario, path))
            if number is not None and not number.is_whole:
                return Dose(one.id, path, number, float(one.strengths[name]))
    return None


def coins_part(scenario: Scenario) -> Iterator[dict[str, Any]]:
    """Describe spending coins, if there is anything to spend them on."""
    items = [
        {
            "id": dose.label,
            "title": dose.label.replace("_", " "),
            "field": dose.path.rpartition(".")[2].replace("_", " "),
            "doses": [dose.number.say(dose.at(coins)) for coins in range(MOST + 1)],
        }
        for dose in doses(scenario)
    ]
    if items:
        budget = min(BUDGET, max(3, MOST * len(items) // 2))
        yield {"id": "coins", "kind": "coins", "items": items, "most": MOST, "budget": budget}


def bought(scenario: Scenario, coins: Mapping[str, int]) -> dict[str, Any]:
    """Write the arm that coins buy."""
    chosen = {dose: coins[dose.label] for dose in doses(scenario) if coins.get(dose.label)}
    changes = {dose.path: dose.number.write(dose.at(n)) for dose, n in chosen.items()}
    return {"interventions": [dose.label for dose in chosen], "set": changes}
