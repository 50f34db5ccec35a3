"""Printing: tables and sentences for people, progress on stderr."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text


def printable(text: str) -> str:
    """Take control and direction characters out of the user's text."""
    return "".join(character if character.isprintable() or character == "\n" else "?" for character in text)


def out() -> Console:
    """Give the console for results; plain text of full width where no terminal is."""
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    if not sys.stdout.isatty():
        console.width = max(console.width, 120)
    return console


def err() -> Console:
    """Give the console for messages."""
    return Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """Print a line of the user's or our text, without markup."""
    out().print(Text(printable(text)))


def note(text: str) -> None:
    """Print a line to stderr."""
    err().print(escape(printable(text)), soft_wrap=True)


class Notes(logging.Handler):
    """Prints what the program logs as notes."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one message."""
        note(record.getMessage())


def show_log() -> None:
    """Print what is logged from now on, such as that something is being compiled."""
    logger = logging.getLogger("infosim")
    logger.setLevel(logging.INFO)
    logger.addHandler(Notes())


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far long work has come: a bar in a terminal, a line now and then elsewhere."""
    console = err()
    if not console.is_terminal:
        yield _plain_progress(what)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, TextColumn("left"), TimeRemainingColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task(what, total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield show


def _plain_progress(what: str) -> Callable[[int, int], None]:
    """Print a line at each quarter of the way."""

    def show(done: int, total: int) -> None:
        quarters = 4 * done // total
        if quarters > 4 * (done - 1) // total:
            note(f"{what} {done}/{total}")

    return show
