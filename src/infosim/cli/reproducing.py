"""The command reproduce: published numbers beside ours."""

from __future__ import annotations

import json as to_text
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infosim.cli.options import Engine, Json, Out, Sets
from infosim.errors import InputError, Problem, counted
from infosim.published.parameters import Parameter, Value
from infosim.published.targets import TARGETS, Target, find_targets

if TYPE_CHECKING:
    from rich.table import Table

    from infosim.published.reproducing import Reproduction
    from infosim.published.running import Measured

MISSED = 1
"""Exit code if something that was published did not come out."""

SETTINGS = {"allow_extra_args": True, "ignore_unknown_options": True}
"""Parameters differ from target to target, so they are read here and not by typer."""


def _parameters_told(target: Target) -> str:
    """List the parameters of a target, a line for each."""
    lines = [f"{target.id} ({', '.join(target.aliases[:1])}): {target.title}"]
    for one in target.parameters:
        default = "" if one.default is None else f" [{one.default}]"
        lines.append(f"  {one.option} {one.meaning}{default}")
    return "\n".join(lines)


EPILOG = "\n\n".join("\b\n" + _parameters_told(target) for target in TARGETS.values())
"""What can be varied of each target, for the help."""


Targets = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="TARGET", help="What to reproduce, then --PARAMETER VALUE; everything if left out."
    ),
]
Runs = Annotated[int | None, typer.Option(help="Runs of each cell.", min=1, max=100_000)]
FirstSeed = Annotated[
    int, typer.Option(help="Of the first run; the next has the next.", min=0, max=2**32 - 1)
]
Workers = Annotated[int | None, typer.Option(help="Cores to use; all if left out.", min=1)]
Figures = Annotated[
    bool, typer.Option("--figures/--no-figures", help="Whether to draw figures, where there is --out.")
]


def reproduce(
    targets: Targets = None,
    runs: Runs = None,
    seed: FirstSeed = 1,
    sets: Sets = None,
    engine: Engine = "compiled",
    workers: Workers = None,
    out: Out = None,
    json: Json = False,
    figures: Figures = True,
) -> None:
    """Run published models and compare what comes out with what was published.

    Without parameters, the cells of which numbers are published; exit code 1 if one is missed.
    With parameters, one cell of one model. Figures go to --out.
    """
    names, words = split(targets or [])
    chosen = find_targets(names)
    given = parameters_of(chosen, words)
    from infosim.cli.console import progress
    from infosim.cli.study import writable
    from infosim.published.reproducing import reproduce as run_targets

    folder = None if out is None else writable(out)
    chosen = chosen if names else those_that_fit(chosen)
    few = len(chosen) <= 3
    what = ", ".join(target.id for target in chosen) if few else counted(len(chosen), "target")
    with progress(what) as show:
        found = run_targets(
            chosen,
            parameters=given,
            sets=sets or (),
            runs=runs,
            seed=seed,
            engine=engine,
            workers=workers,
            progress=show,
        )
    tell(found, draw(found, folder) if folder is not None and figures else [], json)
    if not found.passed:
        raise typer.Exit(MISSED)


def those_that_fit(targets: list[Target]) -> list[Target]:
    """Leave out what this machine cannot hold, and say so."""
    from infosim.cli.console import note
    from infosim.published.running import too_large_here

    large = too_large_here(targets)
    if large:
        note(f"left out, because this machine is too small: {', '.join(target.id for target in large)}")
    return [target for target in targets if target not in large]


def draw(found: Reproduction, folder: Path) -> list[Path]:
    """Draw a figure of each target."""
    from infosim.cli.console import note
    from infosim.plots.published import write_reproduced

    note("drawing figures")
    return write_reproduced(found, folder)


def tell(found: Reproduction, files: list[Path], json: bool) -> None:
    """Print what came out, for machines or for people."""
    from infosim.published.reproducing import to_json

    if json:
        typer.echo(to_text.dumps(to_json(found, files), allow_nan=False))
    else:
        print_reproduction(found, files)


def split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Tell the names of targets from options and their values: names come first."""
    first = next((k for k, word in enumerate(words) if word.startswith("-")), len(words))
    return list(words[:first]), list(words[first:])


def parameters_of(targets: Sequence[Target], words: Sequence[str]) -> dict[str, Value]:
    """Read the parameters of the one target that is named.

    Raises
    ------
    InputError
        An option that no target, several targets or another target has; a value that cannot be.
    """
    given: dict[str, Value] = {}
    left = list(words)
    while left:
        option, equals, value = left.pop(0).partition("=")
        if not option.startswith("--"):
            raise InputError(
                Problem(f"{option!r} is not expected here", "name targets first, then --OPTION VALUE")
            )
        if len(targets) != 1:
            owners = [target.id for target in targets if option in {p.option for p in target.parameters}]
            example = owners[0] if owners else "sbfc"
            fault = (
                f"{option} is a parameter of one model, and {counted(len(targets), 'target')} are to be run"
            )
            raise InputError(
                Problem(fault, f"name one target, as in infosim reproduce {example} {option} ...")
            )
        parameter: Parameter = targets[0].parameter(option)
        if parameter.name in given:
            raise InputError(Problem(f"{option} is given twice", "give it once"))
        if not equals:
            if not left:
                raise InputError(
                    Problem(f"{option} needs a value: {parameter.meaning}", f"write {parameter.allowed}")
                )
            value = left.pop(0)
        given[parameter.name] = parameter.read(value)
    return given


def print_reproduction(found: Reproduction, files: Sequence[Path]) -> None:
    """Print what came out for people: a table for each target, findings, the verdict."""
    from infosim.cli.console import out, say

    for target in found.targets:
        console = out()
        console.print(cells_table(target, found.of(target)))
    for finding in found.findings:
        say(f"{'holds' if finding.holds else 'MISSED'}: {finding.words}")
    if any(one.facts for one in found.measured):
        say("\nall as published" if found.passed else "\nNOT all as published")
    if files:
        say("\nwritten: " + "  ".join(str(path) for path in files))


def cells_table(target: Target, cells: Sequence[Measured]) -> Table:
    """Show each cell of a target: published, ours, interval, tolerance, verdict."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(
        title=f"{target.title} ({target.source}): {target.counts}", box=SIMPLE_HEAD, title_justify="left"
    )
    table.add_column("cell")
    table.add_column("quantity", no_wrap=True)
    for heading in ("published", "ours", "95% interval", "tolerance", "mean field"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    varied = [
        name
        for name in target.defaults
        if len({one.cell.values[name] for one in cells}) > 1
        or any(one.cell.values[name] != target.defaults[name] for one in cells)
    ]
    for one in cells:
        for name in one.values:
            first = name == one.quantity
            where = ", ".join(f"{key} {shown(one.cell.values[key])}" for key in varied) if first else ""
            table.add_row(
                where or ("as published" if first and one.facts else ""), name, *_numbers(one, name)
            )
    return table


def shown(value: Value) -> str:
    """Write the value of a parameter."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _numbers(one: Measured, name: str) -> tuple[str, str, str, str, str, str]:
    """Write the numbers of one quantity of a cell."""
    mean, low, high = one.estimates[name]
    fact, theory = one.facts.get(name), one.mean_field if name == one.quantity else None
    verdict = {True: "holds", False: "MISSED", None: ""}[one.holds(name)]
    return (
        "" if fact is None else f"{fact.value:g}",
        f"{mean:.4g}",
        f"{low:.4g} to {high:.4g}" if len(one.values[name]) > 1 else "",
        "" if fact is None else f"{fact.tolerance:g}",
        "" if theory is None else f"{theory:.4g}",
        verdict,
    )
