"""Commands for those who write scenarios: list, show, validate, schema."""

from __future__ import annotations

import json as to_text
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infosim.cli.options import Json, Name, Seed, Sets, Size, scenarios_beginning
from infosim.errors import InputError, Problem, counted

if TYPE_CHECKING:
    from infosim.scenario import Loaded


def list_scenarios(json: Json = False) -> None:
    """List the shipped scenarios and the question each asks."""
    from infosim.scenario import load, shipped

    found = [load(name).scenario for name in shipped()]
    if json:
        rows = [
            {"id": one.id, "title": one.title, "question": one.question, "arms": list(one.arms)}
            for one in found
        ]
        typer.echo(to_text.dumps(rows, ensure_ascii=False))
        return
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from infosim.cli.console import out

    table = Table(box=SIMPLE_HEAD)
    for heading in ("id", "question", "people", "arms"):
        table.add_column(heading, overflow="fold")
    for one in found:
        table.add_row(one.id, one.question, f"{one.population.size:,}", str(len(one.arms)))
    out().print(table)


def show(
    name: Name,
    resolved: Annotated[
        bool, typer.Option("--resolved", help="Everything explicit, as canonical JSON.")
    ] = False,
    origin: Annotated[bool, typer.Option("--origin", help="Each value, and where it comes from.")] = False,
    sets: Sets = None,
    seed: Seed = None,
    size: Size = None,
    json: Json = False,
) -> None:
    """Show a scenario as it was written, resolved, or with the origin of each value.

    With --json it is all three in one object.
    """
    from infosim.scenario import load
    from infosim.scenario import resolved as resolve
    from infosim.scenario.origins import leaves

    loaded = load(name, sets=sets or (), size=size, seed=seed)
    explicit = resolve(loaded.scenario)
    values = {".".join(way): value for way, value in leaves(explicit)}
    origins = {path: loaded.origins.get(path, "default") for path in values}
    if json:
        told = {"file": loaded.file, "text": loaded.text, "resolved": explicit, "origins": origins}
        typer.echo(to_text.dumps(told, ensure_ascii=False))
    elif origin:
        for path, value in values.items():
            typer.echo(f"{path} = {to_text.dumps(value, ensure_ascii=False)}  [{origins[path]}]")
    elif resolved:
        typer.echo(to_text.dumps(explicit, ensure_ascii=False, indent=1))
    else:
        typer.echo(loaded.text, nl=not loaded.text.endswith("\n"))


def validate(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...", help="Shipped scenarios or files.", autocompletion=scenarios_beginning
        ),
    ],
    sets: Sets = None,
    json: Json = False,
) -> None:
    """Check scenarios without running them; every problem at once, with its place.

    Exit code 2 if there is any.
    """
    from infosim.scenario import load

    problems: list[Problem] = []
    told: list[dict[str, Any]] = []
    for name in names:
        try:
            loaded = load(name, sets=sets or ())
            read_graph_files(loaded)
        except InputError as error:
            problems += error.problems
            told.append({"file": name, "problems": [asdict(one) for one in error.problems]})
            continue
        told.append({"file": loaded.file, "problems": []} | sizes_of(loaded))
        if not json:
            print_fine(loaded)
    if json:
        typer.echo(to_text.dumps(told, ensure_ascii=False))
    if problems:
        raise InputError(problems)


def sizes_of(loaded: Loaded) -> dict[str, Any]:
    """Say how large a study is, and what is not wrong but worth knowing."""
    from infosim.scenario import estimate

    size = estimate(loaded.scenario)
    counts = {name: getattr(size, name) for name in ("people", "ties", "steps", "arms", "replicates")}
    return counts | {"notices": loaded.notices}


def print_fine(loaded: Loaded) -> None:
    """Say for people that nothing is wrong with a study, and how large it is."""
    size = sizes_of(loaded)
    typer.echo(
        f"{loaded.file}: fine; {counted(size['people'], 'person', 'people')}, "
        f"about {counted(size['ties'], 'tie')}, {counted(size['steps'], 'step')}, "
        f"{counted(size['arms'], 'arm')} x {counted(size['replicates'], 'replicate')}"
    )
    for notice in loaded.notices:
        typer.echo(f"note: {notice}", err=True)


def read_graph_files(loaded: Loaded) -> None:
    """Read the contacts that a scenario takes from files, to find everything that is wrong with them."""
    platforms = loaded.scenario.platforms.values()
    graphs = [platform.graph for platform in platforms if platform.graph.model == "file"]
    if not graphs:
        return
    from infosim.network import read_graph

    problems: list[Problem] = []
    for graph in graphs:
        try:
            read_graph(graph.path, directed=graph.directed)
        except InputError as error:
            problems += loaded.placed(error).problems
    if problems:
        raise InputError(problems)


def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from infosim.scenario.schema import schema_text

    typer.echo(schema_text(), nl=False)
