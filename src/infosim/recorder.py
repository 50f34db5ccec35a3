"""The record of a run: counts by stance and group, changes, and the digest."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

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
        self.counts = np.zeros((n_steps + 1, n_claims, 4, n_groups), dtype=np.int32)
        self.counts[0, :, 0] = population.group_sizes
        self.tallies = np.zeros((n_steps, n_claims, N_TALLIES), dtype=np.int64)
        self.first_believed = np.full((n_claims, n_people), -1, dtype=np.int32)
        self.stances = np.zeros((n_steps + 1, n_claims, n_people), dtype=np.int8) if keep_stances else None
        self._believed = np.zeros((n_claims, n_people), dtype=np.int32)
        self._believing_since = np.full((n_claims, n_people), -1, dtype=np.int32)
        self._hash = hashlib.sha256()

    def record(self, step: int, changes: NDArray[np.int64], state: State) -> None:
        """Record what a step has changed."""
        self.counts[step + 1] = self.counts[step]
        self.tallies[step] = state.tally
        if len(changes):
            self._apply(step, np.sort(changes))
        self._hash.update(state.tally.tobytes())
        if self.stances is not None:
            self.stances[step + 1] = state.stance

    def _apply(self, step: int, changes: NDArray[np.int64]) -> None:
        self._hash.update(np.int64(step).tobytes() + changes.astype("<i8").tobytes())
        after, before = changes & 3, changes >> 2 & 3
        claim, person = np.divmod(changes >> 4, self._n_people)
        group = self._group[person]
        counts = self.counts[step + 1]
        np.subtract.at(counts, (claim, before, group), 1)
        np.add.at(counts, (claim, after, group), 1)
        # Beginnings first: a seed can believe and be corrected within one step.
        begins = after == BELIEVER
        k, i = claim[begins], person[begins]
        self._believing_since[k, i] = step + 1
        new = self.first_believed[k, i] < 0
        self.first_believed[k[new], i[new]] = step + 1
        ends = before == BELIEVER
        k, i = claim[ends], person[ends]
        self._believed[k, i] += step + 1 - self._believing_since[k, i]
        self._believing_since[k, i] = -1

    def person_steps(self) -> NDArray[np.int32]:
        """Count the steps that each person spent believing each claim, ``(n_claims, n_people)``."""
        since = self._believing_since
        return np.where(since >= 0, self._believed + self._n_steps + 1 - since, self._believed).astype(
            np.int32
        )

    def digest(self, state: State) -> str:
        """Give the SHA-256 of the whole trajectory, and of who heard it from whom."""
        whole = self._hash.copy()
        for column in (state.stance, state.episode, state.parent, state.first_shared):
            whole.update(np.ascontiguousarray(column).tobytes())
        return whole.hexdigest()
