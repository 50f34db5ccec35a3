"""The command `pack`: a folder for a USB stick."""

from __future__ import annotations

import json as to_text
import shlex
from pathlib import Path
from typing import Annotated

import typer

from infosim.cli.options import Json, Name, Replicates, Seed, Sets, Size
from infosim.cli.playing import read
from infosim.cli.reporting import command_of
from infosim.cli.study import load, prepared, writable
from infosim.errors import InputError, Problem, counted


def pack(
    name: Name,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write; results/NAME/usb if left out.", file_okay=False)
    ] = None,
    language: Annotated[str, typer.Option("--lang", help="Of cards and notes: en, fr, es or dz.")] = "en",
    replicates: Replicates = None,
    sets: Sets = None,
    seed: Seed = None,
    size: Size = None,
    workers: Annotated[int | None, typer.Option(help="Cores to use; all if left out.", min=1)] = None,
    json: Json = False,
) -> None:
    """Write a folder for a USB stick: pages without a network, cards to print, notes for the trainer."""
    from infosim.web.words import LANGUAGES

    if language not in LANGUAGES:
        raise InputError(Problem(f"nothing is written in {language!r}", f"one of {', '.join(LANGUAGES)}"))
    loaded, small = load(name, sets, size, seed), read(name, sets, size, seed)
    from infosim.cli.console import note, progress, say
    from infosim.experiments import compare

    count = replicates or loaded.scenario.run.replicates
    folder = writable(out if out is not None else Path("results") / loaded.scenario.id / "usb")
    study = prepared(loaded)
    with progress(f"{counted(len(study.arms), 'arm')} x {counted(count, 'replicate')}") as show:
        comparison = compare(study, replicates=count, workers=workers, progress=show)
    from infosim.web.usb.folder import Packed, write_folder
    from infosim.web.workshop.material import material

    command = command_of(name, loaded, count, sets, size)
    packed = Packed(loaded, comparison, small, material(comparison), language, command)
    files = write_folder(packed, folder, lambda file: note(f"writing {file}"))
    if json:
        told = {"study": loaded.scenario.id, "replicates": count, "digest": comparison.digest}
        typer.echo(to_text.dumps(told | {"files": [str(file) for file in files]}))
    else:
        say("written: " + "  ".join(shlex.quote(str(file)) for file in files))
