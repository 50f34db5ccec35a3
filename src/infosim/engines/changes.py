"""Changes of stance over some steps, as an engine gives them to the recorder."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Changes(NamedTuple):
    """Who changed stance in which step.

    Attributes
    ----------
    codes : int64, of `state.change_code`, those of one step after those of another, in
        no particular order within a step
    ends : int64, (n_steps + 1,), how many there are after each step, 0 before the first
    """

    codes: NDArray[np.int64]
    ends: NDArray[np.int64]
