"""The record of a run: counts by stance and group, changes, and the digest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infosim.engines.changes import Changes, trajectory_digest
from infosim.engines.record import Record, note_changes, open_row
from infosim.engines.state import State
from infosim.population import Population


class Recorder:
    """Keeps what happens in a run; its cost follows activity.

    Attributes
    ----------
    columns : counts, tallies, and when each person believed; engines write to it
    stances : int8, (n_steps + 1, n_claims, n_people), or None
    """

    def __init__(self, population: Population, n_claims: int, n_steps: int, *, keep_stances: bool) -> None:
        n_people = population.n_people
        self._group, self._n_steps = population.group, n_steps
        self.columns = Record.empty(n_steps, n_claims, n_people, population.group_sizes)
        self.stances = np.zeros((n_steps + 1, n_claims, n_people), dtype=np.int8) if keep_stances else None
        self._kept: list[Changes] = []

    @property
    def counts(self) -> NDArray[np.int32]:
        """People by stance and group, ``(n_steps + 1, n_claims, 4, n_groups)``."""
        return self.columns.counts

    @property
    def tallies(self) -> NDArray[np.int64]:
        """What is counted in each step, ``(n_steps, n_claims, 5)``."""
        return self.columns.tallies

    @property
    def first_believed(self) -> NDArray[np.int32]:
        """Row of everybody's first belief, ``(n_claims, n_people)``, -1 never."""
        return self.columns.first_believed

    def record(self, step: int, changes: NDArray[np.int64], state: State) -> None:
        """Record what one step has changed."""
        open_row(self.columns, step + 1)
        note_changes(self.columns, self._group, changes, 0, len(changes), step + 1)
        self.tallies[step] = state.tally
        # The engine uses its list again.
        self.keep(Changes(changes.copy(), np.array([0, len(changes)])))
        if self.stances is not None:
            self.stances[step + 1] = state.stance

    def keep(self, changes: Changes) -> None:
        """Keep the changes of some steps that are recorded."""
        self._kept.append(changes)

    def changes(self) -> Changes:
        """Give all changes so far."""
        self._kept = [Changes.joined(self._kept)]
        return self._kept[0]

    def person_steps(self) -> NDArray[np.int32]:
        """Count the steps that each person spent believing each claim, ``(n_claims, n_people)``."""
        believed = self.columns.believed
        return np.where(believed < 0, believed + np.int32(self._n_steps + 1), believed)

    def digest(self, state: State) -> str:
        """Give the SHA-256 of the trajectory so far."""
        changes = self.changes()
        return trajectory_digest(changes, self.tallies[: changes.n_steps], state.ending)
