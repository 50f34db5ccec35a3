"""What the contract suite has to know of each kind of intervention: one line each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from infosim.interventions import INTERVENTIONS
from infosim.interventions.base import Intervention
from infosim.population import NEVER
from infosim.simulation import Simulation, Study
from infosim.world import Plan, World
from studies import Written, small, study_of

MINIMAL: dict[str, Written] = {
    "access_subsidy": {"platforms": ["feed"], "increase": "40%"},
    "accuracy_prompt": {"platform": "feed", "coverage": "80%", "effect": "90%"},
    "awareness_campaign": {"channel": "feed", "reach": "80%", "effect": "70%"},
    "circuit_breaker": {"platform": "feed", "trigger": "3%", "after": "0 h", "cut": "90%"},
    "downranking": {"platform": "feed", "cut": "90%"},
    "fact_check": {"channel": "feed", "reach": "50%", "sources": 3, "every": "3 days"},
    "forward_limit": {"platform": "chat", "limit": 1, "leakage": "5%"},
    "media_literacy_course": {"coverage": "60%", "effect": "70%"},
    "prebunking": {
        "channel": "feed",
        "format": "game",
        "reach": "100%",
        "completion": "90%",
        "effect": "70%",
    },
    "removal": {"platform": "feed", "share": "90%"},
    "suspension": {"platforms": ["feed", "chat"], "coverage": "60%"},
    "warning_label": {"platform": "feed", "coverage": "90%", "belief_cut": "60%", "share_cut": "60%"},
}
"""Parameters with which a kind is strong enough to be noticed among sixty people."""

ADDITIVE: dict[str, tuple[str, ...]] = {"fact_check": ("reach", "sources")}
"""Strengths that add up instead of multiplying: only all of them at zero give the baseline."""

FOR_GOOD = ("access_subsidy", "suspension")
"""Kinds about accounts: `claims` does nothing, and what they do does not end with `length`."""

ON_POSTS = ("circuit_breaker", "downranking", "forward_limit", "removal", "warning_label")
"""Kinds that are attached to posts: whoever meets one is concerned, so nobody is chosen or paid for."""


def modifies(kind: str) -> bool:
    """Tell whether a kind works by modifiers, which know no persons."""
    return INTERVENTIONS[kind].modify is not Intervention.modify


def part(kind: str, label: str = "part", **changes: Any) -> Written:
    """Write an intervention of a kind with its minimal parameters."""
    return {"id": label, "kind": kind} | MINIMAL[kind] | changes


def zeroed(kind: str, *fields: str, label: str = "part") -> Written:
    """Write an intervention with some strengths at nil, all of them if none is named."""
    nil = INTERVENTIONS[kind].strengths
    return part(kind, label, **{field: nil[field] for field in fields or nil})


def lone(kind: str, **changes: Any) -> Study:
    """Make a study whose arm `all` has one intervention."""
    return study_with(part(kind, **changes))


def study_with(*parts: Written, **sections: Any) -> Study:
    """Make the small study with interventions, all of them in the arm `all`."""
    arms = {"baseline": {}, "all": {"interventions": [one["id"] for one in parts]}}
    return study_of(small(interventions=list(parts), arms=arms, **sections))


def planned(study: Study, label: str = "part", arm: str = "all", replicate: int = 0) -> Plan:
    """Give the plan of one intervention in one run."""
    programme = Simulation(study, arm, replicate, "compiled").programme
    pairs = zip(programme.interventions, programme.plans, strict=True)
    return next(plan for intervention, plan in pairs if intervention.id == label)


Deed = tuple[str, int, int, int]
"""What happens to whom, when, and about which claim."""


def deeds(study: Study, label: str = "part", arm: str = "all", replicate: int = 0) -> set[Deed]:
    """List all that one intervention does to people in one run."""
    programme = Simulation(study, arm, replicate, "compiled").programme
    pairs = zip(programme.interventions, programme.plans, strict=True)
    intervention, plan = next(pair for pair in pairs if pair[0].id == label)
    return delivered(plan) | closed(intervention, programme.world)


def delivered(plan: Plan) -> set[Deed]:
    """List what is marked and published by a plan."""
    marks = {
        (f"mark {row}", int(i), int(step), -1)
        for row, mark in enumerate(plan.marks)
        for i, step in zip(mark.people, mark.steps, strict=True)
    }
    readers = {("reader", int(i), item.step, item.claim) for item in plan.publications for i in item.audience}
    sources = {("source", int(i), item.step, item.claim) for item in plan.publications for i in item.sources}
    return marks | readers | sources


def closed(intervention: Intervention, world: World) -> set[Deed]:
    """List the accounts that one intervention closes, whatever the others do."""
    open_to_all = replace(world, left=np.full_like(world.left, NEVER), back=np.full_like(world.back, NEVER))
    intervention.leave(open_to_all)
    left = open_to_all.left
    return {(f"off {p}", int(i), int(left[p, i]), -1) for p, i in zip(*np.nonzero(left < NEVER), strict=True)}


def directly(done: set[Deed]) -> set[Deed]:
    """Leave out what spills over from those reached: all marks but the first."""
    return {deed for deed in done if not deed[0].startswith("mark") or deed[0] == "mark 0"}


def channel_of(intervention: Intervention) -> str:
    """Give the platform or channel that an intervention works on, if it names one."""
    return str(getattr(intervention, "channel", getattr(intervention, "platform", "")))
