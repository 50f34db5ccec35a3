"""Changes of stance, as an engine hands them over: the whole trajectory in one column, and its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim.engines.state import Ending, Ints

CHUNK = 1 << 20
"""Changes, about, that are put in order at a time."""


class Changes(NamedTuple):
    """Who changed stance in which step.

    Attributes
    ----------
    codes : int64, of `state.change_code`, those of one step after those of another, in
        no particular order within a step
    ends : int64, (n_steps + 1,), how many there are after each step, 0 before the first
    """

    codes: Ints
    ends: Ints

    @property
    def n_steps(self) -> int:
        """Number of steps."""
        return len(self.ends) - 1

    @classmethod
    def joined(cls, parts: Sequence[Changes]) -> Changes:
        """Put those of later steps after those of earlier ones."""
        if len(parts) == 1:
            return parts[0]
        before = np.cumsum([0, *(len(part.codes) for part in parts)])
        ends = [part.ends[1:] + offset for part, offset in zip(parts, before, strict=False)]
        codes = [part.codes for part in parts]
        return cls(_whole(codes), np.concatenate([np.zeros(1, dtype=np.int64), *ends]))

    def between(self, first: int, last: int) -> Changes:
        """Take those of the steps ``first <= step < last``, each step's in order of their codes."""
        ends = self.ends[first : last + 1]
        codes, ends = self.codes[ends[0] : ends[-1]], ends - ends[0]
        if last - first == 1 or not len(codes):
            return Changes(np.sort(codes), ends)
        # One whole number whose order is that of steps, then of codes.
        n_codes = int(codes.max()) + 1
        step = np.repeat(np.arange(last - first), np.diff(ends)) * n_codes
        return Changes(np.sort(step + codes) - step, ends)

    def chunks(self) -> list[tuple[int, int]]:
        """Cut the steps into stretches with not too many changes each."""
        cuts = np.flatnonzero(np.diff(self.ends[1:] // CHUNK)) + 1
        return list(zip([0, *cuts], [*cuts, self.n_steps], strict=True))


def trajectory_digest(changes: Changes, tallies: Ints, ending: Ending) -> str:
    """Give the SHA-256 of a whole trajectory: every change and count, and who heard it from whom.

    Of each step: itself and its changes, if there are any, in order of their codes, then
    its tallies; at last four columns of the ending.
    """
    whole = hashlib.sha256()
    for first, last in changes.chunks():
        whole.update(_words(first, changes.between(first, last), tallies[first:last]).data)
    for column in ending:
        whole.update(np.ascontiguousarray(column).data)
    return whole.hexdigest()


def _words(first: int, changes: Changes, tallies: Ints) -> NDArray[np.int64]:
    """Line up what is hashed of some steps."""
    counted, n_changes = tallies.reshape(changes.n_steps, -1), np.diff(changes.ends)
    is_named = n_changes > 0
    begin = np.cumsum(is_named + n_changes + counted.shape[1])
    words = np.empty(int(begin[-1]) if len(begin) else 0, dtype="<i8")
    begin -= is_named + n_changes + counted.shape[1]
    words[begin[is_named]] = first + np.flatnonzero(is_named)
    words[np.repeat(begin + 1 - changes.ends[:-1], n_changes) + np.arange(len(changes.codes))] = changes.codes
    words[(begin + is_named + n_changes)[:, None] + np.arange(counted.shape[1])] = counted
    return words


def _whole(lists: Sequence[Ints]) -> Ints:
    return np.concatenate([np.empty(0, dtype=np.int64), *lists])
