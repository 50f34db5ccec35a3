"""First come, first served."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from infosim.interventions.queue import take_turns

Times = st.lists(st.integers(0, 1000), max_size=20).map(sorted)


def test_whoever_comes_slowly_never_waits() -> None:
    """Fault: the first one waits as well, `done = [between]`."""
    ready = [3.0, 7.0, 12.0, 16.5]
    assert take_turns(ready, between=4.0) == ready


def test_the_wait_grows_with_each_that_comes_too_fast() -> None:
    """Come twice as fast as is done: the n-th waits n times the difference, without bound.

    Fault: waiting for the one before to have come, `alone + between`.
    """
    ready = [2.0 * n for n in range(50)]
    waits = np.array(take_turns(ready, between=4.0)) - ready
    assert waits.tolist() == [2.0 * n for n in range(50)]


def test_a_pause_empties_the_queue() -> None:
    assert take_turns([0, 0, 0, 100, 101], between=10) == [0, 10, 20, 100, 110]


@given(ready=Times, between=st.integers(0, 100))
def test_laws_of_a_queue(ready: list[float], between: int) -> None:
    """Nobody is early, nobody is closer than allowed, nobody waits while the counter is free."""
    done = take_turns(ready, between)
    assert len(done) == len(ready)
    assert all(end >= alone for alone, end in zip(ready, done, strict=True))
    for n in range(1, len(done)):
        assert done[n] - done[n - 1] >= between
        assert done[n] in (ready[n], done[n - 1] + between)
