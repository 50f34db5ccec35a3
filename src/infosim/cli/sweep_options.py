"""Options of the commands about sweeps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Design = Annotated[
    Literal["grid", "list", "latin_hypercube", "sobol", "halton", "morris", "saltelli"] | None,
    typer.Option(help="How points are chosen."),
]
Vary = Annotated[
    list[str] | None,
    typer.Option(metavar="PATH=VALUES", help="Vary this instead, over 5%..30% or [a, b]."),
]
Samples = Annotated[int | None, typer.Option(help="Points of a sample.", min=1)]
Levels = Annotated[int | None, typer.Option(help="Values of a range in a grid.", min=2)]
UntilCi = Annotated[
    str | None,
    typer.Option(metavar="SHARE", help="Repeat until intervals are this narrow, as 1% of the level."),
]
Workers = Annotated[int | None, typer.Option(help="Processes; one a core if left out.", min=1)]
Dask = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="A Dask scheduler whose workers do the runs, tcp://HOST:8786."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what it would take, and stop.")]
Shard = Annotated[
    str | None, typer.Option(metavar="I/N", help="Run this part only, as 3/40; see infosim merge.")
]
RetryFailed = Annotated[bool, typer.Option("--retry-failed", help="Try again what failed.")]
Trajectories = Annotated[bool, typer.Option("--trajectories", help="Keep whole trajectories.")]
Deadline = Annotated[float, typer.Option(help="Seconds that one run may take.", min=0.1)]
StoreFile = Annotated[Path | None, typer.Option("--store", help="The file for the runs.", dir_okay=False)]
