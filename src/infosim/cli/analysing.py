"""The command analyse: what drives an outcome, what is luck, and where an arm fails."""

from __future__ import annotations

import json as to_text
from pathlib import Path
from typing import Annotated

import typer

from infosim.cli.options import Json, Out
from infosim.cli.storing import Where, find_store
from infosim.errors import InputError, Problem

Failing = Annotated[
    str | None,
    typer.Option(metavar="NUMBER", help="A gain below this is a failure; half the mean gain if left out."),
]


def analyse(
    name: Where,
    arm: Annotated[str | None, typer.Option(help="Which arm; the last if left out.")] = None,
    outcome: Annotated[str | None, typer.Option(help="Which outcome; the study's first if left out.")] = None,
    group: Annotated[str, typer.Option(help="Of one group only.")] = "",
    fails_below: Failing = None,
    out: Out = None,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Whether to draw figures.")] = True,
    json: Json = False,
) -> None:
    """Say what drives an outcome of a sweep, how much is luck, and when an arm fails."""
    from infosim.cli.console import note, say
    from infosim.cli.study import writable
    from infosim.experiments.analysis import analyse as analyse_store
    from infosim.experiments.analysis.told import sentences, to_json, write_analysis
    from infosim.experiments.store import Store

    path = find_store(name)
    folder = writable(out if out is not None else path.parent / "analysis")
    limit = None if fails_below is None else _number(fails_below)
    with Store(path) as store:
        found = analyse_store(store, arm=arm, outcome=outcome, group=group, failing=limit)
    files: list[Path] = write_analysis(found, folder)
    if figures:
        note("drawing figures")
        from infosim.plots.heat_map import write_map
        from infosim.plots.response import write_responses

        files = [*write_responses(found, folder), *write_map(found, folder), *files]
    if json:
        typer.echo(to_text.dumps(to_json(found, files), allow_nan=False))
        return
    for line in sentences(found):
        say(line)
    say("Synthetic people, borrowed effect sizes: trust directions, not digits.")
    say("\nwritten: " + "  ".join(str(file) for file in files))


def _number(text: str) -> float:
    """Read a number, or a percentage."""
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise InputError(Problem(f"--fails-below: {text} is not a number", "write 0.5, or 2%")) from None
