"""The command that looks after the installation: doctor."""

from __future__ import annotations

import json as to_text
import os
import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from time import perf_counter
from typing import Annotated, NamedTuple

import typer

from infosim.cli.options import Json
from infosim.errors import InfosimError, counted

FOR_USERS = {
    "workshop": "infosim workshop",
    "cluster": "infosim sweep --dask",
    "parquet": "infosim export --parquet",
    "xarray": "infosim export --netcdf",
}
"""Extras that give a user something; the others are for those who change infosim."""

_REQUIRED = re.compile(r"^([\w.-]+).*?(?:extra == ['\"](\w+)['\"])?$")


class Finding(NamedTuple):
    """One thing that was looked at.

    Attributes
    ----------
    name : what it is about
    said : what was found
    remedy : what to do where something is amiss; empty where nothing is
    is_vital : whether nothing works without it
    """

    name: str
    said: str
    remedy: str = ""
    is_vital: bool = False


def doctor(
    warm: Annotated[
        bool, typer.Option("--warm", help="Compile everything now, so that no study waits for it.")
    ] = False,
    json: Json = False,
) -> None:
    """Say what this installation runs on, and whether it is ready.

    Exit code 1 if something is missing without which nothing works.
    """
    from infosim.cli.console import say

    found = list(findings())
    if json:
        typer.echo(to_text.dumps([one._asdict() for one in found]))
    else:
        for one in found:
            say(f"{one.name}: {one.said}" + (f"; {one.remedy}" if one.remedy else ""))
    missing = [one.name for one in found if one.is_vital and one.remedy]
    if missing:
        raise InfosimError(f"not ready: {', '.join(missing)}")
    if warm:
        warm_up(quiet=json)


def findings() -> Iterator[Finding]:
    """Look at everything that a study needs, cheapest first."""
    from infosim import __version__
    from infosim.draws import SCHEME
    from infosim.results import MODEL_VERSION
    from infosim.scenario import shipped
    from infosim.scenario.estimates import machine_memory

    yield Finding("infosim", f"{__version__}, model version {MODEL_VERSION}, draws {SCHEME}")
    yield Finding(
        "Python", f"Python {platform.python_version()} on {platform.system()}, {os.cpu_count()} cores"
    )
    memory = machine_memory()
    yield Finding("memory", f"{memory / 2**30:.1f} GiB" if memory else "this machine does not say")
    yield from libraries()
    count = len(shipped())
    yield Finding("scenarios", f"{count} shipped", "" if count else "install infosim again", is_vital=True)
    yield kernels()
    yield here()
    yield terminal()


def libraries() -> Iterator[Finding]:
    """Say which versions of what is needed there are, and which extras are complete."""
    wanted: dict[str, list[str]] = {"": []}
    for line in requires("infosim") or ():
        found = _REQUIRED.match(line)
        if found:
            wanted.setdefault(found[2] or "", []).append(found[1])
    versions = {name: _version(name) for name in wanted.pop("")}
    lost = [name for name, one in versions.items() if not one]
    said = ", ".join(f"{name} {one or 'missing'}" for name, one in versions.items())
    yield Finding("libraries", said, f"pip install {' '.join(lost)}" if lost else "", is_vital=True)
    for extra, use in FOR_USERS.items():
        lost = [name for name in wanted.get(extra, []) if not _version(name)]
        remedy = f"pip install 'infosim[{extra}]' adds {use}" if lost else ""
        yield Finding(f"extra {extra}", "missing" if lost else "complete", remedy)


def _version(name: str) -> str:
    """Give the version of a distribution; empty if it is not there."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def kernels() -> Finding:
    """Say where compiled code is kept."""
    from infosim.compiling import kernel_folders, kernels_home

    home = kernels_home()
    if home is None:
        remedy = "every start compiles, until the user's cache folder can be written to"
        return Finding("compiled kernels", "cannot be kept", remedy)
    sets = counted(len(kernel_folders()), "set")
    return Finding("compiled kernels", f"kept in {home}: {sets}")


def here() -> Finding:
    """Say whether results can be written where the program is."""
    folder = Path.cwd()
    fine = os.access(folder, os.W_OK)
    return Finding(
        "results", f"go to {folder / 'results'}", "" if fine else "it cannot be written: use --out"
    )


def terminal() -> Finding:
    """Say what the terminal can show."""
    encoding = (sys.stdout.encoding or "unknown").lower()
    colours = "no colours (NO_COLOR)" if os.environ.get("NO_COLOR") else "colours in terminals"
    remedy = "" if encoding.startswith("utf") else "some letters are shown as ?; set PYTHONUTF8=1"
    return Finding("terminal", f"{encoding}, {colours}", remedy)


def warm_up(*, quiet: bool = False) -> None:
    """Compile everything, a line for each part."""
    from infosim.cli.console import note, say
    from infosim.experiments.warming import warm

    tell = note if quiet else say
    began = perf_counter()
    for ready in warm():
        tell(f"  ready: {ready}")
    tell(f"everything is compiled, after {perf_counter() - began:.0f} s")
