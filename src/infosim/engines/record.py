"""What is counted of a run while it goes on, in whole numbers."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim.compiling import Ids
from infosim.engines.state import N_TALLIES, Ints, Steps
from infosim.rules.belief import BELIEVER

Counts = Annotated[NDArray[np.int32], "(n_steps + 1, n_claims, 4, n_groups)"]


class Record(NamedTuple):
    """Counts by step, and for each person when it believed; row t + 1 is after step t.

    Attributes
    ----------
    counts : int32, (n_steps + 1, n_claims, 4, n_groups), people by stance and group
    tallies : int64, (n_steps, n_claims, 5), see `State.tally`
    first_believed : int32, (n_claims, n_people), row of the first belief, -1 never
    believed : int32, (n_claims, n_people), rows at which beliefs ended less those at
        which they began: below nought of a belief that goes on
    """

    counts: NDArray[np.int32]
    tallies: Ints
    first_believed: Steps
    believed: Steps

    @classmethod
    def empty(cls, n_steps: int, n_claims: int, n_people: int, group_sizes: Ints) -> Record:
        """Make the record of a run that has not begun: everybody is unaware."""
        counts = np.empty((n_steps + 1, n_claims, 4, len(group_sizes)), dtype=np.int32)
        counts[0] = 0
        counts[0, :, 0] = group_sizes
        return cls(
            counts=counts,
            tallies=np.zeros((n_steps, n_claims, N_TALLIES), dtype=np.int64),
            first_believed=np.full((n_claims, n_people), -1, dtype=np.int32),
            believed=np.zeros((n_claims, n_people), dtype=np.int32),
        )


def open_row(record: Record, row: int) -> None:
    """Begin a row with the people of the one before."""
    _, n_claims, n_stances, n_groups = record.counts.shape
    for k in range(n_claims):
        for s in range(n_stances):
            for g in range(n_groups):
                record.counts[row, k, s, g] = record.counts[row - 1, k, s, g]


def count_change(record: Record, row: int, k: int, g: int, before: int, after: int) -> None:
    """Count one change of stance of somebody in group g."""
    record.counts[row, k, before, g] -= 1
    record.counts[row, k, after, g] += 1


def note_change(record: Record, row: int, k: int, i: int, g: int, before: int, after: int) -> None:
    """Count one change of stance of person i, and when it believes."""
    count_change(record, row, k, g, before, after)
    if after == BELIEVER:
        if record.first_believed[k, i] < 0:
            record.first_believed[k, i] = row
        record.believed[k, i] -= row
    elif before == BELIEVER:
        record.believed[k, i] += row


def note_changes(record: Record, group: Ids, codes: Ids, first: int, last: int, row: int) -> None:
    """Count the changes of one step, which are ``codes[first:last]``."""
    n_people = len(group)
    for n in range(first, last):
        code = int(codes[n])
        k, i = divmod(code >> 4, n_people)
        note_change(record, row, k, i, int(group[i]), code >> 2 & 3, code & 3)
