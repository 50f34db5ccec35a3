"""The command `diff`: what differs between two scenarios, and what it did."""

from __future__ import annotations

import json as to_text
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infosim.cli.options import Replicates, Seed, Size, scenarios_beginning
from infosim.errors import InputError, Problem, counted

if TYPE_CHECKING:
    from rich.table import Table

    from infosim.experiments.against import Against, Pair
    from infosim.scenario import Loaded
    from infosim.scenario.difference import Difference

NAMED = "A shipped scenario (see `infosim list`) or a file."


def diff(
    a: Annotated[str, typer.Argument(metavar="A", help=NAMED, autocompletion=scenarios_beginning)],
    b: Annotated[str, typer.Argument(metavar="B", help=NAMED, autocompletion=scenarios_beginning)],
    run: Annotated[bool, typer.Option("--run", help="Run both with the same luck, and compare.")] = False,
    replicates: Replicates = None,
    seed: Seed = None,
    size: Size = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else, to stdout.")] = False,
    workers: Annotated[int | None, typer.Option(help="Cores to use; all if left out.", min=1)] = None,
) -> None:
    """Say what differs in meaning between two scenarios, and with --run, what it did.

    With the seed and replicates of A, unless the options say otherwise.
    """
    options = {"--replicates": replicates, "--seed": seed, "--size": size, "--workers": workers}
    given = [name for name, value in options.items() if value is not None]
    if given and not run:
        raise InputError(Problem(f"{given[0]} is about running", "add --run, or leave it out"))
    from infosim.scenario.difference import differences

    one, other = _both(a, b)
    found = differences(one.scenario, other.scenario)
    if not json:
        print_differences(one, other, found, _same_file(a, b))
    against = (
        _run(a, b, one.scenario.run.seed if seed is None else seed, size, replicates, workers)
        if run
        else None
    )
    if json:
        typer.echo(to_text.dumps(_to_json(found, against), ensure_ascii=False, allow_nan=False))
    elif against is not None:
        print_against(against)


def _both(a: str, b: str, seed: int | None = None, size: int | None = None) -> tuple[Loaded, Loaded]:
    """Load both scenarios; what is wrong with either is said at once."""
    from infosim.scenario import load

    loaded: list[Loaded] = []
    problems: list[Problem] = []
    for name in (a, b):
        try:
            loaded.append(load(name, seed=seed, size=size))
        except InputError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise InputError(problems)
    return loaded[0], loaded[1]


def _same_file(a: str, b: str) -> bool:
    from infosim.scenario.library import find

    return find(a)[0].resolve() == find(b)[0].resolve()


def _to_json(found: list[Difference], against: Against | None) -> Any:
    listed = [difference.to_json() for difference in found]
    if against is None:
        return listed
    from infosim.experiments.against import to_json

    return {"differences": listed, "run": to_json(against)}


def print_differences(one: Loaded, other: Loaded, found: list[Difference], same_file: bool) -> None:
    """Print what differs, one line each and a space between sections."""
    from infosim.cli.console import say
    from infosim.scenario.difference import reworded

    say(f"A  {one.file}\nB  {other.file}\n")
    for _, section in groupby(found, key=lambda difference: difference.section):
        say("\n".join(map(str, section)) + "\n")
    words = reworded(one.scenario, other.scenario)
    if found:
        say(f"{counted(len(found), 'difference')} in meaning.")
    elif same_file:
        say("Nothing differs: this is the same file.")
    elif one.text == other.text:
        say("Nothing differs: both files have the same text.")
    elif words:
        say("Nothing differs in meaning: the same study, in other words.")
    else:
        say("Nothing differs in meaning: the same study, written differently.")
    if words:
        say("Worded differently: " + ", ".join(words))


def _run(a: str, b: str, seed: int, size: int | None, replicates: int | None, workers: int | None) -> Against:
    """Run both scenarios on common random numbers, with progress on stderr."""
    from infosim.cli.console import note, progress
    from infosim.cli.study import prepared
    from infosim.experiments.against import arm_pairs, run_against

    loaded = _both(a, b, seed, size)
    for letter, one in zip("AB", loaded, strict=True):
        for notice in one.notices:
            note(f"note: {letter}: {notice}")
    people = " and ".join(f"{one.scenario.population.size:,}" for one in loaded)
    note(f"drawing {people} people and their contacts")
    studies = [prepared(one) for one in loaded]
    count = replicates or loaded[0].scenario.run.replicates
    arms = counted(len(arm_pairs(*studies)), "arm")
    with progress(f"2 studies x {arms} x {counted(count, 'replicate')}") as show:
        return run_against(*studies, replicates=count, workers=workers, progress=show)


def print_against(against: Against) -> None:
    """Print a table for each arm, and the sentence."""
    from infosim.cli.console import out, say
    from infosim.experiments.against import remarks, sentence

    say(
        f"\nMean of {counted(against.replicates, 'replicate')}; "
        "difference B - A, paired, with its 95% bootstrap interval"
    )
    for line in remarks(against):
        say(line)
    for pair in against.pairs:
        out().print(arm_table(against, pair))
    say(sentence(against))


def arm_table(against: Against, pair: Pair) -> Table:
    """Show the outcomes of one arm in A and in B, and what B changes."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from infosim.cli.console import printable
    from infosim.experiments.sentences import arm_words, number
    from infosim.measures import OUTCOMES

    names = pair.a if pair.a == pair.b else f"{pair.a} in A, {pair.b} in B"
    title = arm_words(against.a, pair.a)
    table = Table(
        title=Text(printable(f"{names}: {title}" if title != names else names)),
        box=SIMPLE_HEAD,
        title_justify="left",
    )
    table.add_column("outcome")
    for heading in ("A", "B", "B - A", "from", "to"):
        table.add_column(heading, justify="right")
    for name in against.outcomes(pair):
        unit = OUTCOMES[name].unit
        levels = [number(level.mean, unit) for level in against.levels(pair, name)]
        changes = [
            ("+" if value > 0 else "") + number(value, unit) for value in against.difference(pair, name)
        ]
        table.add_row(OUTCOMES[name].words, *levels, *changes)
    return table
