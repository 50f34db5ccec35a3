"""The command optimise: what a budget is best spent on."""

from __future__ import annotations

import json as to_text
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infosim.cli.options import Json, Name, Out, Seed, Sets, Size
from infosim.cli.study import load, writable
from infosim.errors import InputError, Problem, counted

if TYPE_CHECKING:
    from infosim.experiments.allocation import Optimum

Budget = Annotated[
    str, typer.Option(metavar="MONEY", help="How much there is to spend on the people simulated: '5000 USD'.")
]


def optimise(
    name: Name,
    budget: Budget,
    arm: Annotated[
        str | None, typer.Option(help="Whose interventions are paid for; the arm with most if left out.")
    ] = None,
    trials: Annotated[int, typer.Option(help="Allocations to try, about.", min=10, max=100_000)] = 200,
    replicates: Annotated[int, typer.Option(help="Runs of each allocation.", min=2, max=10_000)] = 10,
    sets: Sets = None,
    seed: Seed = None,
    size: Size = None,
    out: Out = None,
    figures: Annotated[
        bool, typer.Option("--figures/--no-figures", help="Whether to draw the figure.")
    ] = True,
    workers: Annotated[int | None, typer.Option(help="Cores to use; all if left out.", min=1)] = None,
    json: Json = False,
) -> None:
    """Find what a budget is best spent on, to avert most days of false belief.

    Every allocation meets the same people and the same luck; what is found is judged on
    others. Writes to results/NAME/budget, or to --out, a study with it among the rest.
    """
    loaded = load(name, sets, size, seed)
    from infosim.cli.console import note, progress
    from infosim.experiments.allocation import optimise as search
    from infosim.experiments.allocation.told import write_optimum

    scenario = loaded.scenario
    amount = read_budget(budget, [one.cost.currency for one in scenario.interventions if one.cost.amount])
    folder = writable(out if out is not None else Path("results") / scenario.id / "budget")
    options: dict[str, Any] = {"trials": trials, "replicates": replicates, "workers": workers}
    try:
        with progress(f"about {counted(trials + trials // 2, 'allocation')}, runs") as show:
            found = search(scenario, amount, arm=arm, progress=show, **options)
    except InputError as error:
        raise loaded.placed(error) from None
    files = write_optimum(found, folder)
    if figures:
        note("drawing the figure")
        from infosim.plots.frontier import write_frontier

        files = [*write_frontier(found, folder), *files]
    tell(found, files, as_json=json)


def read_budget(text: str, currencies: list[str]) -> float:
    """Read how much there is to spend, in the currency of the study.

    Raises
    ------
    InputError
    """
    from infosim.units import read_money

    amount, _, named = text.strip().replace(",", "").partition(" ")
    currency = currencies[0] if currencies else named or "USD"
    try:
        money = read_money(f"{amount} {named or currency}")
    except ValueError:
        raise InputError(
            Problem(f"--budget: {text} is no amount of money", f"write '5000 {currency}'")
        ) from None
    if money.currency != currency:
        fault = f"--budget: the costs of this study are in {currency}, not in {money.currency}"
        raise InputError(Problem(fault, f"write '5000 {currency}'"))
    if not money.amount:
        raise InputError(Problem("--budget: nothing buys nothing", f"write '5000 {currency}'"))
    return money.amount


def tell(found: Optimum, files: list[Path], *, as_json: bool) -> None:
    """Print what was found."""
    from infosim.experiments.allocation.told import to_json

    if as_json:
        typer.echo(to_text.dumps(to_json(found, files), allow_nan=False))
    else:
        print_optimum(found, files)


def print_optimum(found: Optimum, files: list[Path]) -> None:
    """Print what was found for people: the table, the sentences, the files."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from infosim.cli.console import out, printable, say
    from infosim.experiments.allocation.told import CAVEAT, money, named, sentences

    say(f"\n{found.scenario.title or found.scenario.id}\n")
    currency = found.purse.currency
    title = f"What is spent on each intervention of {found.arm}, {currency}"
    table = Table(title=printable(title), box=SIMPLE_HEAD, title_justify="left")
    table.add_column("intervention", no_wrap=True)
    for heading in ("as written", *(name.replace("_", " ") for name in named(found))):
        table.add_column(heading, justify="right")
    for k, item in enumerate(found.purse.items):
        amounts = (item.price, *(one.amounts[k] for one in named(found).values()))
        table.add_row(item.id, *(money(amount, currency).removesuffix(f" {currency}") for amount in amounts))
    out().print(table)
    for line in [*sentences(found), CAVEAT]:
        say(line)
    say("\nwritten: " + "  ".join(str(path) for path in files))
