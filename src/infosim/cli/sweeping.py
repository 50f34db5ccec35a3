"""The command sweep: many points, every run kept."""

from __future__ import annotations

import json as to_text
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from infosim.cli.options import Engine, Json, Name, Out, Replicates, Seed, Sets, Size
from infosim.cli.sweep_options import (
    Dask,
    Deadline,
    Design,
    DryRun,
    Levels,
    RetryFailed,
    Samples,
    Shard,
    StoreFile,
    Trajectories,
    UntilCi,
    Vary,
    Workers,
)
from infosim.errors import InputError, Problem, StoppedError, counted

if TYPE_CHECKING:
    from infosim.experiments.sweep import Outcome, Plan
    from infosim.experiments.sweep.coordinator import Options
    from infosim.scenario import Loaded

FAILED = 1
"""Exit code if runs were given up."""

STORE = "sweep.sqlite"
"""What a store is called in the folder of a study."""

MOST_NAMED = 10
"""Failed runs that are named one by one."""


def sweep(
    name: Name,
    vary: Vary = None,
    design: Design = None,
    samples: Samples = None,
    levels: Levels = None,
    replicates: Replicates = None,
    until_ci: UntilCi = None,
    workers: Workers = None,
    dask: Dask = None,
    dry_run: DryRun = False,
    shard: Shard = None,
    retry_failed: RetryFailed = False,
    trajectories: Trajectories = False,
    deadline: Deadline = 600.0,
    engine: Engine = "compiled",
    sets: Sets = None,
    seed: Seed = None,
    size: Size = None,
    out: Out = None,
    store: StoreFile = None,
    json: Json = False,
) -> None:
    """Run a study at many points, and keep every run.

    What is kept is never run again: stop it at any time, and the same command goes on.
    Exit code 1 if runs failed, 130 if it was stopped.
    """
    loaded = _load(name, sets, size, seed, _changes(vary, design, samples, levels))
    from infosim.cli.console import note
    from infosim.experiments.sweep import plan_sweep
    from infosim.experiments.sweep.coordinator import Options

    part = read_shard(shard)
    path = store_path(loaded.scenario.id, out, store, part)
    plan = plan_sweep(loaded, replicates=replicates, shard=part)
    hands = workers or Options().workers if dask is None else look_at_cluster(dask, workers)
    options = Options(engine, hands, deadline, trajectories, dask or "")
    note("\n".join([*(f"note: {line}" for line in plan.notes), described(plan)]))
    if dry_run:
        print_cost(plan, path, options, as_json=json)
        return
    narrow = None if until_ci is None else _share(until_ci)
    ended = _run(plan, path, options, narrow=narrow, retry_failed=retry_failed)
    finish(plan, ended, path, as_json=json)


def _load(
    name: str, sets: list[str] | None, size: int | None, seed: int | None, more: list[tuple[str, str]]
) -> Loaded:
    from infosim.cli.console import note, show_log
    from infosim.scenario import load

    show_log()
    loaded = load(name, sets=sets or (), size=size, seed=seed, more=more)
    for notice in loaded.notices:
        note(f"note: {notice}")
    return loaded


def _changes(
    vary: list[str] | None, design: str | None, samples: int | None, levels: int | None
) -> list[tuple[str, str]]:
    """Turn options into changes of the scenario, each with the option that asks for it."""
    changes = [("sweep.vary={}", "--vary")] if vary else []
    changes += [(f"sweep.vary.{one}", f"--vary {one.partition('=')[0]}") for one in vary or ()]
    given = (("design", design), ("samples", samples), ("levels", levels))
    return changes + [(f"sweep.{key}={value}", f"--{key}") for key, value in given if value is not None]


def _share(text: str) -> float:
    """Read the width that intervals are to have."""
    from infosim.units import read_share

    try:
        share = read_share(text)
    except ValueError as error:
        fault, _, remedy = str(error).partition("\n")
        raise InputError(Problem(f"--until-ci: {fault}", remedy)) from None
    if share <= 0:
        raise InputError(Problem("--until-ci: no interval has no width", "write a share such as 1%"))
    return share


def read_shard(text: str | None) -> tuple[int, int]:
    """Read which part of a sweep is wanted, `3/40`; the whole is part 1 of 1.

    Raises
    ------
    InputError
    """
    if text is None:
        return 1, 1
    part, _, parts = text.partition("/")
    if part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts) <= 100_000:
        return int(part), int(parts)
    raise InputError(Problem(f"--shard: {text} is no part of a sweep", "write 3/40 for the third of forty"))


def store_path(study: str, out: Path | None, store: Path | None, shard: tuple[int, int] = (1, 1)) -> Path:
    """Say where the runs of a study are kept."""
    if store is not None:
        return store
    folder = out if out is not None else Path("results") / study
    part, parts = shard
    return folder / (STORE if parts == 1 else f"sweep-{part}-of-{parts}.sqlite")


def described(plan: Plan) -> str:
    """Say in a line what a plan consists of."""
    design = plan.sweep.design.replace("_", " ")
    head = f"design {design}, " if plan.axes else "nothing is varied, "
    sizes = (
        counted(len(plan.points), "point"),
        counted(len(plan.arms), "arm"),
        counted(plan.replicates, "replicate"),
    )
    runs = len({cell.key for cell in plan.cells()})
    part = "" if plan.shard[1] == 1 else f"part {plan.shard[0]} of {plan.shard[1]}, "
    return f"{head}{' x '.join(sizes)}: {part}{counted(runs, 'run')}"


def look_at_cluster(address: str, workers: int | None) -> int:
    """Count the threads that will do the runs, and say so, before a store is made.

    Raises
    ------
    InputError
        Workers are asked for here as well.
    """
    from infosim.cli.console import note
    from infosim.experiments.sweep.cluster import look_at

    if workers is not None:
        fault = "--workers and --dask: the cluster has its own workers"
        raise InputError(Problem(fault, "leave out one of them"))
    machines, threads = look_at(address)
    note(f"at {address}: {counted(machines, 'worker')} with {counted(threads, 'thread')}")
    return threads


def print_cost(plan: Plan, path: Path, options: Options, *, as_json: bool) -> None:
    """Print what a sweep would take: runs, minutes, megabytes."""
    from infosim.cli.console import say
    from infosim.experiments.sweep.trial import cost_of

    cost = cost_of(plan, path, options)
    if as_json:
        typer.echo(to_text.dumps(cost._asdict()))
        return
    kept = f", of which {cost.kept:,} are kept already" if cost.kept else ""
    basis = "measured on two runs" if cost.is_measured else "a rough guess"
    minutes = f"about {cost.minutes:,.1f}" if cost.minutes >= 0.1 else "less than 0.1"
    say(f"{counted(cost.runs, 'run')}{kept}")
    say(f"{minutes} minutes on {counted(options.workers, 'core')} ({basis})")
    say(f"about {cost.megabytes:,.1f} megabytes in {path}")


def _run(plan: Plan, path: Path, options: Options, *, narrow: float | None, retry_failed: bool) -> Outcome:
    """Run a plan, and say how to go on if it is stopped at once."""
    from infosim.cli.watching import watching
    from infosim.experiments.sweep import run_sweep

    try:
        with watching() as watcher:
            return run_sweep(plan, path, options, watcher, narrow=narrow, retry_failed=retry_failed)
    except KeyboardInterrupt:
        raise StoppedError(f"stopped; what is kept in {path} is safe; go on with: {command()}") from None


def command() -> str:
    """Give the command that was typed."""
    return shlex.join(["infosim", *sys.argv[1:]])


def finish(plan: Plan, ended: Outcome, path: Path, *, as_json: bool) -> None:
    """Say how a sweep ended, and end with the code that says the same."""
    from infosim.cli.console import say

    if as_json:
        failed = [
            {"run": cell.key, "point": cell.point + 1, "arm": cell.arm, "replicate": cell.replicate}
            | {"seed": plan.points[cell.point].scenario.run.seed, "reason": reason, "tries": tries}
            for cell, reason, tries in ended.failed
        ]
        said = ended._asdict() | {"failed": failed, "store": str(path), "study": plan.written.id}
        typer.echo(to_text.dumps(said))
    else:
        say(f"{ended.kept:,} of {counted(ended.total, 'run')} kept in {path}, {ended.ran:,} of them run now")
        for cell, reason, tries in ended.failed[:MOST_NAMED]:
            seed = plan.points[cell.point].scenario.run.seed
            say(
                f"failed: {cell.key[:12]}, point {cell.point + 1}, {cell.arm}, replicate {cell.replicate}, "
                f"seed {seed}: {reason} ({counted(tries, 'try', 'tries')})"
            )
        if len(ended.failed) > MOST_NAMED:
            say(f"and {len(ended.failed) - MOST_NAMED:,} more; infosim status {path} names them all")
        if not ended.failed and not ended.is_stopped and plan.shard[1] == 1:
            say(f"next: infosim analyse {path}   infosim export {path}")
    if ended.is_stopped and ended.kept + len(ended.failed) < ended.total:
        raise StoppedError(f"stopped cleanly; go on with: {command()}")
    if ended.failed:
        raise typer.Exit(FAILED)
