"""The command `workshop`: a server for a room with a projector and phones."""

from __future__ import annotations

import json as to_text
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infosim.cli.options import Json, Name, Replicates, Seed, Sets, Size
from infosim.cli.study import load, prepared, writable
from infosim.errors import InputError, Problem, counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from socket import socket

    from infosim.scenario import Loaded
    from infosim.web.workshop.app import Room
    from infosim.web.workshop.serving import Place

LARGEST = 2000
"""People that are simulated unless --size says otherwise: a room does not wait."""

QUICK = 10
"""Pairs of runs of what the room asks for while it waits."""

NEEDED = ("starlette", "uvicorn", "websockets", "segno")


def workshop(
    name: Name,
    lan: Annotated[
        bool, typer.Option("--lan", help="Let phones of this network join; without it only this machine can.")
    ] = False,
    address: Annotated[
        str | None, typer.Option(help="With --lan: which address of this machine, if it has several.")
    ] = None,
    port: Annotated[int, typer.Option(help="Port to listen at.", min=1, max=65535)] = 8000,
    session: Annotated[
        Path | None,
        typer.Option(help="File of the session; results/NAME/workshop.session if left out."),
    ] = None,
    replicates: Replicates = None,
    sets: Sets = None,
    seed: Seed = None,
    size: Size = None,
    per_address: Annotated[
        int,
        typer.Option(
            help="Connections of one address; more if a router gives all phones one.", min=4, max=300
        ),
    ] = 24,
    json: Json = False,
) -> None:
    """Open a workshop: a room predicts, the model runs, the room compares.

    Prints the links of trainer and stage. Everything said is on the disk before it is
    acknowledged: after a crash the same command goes on.
    """
    demand_extra()
    from infosim.web.workshop.addresses import chosen
    from infosim.web.workshop.serving import Place, listening

    place = Place(chosen((address or "auto") if lan else None), port, per_address)
    # The port is taken before anything is run for nothing.
    with closing(listening(place)) as taken:
        loaded = load(name, sets, size, seed)
        if size is None and loaded.scenario.population.size > LARGEST:
            size = LARGEST
            loaded = load(name, sets, size, seed)
        asked = (name, tuple(sets or ()), size, seed)
        open_room(loaded, place, taken, session, replicates, asked, say_as_json if json else welcome)


def open_room(
    loaded: Loaded,
    place: Place,
    taken: socket,
    session: Path | None,
    replicates: int | None,
    asked: tuple[str, tuple[str, ...], int | None, int | None],
    tell: Callable[[Room, Place, Path], None],
) -> None:
    """Open the session's file, or go on with it, and serve until somebody stops it."""
    from infosim.scenario.resolved import digest
    from infosim.web.workshop import serving
    from infosim.web.workshop.request import Request

    count = replicates or loaded.scenario.run.replicates
    file = session or Path("results") / loaded.scenario.id / "workshop.session"
    writable(file.parent)
    about = f"{digest(loaded.scenario)} {count}"
    journal = serving.session(file, about, lambda: made(loaded, count))
    room = serving.room_of(journal, place)
    request = Request(*asked, min(count, QUICK))
    serving.serve(room, place, taken, request, partial(tell, room, place, file))


def demand_extra() -> None:
    """Make sure that everything is installed that only workshops need.

    Raises
    ------
    InputError
        Something is missing.
    """
    missing = [library for library in NEEDED if find_spec(library) is None]
    if missing:
        problem = f"a workshop needs {', '.join(missing)}, which is not installed"
        raise InputError(Problem(problem, "pip install 'infosim[workshop]'"))


def made(loaded: Loaded, replicates: int) -> dict[str, Any]:
    """Run the arms of the scenario, before anybody joins."""
    from infosim.cli.console import progress
    from infosim.experiments import compare
    from infosim.web.workshop.work import made as make

    study = prepared(loaded)
    with progress(f"{counted(len(study.arms), 'arm')} x {counted(replicates, 'replicate')}") as show:
        comparison = compare(study, replicates=replicates, progress=show)
    return make(comparison)


def whereabouts(room: Room, place: Place, file: Path) -> dict[str, str]:
    """Tell where everything is."""
    return {
        "trainer": place.link("/trainer", room.kept["trainer"]),
        "stage": place.link("/stage", room.kept["stage"]),
        "join": room.join["link"],
        "code": room.kept["code"],
        "session": str(file),
    }


def say_as_json(room: Room, place: Place, file: Path) -> None:
    """Print where everything is, for a script that opens the pages."""
    typer.echo(to_text.dumps(whereabouts(room, place, file)))


def welcome(room: Room, place: Place, file: Path) -> None:
    """Print where everything is."""
    from infosim.cli.console import note, say
    from infosim.web.workshop.addresses import lan_addresses

    told = whereabouts(room, place, file)
    say(f"trainer  {told['trainer']}")
    say(f"stage    {told['stage']}")
    say(f"join     {told['join']}  code {told['code']}")
    say(f"session  {file}")
    note("The trainer's link is a secret: open it here, and do not show it on the wall.")
    if not place.address.startswith("127."):
        others = [one for one in lan_addresses() if one != place.address]
        if others:
            note(f"Phones do not reach it? --address chooses another one: {', '.join(others)}")
        note("This is plain HTTP: others on the Wi-Fi can read it. Let nobody write anything private.")
    note("Ctrl-C ends the workshop; the same command goes on with it.")
