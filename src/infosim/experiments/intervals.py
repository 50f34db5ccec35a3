"""Means with 95% bootstrap intervals, on draws that every analysis repeats."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from infosim import draws
from infosim.draws import Purpose
from infosim.world import Floats

RESAMPLES = 2000


class Estimate(NamedTuple):
    """A mean and its 95% bootstrap interval."""

    mean: float
    low: float
    high: float


def estimate(values: Floats, seed: int) -> Estimate:
    """Estimate a mean over replicates, with the percentile bootstrap.

    Parameters
    ----------
    values : (n_replicates,) float64
        NaN stands for a replicate in which the number does not exist; it is left out.
    seed : int, of the study

    Returns
    -------
    Estimate, all NaN when no value exists

    Draws
    -----
    BOOTSTRAP, keyed by resample and slot, the same for every quantity.

    Source
    ------
    EfronTibshirani1993, chapter 13.
    """
    values = values[~np.isnan(values)]
    n = len(values)
    if n == 0:
        return Estimate(float("nan"), float("nan"), float("nan"))
    slots = np.arange(RESAMPLES * n, dtype=np.int64)
    luck = draws.uniforms(seed, draws.SOCIETY, Purpose.BOOTSTRAP, 0, slots, 0)
    means = values[(luck * n).astype(np.int64)].reshape(RESAMPLES, n).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(float(values.mean()), float(low), float(high))
