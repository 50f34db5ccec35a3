"""How much of an outcome each path of a sweep drives, with bootstrap intervals."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim import draws
from infosim.draws import Purpose
from infosim.experiments.designs import even, problem_of
from infosim.scenario.axes import Axis
from infosim.scenario.models import Sweep
from infosim.world import Floats

RESAMPLES = 500
BINS = 10
"""Slices of a range, at most, between which means are compared."""

PER_BIN = 5
"""Points in a slice, at least on average."""

STEP = 1
"""Word that keeps these draws apart from those of intervals."""


class Index(NamedTuple):
    """How much one path drives an outcome.

    Attributes
    ----------
    path : which path
    kind : 'alone' or 'in all' (proportions of the spread between points), 'size' or
        'spread' (of elementary effects, in units of the outcome)
    value, low, high : the estimate and its 95% bootstrap interval
    """

    path: str
    kind: str
    value: float
    low: float
    high: float


class Indices(NamedTuple):
    """All of them, and how many points they rest on.

    Attributes
    ----------
    indices : by path and kind
    used, left_out : points; left out is what has no complete company in its design
    method : in words
    """

    indices: list[Index]
    used: int
    left_out: int
    method: str


def indices_of(sweep: Sweep, axes: Sequence[Axis], places: Floats, means: Floats, seed: int) -> Indices:
    """Compute the indices that a design allows.

    Parameters
    ----------
    sweep, axes : what was varied, and by which design
    places : (n_points, n_axes), in [0, 1]
    means : (n_points,), the outcome at each point; NaN where it is missing
    seed : int, of the study; the same indices come out again

    Returns
    -------
    Indices, none of them where nothing differs
    """
    d = len(axes)
    block = {"saltelli": d + 2, "morris": d + 1}.get(sweep.design, 1)
    whole = np.repeat(np.isfinite(means.reshape(-1, block)).all(axis=1), block)
    used, left_out = int(whole.sum()), int((~whole).sum())
    method = {
        "saltelli": "Sobol indices by Saltelli's estimators (SALib)",
        "morris": "elementary effects by Morris (SALib)",
    }.get(sweep.design, "correlation ratios of means in slices")
    y = means[whole]
    if not d or used < 2 * block or np.ptp(y) == 0:
        return Indices([], used, left_out, method)
    with warnings.catch_warnings():
        # SALib divides by the spread of single resamples, which may be none.
        warnings.simplefilter("ignore")
        if sweep.design == "saltelli":
            found = _sobol(axes, y, seed)
        elif sweep.design == "morris":
            found = _morris(sweep, axes, places[whole], y, seed)
        else:
            found = [_alone(axis, places[whole][:, k], y, seed) for k, axis in enumerate(axes)]
    return Indices(found, used, left_out, method)


def _sobol(axes: Sequence[Axis], y: Floats, seed: int) -> list[Index]:
    """Compute the part of the spread that each path makes alone, and with all others."""
    from SALib.analyze import sobol  # noqa: PLC0415  slow to load

    found = sobol.analyze(
        problem_of(axes), y, calc_second_order=False, num_resamples=RESAMPLES, seed=_word(seed)
    )
    return [
        Index(axis.path, kind, *_around(float(found[name][k]), float(found[f"{name}_conf"][k])))
        for kind, name in (("alone", "S1"), ("in all", "ST"))
        for k, axis in enumerate(axes)
    ]


def _morris(sweep: Sweep, axes: Sequence[Axis], places: Floats, y: Floats, seed: int) -> list[Index]:
    """Compute how large the effects of single moves are, and how much they differ."""
    from SALib.analyze import morris  # noqa: PLC0415  slow to load

    levels = even(sweep.levels)
    found: Any = morris.analyze(
        problem_of(axes), places, y, num_resamples=RESAMPLES, num_levels=levels, seed=_word(seed)
    )
    sizes = [
        Index(axis.path, "size", *_around(float(found["mu_star"][k]), float(found["mu_star_conf"][k])))
        for k, axis in enumerate(axes)
    ]
    nothing = float("nan"), float("nan")
    return sizes + [
        Index(axis.path, "spread", float(found["sigma"][k]), *nothing) for k, axis in enumerate(axes)
    ]


def _around(value: float, half: float) -> tuple[float, float, float]:
    return value, value - half, value + half


def _alone(axis: Axis, places: Floats, y: Floats, seed: int) -> Index:
    """Estimate from any points the part of the spread that one path makes alone.

    Source
    ------
    The correlation ratio, with the correction of its bias that epsilon squared makes.
    """
    slices = slices_of(axis, places)
    n = len(y)
    drawn = draws.uniforms(
        seed, draws.SOCIETY, Purpose.BOOTSTRAP, STEP, np.arange(RESAMPLES * n, dtype=np.int64), 0
    )
    rows = (drawn * n).astype(np.int64).reshape(RESAMPLES, n)
    again = [_ratio(slices[row], y[row]) for row in rows]
    low, high = np.nanquantile(again, [0.025, 0.975])
    return Index(axis.path, "alone", _ratio(slices, y), float(low), float(high))


def slices_of(axis: Axis, places: Floats) -> NDArray[np.int64]:
    """Cut an axis into slices with equally many points; a list into its values, a grid into its levels."""
    if axis.choices:
        return np.minimum((places * len(axis.choices)).astype(np.int64), len(axis.choices) - 1)
    values, inverse = np.unique(places, return_inverse=True)
    count = max(2, min(BINS, len(places) // PER_BIN))
    if len(values) <= count:
        return inverse.astype(np.int64)
    order = np.argsort(np.argsort(places, kind="stable"), kind="stable")
    return (order * count // len(places)).astype(np.int64)


def _ratio(slices: NDArray[np.int64], y: Floats) -> float:
    """Compute epsilon squared: the spread between slices, without what chance alone would give."""
    counts = np.bincount(slices)
    sums = np.bincount(slices, weights=y)
    k, n = int((counts > 0).sum()), len(y)
    total = float(((y - y.mean()) ** 2).sum())
    if n <= k or total == 0:
        return float("nan")
    means = np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0)
    inside = float(((y - means[slices]) ** 2).sum())
    return max(0.0, 1.0 - (inside / (n - k)) / (total / (n - 1)))


def _word(seed: int) -> int:
    """Draw the seed that SALib is given."""
    return int(draws.generator(seed, Purpose.BOOTSTRAP, "sensitivity").integers(2**31))
