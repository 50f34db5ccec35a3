"""How much of a spread is between points, and how much is luck within them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from infosim.world import Floats


class Noise(NamedTuple):
    """Two parts of a spread, as variances.

    Attributes
    ----------
    between : of the true means of points
    within : of replicates at one point
    chance : proportion of the spread of single runs that is luck; NaN if nothing differs
    left : proportion of the spread of means over replicates that is luck still
    """

    between: float
    within: float
    chance: float
    left: float


def noise_of(values: Floats) -> Noise:
    """Tell the spread between points from that within them.

    Parameters
    ----------
    values : (n_points, n_replicates); NaN where there is none

    Source
    ------
    One-way analysis of variance: the mean of n replicates carries a part of 1/n of the
    variance within. Replicates share their luck at all points, so that what is called
    luck here is at most that: where luck shifts all points alike, comparing them is easier.
    """
    counts = np.isfinite(values).sum(axis=1)
    usable = values[counts >= 2]
    if len(usable) < 2:
        return Noise(math.nan, math.nan, math.nan, math.nan)
    within = float(np.nanvar(usable, axis=1, ddof=1).mean())
    of_means = float(np.nanmean(usable, axis=1).var(ddof=1))
    noise = within * float((1.0 / counts[counts >= 2]).mean())
    between = max(0.0, of_means - noise)
    whole = between + within
    return Noise(
        between=between,
        within=within,
        chance=within / whole if whole > 0 else math.nan,
        left=min(1.0, noise / of_means) if of_means > 0 else math.nan,
    )
