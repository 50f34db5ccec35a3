"""Commands for those who write scenarios: list, show, validate, new, schema."""

from __future__ import annotations

import json as to_text
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infosim.cli.options import Json, Name, Seed, Sets, Size
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
) -> None:
    """Show a scenario as it was written, resolved, or with the origin of each value."""
    from infosim.scenario import load
    from infosim.scenario import resolved as resolve
    from infosim.scenario.origins import leaves

    loaded = load(name, sets=sets or (), size=size, seed=seed)
    if origin:
        for way, value in leaves(resolve(loaded.scenario)):
            path = ".".join(way)
            source = loaded.origins.get(path, "default")
            typer.echo(f"{path} = {to_text.dumps(value, ensure_ascii=False)}  [{source}]")
    elif resolved:
        typer.echo(to_text.dumps(resolve(loaded.scenario), ensure_ascii=False, indent=1))
    else:
        typer.echo(loaded.text, nl=not loaded.text.endswith("\n"))


def validate(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Shipped scenarios or files.")],
    sets: Sets = None,
) -> None:
    """Check scenarios without running them; every problem at once, with its place.

    Exit code 2 if there is any.
    """
    from infosim.scenario import estimate, load

    problems: list[Problem] = []
    for name in names:
        try:
            loaded = load(name, sets=sets or ())
            read_graph_files(loaded)
        except InputError as error:
            problems += error.problems
            continue
        size = estimate(loaded.scenario)
        typer.echo(
            f"{loaded.file}: fine; {counted(size.people, 'person', 'people')}, "
            f"about {counted(size.ties, 'tie')}, {counted(size.steps, 'step')}, "
            f"{counted(size.arms, 'arm')} x {counted(size.replicates, 'replicate')}"
        )
        for notice in loaded.notices:
            typer.echo(f"note: {notice}", err=True)
    if problems:
        raise InputError(problems)


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


def new(
    name: Annotated[str, typer.Argument(help="Id of the new scenario: small letters, digits, underscores.")],
    base: Annotated[str, typer.Option("--from", help="The scenario to start from.")] = "first_steps",
) -> None:
    """Start a scenario of your own: a short file that inherits the rest.

    Example: infosim new my_district --from bhutan_2022
    """
    from infosim.scenario import load

    if not re.fullmatch(r"[a-z][a-z0-9_]{0,47}", name):
        raise InputError(
            Problem(f"{name!r} is not an id", "use small letters, digits and underscores, as in my_district")
        )
    path = Path(f"{name}.yaml")
    if path.exists():
        raise InputError(Problem(f"{path} exists already", "choose another name, or remove the file"))
    parent = load(base).scenario
    lines = [
        "infosim: 1",
        f"extends: {base}  # everything that is not written here is inherited",
        f'title: "{name.replace("_", " ")}"',
        "",
        f"population: {{size: {parent.population.size}}}",
        "",
        "# change an intervention by its id, or add one:",
        "# interventions:",
        *(f"#   - {{id: {one.id}, kind: {one.kind}}}" for one in parent.interventions[:3]),
        "",
        f"run: {{replicates: {parent.run.replicates}, seed: {parent.run.seed}}}",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    load(str(path))
    typer.echo(f"wrote {path} ({len(lines)} lines; everything else is inherited from {base})")
    typer.echo(f"run it with: infosim compare {path}")


def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from infosim.scenario.schema import schema_text

    typer.echo(schema_text(), nl=False)
