"""Pairs inside groups and pairs drawn at random."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infosim.draws import Purpose, generator
from infosim.network.pairs import pair_of, pairs_between, pairs_sampled, pairs_within


@given(st.lists(st.integers(0, 6), max_size=8))
def test_all_pairs_within_groups(sizes: list[int]) -> None:
    """Exactly the pairs of people of one group. Fault: places counted from 0 in every group."""
    row = np.arange(100, 100 + sum(sizes))
    later, earlier = pairs_within(row, np.array(sizes, np.int64))
    begin = np.cumsum([100, *sizes])
    expected = [
        pair
        for first, size in zip(begin, sizes, strict=False)
        for pair in combinations(range(first, first + size), 2)
    ]
    assert sorted(zip(earlier.tolist(), later.tolist(), strict=True)) == expected


@given(st.integers(0, 30), st.integers(0, 500))
def test_sampled_pairs_are_distinct(n: int, n_pairs: int) -> None:
    """As many as asked for, none twice, none with itself. Fault: drawn with replacement."""
    later, earlier = pairs_sampled(n, n_pairs, generator(n_pairs, Purpose.GRAPH, "pairs"))
    assert len(set(zip(later.tolist(), earlier.tolist(), strict=True))) == min(n_pairs, n * (n - 1) // 2)
    assert ((earlier >= 0) & (earlier < later) & (later < n)).all()


def test_pairs_among_very_many_are_exact() -> None:
    """The first and last pair of a late person. Fault: the rounding of the square root left uncorrected."""
    person = np.arange(2**31 - 1_000, 2**31)
    first = person * (person - 1) // 2
    for number, expected in ((first, 0 * person), (first + person - 1, person - 1)):
        later, earlier = pair_of(number)
        assert np.array_equal(later, person)
        assert np.array_equal(earlier, expected)


@pytest.mark.parametrize(("n", "m"), [(0, 3), (3, 4), (4, 3), (5, 0)])
def test_all_pairs_between_two_lists(n: int, m: int) -> None:
    """Asked for too many, all are given. Fault: the lists exchanged."""
    first, second = pairs_between(n, m, 100, generator(1, Purpose.GRAPH, "pairs"))
    assert set(zip(first.tolist(), second.tolist(), strict=True)) == {
        (a, b) for a in range(n) for b in range(m)
    }
