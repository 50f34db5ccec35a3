"""The command `report`: a comparison as one page that works anywhere."""

from __future__ import annotations

import json as to_text
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infosim.cli.options import Json, Name, Replicates, Seed, Sets, Size
from infosim.cli.study import load, prepared, writable
from infosim.errors import InputError, Problem, counted

if TYPE_CHECKING:
    from infosim.scenario import Loaded


def report(
    name: Name,
    replicates: Replicates = None,
    sets: Sets = None,
    seed: Seed = None,
    size: Size = None,
    out: Annotated[
        Path | None,
        typer.Option(help="The .html file to write, or a folder for it; results/NAME if left out."),
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Cores to use; all if left out.", min=1)] = None,
    json: Json = False,
) -> None:
    """Write a report: one HTML file with charts, tables, and the same people with and without.

    It needs no network and no other file; the runs that it shows are computed again in
    the browser.
    """
    loaded = load(name, sets, size, seed)
    from infosim.cli.console import note, progress, say
    from infosim.experiments import compare

    count = replicates or loaded.scenario.run.replicates
    file = place(out if out is not None else Path("results") / loaded.scenario.id, "report.html")
    study = prepared(loaded)
    with progress(f"{counted(len(study.arms), 'arm')} x {counted(count, 'replicate')}") as show:
        comparison = compare(study, replicates=count, workers=workers, progress=show)
    note("writing the page")
    from infosim.web.report import report as write_report

    page = write_report(loaded, comparison, command_of(name, loaded, count, sets, size))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page, encoding="utf-8")
    if json:
        told = {"study": loaded.scenario.id, "replicates": count, "digest": comparison.digest}
        typer.echo(to_text.dumps(told | {"files": [str(file)]}))
    else:
        say(f"written: {file}")


def place(out: Path, usual: str) -> Path:
    """Find the file to write: the one that is named, or the usual one in a folder."""
    file = out if out.suffix.lower() in (".html", ".htm") else out / usual
    if file.is_dir():
        raise InputError(Problem(f"{file} is a folder", f"name a file, or a folder for {usual}"))
    writable(file.parent)
    return file


def command_of(name: str, loaded: Loaded, replicates: int, sets: list[str] | None, size: int | None) -> str:
    """Write the command that makes a report again."""
    words = ["infosim", "report", name, "--seed", str(loaded.scenario.run.seed)]
    words += ["--replicates", str(replicates)]
    words += ["--size", str(size)] if size is not None else []
    for one in sets or ():
        words += ["--set", one]
    return shlex.join(words)
