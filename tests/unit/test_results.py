"""What comes out of one run."""

from __future__ import annotations

import json

import numpy as np

from handmade import run_of
from infosim.results import STANCES, Run
from infosim.simulation import run
from infosim.world import ClaimInfo
from studies import small, study_of

U, A, B, C = range(4)

ROWS = [
    [[U, U, U], [U, U, U], [U, U, U]],
    [[B, A, U], [U, B, U], [U, U, C]],
    [[C, B, U], [B, B, A], [U, U, C]],
]


def streamed() -> Run:
    """Make a run of a stream of two rumours and of one true claim."""
    made = run_of(ROWS, veracities=["false", "false", "true"], groups=[0, 1, 1], step_hours=6.0)
    claims = (
        ClaimInfo("rumour#1", "rumour", "false", 0, False),
        ClaimInfo("rumour#2", "rumour", "false", 0, False),
        ClaimInfo("advice", "advice", "true", 0, False),
    )
    return Run(**{**made.__dict__, "claims": claims})


def test_series_count_everybody_by_stance() -> None:
    """Add up a stream of claims and the groups, in the order of the stances.

    Fault: the last claim of a stream written over the others; groups in the place of stances.
    """
    series = streamed().series()
    assert list(series) == ["rumour", "advice"]
    assert tuple(series["rumour"]) == STANCES
    assert series["rumour"] == {
        "unaware": [6, 3, 1],
        "unconvinced": [0, 1, 1],
        "believer": [0, 2, 3],
        "corrected": [0, 0, 1],
    }
    assert series["advice"]["corrected"] == [0, 1, 1]


def test_rows_are_claims_of_some_veracities() -> None:
    """Fault: the position among such claims instead of the row."""
    made = run_of(ROWS, veracities=["true", "misleading", "false"])
    assert made.rows("false", "misleading") == [1, 2]
    assert made.rows("true") == [0]
    assert made.rows() == []


def test_days_begin_before_the_first_step() -> None:
    """Give one day more than there are steps. Fault: the state after a step dated before it."""
    assert streamed().days() == [0.0, 0.25, 0.5]


def test_json_is_plain_and_complete() -> None:
    """Write a real run as JSON and read it back.

    Fault: a NumPy number, which `json` refuses; a series without its first row.
    """
    found = run(study_of(small()), "baseline", 5)
    plain = found.to_json()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert (plain["arm"], plain["replicate"], plain["engine"]) == ("baseline", 5, "compiled")
    assert (plain["people"], plain["steps"], plain["step_hours"]) == (60, 30, 24.0)
    assert plain["digest"] == found.digest
    assert list(plain["series"]) == ["hoax", "twist", "advice"]
    for numbers in plain["series"].values():
        assert {len(row) for row in numbers.values()} == {len(plain["days"])} == {31}
        assert (np.sum(list(numbers.values()), axis=0) == 60).all()
