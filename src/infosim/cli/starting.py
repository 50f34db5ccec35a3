"""The command new: a scenario of one's own, by options or by questions."""

from __future__ import annotations

import json as to_text
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from infosim.cli.options import Json, scenarios_beginning
from infosim.errors import InputError, Problem

if TYPE_CHECKING:
    from infosim.scenario.models import Scenario

USUAL_BASE = "first_steps"

_ID = re.compile(r"[a-z][a-z0-9_]{0,47}")


class Draft(NamedTuple):
    """What a new scenario says itself; everything else is inherited.

    Attributes
    ----------
    name : its id
    base : what it extends, as it was named
    scenario : what that says
    title : what it is called
    changes : new values by path, as they are written
    """

    name: str
    base: str
    scenario: Scenario
    title: str
    changes: dict[str, str]


def new(
    name: Annotated[
        str | None,
        typer.Argument(help="Id of the new scenario: small letters, digits, underscores. Asks if left out."),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="The scenario to start from; first_steps if left out.",
            autocompletion=scenarios_beginning,
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Start a scenario of your own: a short file that inherits the rest.

    Without NAME it asks, in a terminal, and every question has an answer to begin with.
    """
    from infosim.scenario import load

    draft = asked(base) if name is None else draft_of(free(name), base or USUAL_BASE)
    path = Path(f"{draft.name}.yaml")
    lines = written(draft)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    load(str(path))
    if json:
        typer.echo(to_text.dumps({"file": str(path), "extends": draft.base, "lines": len(lines)}))
        return
    inherited = f"everything else is inherited from {draft.base}"
    typer.echo(f"wrote {path} ({len(lines)} lines; {inherited})")
    typer.echo(f"run it with: infosim compare {path}")


def free(name: str) -> str:
    """Make sure that a name can be given to a new scenario.

    Raises
    ------
    InputError
        It is no id, or its file exists.
    """
    if not _ID.fullmatch(name):
        raise InputError(
            Problem(f"{name!r} is not an id", "use small letters, digits and underscores, as in my_district")
        )
    path = Path(f"{name}.yaml")
    if path.exists():
        raise InputError(Problem(f"{path} exists already", "choose another name, or remove the file"))
    return name


def draft_of(name: str, base: str) -> Draft:
    """Begin a scenario that says what everybody changes first, as it is in its base."""
    from infosim.scenario import load

    scenario = load(base).scenario
    size, run = scenario.population.size, scenario.run
    changes = {"population.size": size, "run.replicates": run.replicates, "run.seed": run.seed}
    return Draft(name, base, scenario, name.replace("_", " "), {way: str(n) for way, n in changes.items()})


def asked(base: str | None) -> Draft:
    """Ask for everything, in a terminal.

    Raises
    ------
    InputError
        There is nobody to ask.
    """
    from infosim.cli.console import note
    from infosim.scenario import load, shipped

    if not sys.stdin.isatty():
        raise InputError(Problem("new needs a name", "write one, as in infosim new my_village"))
    note("Enter keeps what is in brackets; Ctrl-C writes nothing.")
    name = answer("What is it called? Small letters, digits and underscores", "my_village", free)
    if base is None:
        note("It starts from another study, and inherits what it does not change:")
        for one in shipped():
            note(f"  {one}: {load(one).scenario.title}")
        base = answer("Which one?", USUAL_BASE, load)
    draft = draft_of(name, base)
    title = answer("Its title, for people", draft.title, str)
    changes = dict(draft.changes)
    for path, (question, now) in questions(draft).items():
        value = answer(question, now, _fits(base, path))
        changes |= {} if value == now else {path: value}
    return draft._replace(title=title, changes=changes)


def answer(question: str, usual: str, check: Callable[[str], Any]) -> str:
    """Ask until the answer is one that `check` does not refuse; nothing means the usual one."""
    from infosim.cli.console import note

    while True:
        sys.stderr.write(f"{question} [{usual}]: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise InputError(Problem("there was no answer", "nothing was written"))
        given = line.strip() or usual
        try:
            check(given)
        except InputError as error:
            note(str(error))
        else:
            return given


def questions(draft: Draft) -> dict[str, tuple[str, str]]:
    """List what is asked by path: people, pairs of runs, and what a workshop about the study moves."""
    from infosim.scenario.asking import topic_at

    found = {
        "population.size": ("How many people?", draft.changes["population.size"]),
        "run.replicates": ("How many pairs of runs?", draft.changes["run.replicates"]),
    }
    for path in draft.scenario.workshop.sliders if draft.scenario.workshop else ():
        topic, value = topic_at(draft.scenario, path)
        if topic.name and not isinstance(value, dict):
            parameter = topic.parameters[0]
            found[path] = (f"{path}: {parameter.meaning.rstrip('.')}", parameter.write(value))
    return found


def _fits(base: str, path: str) -> Callable[[str], Any]:
    """Make a check whether a value can be at a path of a study."""
    from infosim.scenario import load

    return lambda value: load(base, sets=[f"{path}={value}"])


def written(draft: Draft) -> list[str]:
    """Write the file of a new scenario, line by line."""
    lines = [
        "infosim: 1",
        f"extends: {draft.base}  # everything that is not written here is inherited",
        f"title: {to_text.dumps(draft.title, ensure_ascii=False)}",
        "",
    ]
    tree = as_tree(draft.changes, draft.scenario)
    run = tree.pop("run")
    for section, value in tree.items():
        if isinstance(value, list):
            lines += [f"{section}:", *(f"  - {_flow(one)}" for one in value), ""]
        else:
            lines += [f"{section}: {_flow(value)}", ""]
    if "interventions" not in tree:
        lines += [
            "# change an intervention by its id, or add one:",
            "# interventions:",
            *(f"#   - {{id: {one.id}, kind: {one.kind}}}" for one in draft.scenario.interventions[:3]),
            "",
        ]
    return [*lines, f"run: {_flow(run)}"]


def as_tree(changes: dict[str, str], scenario: Scenario) -> dict[str, Any]:
    """Write values by path as a scenario has them: parts of a list by their id."""
    tree: dict[str, Any] = {}
    for path, text in changes.items():
        here: Any = tree
        there: Any = scenario
        *way, last = path.split(".")
        for step in way:
            if isinstance(there, tuple):
                there = next(one for one in there if one.id == step)
                known = [one for one in here if one["id"] == step]
                here = known[0] if known else here.append({"id": step}) or here[-1]
                continue
            there = there[step] if isinstance(there, dict) else getattr(there, step)
            here = here.setdefault(step, [] if isinstance(there, tuple) else {})
        here[last] = text
    return tree


def _flow(value: Any) -> str:
    """Write a value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)
