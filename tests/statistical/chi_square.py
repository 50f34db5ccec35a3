"""Counts against an exact law: Pearson's chi-square, with cells that expect too few thrown together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2, norm

ALPHA = 1e-6
"""Chance of rejecting correct code, for each test. Seeds are fixed, so it is spent once and for all."""

LEAST = 10.0
"""Expected count below which a cell is thrown together with the others like it."""


class Fit(NamedTuple):
    """A chi-square and its degrees of freedom; those of independent counts may be added."""

    chi_square: float
    freedom: int

    @property
    def p(self) -> float:
        """Chance of so bad a fit, or a worse one, of correct code."""
        return float(chi2.sf(self.chi_square, self.freedom)) if self.freedom else 1.0


def fit(observed: ArrayLike, law: ArrayLike) -> Fit:
    """Compare counts with a law.

    What the law says never happens must not happen once: it makes the chi-square infinite.
    """
    counts, expected = np.asarray(observed, float).ravel(), np.asarray(law, float).ravel()
    expected = expected * counts.sum()
    if counts[expected <= 0.0].any():
        return Fit(float("inf"), 1)
    few = expected < LEAST
    cells = np.append(expected[~few], expected[few].sum())
    seen = np.append(counts[~few], counts[few].sum())
    if cells[-1] < LEAST and len(cells) > 1:
        # Even together they are too few, and go with the rarest of the others.
        rarest = int(cells[:-1].argmin())
        cells[rarest] += cells[-1]
        seen[rarest] += seen[-1]
        cells, seen = cells[:-1], seen[:-1]
    return Fit(float(((seen - cells) ** 2 / cells).sum()), len(cells) - 1)


def added(fits: list[Fit]) -> Fit:
    """Add up the fits of independent counts."""
    return Fit(sum(one.chi_square for one in fits), sum(one.freedom for one in fits))


def least_of(chances: list[float]) -> float:
    """Give the smallest of several chances, times how many were looked at (Bonferroni)."""
    return min(1.0, len(chances) * min(chances))


def two_sided(z: float) -> float:
    """Chance that a normal variable is so far out, on either side."""
    return float(2.0 * norm.sf(abs(z)))
