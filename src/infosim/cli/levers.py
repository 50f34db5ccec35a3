"""The command levers: what each number of a study moves, and whether it does what it is for."""

from __future__ import annotations

import json as to_text
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from infosim.cli.options import Figures, Json, Name, Out, Seed, Sets, Size, With
from infosim.cli.study import load, writable
from infosim.errors import InputError, counted

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from infosim.experiments.levers import Levers, Moved

FAULTY = 1
"""Exit code if a lever is dead or goes the wrong way."""

HEADING = "From the low to the high end; mean of {} and its 95% bootstrap interval"

WIDE = 160
"""Columns of the table where no terminal limits it: paths stay on one line."""


def levers(
    name: Name,
    replicates: Annotated[int, typer.Option(help="Pairs of runs of each lever.", min=2, max=100_000)] = 10,
    sets: Sets = None,
    seed: Seed = None,
    size: Size = None,
    out: Out = None,
    json: Json = False,
    figures: Figures = True,
    workers: Annotated[int | None, typer.Option(help="Cores to use; all if left out.", min=1)] = None,
    own: With = None,
) -> None:
    """Move each lever of a study over its range: which works, which way, and how far.

    The levers are the sliders of its workshop and the strengths of its interventions.
    Writes to results/NAME/levers, or to --out. Exit code 1 if a lever does nothing or
    goes the wrong way.
    """
    loaded = load(name, sets, size, seed, own)
    from infosim.cli.console import note, progress
    from infosim.experiments.levers import levers_of, move
    from infosim.experiments.levers_told import to_json, write_table

    folder = writable(out if out is not None else Path("results") / loaded.scenario.id / "levers")
    chosen = levers_of(loaded.scenario)
    if chosen:
        people = counted(loaded.scenario.population.size, "person", "people")
        note(f"moving {counted(len(chosen), 'lever')} of {people}")
    try:
        with progress(f"{counted(len(chosen), 'lever')} x {replicates} replicates") as show:
            moved = move(loaded.scenario, chosen, replicates=replicates, workers=workers, progress=show)
    except InputError as error:
        raise loaded.placed(error) from None
    files = [write_table(moved, folder)] if moved.moved else []
    if figures and moved.moved:
        note("drawing the figure")
        from infosim.plots.tornado import write_tornado

        files = [*write_tornado(moved, folder), *files]
    if json:
        typer.echo(to_text.dumps(to_json(moved, files), allow_nan=False))
    else:
        print_levers(moved, files)
    if moved.faulty:
        raise typer.Exit(FAULTY)


def print_levers(moved: Levers, files: list[Path]) -> None:
    """Print the levers for people: the table, the sentences, the files."""
    from infosim.cli.console import out, say
    from infosim.experiments.levers_told import sentences

    say(f"\n{moved.scenario.title or moved.scenario.id}\n")
    for what, one, _ in moved.scenario.additions.things():
        say(f"added: {what} {one}")
    if moved.moved:
        console = out()
        if not console.is_terminal:
            console.width = max(console.width, WIDE)
        table = levers_table(moved)
        if fits(table, console):
            console.print(table)
        else:
            say("\n".join(levers_list(moved)))
    for line in sentences(moved):
        say(line)
    if files:
        say("\nwritten: " + "  ".join(str(path) for path in files))


def fits(table: Table, console: Console) -> bool:
    """Tell whether a console is wide enough for a table without a cell cut off or folded."""
    from rich.measure import Measurement

    wanted = Measurement.get(console, console.options.update(max_width=2 * WIDE), table).maximum
    return wanted <= console.width


def levers_list(moved: Levers) -> list[str]:
    """Say for narrow consoles what the table shows, a few lines for each lever."""
    lines = [f"{HEADING.format(counted(moved.replicates, 'replicate'))}\n"]
    for one in moved.moved:
        (path, span), names, changes, intervals, declared, seen, verdict = _cells(one, moved.outcome)
        wanted = f"declared {declared}, " if one.expected else ""
        lines += [f"{path}: {verdict}", f"{span}; {wanted}seen {seen}"]
        lines += [
            f"  {name} {change} ({interval})"
            for name, change, interval in zip(names, changes, intervals, strict=True)
        ]
        lines.append("")
    return lines


def levers_table(moved: Levers) -> Table:
    """Show each lever, what it changes from one end of its range to the other, and the verdict."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(
        title=HEADING.format(counted(moved.replicates, "replicate")),
        box=SIMPLE_HEAD,
        title_justify="left",
    )
    table.add_column("lever", no_wrap=True)
    table.add_column("outcome", overflow="fold")
    for heading in ("change", "95% interval"):
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in ("declared", "seen", "verdict"):
        table.add_column(heading)
    for one in moved.moved:
        lever, names, changes, intervals, *words = _cells(one, moved.outcome)
        table.add_row(*("\n".join(lines) for lines in (lever, names, changes, intervals)), *words)
    return table


class Cells(NamedTuple):
    """What is shown of a lever: several lines in the first four columns, a word in the others."""

    lever: tuple[str, str]
    outcomes: list[str]
    changes: list[str]
    intervals: list[str]
    declared: str
    seen: str
    verdict: str


def _cells(one: Moved, first: str) -> Cells:
    from infosim.experiments.levers_told import DECLARED, WAYS, verdict_words
    from infosim.experiments.sentences import number
    from infosim.measures import OUTCOMES

    outcomes = [(one.outcome, one.effect)]
    if first != one.outcome:
        outcomes.append((first, one.first_effect))
    names, changes, intervals = [], [], []
    for name, effect in outcomes:
        mean, low, high = (
            ("+" if value > 0 else "") + number(value, OUTCOMES[name].unit) for value in effect
        )
        names.append(name)
        changes.append(mean)
        intervals.append(f"{low} to {high}")
    span = f"  {' to '.join(one.lever.range)}, in {one.lever.arm}"
    ways = DECLARED[one.expected], WAYS[one.seen]
    return Cells((one.lever.path, span), names, changes, intervals, *ways, verdict_words(one))
