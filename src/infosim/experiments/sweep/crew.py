"""Who does the runs of a sweep, and which of them are left."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any, Protocol

from infosim.experiments.pool import Event
from infosim.experiments.sweep.plan import Cell
from infosim.experiments.sweep.runner import Task


class Hand(Protocol):
    """Somebody who does one run at a time."""

    memory: dict[str, Any]


class Crew(Protocol):
    """All who do runs: processes here, or those of a cluster."""

    def idle(self) -> Sequence[Hand]:
        """List who does nothing."""

    def ahead(self) -> Sequence[Hand]:
        """List who should be told now what comes next, in a short message."""

    def busy(self) -> Sequence[Hand]:
        """List who does something."""

    def give(self, hand: Any, job: Cell, message: Task) -> None:
        """Give somebody something to do."""

    def wait(self, patience: float) -> list[Event]:
        """Wait until something becomes of a run, at most so many seconds."""

    def close(self) -> None:
        """Let all go."""


class Queue:
    """The runs that are left, by point, so that a worker can stay at one."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._left: dict[int, deque[Cell]] = {}
        for cell in cells:
            self._left.setdefault(cell.point, deque()).append(cell)

    def __bool__(self) -> bool:
        return bool(self._left)

    def has(self, point: int | None) -> bool:
        """Tell whether a run of a point is left."""
        return point in self._left

    def take(self, at: int | None, held: set[int]) -> Cell:
        """Take a run of the point where a worker is, or else of one where nobody is, or of the fullest."""
        if at not in self._left:
            free = next((point for point in self._left if point not in held), None)
            at = max(self._left, key=lambda point: len(self._left[point])) if free is None else free
        cells = self._left[at]
        cell = cells.popleft()
        if not cells:
            del self._left[at]
        return cell

    def give_back(self, cell: Cell) -> None:
        """Put a run back, to be done next."""
        self._left.setdefault(cell.point, deque()).appendleft(cell)
