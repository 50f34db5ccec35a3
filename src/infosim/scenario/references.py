"""Checks that every name used in a scenario exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any, get_args, get_origin

from infosim.errors import Problem
from infosim.interventions.base import OFFLINE
from infosim.scenario import finding
from infosim.scenario.draft import FIXED, Draft, changes_in, named
from infosim.scenario.models import Scenario
from infosim.scenario.tree import Node
from infosim.scenario.validating import part_problems
from infosim.scenario.wording import choices, unknown
from infosim.units import show


def ids_differ(draft: Draft) -> Iterator[Problem]:
    """Demand that no two parts have the same id."""
    for way in (("population", "groups"), ("claims",), ("interventions",)):
        first: dict[str, Node] = {}
        for _, part in draft.items(*way):
            name = part.child("id")
            if name is None or part.id is None:
                continue
            if part.id in first:
                line = first[part.id].place.line
                fault = f"the id {part.id} is taken" + (f", see line {line}" if line else "")
                yield name.place.problem(fault, "give each its own id")
            else:
                first[part.id] = name


def groups_exist(draft: Draft) -> Iterator[Problem]:
    """Look up the groups named by platforms, seeds and interventions."""
    groups = list(draft.groups)
    for _, platform in draft.items("platforms"):
        yield from _keys(platform.child("penetration"), groups)
        yield from _names("group", platform.at("graph", "cluster"), groups)
    for _, claim in draft.items("claims"):
        yield from _names("group", claim.at("seeds", "who"), groups)
    for intervention in draft.variants:
        yield from _names("group", intervention.child("groups"), groups)
        for field in _by_group(draft, intervention):
            yield from _keys(intervention.child(field), groups)


def claims_exist(draft: Draft) -> Iterator[Problem]:
    """Look up the claims that interventions are about."""
    for intervention in draft.variants:
        yield from _names("claim", intervention.child("claims"), draft.ids("claims"))


def channels_exist(draft: Draft) -> Iterator[Problem]:
    """Look up the platforms and channels of interventions."""
    platforms = draft.ids("platforms")
    for intervention in draft.variants:
        yield from _names("channel", intervention.child("channel"), [*platforms, *OFFLINE])
        yield from _names("platform", intervention.child("platform"), platforms)
        yield from _names("platform", intervention.child("platforms"), platforms)


def arms_are_possible(draft: Draft) -> Iterator[Problem]:
    """Look up the interventions of arms, and try out what they change in them."""
    known, arms = draft.ids("interventions"), draft.ids("arms")
    for name, arm in draft.items("arms"):
        yield from _names("intervention", arm.child("interventions"), known)
        versus = arm.child("versus")
        if versus is not None and versus.value == name:
            yield versus.place.problem("an arm is not compared with itself", "name another arm")
        else:
            yield from _names("arm", versus, arms)
        if name == arms[0]:
            yield from _first_arm(arm)
        for way, value in changes_in(arm):
            yield from _change(draft, known, way, value)


def _first_arm(arm: Node) -> Iterator[Problem]:
    """Demand that the first arm is about the study as it is written, which the others are compared with."""
    if (versus := arm.child("versus")) and versus.value is not None:
        yield versus.label.problem("the first arm is compared with none", "leave versus out")
    for way, value in changes_in(arm):
        if not way.startswith("interventions."):
            place = value.key or value.place
            remedy = "change the study itself, or write another arm first"
            yield place.problem("the first arm cannot be about another setting", remedy)


def _change(draft: Draft, known: list[str], way: str, value: Node) -> Iterator[Problem]:
    """Try one change, `interventions.ID.FIELD`, on the intervention itself."""
    place = value.key or value.place
    steps = way.split(".")
    if steps[0] != "interventions":
        # Arms about another setting are looked at as a whole, in `variants`.
        return
    if len(steps) != 3:
        yield place.problem(f"an arm cannot set {show(way)}", "write interventions.ID.FIELD")
        return
    if steps[1] not in known:
        yield place.problem(*unknown("intervention", steps[1], known))
        return
    part = draft.tree.at("interventions", steps[1])
    model = draft.tree.additions.all_kinds.get(_kind(part)) if part else None
    if part is None or model is None:
        return
    if steps[2] not in model.model_fields or steps[2] in FIXED:
        fields = [field for field in model.model_fields if field not in FIXED]
        yield place.problem(f"{steps[1]} has no {show(steps[2])}", choices(steps[2], fields))
        return
    before = part_problems(model, part, draft.context)
    after = part_problems(model, part.put((steps[2],), value), draft.context)
    for message, remedy in after:
        if (message, remedy) not in before:
            yield value.place.problem(message, remedy)


def catalogued(draft: Draft) -> Iterator[Problem]:
    """Look up rules and outcomes in their catalogues."""
    yield from _names("rule", draft.tree.at("rules", "persuasion"), draft.tree.additions.all_rules)
    yield from _names("outcome", draft.tree.at("outcomes"), _outcomes())


def finding_is_readable(draft: Draft) -> Iterator[Problem]:
    """Read the condition of the finding."""
    test = draft.tree.at("finding", "test")
    if test is not None and isinstance(test.value, str):
        catalogue = _outcomes()
        names = finding.Names(
            arms=draft.ids("arms") or ["baseline"],
            groups=list(draft.groups),
            outcomes=list(catalogue),
            first=_first_outcome(draft),
            whole=[name for name, outcome in catalogue.items() if not outcome.by_group],
        )
        if fault := finding.check(test.value, names):
            yield test.place.problem(fault, "write a condition such as averted(campaign) > 0")


def _first_outcome(draft: Draft) -> str:
    """Name the outcome that a finding is about unless it says another."""
    outcomes = draft.tree.at("outcomes")
    default: str = Scenario.model_fields["outcomes"].default[0]
    return default if outcomes is None else next((part.value for part in named(outcomes)), "")


def _outcomes() -> dict[str, Any]:
    """Give the outcomes; measures stand beside this package, so they are asked for by name."""
    catalogue: dict[str, Any] = import_module("infosim.measures.catalogue").OUTCOMES
    return catalogue


def _names(what: str, node: Node | None, known: Iterable[str]) -> Iterator[Problem]:
    """Report the names in a value that are not known."""
    known = dict.fromkeys(known)
    for part in named(node):
        if part.value not in known:
            yield part.place.problem(*unknown(what, part.value, known))


def _keys(node: Node | None, known: list[str]) -> Iterator[Problem]:
    """Report the keys of a map by group that are no groups."""
    if node is not None and isinstance(node.value, dict):
        for name, part in node.value.items():
            if name not in known:
                yield (part.key or part.place).problem(*unknown("group", name, known))


def _kind(intervention: Node) -> str:
    kind = intervention.child("kind")
    return str(kind.value) if kind else ""


def _by_group(draft: Draft, intervention: Node) -> list[str]:
    """List the fields of an intervention that may be given by group."""
    model = draft.tree.additions.all_kinds.get(_kind(intervention))
    fields: Mapping[str, Any] = model.model_fields if model else {}
    return [
        name
        for name, field in fields.items()
        if any(get_origin(form) is dict for form in (field.annotation, *get_args(field.annotation)))
    ]
