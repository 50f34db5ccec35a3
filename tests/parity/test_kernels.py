"""Compiled kernels are told apart by what they are given."""

from __future__ import annotations

import pytest

from infosim.simulation import run
from studies import Written, small, study_of

pytestmark = pytest.mark.usefixtures("warm_engines")


def lone() -> Written:
    """Write a study of one person and one claim: every array of it lies as if it were whole."""
    written = small(population={"size": 1})
    return written | {"claims": [{"id": "hoax", "sharing": {"rate": 1.0}}]}


def silent() -> Written:
    """Write a study in which no claim ever begins, so that arrays by claim are empty."""
    claim = {"id": "late", "sharing": {"rate": 1.0}, "arrivals": "1 per week"}
    return small(claims=[claim | {"seeds": {"start": "29 days", "until": "1 days"}}])


@pytest.mark.parametrize("order", [(lone, silent, small), (silent, lone, small)])
@pytest.mark.parametrize("keep_stances", [False, True])
def test_studies_of_any_shape_run_one_after_another(order, keep_stances: bool) -> None:  # type: ignore[no-untyped-def]
    """Run one person, then no claims, then many of both, in one process, phase by phase and in marches.

    Fault: an array of nothing that is taken for one of floats, given to kernels that were
    compiled for whole numbers because it lies in memory as theirs did.
    """
    for write in order:
        study = study_of(write())
        runs = [
            run(study, "baseline", 0, engine, keep_stances=keep_stances)
            for engine in ("reference", "compiled")
        ]
        assert len({one.digest for one in runs}) == 1
    assert len(study_of(silent()).society.claims) == 0
