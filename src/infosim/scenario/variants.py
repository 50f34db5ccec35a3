"""Arms about another setting: what they change must be possible, and so must the result."""

from __future__ import annotations

from collections.abc import Iterator

from infosim.errors import Problem
from infosim.scenario.checks import check
from infosim.scenario.draft import Draft, changes_in
from infosim.scenario.tree import Node, Place
from infosim.scenario.validating import context, keys_at, validate
from infosim.scenario.wording import choices
from infosim.units import show

SETTINGS = ("population", "platforms", "claims", "rules")
"""What an arm may change, besides interventions."""

SAME_FOR_ALL = ("population.size", "population.stands_for")
"""What arms must have in common to be compared."""

APART = ("arms", "finding", "workshop")
"""What names arms, and says nothing about a setting."""


def variants_are_possible(draft: Draft) -> Iterator[Problem]:
    """Try out, for each arm, what it changes of people, platforms, claims and rules."""
    alone = draft.tree
    for section in APART:
        alone = alone.put((section,), None)
    known: set[Problem] | None = None
    for _, arm in draft.items("arms"):
        changed, faults = with_changes(alone, arm)
        yield from faults
        if changed is alone:
            continue
        if known is None:
            known = set(problems_of(alone))
        yield from (placed(problem, arm) for problem in problems_of(changed) if problem not in known)


def placed(problem: Problem, arm: Node) -> Problem:
    """Point to what an arm sets, where what follows from it is wrong elsewhere."""
    values = [value for way, value in changes_in(arm) if not way.startswith("interventions.")]
    lines = {value.place.line for value in values}
    if problem.line in lines or not values:
        return problem
    first = values[0].key or values[0].place
    return first.problem(f"with what this arm sets, {problem.message}", problem.remedy)


def with_changes(tree: Node, arm: Node) -> tuple[Node, list[Problem]]:
    """Make the tree of one arm, and say what cannot be changed."""
    faults: list[Problem] = []
    for way, value in changes_in(arm):
        steps = tuple(way.split("."))
        if steps[0] == "interventions":
            continue
        place = value.key or value.place
        tree = with_parts(tree, steps, place)
        parent = tree.at(*steps[:-1])
        if steps[0] not in SETTINGS:
            remedy = "write interventions.ID.FIELD, or a path that begins with " + " or ".join(SETTINGS)
            faults.append(place.problem(f"an arm cannot set {show(way)}", remedy))
        elif way in SAME_FOR_ALL or steps[-1] == "id":
            faults.append(place.problem(f"an arm cannot set {show(way)}", "it is the same in all arms"))
        elif parent is None or not isinstance(parent.value, dict):
            faults.append(place.problem(f"there is no {show('.'.join(steps[:-1]))}", _nearest(tree, steps)))
        else:
            tree = tree.put(steps, value)
    return tree, faults


def with_parts(tree: Node, steps: tuple[str, ...], place: Place) -> Node:
    """Write down the parts on a way that are left out in the file: `rules`, `seeds`, `correction`."""
    for length in range(1, len(steps)):
        *above, name = steps[:length]
        parent = tree.at(*above)
        if parent is None or not isinstance(parent.value, dict):
            break
        if name not in parent.value and name in keys_at(tree, tuple(above)):
            tree = tree.put((*above, name), Node({}, place, place))
    return tree


def _nearest(tree: Node, steps: tuple[str, ...]) -> str:
    """Say what there is at the last part of a way that exists."""
    node = tree
    for step in steps:
        below = node.child(step)
        if below is None:
            return choices(step, [name for name, _ in node.parts()])
        node = below
    return "write the path of one value"


def problems_of(tree: Node) -> list[Problem]:
    """List everything that is wrong with a tree."""
    _, meant, problems = validate(tree)
    return [*problems, *check(Draft(meant, context(meant)))]
