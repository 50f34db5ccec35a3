"""What a search found is not taken at its word: the best few meet again."""

from __future__ import annotations

import numpy as np

from infosim.experiments.allocation.optimise import FINALISTS, best_of
from infosim.experiments.allocation.purse import Item, Purse
from infosim.experiments.allocation.trials import Trials, Tried

EVEN = 6.5
"""Days after an even split."""

ITEMS = tuple(Item(name, 100.0, True) for name in ("ads", "visits"))


def known(societies: int, *days: list[float]) -> Trials:
    """Make trials in which allocations are known already, the k-th of k for ads."""
    trials = Trials((), "campaign", Purse(100.0, "USD", ITEMS), societies, 1, lambda: None)
    for k, some in enumerate(days):
        amounts = (float(k), 0.0)
        nothing = np.zeros(len(some))
        trials.known[amounts] = Tried(amounts, np.array(some), nothing, nothing)
    even, many = trials.purse.even(), np.full(len(days[0]), EVEN)
    trials.known[even] = Tried(even, many, many, many)
    return trials


def test_luck_with_the_first_society_does_not_decide() -> None:
    """One is best in the first society and poor in three others; one is second there and good in all.

    Fault: the best of the first society is taken; its luck is forgotten, or counts as much as that of three.
    """
    seen = known(1, [4.0], [5.0], [5.2])
    assert best_of(seen, known(3, [7.0, 7.0, 7.0], [6.0, 6.0, 6.0], [6.0, 6.0, 6.0])).amounts == (1.0, 0.0)
    assert best_of(seen, known(3, [5.3, 5.4, 5.5], [5.1, 5.2, 5.3], [5.1, 5.2, 5.2])).amounts == (0.0, 0.0)


def test_only_the_best_few_meet_again() -> None:
    """Fault: everything that was tried is tried in all societies, which takes four times as long."""
    many = [[float(k)] for k in range(FINALISTS + 3)]
    finals = known(1, *many[:FINALISTS])
    assert best_of(known(1, *many), finals).amounts == (0.0, 0.0)
    assert len(finals.known) == FINALISTS + 1


def test_the_even_split_is_invited_however_it_fared() -> None:
    """Fault: an allocation is recommended that is worse than an even split in three of four societies."""
    seen = known(1, *[[float(k)] for k in range(FINALISTS + 3)])
    finals = known(3, *[[9.0, 9.0, 9.0]] * FINALISTS)
    assert best_of(seen, finals).amounts == seen.purse.even()
