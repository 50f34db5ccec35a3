"""Telling true from false: belief in true claims minus belief in false ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infosim.measures.once import once
from infosim.measures.prevalence import HARMFUL, Mask
from infosim.results import Run
from infosim.rules.belief import BELIEVER


@once
def _beliefs(run: Run) -> dict[tuple[str, ...], NDArray[np.int64]]:
    """Count the true claims that each person believes at the end, and the others."""
    believes = run.state.stance == BELIEVER
    return {kind: believes[run.rows(*kind)].sum(axis=0) for kind in (("true",), HARMFUL)}


def mean_belief(run: Run, people: Mask, *veracities: str) -> float:
    """Give the mean proportion of such claims that a person believes at the end."""
    n_claims = len(run.rows(*veracities))
    n_beliefs = n_claims * np.count_nonzero(people)
    return float((_beliefs(run)[veracities] * people).sum() / n_beliefs) if n_beliefs else float("nan")


def true_believers_end_fraction(run: Run, people: Mask) -> float:
    """Give the mean belief in true claims at the end, in [0, 1]; NaN without any."""
    return mean_belief(run, people, "true")


def discernment(run: Run, people: Mask) -> float:
    """Give belief in true minus belief in false claims, in [-1, 1]; NaN without both.

    Source
    ------
    Guess2020, with belief in place of ratings of accuracy.
    """
    return mean_belief(run, people, "true") - mean_belief(run, people, *HARMFUL)


def weighted_discernment(run: Run, people: Mask) -> float:
    """Give the true beliefs less the false ones that 100 people hold at the end; NaN without both kinds.

    Every item counts, so it tells how rare false ones are, which `discernment`, a
    difference of two means, does not.

    Source
    ------
    Assumption: items count alike, and a hundred people make a number that can be read.
    """
    true, false = run.rows("true"), run.rows(*HARMFUL)
    if not true or not false or not people.any():
        return float("nan")
    believes = (run.state.stance == BELIEVER) & people
    believed = np.count_nonzero(believes, axis=1) / np.count_nonzero(people)
    return float(100.0 * (believed[true].sum() - believed[false].sum()))
