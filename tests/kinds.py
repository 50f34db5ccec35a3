"""What the contract suite has to know of each kind of intervention: one line each."""

from __future__ import annotations

from typing import Any

from infosim.interventions import INTERVENTIONS
from infosim.interventions.base import Intervention
from infosim.simulation import Simulation, Study
from infosim.world import Plan
from studies import Written, small, study_of

MINIMAL: dict[str, Written] = {
    "access_subsidy": {"platforms": ["feed"], "increase": "40%"},
    "accuracy_prompt": {"platform": "feed", "coverage": "80%", "effect": "90%"},
    "awareness_campaign": {"channel": "feed", "reach": "80%", "effect": "70%"},
    "fact_check": {"channel": "feed", "reach": "50%", "sources": 3, "every": "3 days"},
    "media_literacy_course": {"coverage": "60%", "effect": "70%"},
    "warning_label": {"platform": "feed", "coverage": "90%", "belief_cut": "60%", "share_cut": "60%"},
}
"""Parameters with which a kind is strong enough to be noticed among sixty people."""

ADDITIVE: dict[str, tuple[str, ...]] = {"fact_check": ("reach", "sources")}
"""Strengths that add up instead of multiplying: only all of them at zero give the baseline."""

FOR_GOOD = ("access_subsidy",)
"""Kinds that know no end and are about no claim in particular: `length` and `claims` do nothing."""

ON_POSTS = ("warning_label",)
"""Kinds that are attached to posts: whoever sees one is concerned, so nobody is chosen for it."""


def part(kind: str, label: str = "part", **changes: Any) -> Written:
    """Write an intervention of a kind with its minimal parameters."""
    return {"id": label, "kind": kind} | MINIMAL[kind] | changes


def zeroed(kind: str, *fields: str, label: str = "part") -> Written:
    """Write an intervention with some strengths at zero, all of them if none is named."""
    return part(kind, label, **dict.fromkeys(fields or INTERVENTIONS[kind].strengths, 0))


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


def delivered(plan: Plan) -> set[tuple[str, int, int, int]]:
    """List all that happens to people by a plan: what, to whom, when, about which claim."""
    marks = {
        (f"mark {row}", int(i), int(step), -1)
        for row, mark in enumerate(plan.marks)
        for i, step in zip(mark.people, mark.steps, strict=True)
    }
    readers = {("reader", int(i), item.step, item.claim) for item in plan.publications for i in item.audience}
    sources = {("source", int(i), item.step, item.claim) for item in plan.publications for i in item.sources}
    return marks | readers | sources


def channel_of(intervention: Intervention) -> str:
    """Give the platform or channel that an intervention works on, if it names one."""
    return str(getattr(intervention, "channel", getattr(intervention, "platform", "")))
