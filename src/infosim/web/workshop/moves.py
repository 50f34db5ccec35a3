"""What the roles of the role play can do, as arms of the scenario at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from infosim.errors import InputError
from infosim.measures.prevalence import HARMFUL
from infosim.scenario.loading import built
from infosim.scenario.models import Scenario
from infosim.web.workshop.spending import ROLES

BUDGET = 3
"""Points of each role in each turn."""


@dataclass(frozen=True)
class Move:
    """Something a role can do.

    Attributes
    ----------
    id, role, price : what it is called, who may do it, for how many points
    intervention : as a scenario writes it; `{platform}` stands for the first that is online
    times : for a rumour-monger, by how much it multiplies a field of every harmful claim
    """

    id: str
    role: str
    price: int
    intervention: Mapping[str, Any] = field(default_factory=dict)
    times: tuple[str, float] | None = None


MOVES = (
    Move("radio", "ministry", 1, {"kind": "awareness_campaign", "channel": "radio", "reach": "40%"}),
    Move("course", "ministry", 2, {"kind": "media_literacy_course", "coverage": "40%"}),
    Move(
        "sms", "ministry", 1, {"kind": "awareness_campaign", "channel": "sms", "reach": "60%", "effect": "8%"}
    ),
    Move("prompt", "platform", 1, {"kind": "accuracy_prompt", "platform": "{platform}"}),
    Move("label", "platform", 1, {"kind": "warning_label", "platform": "{platform}"}),
    Move("downrank", "platform", 2, {"kind": "downranking", "platform": "{platform}"}),
    Move("tips", "civil", 1, {"kind": "prebunking", "channel": "workshop", "format": "tips", "reach": "30%"}),
    Move(
        "visits", "civil", 2, {"kind": "media_literacy_course", "channel": "home_visits", "coverage": "20%"}
    ),
    Move("check", "civil", 1, {"kind": "fact_check", "channel": "{platform}", "reach": "40%", "sources": 5}),
    Move("bolder", "rumour", 2, times=("plausibility", 1.5)),
    Move("oftener", "rumour", 1, times=("seeds.count", 2)),
    Move("catchier", "rumour", 1, times=("sharing", 1.25)),
)
"""Every move there is; those that a scenario has no place for are left out of its role play."""

PREFIX = "move_"
"""Keeps the interventions of moves apart from those of the scenario."""


def online(scenario: Scenario) -> str:
    """Name the platform that moves are about: the first that is not word of mouth, else the first."""
    names = list(scenario.platforms)
    return next((name for name in names if scenario.platforms[name].kind != "word_of_mouth"), names[0])


def written(scenario: Scenario, move: Move) -> dict[str, Any]:
    """Write the intervention of a move for a scenario."""
    filled = {
        key: online(scenario) if value == "{platform}" else value for key, value in move.intervention.items()
    }
    return {"id": PREFIX + move.id, **filled}


def changes(scenario: Scenario, moves: Iterable[Move]) -> dict[str, Any]:
    """Give what the moves of a rumour-monger change, by path."""
    changed: dict[str, Any] = {}
    for move in moves:
        if move.times is None:
            continue
        name, factor = move.times
        for claim in scenario.claims:
            if claim.veracity not in HARMFUL:
                continue
            if name == "plausibility":
                changed[f"claims.{claim.id}.plausibility"] = min(1.0, claim.plausibility * factor)
            elif name == "seeds.count":
                changed[f"claims.{claim.id}.seeds.count"] = int(claim.seeds.count * factor)
            elif claim.sharing.branching is not None:
                changed[f"claims.{claim.id}.sharing.branching"] = claim.sharing.branching * factor
            elif claim.sharing.rate is not None:
                changed[f"claims.{claim.id}.sharing.rate"] = min(1.0, claim.sharing.rate * factor)
    return changed


def played(scenario: Scenario, ids: Iterable[str]) -> dict[str, Any]:
    """Write the arm in which some moves are made."""
    chosen = [move for move in MOVES if move.id in set(ids)]
    return {
        "interventions": [PREFIX + move.id for move in chosen if move.intervention],
        "set": changes(scenario, chosen),
    }


def extras(scenario: Scenario, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Write the interventions that some moves add to a scenario."""
    return [written(scenario, move) for move in MOVES if move.intervention and move.id in set(ids)]


def widened(
    scenario: Scenario, arms: Mapping[str, Mapping[str, Any]], added: Iterable[Mapping[str, Any]] = ()
) -> Scenario:
    """Give a scenario more arms and interventions, checked like any other.

    Raises
    ------
    InputError
        One of them does not fit.
    """
    whole = scenario.model_dump(mode="json", exclude_unset=True)
    whole["interventions"] = [*scenario.model_dump(mode="json")["interventions"], *added]
    whole["arms"] = {**whole.get("arms", {"baseline": {}}), **arms}
    return built(whole)


def is_possible(scenario: Scenario, move: Move) -> bool:
    """Tell whether a scenario has a place for a move."""
    arm = played(scenario, [move.id])
    if not arm["interventions"] and not arm["set"]:
        return False
    try:
        widened(scenario, {"workshop_trial": arm}, extras(scenario, [move.id]))
    except InputError:
        return False
    return True


def roles_part(scenario: Scenario) -> Iterator[dict[str, Any]]:
    """Describe the role play, if every role has something to do."""
    items = [
        {"id": move.id, "role": move.role, "price": move.price}
        for move in MOVES
        if is_possible(scenario, move)
    ]
    if {item["role"] for item in items} == set(ROLES):
        yield {"id": "roles", "kind": "roles", "items": items, "most": 1, "budget": BUDGET}
