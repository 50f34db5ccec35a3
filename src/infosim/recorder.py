"""The record of a run: counts by stance and group, changes, and the digest."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from infosim.engines.changes import Changes
from infosim.engines.state import N_TALLIES, State
from infosim.population import Population
from infosim.rules.belief import BELIEVER


class Recorder:
    """Counts from the changes of each step, so its cost follows activity.

    Attributes
    ----------
    counts : int32, (n_steps + 1, n_claims, 4, n_groups)
    tallies : int64, (n_steps, n_claims, 5)
    first_believed : int32, (n_claims, n_people), -1 never
    stances : int8, (n_steps + 1, n_claims, n_people), or None
    """

    def __init__(self, population: Population, n_claims: int, n_steps: int, *, keep_stances: bool) -> None:
        n_people, n_groups = population.n_people, len(population.groups)
        self._group, self._n_people, self._n_steps = population.group, n_people, n_steps
        self._n_codes = n_claims * n_people * 16
        self.counts = np.zeros((n_steps + 1, n_claims, 4, n_groups), dtype=np.int32)
        self.counts[0, :, 0] = population.group_sizes
        self.tallies = np.zeros((n_steps, n_claims, N_TALLIES), dtype=np.int64)
        self.first_believed = np.full((n_claims, n_people), -1, dtype=np.int32)
        self.stances = np.zeros((n_steps + 1, n_claims, n_people), dtype=np.int8) if keep_stances else None
        # Of a belief that goes on, the step at which it began is still to be taken off the end.
        self._believed = np.zeros((n_claims, n_people), dtype=np.int32)
        self._hash = hashlib.sha256()

    def record(self, step: int, changes: NDArray[np.int64], state: State) -> None:
        """Record what one step has changed."""
        self.tallies[step] = state.tally
        self.record_march(step, Changes(changes, np.array([0, len(changes)])))
        if self.stances is not None:
            self.stances[step + 1] = state.stance

    def record_march(self, first: int, changes: Changes) -> None:
        """Record what some steps have changed; their tallies are written already."""
        n_steps = len(changes.ends) - 1
        if n_steps == 1:
            step, codes = np.zeros(len(changes.codes), dtype=np.int64), np.sort(changes.codes)
        else:
            step = np.repeat(np.arange(n_steps), np.diff(changes.ends))
            # One whole number whose order is that of steps, then of codes.
            codes = np.sort(step * self._n_codes + changes.codes) - step * self._n_codes
        self._hash.update(self._stream(first, changes.ends, codes).data)
        after, before = codes & 3, codes >> 2 & 3
        claim, person = np.divmod(codes >> 4, self._n_people)
        self._count(first, n_steps, step * self.counts.shape[1] + claim, before, after, self._group[person])
        self._time(claim * self._n_people + person, before, after, first + step + 1)

    def _count(
        self,
        first: int,
        n_steps: int,
        row: NDArray[np.int64],
        before: NDArray[np.int64],
        after: NDArray[np.int64],
        group: NDArray[np.int64],
    ) -> None:
        """Carry the people of each stance and group from step to step."""
        _, n_claims, n_stances, n_groups = self.counts.shape
        size = n_steps * n_claims * n_stances * n_groups
        came = np.bincount((row * n_stances + after) * n_groups + group, minlength=size)
        went = np.bincount((row * n_stances + before) * n_groups + group, minlength=size)
        moved = (came - went).reshape(n_steps, *self.counts.shape[1:])
        np.cumsum(moved, axis=0, out=moved)
        self.counts[first + 1 : first + 1 + n_steps] = self.counts[first] + moved

    def _time(
        self,
        who: NDArray[np.int64],
        before: NDArray[np.int64],
        after: NDArray[np.int64],
        step: NDArray[np.int64],
    ) -> None:
        """Add up how long each person believes each claim, and note when it first does."""
        believed, first = self._believed.reshape(-1), self.first_believed.reshape(-1)
        begins, ends = after == BELIEVER, before == BELIEVER
        begun, at = who[begins], step[begins]
        new = first[begun] < 0
        # Of several beginnings the first is written last.
        first[begun[new][::-1]] = at[new][::-1]
        np.subtract.at(believed, begun, at)
        np.add.at(believed, who[ends], step[ends])

    def _stream(self, first: int, ends: NDArray[np.int64], codes: NDArray[np.int64]) -> NDArray[np.int64]:
        """Line up what is hashed: of each step, itself and its changes if there are any, and its tallies."""
        n_steps, n_changes = len(ends) - 1, np.diff(ends)
        tallies = self.tallies[first : first + n_steps].reshape(n_steps, -1)
        is_named = n_changes > 0
        length = is_named + n_changes + tallies.shape[1]
        begin = np.cumsum(length) - length
        words = np.empty(int(length.sum()), dtype="<i8")
        words[begin[is_named]] = first + np.flatnonzero(is_named)
        words[np.repeat(begin + 1 - ends[:-1], n_changes) + np.arange(len(codes))] = codes
        words[(begin + is_named + n_changes)[:, None] + np.arange(tallies.shape[1])] = tallies
        return words

    def person_steps(self) -> NDArray[np.int32]:
        """Count the steps that each person spent believing each claim, ``(n_claims, n_people)``."""
        # Every beginning was taken off and every end added: what goes on is below nought.
        goes_on = self._believed < 0
        return np.where(goes_on, self._believed + self._n_steps + 1, self._believed)

    def digest(self, state: State) -> str:
        """Give the SHA-256 of the whole trajectory, and of who heard it from whom."""
        whole = self._hash.copy()
        for column in (state.stance, state.episode, state.parent, state.first_shared):
            whole.update(np.ascontiguousarray(column).tobytes())
        return whole.hexdigest()
