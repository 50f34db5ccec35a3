"""What measures share is computed once for each run, and let go with it."""

from __future__ import annotations

import gc
import weakref

from infosim.experiments.compare import summarise
from infosim.measures.once import once
from infosim.results import Run
from infosim.simulation import run
from studies import small, study_of


def test_each_run_is_computed_once() -> None:
    """Fault: what was found of one run is given for another."""
    study, asked = study_of(small()), []

    @once
    def replicate_of(of: Run) -> int:
        asked.append(of.replicate)
        return of.replicate

    runs = [run(study, study.baseline, k) for k in range(2)]
    assert [replicate_of(one) for one in (*runs, *runs)] == [0, 1, 0, 1]
    assert asked == [0, 1]


def test_a_run_that_was_measured_is_let_go() -> None:
    """Measure everything, and forget the run: nothing holds on to its people.

    Fault: what is remembered refers to the run, so that a long sweep fills the memory.
    """
    study = study_of(small())
    finished = run(study, study.baseline, 0)
    summarise(finished)
    there = weakref.ref(finished)
    del finished
    gc.collect()
    assert there() is None
