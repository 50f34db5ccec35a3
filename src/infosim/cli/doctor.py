"""The command that looks after the installation: doctor."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from time import perf_counter
from typing import Annotated

import typer

LIBRARIES = ("numpy", "numba", "mesa", "networkx", "matplotlib", "pydantic")


def doctor(
    warm: Annotated[
        bool, typer.Option("--warm", help="Compile everything now, so that no study waits for it.")
    ] = False,
) -> None:
    """Say what this installation runs on, and whether it is ready.

    Example: infosim doctor --warm
    """
    from infosim import __version__
    from infosim.cli.console import say
    from infosim.compiling import kernel_folders, kernels_home
    from infosim.draws import SCHEME
    from infosim.results import MODEL_VERSION
    from infosim.scenario.estimates import machine_memory

    say(f"infosim {__version__}, model version {MODEL_VERSION}, draws {SCHEME}")
    say(f"Python {platform.python_version()} on {platform.system()}, {os.cpu_count()} cores")
    memory = machine_memory()
    say(f"memory: {memory / 2**30:.1f} GiB" if memory else "memory: this machine does not say")
    say(", ".join(f"{name} {version(name)}" for name in LIBRARIES))
    home = kernels_home()
    if home is None:
        say("compiled kernels cannot be kept, as the cache folder cannot be written to: every start compiles")
    else:
        say(f"compiled kernels are kept in {home}: {len(kernel_folders())} sets")
    if warm:
        warm_up()


def warm_up() -> None:
    """Compile everything, a line for each part."""
    from infosim.cli.console import say
    from infosim.experiments.warming import warm

    began = perf_counter()
    for ready in warm():
        say(f"  ready: {ready}")
    say(f"everything is compiled, after {perf_counter() - began:.0f} s")
