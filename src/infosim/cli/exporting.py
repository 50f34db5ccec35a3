"""Commands that hand on what is kept: export, merge."""

from __future__ import annotations

import json as to_text
from pathlib import Path
from typing import Annotated

import typer

from infosim.cli.options import Json, Out
from infosim.cli.storing import Where, find_store
from infosim.cli.sweeping import STORE, command
from infosim.errors import InputError, Problem, counted


def export(
    name: Where,
    out: Out = None,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write Parquet as well as CSV.")] = False,
    netcdf: Annotated[
        bool, typer.Option("--netcdf", help="Write one labelled cube as well, for xarray, R or Julia.")
    ] = False,
    json: Json = False,
) -> None:
    """Write what a sweep has kept as tables, with a dictionary, a manifest and RO-Crate metadata."""
    from infosim.cli.console import say
    from infosim.cli.study import writable
    from infosim.experiments.store import Store
    from infosim.experiments.sweep.export import write_export

    path = find_store(name)
    folder = writable(out if out is not None else path.parent / "export")
    with Store(path) as store:
        files = write_export(store, folder, parquet=parquet, netcdf=netcdf, command=command())
    if json:
        typer.echo(to_text.dumps({"files": [str(file) for file in files]}))
    else:
        say("written: " + "  ".join(str(file) for file in files))


def merge(
    stores: Annotated[
        list[Path], typer.Argument(metavar="STORE...", help="Stores of parts, or folders of them.")
    ],
    into: Annotated[Path | None, typer.Option(help="The store to put them into.", dir_okay=False)] = None,
    json: Json = False,
) -> None:
    """Put the stores of several parts of a sweep together; they are left as they are."""
    from infosim.cli.console import note, say
    from infosim.experiments.store import Store, StoreLock
    from infosim.experiments.store.merging import merge_stores

    found = [path for given in stores for path in _parts(given)]
    target = into if into is not None else found[0].parent / STORE
    found = [path for path in found if path.resolve() != target.resolve()]
    if not found:
        raise InputError(
            Problem("there is nothing to merge", "name the stores of parts, sweep-1-of-4.sqlite")
        )
    with StoreLock(target), Store(target, writing=True) as store:
        merged = merge_stores(store, found, note)
        total = len(store.digests())
    if json:
        typer.echo(to_text.dumps(merged._asdict() | {"store": str(target), "total": total}))
    else:
        say(f"{counted(merged.added, 'run')} added to {target}, which now holds {total:,}")
        if merged.damaged:
            say(f"{counted(merged.damaged, 'run')} damaged and left out: run their parts again")
    if merged.damaged:
        raise typer.Exit(1)


def _parts(given: Path) -> list[Path]:
    """List the stores that a path stands for."""
    if given.is_dir():
        found = sorted(given.glob("sweep-*-of-*.sqlite"))
        if not found:
            raise InputError(Problem(f"there are no parts of a sweep in {given}", "name their stores"))
        return found
    if not given.is_file():
        raise InputError(Problem(f"there is no store {given}", "infosim sweep --shard 1/4 makes one"))
    return [given]
