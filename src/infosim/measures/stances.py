"""What everybody holds at one moment of a run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infosim.results import Run


def stances_at(run: Run, row: int) -> NDArray[np.int8]:
    """Work out of the changes of a run what everybody holds before step `row`, ``(n_claims, n_people)``.

    Parameters
    ----------
    row : int, in [0, n_steps]; 0 is before the first step, when nobody has heard of anything
    """
    codes = run.changes.codes[: run.changes.ends[row]]
    stances = np.zeros(len(run.claims) * run.population.n_people, dtype=np.int8)
    # Each change turns the bits in which its ends differ, so their order does not matter.
    np.bitwise_xor.at(stances, codes >> 4, ((codes ^ codes >> 2) & 3).astype(np.int8))
    return stances.reshape(len(run.claims), -1)
