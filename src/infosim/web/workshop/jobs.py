"""What has to be computed for a session: a function of where it stands, so a restart forgets nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from infosim.web.workshop.spending import ROLES, role_of
from infosim.web.workshop.state import State

Bought = Mapping[str, int]


@dataclass(frozen=True)
class Job:
    """Arms to run.

    Attributes
    ----------
    key : under which the result is kept; it changes when what is to be run changes
    kind : 'coins', 'roles' or 'what_if'
    arms : what each arm is made of: items bought, or a slider and its stop
    """

    key: str
    kind: str
    arms: Mapping[str, Bought]


def job_of(state: State) -> Job | None:
    """Tell what has to be run before the present activity can be shown; None if nothing."""
    if state.activity == "what_if":
        if state.asked is None:
            return None
        slider, stop = state.asked
        return _named(state.question, "what_if", {"moved": {"slider": slider, "stop": stop}})
    if state.activity == "coins" and state.phase != "open":
        return _named("coins", "coins", {f"team_{team}": dict(items) for team, items in _plans(state)})
    if state.activity == "roles" and state.phase != "open":
        everything = together(state)
        without = {f"without_{role}": _but(everything, state, role) for role in ROLES}
        return _named(state.question, "roles", {"together": everything, **without})
    return None


def together(state: State) -> dict[str, int]:
    """Put the moves of all roles of this turn together; teams of one role add up, each move counts once."""
    return {item: 1 for _, items in _plans(state) for item in items}


def _but(everything: Bought, state: State, role: str) -> dict[str, int]:
    """Leave out what one role did."""
    own = {item for team, items in _plans(state) if role_of(int(team)) == role for item in items}
    return {item: n for item, n in everything.items() if item not in own}


def _plans(state: State) -> list[tuple[str, Bought]]:
    return sorted(state.plans.get(state.question, {}).items())


def _named(question: str, kind: str, arms: Mapping[str, Bought]) -> Job:
    """Name a job by all that it depends on."""
    text = json.dumps(arms, sort_keys=True)
    return Job(f"{question}#{sha256(text.encode()).hexdigest()[:16]}", kind, arms)


def is_computed(state: State, material: Mapping[str, Any]) -> bool:
    """Tell whether all is there that showing the present activity needs."""
    job = job_of(state)
    return job is None or job.key in state.results
