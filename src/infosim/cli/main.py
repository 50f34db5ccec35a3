"""The program `infosim`: what it is called, and how it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Annotated

import typer

from infosim import __version__
from infosim.cli import (
    analysing,
    author,
    differing,
    doctor,
    explaining,
    exporting,
    levers,
    optimising,
    packing,
    playing,
    reporting,
    reproducing,
    starting,
    storing,
    study,
    sweeping,
    workshop,
)
from infosim.cli.adding import blamed
from infosim.cli.examples import examples_of
from infosim.errors import InfosimError, InputError, StoppedError

INTERRUPTED = 130

app = typer.Typer(
    name="infosim",
    help="How false content and its correction travel through a synthetic society.",
    epilog="Start with: infosim compare first_steps",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"infosim {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


_COMMANDS: dict[str, Callable[..., None]] = {
    "compare": study.compare,
    "run": study.run,
    "report": reporting.report,
    "playground": playing.playground,
    "workshop": workshop.workshop,
    "pack": packing.pack,
    "verify": study.verify,
    "levers": levers.levers,
    "sweep": sweeping.sweep,
    "status": storing.status,
    "replay": storing.replay,
    "why": storing.why,
    "analyse": analysing.analyse,
    "optimise": optimising.optimise,
    "export": exporting.export,
    "merge": exporting.merge,
    "diff": differing.diff,
    "list": author.list_scenarios,
    "show": author.show,
    "validate": author.validate,
    "new": starting.new,
    "schema": author.schema,
    "doctor": doctor.doctor,
    "explain": explaining.explain,
    "cite": explaining.cite,
}
for _name, _command in _COMMANDS.items():
    app.command(_name, epilog=examples_of(_name))(_command)
app.add_typer(storing.store, name="store")
app.command(
    "reproduce",
    epilog=f"{reproducing.EPILOG}\n\n{examples_of('reproduce')}",
    context_settings=reproducing.SETTINGS,
)(reproducing.reproduce)


def main() -> None:
    """Run the program; exit 0 fine, 1 a run failed, 2 the input is wrong, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that cannot show a letter gets a question mark, not a traceback.
            stream.reconfigure(errors="replace")
    try:
        app()
    except SystemExit as end:
        # Typer turns Ctrl-C into this code, without a word.
        if end.code == INTERRUPTED:
            typer.echo("infosim: interrupted; no result was written", err=True)
        raise
    except StoppedError as error:
        typer.echo(f"infosim: {error}", err=True)
        sys.exit(INTERRUPTED)
    except InputError as error:
        typer.echo(error, err=True)
        sys.exit(2)
    except InfosimError as error:
        typer.echo(f"infosim: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        where = error.filename or "the output"
        typer.echo(f"infosim: cannot write or read {where}: {error.strerror}", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if not (told := blamed(error)):
            raise
        typer.echo(f"infosim: {told}", err=True)
        sys.exit(1)
