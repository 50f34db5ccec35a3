"""When claims begin, and who begins them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infosim.claims import Wave, draw_seeds, steps_between, unroll
from infosim.scenario.models import Scenario
from infosim.simulation import run
from infosim.world import ClaimInfo, Clock
from studies import small, study_of

DAYS = Clock(24.0, 10)
HOAX = ClaimInfo("hoax", "hoax", "false", 0, False)


@pytest.mark.parametrize(
    ("start", "every", "until", "steps"),
    [
        (0, None, None, [0]),
        (48, None, None, [2]),
        (240, None, None, []),
        (240, 24, None, []),
        (999, 24, None, []),
        (0, 72, None, [0, 3, 6, 9]),
        (0, 72, 144, [0, 3]),
        (0, 72, 145, [0, 3]),
        (24, 48, 9999, [1, 3, 5, 7, 9]),
        (0, 36, None, [0, 2, 3, 5, 6, 8, 9]),
        (0, 6, 48, [0, 1]),
        (228, 24, None, []),
    ],
)
def test_steps_of_a_repetition(
    start: float, every: float | None, until: float | None, steps: list[int]
) -> None:
    """List distinct steps before the end, or before `until`.

    Fault: `until` included; a repetition faster than a step that seeds twice in one step;
    rounding every interval instead of every moment, so that the beat drifts.
    """
    assert steps_between(DAYS, start, every, until) == steps


def test_streams_are_unrolled() -> None:
    """Make a claim of every arrival, each with its own seeds; number the waves of a repeated one."""
    written = small(time={"length": "10 days", "step": "1 days"})
    written["claims"] = [
        {
            "id": "rumour",
            "arrivals": "96 h",
            "seeds": {"count": 2, "start": "1 days"},
            "sharing": {"rate": "1%"},
        },
        {"id": "hoax", "seeds": {"count": 3, "every": "5 days"}, "sharing": {"rate": "1%"}, "correction": {}},
        {"id": "late", "seeds": {"start": "10 days"}, "sharing": {"rate": "1%"}},
    ]
    claims, waves, family = unroll(Scenario.model_validate(written), DAYS)
    assert [(claim.id, claim.start, claim.has_correction) for claim in claims] == [
        ("rumour#1", 1, False),
        ("rumour#2", 5, False),
        ("rumour#3", 9, False),
        ("hoax", 0, True),
        ("late", 10, False),
    ]
    assert family.tolist() == [0, 0, 0, 1, 2]
    assert waves == (Wave(0, 3, 0, 3), Wave(1, 0, 0, 2), Wave(5, 1, 0, 2), Wave(5, 3, 1, 3), Wave(9, 2, 0, 2))


@given(seed=st.integers(0, 2**32 - 1), n_eligible=st.integers(0, 30), count=st.integers(0, 40))
def test_seeds_are_distinct_and_nested(seed: int, n_eligible: int, count: int) -> None:
    """Draw as many different people as there are; one seed more keeps all the others.

    Fault: `rng.choice(people, count)`.
    """
    eligible = np.arange(n_eligible, dtype=np.int64) * 3
    some = draw_seeds(seed, 0, HOAX, Wave(0, 0, 0, count), eligible)
    more = draw_seeds(seed, 0, HOAX, Wave(0, 0, 0, count + 1), eligible)
    assert len(set(some.tolist())) == len(some) == min(count, n_eligible)
    assert set(some.tolist()) <= set(eligible.tolist())
    assert more[: len(some)].tolist() == some.tolist()


def test_everybody_is_a_seed_equally_often() -> None:
    """Draw two of twenty, 4,000 times: each is expected 400 times, standard deviation 19.

    Fault: the first people of the list favoured by rounding.
    """
    eligible = np.arange(20, dtype=np.int64)
    drawn = [draw_seeds(1, r, HOAX, Wave(0, 0, 0, 2), eligible) for r in range(4000)]
    times = np.bincount(np.concatenate(drawn), minlength=20)
    assert (np.abs(times - 400) < 5 * np.sqrt(4000 * 0.1 * 0.9)).all()


def test_waves_and_claims_have_seeds_of_their_own() -> None:
    """Draw other people for another wave, another claim, another replicate."""
    eligible = np.arange(1000, dtype=np.int64)
    other = ClaimInfo("other", "other", "false", 0, False)
    drawn = {
        tuple(draw_seeds(1, replicate, claim, Wave(0, 0, number, 3), eligible).tolist())
        for replicate, claim, number in [(0, HOAX, 0), (1, HOAX, 0), (0, HOAX, 1), (0, other, 0)]
    }
    assert len(drawn) == 4


def test_seeds_come_from_the_groups_named(engine: str) -> None:
    """Start a claim in the village only.

    Fault: positions among the eligible taken for person ids.
    """
    written = small(time={"length": "2 days", "step": "1 days"})
    hoax = written["claims"][0] | {"seeds": {"count": 5, "who": "village"}, "sharing": {"rate": 0.0}}
    result = run(study_of(written | {"claims": [hoax]}), "baseline", 0, engine)
    started = np.flatnonzero(result.state.parent[0] == -1)
    assert len(started) == 5
    assert (result.population.group[started] == 1).all()
