"""Means with 95% bootstrap intervals, on draws that every analysis repeats."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
    return _estimate(values[~np.isnan(values)].tobytes(), seed)


@lru_cache(maxsize=16384)
def _estimate(data: bytes, seed: int) -> Estimate:
    """Estimate once what tables, sentences and figures all ask for."""
    values = np.frombuffer(data, dtype=np.float64)
    n = len(values)
    if n == 0:
        return Estimate(float("nan"), float("nan"), float("nan"))
    means = values[_resamples(seed, n)].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(float(values.mean()), float(low), float(high))


@lru_cache(maxsize=4)
def _resamples(seed: int, n: int) -> NDArray[np.int64]:
    """Draw which replicates each resample consists of, ``(RESAMPLES, n)``."""
    slots = np.arange(RESAMPLES * n, dtype=np.int64)
    luck = draws.uniforms(seed, draws.SOCIETY, Purpose.BOOTSTRAP, 0, slots, 0)
    return (luck * n).astype(np.int64).reshape(RESAMPLES, n)
