"""What is recorded adds up, for every scenario that can be written."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given

from infosim.errors import InputError
from infosim.results import Run
from infosim.rules.belief import BELIEVER, UNAWARE
from infosim.simulation import run
from strategies import scenarios
from studies import Written, study_of

pytestmark = pytest.mark.usefixtures("warm_engines")


def run_of(written: Written, arm: str = "all") -> Run:
    """Run a generated scenario, if its graphs can be made."""
    try:
        study = study_of(written)
    except InputError:
        assume(False)
    return run(study, arm, 0, keep_stances=True)


@given(scenarios())
def test_everybody_is_counted_once_at_every_step(written: Written) -> None:
    """Count the kept stances anew: by step, claim, stance and group.

    Fault: a change of stance that is recorded twice, or not at all.
    """
    result = run_of(written)
    assert result.stances is not None
    sizes = result.population.group_sizes
    assert np.array_equal(result.counts.sum(axis=2), np.broadcast_to(sizes, result.counts.sum(axis=2).shape))
    for stance in range(4):
        for group in range(len(sizes)):
            members = result.population.group == group
            counted = (result.stances[:, :, members] == stance).sum(axis=2)
            assert np.array_equal(result.counts[:, :, stance, group], counted)


@given(scenarios())
def test_time_spent_believing_is_the_sum_over_steps(written: Written) -> None:
    """Sum the kept stances over time, person by person.

    Fault: somebody who believes and is corrected within one step (a seed who reads a
    correction) is counted as believing ever after; this fault was found by this test.
    """
    result = run_of(written)
    assert result.stances is not None
    believed = result.stances == BELIEVER
    assert np.array_equal(result.person_steps, believed[1:].sum(axis=0))
    first = np.where(believed.any(axis=0), believed.argmax(axis=0), result.first_believed)
    # A belief that ends within its first step is never seen in the stances.
    assert (result.first_believed <= first).all()
    assert (result.first_believed[believed.any(axis=0)] >= 1).all()


@given(scenarios())
def test_exposures_follow_from_posts(written: Written) -> None:
    """Bound each count by those that cause it: no posts, no exposures, nobody receptive.

    Fault: exposures counted before those who are not on the platform are left out.
    """
    result = run_of(written)
    posts, corrections, heard, corrections_heard, receptive = np.moveaxis(result.tallies, 2, 0)
    assert (result.tallies >= 0).all()
    assert (receptive <= np.minimum(heard, result.population.n_people)).all()
    assert not heard[posts == 0].any()
    most = result.population.n_people - 1
    assert (heard <= posts * most).all()
    assert not posts[:, [k for k, claim in enumerate(result.claims) if claim.start >= len(posts)]].any()
    without = [k for k, claim in enumerate(result.claims) if not claim.has_correction]
    assert not corrections[:, without].any()
    assert not corrections_heard[:, without].any()


@given(scenarios())
def test_everybody_heard_it_from_somebody_who_shared_before(written: Written) -> None:
    """Follow who heard it from whom: towards ever earlier sharers, to a seed.

    Fault: a parent chosen among contacts who share, but on another platform.
    """
    result = run_of(written)
    state = result.state
    for parents, shared in zip(state.parent, state.first_shared, strict=True):
        heirs = np.flatnonzero(parents >= 0)
        assert (shared[parents[heirs]] >= 0).all()
        # Whoever shared had first become aware, later than its own parent shared.
        sharing_heirs = heirs[shared[heirs] >= 0]
        assert (shared[parents[sharing_heirs]] < shared[sharing_heirs]).all()
        assert (parents[shared >= 0] != -2).all()


@given(scenarios())
def test_nobody_unaware_has_opinions(written: Written) -> None:
    """Leave no trace of an episode that was forgotten.

    Fault: `forget` keeps the doubt, so that the second episode starts half convinced.
    """
    state = run_of(written).state
    unaware = state.stance == UNAWARE
    assert (state.aware_at[unaware] == -1).all()
    assert (state.aware_at[~unaware] >= 0).all()
    never_heard = unaware & (state.exposures == 0)
    assert (state.doubt[never_heard] == 1.0).all()
    assert (state.unseen[never_heard] == 1.0).all()
    for chance in (state.doubt, state.unseen, state.hesitation):
        assert ((chance >= 0.0) & (chance <= 1.0)).all()
