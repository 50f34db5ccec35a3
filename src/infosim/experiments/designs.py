"""Designs: which points of a sweep are run, as places in [0, 1] on each axis."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np

from infosim import draws
from infosim.draws import Purpose
from infosim.errors import InputError, Problem
from infosim.scenario.axes import Axis
from infosim.scenario.models import Sweep
from infosim.world import Floats

Places = list[tuple[float, ...]]

MOST_POINTS = 1_000_000
"""More cannot be kept in mind, nor in memory."""


def places_of(sweep: Sweep, axes: Sequence[Axis], seed: int) -> Places:
    """Choose the points of a sweep.

    Parameters
    ----------
    sweep : its design, samples and levels
    axes : what is varied, in alphabetical order of paths
    seed : int, of the study

    Returns
    -------
    For each point a place on each axis; one point without places if nothing is varied.

    Raises
    ------
    InputError
        Far too many points, or fewer axes than the design needs.

    Draws
    -----
    DESIGN, keyed by the name of the design; the first points of `sobol` and `halton` stay the
    same when more are asked for.
    """
    if not axes:
        return [()]
    count = size_of(sweep, axes)
    if count > MOST_POINTS:
        fault = f"the design {sweep.design} makes {count:,} points"
        raise InputError(
            Problem(fault, f"at most {MOST_POINTS:,} are possible; vary less, or with fewer levels")
        )
    return DESIGNS[sweep.design](sweep, axes, seed)


def size_of(sweep: Sweep, axes: Sequence[Axis]) -> int:
    """Count the points of a design before they are made."""
    d = len(axes)
    if sweep.design == "grid":
        return int(np.prod([len(axis.places(sweep.levels)) for axis in axes], dtype=object))
    if sweep.design == "list":
        return len(axes[0].choices)
    return sweep.samples * {"morris": d + 1, "saltelli": d + 2}.get(sweep.design, 1)


def grid(sweep: Sweep, axes: Sequence[Axis], seed: int) -> Places:
    """Combine every value of each axis with every value of the others; nothing is drawn."""
    return list(product(*(axis.places(sweep.levels) for axis in axes)))


def listed(sweep: Sweep, axes: Sequence[Axis], seed: int) -> Places:
    """Take the n-th values of all lists together; nothing is drawn."""
    return list(zip(*(axis.places(sweep.levels) for axis in axes), strict=True))


def latin_hypercube(sweep: Sweep, axes: Sequence[Axis], seed: int) -> Places:
    """Spread points so that each axis is cut into as many slices as there are points, one in each."""
    from scipy.stats import qmc  # noqa: PLC0415  slow to load

    return _rows(qmc.LatinHypercube(len(axes), rng=_word(seed, "latin_hypercube")).random(sweep.samples))


def sobol(sweep: Sweep, axes: Sequence[Axis], seed: int) -> Places:
    """Take the first points of a scrambled Sobol sequence: even in the whole and in every part."""
    from scipy.stats import qmc  # noqa: PLC0415  slow to load

    with warnings.catch_warnings():
        # It is balanced at powers of two only, which `notes_on` says to people.
        warnings.simplefilter("ignore", UserWarning)
        return _rows(qmc.Sobol(len(axes), rng=_word(seed, "sobol")).random(sweep.samples))


def halton(sweep: Sweep, axes: Sequence[Axis], seed: int) -> Places:
    """Take the first points of a scrambled Halton sequence."""
    from scipy.stats import qmc  # noqa: PLC0415  slow to load

    return _rows(qmc.Halton(len(axes), rng=_word(seed, "halton")).random(sweep.samples))


def morris(sweep: Sweep, axes: Sequence[Axis], seed: int) -> Places:
    """Walk along trajectories that move one axis at a time, for elementary effects."""
    from SALib.sample import morris as salib  # noqa: PLC0415  slow to load

    chance = _word(seed, "morris")
    return _rows(salib.sample(problem_of(axes), sweep.samples, num_levels=even(sweep.levels), seed=chance))


def saltelli(sweep: Sweep, axes: Sequence[Axis], seed: int) -> Places:
    """Take Saltelli's points, which Sobol indices are computed from."""
    from SALib.sample import sobol as salib  # noqa: PLC0415  slow to load

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        chance = _word(seed, "saltelli")
        return _rows(salib.sample(problem_of(axes), sweep.samples, calc_second_order=False, seed=chance))


DESIGNS: dict[str, Callable[[Sweep, Sequence[Axis], int], Places]] = {
    "grid": grid,
    "list": listed,
    "latin_hypercube": latin_hypercube,
    "sobol": sobol,
    "halton": halton,
    "morris": morris,
    "saltelli": saltelli,
}
"""The designs that a scenario may name."""


def problem_of(axes: Sequence[Axis]) -> dict[str, Any]:
    """Describe the axes as SALib wants them."""
    return {"num_vars": len(axes), "names": [axis.path for axis in axes], "bounds": [[0.0, 1.0]] * len(axes)}


def even(levels: int) -> int:
    """Give the levels of a Morris design, which have to be even for its steps to stay on them."""
    return levels + levels % 2


def notes_on(sweep: Sweep) -> list[str]:
    """Say what is worth knowing of a design before it is run."""
    samples, notes = sweep.samples, []
    if sweep.design in ("sobol", "saltelli") and samples & (samples - 1):
        better = 1 << samples.bit_length()
        notes.append(
            f"{sweep.design} is balanced at powers of two only: {samples} is none, {better} would be"
        )
    if sweep.design == "morris" and sweep.levels % 2:
        notes.append(f"morris takes an even number of levels: {even(sweep.levels)} instead of {sweep.levels}")
    return notes


def _word(seed: int, design: str) -> int:
    """Draw the seed that SciPy or SALib is given."""
    return int(draws.generator(seed, Purpose.DESIGN, design).integers(2**31))


def _rows(table: Floats) -> Places:
    return [tuple(map(float, row)) for row in table]
