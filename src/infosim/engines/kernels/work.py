"""What only the compiled engine keeps, and the types that kernels are given."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim.engines.state import Steps

NEVER = 2**31 - 1


class Work(NamedTuple):
    """Lists and timers that only the compiled engine keeps.

    Attributes
    ----------
    interested : (K, N) and n_interested (K,), people who may still share
    is_interested : (K, N), whether somebody is in that list
    posted, n_posted : who posted in this step
    reached, n_reached : who heard something in this step
    unthinking_until, sharing_until : (K, N), step at which the interest is over
    fades_at : (K, N), step at which the stance may fade, NEVER if it does not
    n_known : (K,), people who are not unaware
    change, n_changes : codes of this step's changes of stance, and how many
    """

    interested: Steps
    n_interested: NDArray[np.int64]
    is_interested: NDArray[np.bool_]
    posted: Steps
    n_posted: NDArray[np.int64]
    reached: Steps
    n_reached: NDArray[np.int64]
    unthinking_until: Steps
    sharing_until: Steps
    fades_at: Steps
    n_known: NDArray[np.int64]
    change: NDArray[np.int64]
    n_changes: NDArray[np.int64]


def new_work(n_claims: int, n_people: int) -> Work:
    """Make the lists and timers of a run that has not begun."""
    shape = (n_claims, n_people)

    def lists() -> NDArray[np.int32]:
        return np.zeros(shape, dtype=np.int32)

    def lengths() -> NDArray[np.int64]:
        return np.zeros(n_claims, dtype=np.int64)

    return Work(
        interested=lists(),
        n_interested=lengths(),
        is_interested=np.zeros(shape, dtype=np.bool_),
        posted=lists(),
        n_posted=lengths(),
        reached=lists(),
        n_reached=lengths(),
        unthinking_until=lists(),
        sharing_until=lists(),
        fades_at=np.full(shape, NEVER, dtype=np.int32),
        n_known=lengths(),
        # A seed that was corrected changes twice, and everybody may change once more.
        change=np.zeros(4 * n_claims * n_people, dtype=np.int64),
        n_changes=np.zeros(1, dtype=np.int64),
    )
