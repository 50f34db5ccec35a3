"""How a sweep is watched: a bar in a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from infosim.cli.console import err, note

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from infosim.experiments.sweep.coordinator import Progress, Watcher

SELDOM = 30.0
"""Seconds between two plain lines, at least, but for each tenth of the way."""


def told(progress: Progress) -> str:
    """Say in a line how far a sweep has come: kept, failed, rate, time left."""
    left = (
        ""
        if progress.left is None or progress.done == progress.total
        else f", {duration(progress.left)} left"
    )
    failed = f"failed {progress.failed:,}, " if progress.failed else ""
    return f"{progress.done:,}/{progress.total:,} runs kept, {failed}{progress.rate:,.1f} runs/s{left}"


def duration(seconds: float) -> str:
    """Say how long something takes, roughly."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


class PlainWatcher:
    """Prints a line at each tenth of the way, and now and then in between."""

    def __init__(self) -> None:
        self._tenth, self._last = -1, 0.0

    def say(self, line: str) -> None:
        """Print one line to stderr."""
        note(line)

    def show(self, progress: Progress) -> None:
        """Print how far it has come, if that is news."""
        tenth = 10 * progress.done // max(1, progress.total)
        if tenth != self._tenth or monotonic() - self._last > SELDOM:
            self._tenth, self._last = tenth, monotonic()
            note(told(progress))


class BarWatcher:
    """Shows a bar that moves."""

    def __init__(self, bar: Bar, task: TaskID) -> None:
        self._bar, self._task = bar, task

    def say(self, line: str) -> None:
        """Print one line above the bar."""
        note(line)

    def show(self, progress: Progress) -> None:
        """Move the bar."""
        self._bar.update(
            self._task, completed=progress.done, total=max(1, progress.total), description=told(progress)
        )


@contextmanager
def watching() -> Iterator[Watcher]:
    """Give whoever watches a sweep here."""
    console = err()
    if not console.is_terminal:
        yield PlainWatcher()
        return
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    with Bar(BarColumn(), TextColumn("{task.description}"), console=console, transient=True) as bar:
        yield BarWatcher(bar, bar.add_task("", total=None))
