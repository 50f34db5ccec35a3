"""Commands that run something: compare, run, verify."""

from __future__ import annotations

import json as to_text
import os
from collections.abc import Sequence
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infosim.cli.adding import added_from
from infosim.cli.options import Engine, Figures, Json, Name, Out, Replicates, Seed, Sets, Size, With
from infosim.errors import InputError, ParityError, Problem, counted

if TYPE_CHECKING:
    from infosim.experiments import Comparison
    from infosim.results import Run
    from infosim.scenario import Loaded
    from infosim.study import Study

VERIFIED_PEOPLE = 300
"""How many people `verify` takes unless told otherwise: the reference engine is slow."""


def load(
    name: str,
    sets: list[str] | None,
    size: int | None,
    seed: int | None,
    own: Sequence[Path] | None = None,
) -> Loaded:
    """Load a scenario with the options of the command line."""
    from infosim.cli.console import note, show_log
    from infosim.scenario import load as load_scenario

    show_log()
    loaded = load_scenario(name, sets=sets or (), size=size, seed=seed, additions=added_from(own or ()))
    for notice in loaded.notices:
        note(f"note: {notice}")
    return loaded


def prepared(loaded: Loaded) -> Study:
    """Draw the people and their contacts; a fault of a graph file is one of the scenario that names it."""
    from infosim.simulation import prepare

    try:
        return prepare(loaded.scenario)
    except InputError as error:
        raise loaded.placed(error) from None


def writable(folder: Path) -> Path:
    """Make sure that a folder can be written to, and leave no trace of it yet."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in missing:
            one.rmdir()
    except OSError as error:
        reason = error.strerror or "it cannot be made"
        raise InputError(
            Problem(f"cannot write to {folder}: {reason}", "give another folder with --out")
        ) from None
    if folder.exists() and not os.access(folder, os.W_OK):
        raise InputError(Problem(f"cannot write to {folder}", "give another folder with --out"))
    return folder


def compare(
    name: Name,
    replicates: Replicates = None,
    engine: Engine = "compiled",
    sets: Sets = None,
    seed: Seed = None,
    size: Size = None,
    out: Out = None,
    json: Json = False,
    figures: Figures = True,
    workers: Annotated[int | None, typer.Option(help="Cores to use; all if left out.", min=1)] = None,
    own: With = None,
) -> None:
    """Compare the arms of a study: the same people, the same luck.

    Writes tables and figures to results/NAME, or to --out, and ends with sentences
    that can be read out.
    """
    loaded = load(name, sets, size, seed, own)
    from infosim.cli.console import note, progress
    from infosim.experiments import compare as run_comparison
    from infosim.experiments.tables import to_json, write_tables

    count = replicates or loaded.scenario.run.replicates
    note(f"drawing {counted(loaded.scenario.population.size, 'person', 'people')} and their contacts")
    study = prepared(loaded)
    folder = writable(out if out is not None else Path("results") / loaded.scenario.id)
    with progress(f"{counted(len(study.arms), 'arm')} x {counted(count, 'replicate')}") as show:
        comparison = run_comparison(study, replicates=count, engine=engine, workers=workers, progress=show)
    files = write_tables(comparison, folder)
    if figures:
        note("drawing figures")
        from infosim.plots import write_figures

        files = [*write_figures(comparison, folder), *files]
    if json:
        typer.echo(to_text.dumps(to_json(comparison, files), allow_nan=False))
    else:
        print_comparison(comparison, files)


def print_comparison(comparison: Comparison, files: list[Path]) -> None:
    """Print a comparison for people: the tables, the sentences, the files."""
    from infosim.cli.console import out, say
    from infosim.cli.report import effects_table, groups_table
    from infosim.experiments.sentences import sentences
    from infosim.measures import OUTCOMES

    scenario = comparison.scenario
    say(f"\n{scenario.title or scenario.id}\n{scenario.question}\n")
    for line in comparison.study.society.notes:
        say(f"  {line}")
    say("")
    out().print(effects_table(comparison))
    first = OUTCOMES[comparison.outcome]
    if min(len(comparison.groups), len(comparison.arms)) > 1 and first.by_group and first.better:
        out().print(groups_table(comparison))
    for line in sentences(comparison):
        say(line)
    say("\nwritten: " + "  ".join(str(path) for path in files))


def run(
    name: Name,
    arm: Annotated[str | None, typer.Option(help="Which arm; the first if left out.")] = None,
    replicate: Annotated[int, typer.Option(help="Which replicate.", min=0, max=2**31)] = 0,
    engine: Engine = "compiled",
    sets: Sets = None,
    seed: Seed = None,
    size: Size = None,
    out: Out = None,
    events: Annotated[
        bool, typer.Option("--events", help="Write every change of stance to --out as CSV.")
    ] = False,
    json: Json = False,
    own: With = None,
) -> None:
    """Run one replicate of one arm."""
    if events and out is None:
        raise InputError(Problem("--events needs a folder to write to", "give one with --out"))
    loaded = load(name, sets, size, seed, own)
    chosen = arm or next(iter(loaded.scenario.arms))
    if chosen not in loaded.scenario.arms:
        raise InputError(
            Problem(f"there is no arm {chosen!r}", "choose one of " + ", ".join(loaded.scenario.arms))
        )
    folder = None if out is None else writable(out)
    from infosim.simulation import run as run_once

    finished = run_once(prepared(loaded), chosen, replicate, engine)
    result = described(finished, loaded)
    if folder is not None:
        result["files"] = [str(path) for path in write_run(finished, result, folder, events)]
    if json:
        typer.echo(to_text.dumps(result, allow_nan=False))
    else:
        print_run(result)


def described(finished: Run, loaded: Loaded) -> dict[str, Any]:
    """Give a run and its outcomes as plain data."""
    from infosim.experiments.compare import outcomes_of
    from infosim.measures import measure

    measured = measure(finished, outcomes_of(loaded.scenario))
    numbers = {key: None if isnan(value) else value for key, value in measured.items()}
    about = {"study": loaded.scenario.id, "seed": loaded.scenario.run.seed}
    return about | finished.to_json() | {"outcomes": numbers}


def write_run(finished: Run, result: dict[str, Any], folder: Path, events: bool) -> list[Path]:
    """Write a run as JSON, and its events as CSV if they are wanted."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{finished.arm}_{finished.replicate}.json"]
    files[0].write_text(to_text.dumps(result, allow_nan=False) + "\n", encoding="utf-8")
    if events:
        from infosim.events import write_events

        files.append(folder / f"{finished.arm}_{finished.replicate}_events.csv")
        write_events(finished, files[1])
    return files


def print_run(result: dict[str, Any]) -> None:
    """Print one run for people: stances week by week, outcomes, digest."""
    from infosim.cli.console import out, say
    from infosim.cli.report import outcomes_table, series_table

    say(f"{result['study']}, arm {result['arm']}, replicate {result['replicate']}, seed {result['seed']}")
    for claim, series in result["series"].items():
        out().print(series_table(claim, series, result["days"]))
    out().print(outcomes_table(result["outcomes"]))
    say(f"digest {result['digest']} ({result['engine']} engine)")
    for path in result.get("files", ()):
        say(f"written: {path}")


def verify(
    name: Name,
    arm: Annotated[str | None, typer.Option(help="Only this arm; all if left out.")] = None,
    replicate: Annotated[int, typer.Option(help="Which replicate.", min=0, max=2**31)] = 0,
    sets: Sets = None,
    seed: Seed = None,
    size: Size = None,
    own: With = None,
    json: Json = False,
) -> None:
    """Run both engines in lock-step and compare everything after each phase.

    At 300 people unless --size says otherwise, because the reference engine takes
    its time. Exit code 1 and the first difference if there is one.
    """
    loaded = load(name, sets, size, seed, own)
    if size is None and loaded.scenario.population.size > VERIFIED_PEOPLE:
        loaded = load(name, sets, VERIFIED_PEOPLE, seed, own)
    from infosim.cli.console import progress, say
    from infosim.experiments.lockstep import first_difference

    study = prepared(loaded)
    if arm is not None and arm not in study.arms:
        raise InputError(Problem(f"there is no arm {arm!r}", "choose one of " + ", ".join(study.arms)))
    steps, people = study.society.clock.n_steps, study.society.population.n_people
    found: dict[str, str | None] = {}
    for chosen in [arm] if arm else list(study.arms):
        with progress(f"{chosen}: step") as show:
            difference = first_difference(study, chosen, replicate, show)
        found[chosen] = None if difference is None else str(difference)
        if difference is not None:
            break
        if not json:
            there = f"{counted(people, 'person', 'people')}, {counted(steps, 'step')}"
            say(f"{loaded.scenario.id}, {chosen}: {there}: every bit agrees")
    if json:
        told = {"study": loaded.scenario.id, "people": people, "steps": steps, "differences": found}
        typer.echo(to_text.dumps(told))
    if difference is not None:
        raise ParityError(f"the engines differ: {difference}")
