"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


def scenarios_beginning(beginning: str) -> list[str]:
    """Complete the id of a shipped scenario, or the name of a file in this folder."""
    from infosim.scenario.library import shipped

    names = [*shipped(), *sorted(path.name for path in Path().glob("*.yaml"))]
    return [name for name in names if name.startswith(beginning)]


Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="A shipped scenario (see `infosim list`) or a file.",
        autocompletion=scenarios_beginning,
    ),
]
Engine = Annotated[
    Literal["compiled", "reference"], typer.Option(help="Both give the same bits; the reference one is slow.")
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Change a value, as in interventions.ads.start='week 4'."
    ),
]
With = Annotated[
    list[Path] | None,
    typer.Option(
        "--with",
        metavar="FILE",
        help="A Python file of yours with interventions, rules, graphs or measures; it is run.",
    ),
]
Figures = Annotated[bool, typer.Option("--figures/--no-figures", help="Whether to draw figures.")]
Seed = Annotated[int | None, typer.Option(help="Another seed than the scenario's.", min=0, max=2**32 - 1)]
Size = Annotated[int | None, typer.Option(help="Another number of people.")]
Replicates = Annotated[int | None, typer.Option(help="How many paired runs of each arm.", min=1, max=100_000)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else, to stdout.")]
Out = Annotated[Path | None, typer.Option(help="Folder for what is written.", file_okay=False)]
