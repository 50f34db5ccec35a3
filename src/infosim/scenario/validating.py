"""Holding a tree against the schema: every fault at its place.

A misspelt key or kind is read as what was probably meant, so that its value is
looked at too and what depends on it is not reported as missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args, get_origin

from pydantic import ValidationError

from infosim.errors import Problem
from infosim.scenario.layers import merge
from infosim.scenario.models import Scenario
from infosim.scenario.tree import Node, Steps
from infosim.scenario.wording import choices, closest, explain, quoted_names
from infosim.units import Part, read_date, show

MAX_REPAIRS = 8
"""How often the tree is repaired and looked at again."""


def validate(tree: Node) -> tuple[Scenario | None, Node, list[Problem]]:
    """Build a scenario, or say everything that keeps it from being built.

    Returns
    -------
    scenario : None if there are problems
    tree : as it was probably meant
    problems : in no order
    """
    problems: list[Problem] = []
    for _ in range(MAX_REPAIRS):
        try:
            scenario = Scenario.model_validate(tree.plain(), context=context(tree))
        except ValidationError as error:
            faults = list(_relevant(tree, error))
            repaired, found = _repair(tree, faults)
            if not found:
                return None, tree, problems + [_problem(tree, *fault) for fault in faults]
            tree, problems = repaired, problems + found
        else:
            return None if problems else scenario, tree, problems
    return None, tree, problems


def context(tree: Node) -> dict[str, Any]:
    """Give what reading a value needs to know of the others: when the study starts, what was added to it."""
    start, known = tree.at("time", "start"), {"additions": tree.additions}
    if start is None or start.value is None:
        return known | {"start": None}
    try:
        return known | {"start": read_date(start.value)}
    except ValueError:
        # Reported there; no other date is wrong because of it.
        return known | {"start_is_wrong": True}


def part_problems(model: type[Part], part: Node, shared: dict[str, Any]) -> list[tuple[str, str]]:
    """Say what is wrong with one part, as messages and remedies without a place."""
    try:
        model.model_validate(part.plain(), context=shared)
    except ValidationError as error:
        return [explain(fault, part.at(*way) or part) for way, fault in _relevant(part, error)]
    return []


Fault = tuple[Steps, dict[str, Any]]


def _relevant(tree: Node, error: ValidationError) -> Iterator[Fault]:
    """Find the place of each fault, and drop those of alternatives nobody meant.

    A value that may be a share or a map fails as both; only what concerns the
    form that was written is of use.
    """
    seen: dict[Steps, bool] = {}
    spare: dict[Steps, Fault] = {}
    for fault in error.errors(include_url=False):
        way, fits = _locate(tree, fault)
        entry = (way, dict(fault))
        if fits and not (fault["type"] == "too_short" and _has_items(tree, way)):
            seen[way] = True
            yield entry
        elif not fits:
            spare.setdefault(way, entry)
    for way, entry in spare.items():
        if not any(known[: len(way)] == way for known in seen):
            yield entry


def _has_items(tree: Node, way: Steps) -> bool:
    """Tell a list that is empty only because its items are wrong."""
    node = tree.at(*way)
    return bool(node and node.value)


def _locate(tree: Node, fault: Any) -> tuple[Steps, bool]:
    """Follow the way of a fault; tell whether its alternative is the one written."""
    node, way, fits = tree, [], True
    for name in fault["loc"]:
        child = node.child(name) if isinstance(node.value, list | dict) else None
        if child is not None:
            node = child
            way.append(name)
        elif name == "str" or str(name).startswith(("dict[", "tuple[", "function-", "constrained-str")):
            wanted = {"d": dict, "t": list}.get(str(name)[0])
            fits = fits and isinstance(node.value, wanted or str | int | float | None)
    if fault["type"] == "missing":
        way.append(fault["loc"][-1])
    return tuple(way), fits


def _repair(tree: Node, faults: list[Fault]) -> tuple[Node, list[Problem]]:
    """Spell unknown keys and kinds as they were probably meant."""
    found = []
    for way, error in faults:
        if error["type"] == "extra_forbidden":
            guess = closest(way[-1], keys_at(tree, way[:-1]))
            meant = tree.at(*way[:-1], guess) if guess else None
            if guess and meant is None:
                found.append(_problem(tree, way, error))
                tree = tree.renamed(way, guess)
            elif guess and meant and _is_inherited(tree, way, meant):
                found.append(_problem(tree, way, error))
                changed = merge(meant, tree.at(*way) or meant)
                tree = tree.put((*way[:-1], guess), changed).put(way, None)
        elif error["type"] == "union_tag_not_found":
            node, known = tree.at(*way), keys_at(tree, way)
            unknown_keys = [key for key in node.value if key not in known] if node else []
            if key := closest(_tag(error), unknown_keys):
                found.append(_problem(tree, (*way, key), {"type": "extra_forbidden", "loc": way}))
                tree = tree.renamed((*way, key), _tag(error))
        elif error["type"] == "union_tag_invalid":
            node = tree.at(*way, _tag(error))
            guess = closest(error["ctx"]["tag"], quoted_names(error["ctx"]["expected_tags"]))
            if guess and node:
                found.append(_problem(tree, way, error))
                tree = tree.put((*way, _tag(error)), replace(node, value=guess))
    return tree, found


def _is_inherited(tree: Node, way: Steps, meant: Node) -> bool:
    """Tell whether the file that misspells a key extends one that spells it right."""
    written = tree.at(*way)
    source = written.label.source if written else meant.label.source
    return source is not meant.label.source and not source.is_option


def _tag(error: dict[str, Any]) -> str:
    """Name the key that says what a map is: kind or model."""
    return str(error["ctx"]["discriminator"]).strip("'")


def _problem(tree: Node, way: Steps, error: dict[str, Any]) -> Problem:
    """Put a fault into words, at its place."""
    kind = error["type"]
    if kind == "missing":
        parent = tree.at(*way[:-1]) or tree
        return parent.label.problem(f"{way[-1]} is missing", f"add {way[-1]}: ...{_meaning(tree, way)}")
    node = tree.at(*way) or tree
    if kind == "union_tag_not_found":
        place = (node.child(_tag(error)) or node).label
        return place.problem(f"{_tag(error)} is missing", f"possible are {', '.join(keys_of_tag(tree, way))}")
    if kind == "union_tag_invalid":
        node = node.child(_tag(error)) or node
    if kind == "extra_forbidden":
        place = node.key or node.place
        return place.problem(f"unknown key {show(way[-1])}", choices(way[-1], keys_at(tree, way[:-1])))
    place = node.label if way and "[key]" in error["loc"] else node.place
    if "[key]" in error["loc"]:
        node = replace(node, value=way[-1])
    return place.problem(*explain(error, node))


def _meaning(tree: Node, way: Steps) -> str:
    """Say what a field means, for whoever left it out."""
    for model in models_at(tree, way[:-1]):
        if (field := model.model_fields.get(str(way[-1]))) and field.description:
            return f" ({field.description.rstrip('.')})"
    return ""


def keys_of_tag(tree: Node, way: Steps) -> list[str]:
    """List what `kind` of an intervention or `model` of a graph may be."""
    if way[0] == "interventions":
        return list(tree.additions.all_kinds)
    graphs = _models_in(Scenario.model_fields["platforms"].annotation)
    return [*tree.additions.generators] + [
        tag for model in _models_in(graphs[0].model_fields["graph"].annotation) for tag in _tags(model)
    ]


def keys_at(tree: Node, way: Steps) -> list[str]:
    """List the keys that a map of the scenario may have."""
    extra = ["extends", "remove"] if not way else []
    return extra + list(dict.fromkeys(key for model in models_at(tree, way) for key in model.model_fields))


def models_at(tree: Node, way: Steps) -> list[type[Part]]:
    """Find the models that a part of the tree is read as."""
    models: list[type[Part]] = [Scenario]
    in_collection = False
    for name in way:
        if in_collection:
            in_collection = False
            continue
        fields = [model.model_fields[str(name)] for model in models if str(name) in model.model_fields]
        in_collection = any(get_origin(field.annotation) in (dict, tuple) for field in fields)
        models = [model for field in fields for model in _models_in(field.annotation)]
    tag = tree.at(*way, "model") or tree.at(*way, "kind")
    if way[:1] == ("interventions",):
        kind = tree.additions.all_kinds.get(str(tag.value)) if tag else None
        return [kind] if kind else models
    return [model for model in models if tag and tag.value in _tags(model)] or models


def _tags(model: type[Part]) -> tuple[str, ...]:
    field = model.model_fields.get("model")
    return get_args(field.annotation) if field else ()


def _models_in(annotation: Any) -> list[type[Part]]:
    """List the models that an annotation is made of."""
    if isinstance(annotation, type) and get_origin(annotation) is None and issubclass(annotation, Part):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]
