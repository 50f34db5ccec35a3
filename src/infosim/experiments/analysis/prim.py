"""Where an arm fails: the patient rule induction method, which peels a box around the failures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim.scenario.axes import Axis
from infosim.world import Floats

PEEL = 0.08
"""Proportion of the points in the box that one step peels away, about."""

LEAST = 0.05
"""Proportion of all points that a box holds, at least."""

FEWEST = 5
"""Points that a box holds, at least, and failures that it takes to look for one."""

WORTH = 0.02
"""What a limit has to add to the fit of a box to be kept."""

Mask = NDArray[np.bool_]


class Limit(NamedTuple):
    """What a box allows on one axis.

    Attributes
    ----------
    low, high : places, from 0 to 1
    choices : the positions that are allowed, of a list; empty for a range
    """

    low: float = 0.0
    high: float = 1.0
    choices: tuple[int, ...] = ()


class Box(NamedTuple):
    """A part of the space in which most failures lie.

    Attributes
    ----------
    limits : by path, only where something is not allowed
    density : proportion of failures among the points inside
    coverage : proportion of all failures that lie inside
    mass : proportion of all points that lie inside
    """

    limits: dict[str, Limit]
    density: float
    coverage: float
    mass: float

    @property
    def fit(self) -> float:
        """Harmonic mean of density and coverage."""
        return 2 * self.density * self.coverage / max(1e-12, self.density + self.coverage)


def find_box(axes: Sequence[Axis], places: Floats, fails: Mask) -> Box:
    """Peel away, step by step, the slice whose loss gains most density for each point given up.

    Of all boxes on the way the one that fits best is taken, and limits that it can do
    without are given up.

    Parameters
    ----------
    places : (n_points, n_axes), in [0, 1]
    fails : (n_points,), some true and some not

    Source
    ------
    Friedman1999.
    """
    limits: dict[str, Limit] = {}
    best = judge(axes, places, fails, limits)
    least = max(FEWEST, int(LEAST * len(fails)))
    inside = np.ones(len(fails), dtype=np.bool_)
    while True:
        steps = [
            (path, limit, kept)
            for k, axis in enumerate(axes)
            for path, limit, kept in _peelings(axis, places[:, k], inside, limits.get(axis.path))
            if least <= kept.sum() < inside.sum()
        ]
        if not steps:
            break
        worth = [_worth(fails, inside, kept) for _, _, kept in steps]
        path, limit, inside = steps[worth.index(max(worth))]
        limits = limits | {path: limit}
        box = judge(axes, places, fails, limits)
        best = box if box.fit > best.fit + 1e-12 else best
    return _without_needless(axes, places, fails, best)


def _worth(fails: Mask, now: Mask, then: Mask) -> tuple[float, int]:
    """Say what a step gains for each point that it gives up: a word of a list is many at once."""
    given_up = float(now.sum() - then.sum())
    return float(fails[then].mean() - fails[now].mean()) / given_up, int(then.sum())


def _peelings(axis: Axis, places: Floats, inside: Mask, limit: Limit | None) -> list[tuple[str, Limit, Mask]]:
    """List what one step can peel away on one axis, with what is left."""
    limit = limit or Limit(choices=tuple(range(len(axis.choices))))
    if axis.choices:
        found = positions(axis, places)
        smaller = [tuple(c for c in limit.choices if c != gone) for gone in limit.choices]
        kept = [(limit._replace(choices=left), np.isin(found, left)) for left in smaller if left]
        return [(axis.path, step, inside & allowed) for step, allowed in kept]
    low, high = np.quantile(places[inside], [PEEL, 1.0 - PEEL])
    # Where many points lie at one place, that place goes as a whole.
    above = places[inside & (places > low)]
    below = places[inside & (places < high)]
    steps = []
    if len(above):
        step = limit._replace(low=float(above.min()))
        steps.append((axis.path, step, inside & (places >= step.low)))
    if len(below):
        step = limit._replace(high=float(below.max()))
        steps.append((axis.path, step, inside & (places <= step.high)))
    return steps


def positions(axis: Axis, places: Floats) -> NDArray[np.int64]:
    """Give the position in a list of each point."""
    return np.minimum((places * len(axis.choices)).astype(np.int64), len(axis.choices) - 1)


def inside_of(axes: Sequence[Axis], places: Floats, limits: dict[str, Limit]) -> Mask:
    """Tell which points a box holds."""
    inside = np.ones(len(places), dtype=np.bool_)
    for k, axis in enumerate(axes):
        limit = limits.get(axis.path)
        if limit is None:
            continue
        if axis.choices:
            inside &= np.isin(positions(axis, places[:, k]), limit.choices)
        else:
            inside &= (places[:, k] >= limit.low) & (places[:, k] <= limit.high)
    return inside


def judge(axes: Sequence[Axis], places: Floats, fails: Mask, limits: dict[str, Limit]) -> Box:
    """Say how well a box holds the failures and nothing else."""
    inside = inside_of(axes, places, limits)
    density = float(fails[inside].mean()) if inside.any() else 0.0
    coverage = float(fails[inside].sum() / fails.sum())
    return Box(limits, density, coverage, float(inside.mean()))


def _without_needless(axes: Sequence[Axis], places: Floats, fails: Mask, box: Box) -> Box:
    """Give up limits that hardly improve a box, the least useful first."""
    while box.limits:
        fewer = [
            judge(axes, places, fails, {path: limit for path, limit in box.limits.items() if path != gone})
            for gone in box.limits
        ]
        best = max(fewer, key=lambda one: one.fit)
        if best.fit < box.fit - WORTH:
            break
        box = best
    return box
