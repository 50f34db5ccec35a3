"""Commands about what is kept: status, replay, why, store check, store gc."""

from __future__ import annotations

import json as to_text
import os
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from infosim.cli.examples import examples_of
from infosim.cli.options import Json
from infosim.errors import InfosimError, InputError, ParityError, Problem, counted

DAMAGED = 1
"""Exit code if something kept is not what was written."""

Where = Annotated[
    str, typer.Argument(metavar="NAME", help="A study whose runs are in results/NAME, a folder, or a store.")
]
RunId = Annotated[str, typer.Argument(metavar="RUN", help="The name of a run, or how it begins.")]
StoreOption = Annotated[
    Path | None, typer.Option("--store", help="The store it is in; all below results if left out.")
]

store = typer.Typer(
    help="Look after the files that runs are kept in.", no_args_is_help=True, rich_markup_mode=None
)

SHORTEST = 4
"""Letters of a run's name that are enough to look for it."""


def find_store(name: str) -> Path:
    """Find the store of a study, in a folder, or at a path.

    Raises
    ------
    InputError
    """
    for path in (Path(name), Path(name) / "sweep.sqlite", Path("results") / name / "sweep.sqlite"):
        if path.is_file() and path.suffix not in (".yaml", ".yml", ".json"):
            return path
    if Path(name).suffix in (".yaml", ".yml", ".json"):
        return find_store(Path(name).stem)
    remedy = "run infosim sweep first, or give the path of a store"
    raise InputError(Problem(f"no runs of {name} are kept here", remedy))


def status(name: Where, json: Json = False) -> None:
    """Say what is kept of a sweep, what is missing, and what failed.

    Exit code 1 if runs failed.
    """
    from infosim.experiments.store import Store
    from infosim.experiments.sweep.status import status_of

    path = find_store(name)
    with Store(path) as kept:
        found = status_of(kept)
    if json:
        typer.echo(to_text.dumps(found))
    else:
        print_status(found)
    if found["failed"]:
        raise typer.Exit(1)


def print_status(found: dict[str, Any]) -> None:
    """Print the status of a sweep for people."""
    from infosim.cli.console import say

    say(f"{found['title'] or found['study']}")
    say(f"{found['path']}: {found['megabytes']:,.1f} MB, last run kept at {found['last'] or 'no time yet'}")
    if found["holder"]:
        say(f"held by {found['holder']}: a sweep is going on")
    sizes = counted(found["points"], "point"), counted(len(found["arms"]), "arm")
    say(f"design {found['design']}, {' x '.join(sizes)} x {counted(found['replicates'], 'replicate')}")
    lost = len(found["failed"])
    missing = found["total"] - found["done"] - lost
    kept = f"{found['done']:,} of {counted(found['total'], 'run')} kept"
    enough = " unless intervals are narrow enough" if found["narrow"] and missing else ""
    say(f"{kept}, {lost:,} failed, {missing:,} missing{enough}")
    for one in found["failed"]:
        say(
            f"failed: point {one['point']}, {one['arm']}, replicate {one['replicate']}, seed {one['seed']}: "
            f"{one['reason']} ({counted(one['tries'], 'try', 'tries')}); infosim replay {one['run'][:12]}"
        )
    if found["other_runs"]:
        say(f"{found['other_runs']:,} runs of other points or earlier versions are kept as well")
    for run in found["conflicts"]:
        say(f"run {run[:12]} came out in two ways: infosim replay {run[:12]}")


def stores_here(path: Path | None) -> list[Path]:
    """List the stores to look into."""
    if path is not None:
        return [find_store(str(path))]
    found = sorted(Path("results").glob("*/sweep*.sqlite"))
    if not found:
        raise InputError(Problem("there are no stores below results", "give one with --store"))
    return found


def find_run(prefix: str, stores: list[Path]) -> tuple[Path, str]:
    """Find the one run whose name begins so.

    Raises
    ------
    InputError
        There is none, or more than one.
    """
    from infosim.experiments.store import Store

    if len(prefix) < SHORTEST or not prefix.isalnum():
        raise InputError(
            Problem(f"{prefix!r} does not name a run", f"give at least {SHORTEST} letters of it")
        )
    found = []
    for path in stores:
        with Store(path) as kept:
            found += [(path, key) for key in kept.find(prefix)]
    if len({key for _, key in found}) == 1:
        return found[0]
    remedy = "give more letters" if found else "infosim status and infosim export name the runs"
    fault = f"{len(found)} runs begin with {prefix}" if found else f"no run begins with {prefix}"
    raise InputError(Problem(fault, remedy))


def replay(
    run: RunId,
    store: StoreOption = None,
    engine: Annotated[
        Literal["both", "compiled", "reference"], typer.Option(help="Which engines run it again.")
    ] = "both",
    json: Json = False,
) -> None:
    """Run one run of a sweep again, in both engines, and compare the digests.

    Exit code 1 if they differ.
    """
    from infosim.cli.console import note, say
    from infosim.experiments.store import Store
    from infosim.experiments.sweep.replay import replay_run

    path, key = find_run(run, stores_here(store))
    engines = ("compiled", "reference") if engine == "both" else (engine,)
    with Store(path) as kept:
        told = replay_run(kept, key, engines, note)
    if json:
        typer.echo(to_text.dumps(told))
    else:
        who = f"{told['arm']}, replicate {told['replicate']}, seed {told['seed']}"
        say(f"run {key[:12]}: {told['said']}, {who}")
        say(f"kept in {path}: {told['kept'] or 'nothing, it failed'}")
        for name, digest in told["digests"].items():
            say(f"{name} engine: {digest}")
    wanted = {told["kept"]} if told["kept"] else set()
    if len(wanted | set(told["digests"].values())) > 1:
        raise ParityError(
            f"run {key[:12]} does not come out as it is kept; please report it with its scenario"
        )
    if not json:
        say("all digests agree")


def why(
    run: RunId,
    other: Annotated[
        str | None, typer.Argument(metavar="[OTHER]", help="Another run to compare with.")
    ] = None,
    store: StoreOption = None,
    json: Json = False,
) -> None:
    """Say what names a run, or which fields of two runs' names differ.

    A run is done again only if its name is new: this says what made it so.
    """
    from infosim.cli.console import say
    from infosim.experiments.store import Store
    from infosim.experiments.sweep.replay import differing_fields, fields_of

    stores = stores_here(store)
    path, key = find_run(run, stores)
    with Store(path) as kept:
        if other is None:
            lines = fields_of(kept, key)
        else:
            second, second_key = find_run(other, stores)
            with Store(second) as also:
                lines = differing_fields((kept, key), (also, second_key))
    if json:
        typer.echo(to_text.dumps({"run": key, "other": other and second_key, "fields": lines}))
        return
    for line in lines or ["the names of these runs do not differ"]:
        say(line)


@store.command("check", epilog=examples_of("store check"))
def check(path: Where, json: Json = False) -> None:
    """Look through a store: every row, every file beside it. Exit code 1 if something is damaged."""
    from infosim.cli.console import say
    from infosim.experiments.store.checking import check_store

    found = check_store(find_store(path))
    if json:
        typer.echo(to_text.dumps(found._asdict() | {"path": str(found.path)}))
    else:
        for line in found.lines():
            say(line)
    if found.is_damaged:
        raise typer.Exit(DAMAGED)


@store.command("gc", epilog=examples_of("store gc"))
def gc(
    path: Where,
    old_runs: Annotated[
        bool, typer.Option("--old-runs", help="Also forget the runs that the last sweep does not need.")
    ] = False,
    json: Json = False,
) -> None:
    """Remove from a store what nobody refers to: files of runs that are not kept, unfinished files."""
    from infosim.cli.console import say
    from infosim.experiments.store import Store, StoreLock
    from infosim.experiments.store.checking import collect
    from infosim.experiments.sweep.results import cells_of

    found = find_store(path)
    if not os.access(found, os.W_OK):
        raise InfosimError(f"{found} cannot be written; nothing was removed")
    with StoreLock(found), Store(found, writing=True) as kept:
        needed = {cell.key for cell in cells_of(kept.plan())} if old_runs else None
        runs, files, freed = collect(kept, needed)
    if json:
        typer.echo(to_text.dumps({"path": str(found), "runs": runs, "files": files, "bytes": freed}))
        return
    gone = f"{counted(runs, 'run')} and {counted(files, 'file')}"
    say(f"{gone} removed from {found}, {freed / 1e6:,.1f} MB freed")
