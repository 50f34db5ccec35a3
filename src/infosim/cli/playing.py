"""The command `playground`: studies as one page in which they can be moved and run."""

from __future__ import annotations

import json as to_text
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infosim.cli.options import Json, Seed, Sets, Size
from infosim.cli.reporting import place
from infosim.cli.study import load

if TYPE_CHECKING:
    from infosim.scenario import Loaded

MOST_PEOPLE = 1000
"""People in a page, unless more are asked for: a slider has to answer at once."""


def playground(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Shipped scenarios or files, first_steps if left out."),
    ] = None,
    slider: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="One more slider, as in interventions.ads.start."),
    ] = None,
    sets: Sets = None,
    seed: Seed = None,
    size: Size = None,
    out: Annotated[
        Path | None, typer.Option(help="The .html file to write, or a folder for playground.html.")
    ] = None,
    json: Json = False,
) -> None:
    """Write a playground: one HTML file in which sliders move a study, with no network and no server.

    The sliders are those of `workshop.sliders`; with several scenarios the page lets people
    choose.
    """
    file = place(out if out is not None else Path("results"), "playground.html")
    studies = [read(name, sets, size, seed) for name in names or ["first_steps"]]
    from infosim.cli.console import progress, say
    from infosim.web.playground import playground as write_playground

    with progress("studies resolved") as show:
        page = write_playground(studies, slider or (), show)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page, encoding="utf-8")
    if json:
        told = {"studies": [one.scenario.id for one in studies], "files": [str(file)]}
        typer.echo(to_text.dumps(told))
    else:
        say(f"written: {file}")


def read(name: str, sets: list[str] | None, size: int | None, seed: int | None) -> Loaded:
    """Read a scenario, with no more people than a page is quick with unless more are asked for."""
    from infosim.scenario import load as load_scenario

    if size is None and load_scenario(name, sets=sets or ()).scenario.population.size > MOST_PEOPLE:
        size = MOST_PEOPLE
    return load(name, sets, size, seed)
