"""One tree from several: a file, the one that it extends, and the options of the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath

from infosim.errors import InputError, Problem
from infosim.scenario.library import find
from infosim.scenario.reading import parse, parse_value, read_source
from infosim.scenario.tree import Node, Source, Steps
from infosim.scenario.wording import unknown

MAX_LAYERS = 5
"""How many files may extend each other."""

MAX_STEPS = 12
"""Longest way in an option; the schema is less deep."""


def read_layers(path: Path, shown: str) -> tuple[Source, Node, list[Problem]]:
    """Read a file together with those that it extends.

    Returns
    -------
    source : the file itself
    tree : everything merged; each value keeps the place where it was written
    problems : what could be passed over
    """
    return _read(path, shown, ())


def _read(path: Path, shown: str, above: tuple[Path, ...]) -> tuple[Source, Node, list[Problem]]:
    source = read_source(path, shown)
    tree, problems = parse(source)
    base, removed = tree.child("extends"), tree.child("remove")
    tree = tree.put(("extends",), None).put(("remove",), None)
    if base is None:
        if removed:
            problems.append(removed.label.problem("there is nothing to remove from", "remove needs extends"))
        return source, tree, problems
    below = _base(base, source, (*above, path.resolve()))
    if below is None:
        fault = "this is not the name of one other scenario"
        return source, tree, [*problems, base.place.problem(fault, "write an id of infosim list, or a path")]
    _, foundation, more = below
    # The base has its own name; a study without one is called after its file.
    foundation, missing = _remove(foundation.put(("id",), None), removed)
    return source, merge(foundation, tree), problems + more + missing


def _base(base: Node, source: Source, above: tuple[Path, ...]) -> tuple[Source, Node, list[Problem]] | None:
    """Read the file that another one extends, unless they go in a circle."""
    if not isinstance(base.value, str) or not base.value:
        return None
    try:
        path, shown = find(base.value, source.folder)
        if path == source.folder / base.value:
            shown = str(PurePath(source.name).parent / base.value)
        if path.resolve() in above:
            raise InputError(base.place.problem(f"{shown} extends itself", "extend another scenario"))
        if len(above) > MAX_LAYERS:
            fault = f"more than {MAX_LAYERS} scenarios extend each other"
            raise InputError(base.place.problem(fault, "extend one that stands nearer to the first"))
        return _read(path, shown, above)
    except InputError as error:
        # A base that cannot be read at all is a fault of the line that names it.
        raise InputError(
            [p if p.line else base.place.problem(p.message, p.remedy) for p in error.problems]
        ) from None


def _remove(tree: Node, removed: Node | None) -> tuple[Node, list[Problem]]:
    """Take out what the list `remove` names: `interventions.ads`, `claims.rumour`."""
    problems: list[Problem] = []
    if removed is None:
        return tree, problems
    if not isinstance(removed.value, list):
        fault = "remove is a list of ways to values"
        return tree, [removed.place.problem(fault, "write remove: [interventions.ads]")]
    for _, item in removed.parts():
        way = tuple(str(item.value).split("."))
        if tree.at(*way) is None:
            problems.append(item.place.problem(*_unknown_step(tree, way)))
        else:
            tree = tree.put(way, None)
    return tree, problems


def merge(base: Node, over: Node) -> Node:
    """Lay one value over another: maps deeply, lists of maps by id, all else replaces."""
    if isinstance(base.value, dict) and isinstance(over.value, dict) and not _other_kind(base, over):
        items = dict(base.value)
        for key, node in over.value.items():
            items[key] = merge(items[key], node) if key in items else node
        return replace(over, value=items)
    if _has_ids(base) and _has_ids(over):
        named = {item.id: item for item in base.value}
        for item in over.value:
            named[item.id] = merge(named[item.id], item) if item.id in named else item
        return replace(over, value=list(named.values()))
    return over


def _other_kind(base: Node, over: Node) -> bool:
    """Tell whether a map becomes something else, with other keys."""
    for tag in ("model", "kind"):
        old, new = base.child(tag), over.child(tag)
        if old and new and old.plain() != new.plain():
            return True
    return False


def _has_ids(node: Node) -> bool:
    """Tell a list of maps that each have their own id."""
    ids = [item.id for item in node.value] if isinstance(node.value, list) else []
    return bool(ids) and None not in ids and len(set(ids)) == len(ids)


def override(tree: Node, setting: str, option: str = "--set") -> tuple[Node, list[Problem]]:
    """Change one value: `interventions.ads.start=week 4`.

    A map replaces the whole map that was there; a key that is missing is added.
    """
    way_text, equals, text = setting.partition("=")
    way_text = way_text.strip()
    name = "".join(c if c.isprintable() else "?" for c in setting[:80]) if option == "--set" else ""
    source = Source(f"{option} {name}".strip(), text, Path.cwd(), is_option=True)
    way = _way(way_text)
    if not equals or not all(way) or len(way) > MAX_STEPS:
        fault = "this sets nothing"
        return tree, [source.place(0, 0).problem(fault, "write --set PATH=VALUE, as in run.seed=2")]
    if way[0] in ("extends", "remove"):
        fault = f"{way[0]} can only be written in a file"
        return tree, [source.place(0, 0).problem(fault, "write it at the top of a file of your own")]
    try:
        value, problems = parse_value(source)
    except InputError as error:
        return tree, list(error.problems)
    if problems:
        return tree, problems
    return assign(tree, way, replace(value, key=value.place))


def _way(text: str) -> Steps:
    """Split a way at its dots; what an arm sets or a sweep varies is a way itself, and one key."""
    steps = text.split(".")
    if steps[:2] == ["sweep", "vary"] and len(steps) > 3:
        return (*steps[:2], ".".join(steps[2:]))
    if steps[0] == "arms" and steps[2:3] == ["set"] and len(steps) > 3:
        return (*steps[:3], ".".join(steps[3:]))
    return tuple(steps)


def assign(tree: Node, way: Steps, new: Node) -> tuple[Node, list[Problem]]:
    """Put a value at the end of a way, making the maps that are missing."""
    for depth in range(len(way)):
        parent = tree.at(*way[:depth])
        if parent is None or parent.value is None:
            tree = tree.put(way[:depth], replace(new, value={}))
        elif isinstance(parent.value, list):
            if parent.index(way[depth]) is None:
                return tree, [new.place.problem(*_unknown_step(tree, way))]
        elif not isinstance(parent.value, dict):
            fault = f"{'.'.join(map(str, way[:depth]))} is a value, with nothing inside"
            return tree, [new.place.problem(fault, f"set {'.'.join(map(str, way[:depth]))} itself")]
    return tree.put(way, new), []


def _unknown_step(tree: Node, way: Steps) -> tuple[str, str]:
    """Say which step of a way leads nowhere."""
    for depth, name in enumerate(way):
        if tree.at(*way[: depth + 1]) is None:
            parent = tree.at(*way[:depth])
            names = [part for part, _ in parent.parts()] if parent else []
            where = ".".join(map(str, way[:depth])) or "the scenario"
            return unknown(f"name in {where}:", name, names)
    return unknown("name", way[-1], [])
