"""Jobs in real worker processes: all done, none twice, errors as they were."""

from __future__ import annotations

import os
import sys

import pytest

from infosim.errors import InputError, Problem
from infosim.experiments import compare, workers
from infosim.experiments.workers import do_all
from studies import small, study_of


@pytest.fixture
def always_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start workers however little there is to do."""
    monkeypatch.setattr(workers, "WORTH_IT", 0.0)


def where(job: int) -> tuple[int, int]:
    """Tell in which process a job is done."""
    return job, os.getpid()


def refuse(job: int) -> int:
    """Fail at the fifth job."""
    if job == 4:
        raise InputError(Problem("planted", "mend it", "a.yaml", 3, 7))
    return job


@pytest.mark.usefixtures("always_worth_it")
def test_jobs_are_done_once_and_elsewhere() -> None:
    """Do twenty jobs with three workers.

    Fault: everything is done by the parent after all, or the first two are done twice.
    """
    done = list(do_all(where, range(20), 3))
    assert sorted(job for job, _ in done) == list(range(20))
    here = os.getpid()
    assert [process == here for _, process in done] == [True] * 2 + [False] * 18


def test_little_work_stays_here() -> None:
    """Fault: workers are started for a millisecond of work."""
    assert {process for _, process in do_all(where, range(20), 3)} == {os.getpid()}


@pytest.mark.usefixtures("always_worth_it")
def test_errors_arrive_as_they_were() -> None:
    """Fail in a worker: the same kind of error, with the same words, reaches the caller.

    Fault: an error that cannot be sent between processes becomes one of the pool.
    """
    with pytest.raises(InputError, match=r"a\.yaml:3:7: planted"):
        list(do_all(refuse, range(8), 2))


class AwkwardError(Exception):
    """An error that can be packed, but not unpacked."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


def err(job: int) -> int:
    """Fail at the fifth job, as a program does that has a fault."""
    return job // (4 - job)


def err_awkwardly(job: int) -> int:
    """Fail so, with an error that does not survive the way."""
    if job == 4:
        raise AwkwardError("plan", "ted")
    return job


@pytest.mark.usefixtures("always_worth_it")
def test_faults_of_a_program_arrive_with_their_place() -> None:
    """Fail in a worker as code of a user may: the error names the line, also where it cannot be sent.

    Fault: the traceback ends in the pool; an error that cannot be unpacked is called a dead worker.
    """
    with pytest.raises(ZeroDivisionError) as told:
        list(do_all(err, range(8), 2))
    assert "return job // (4 - job)" in told.value.__notes__[0]
    # Dask, once imported, teaches every error to be sent; then it arrives as itself.
    with pytest.raises((RuntimeError, AwkwardError), match="planted"):
        list(do_all(err_awkwardly, range(8), 2))


@pytest.mark.usefixtures("always_worth_it")
@pytest.mark.skipif(sys.platform != "linux", reason="looks at forked workers")
def test_workers_change_no_bit() -> None:
    """Compare with one process and with three (LAW 9).

    Fault: a worker takes the replicate of its place in the queue.
    """
    study = study_of(small())
    alone = compare(study, replicates=6, workers=1)
    together = compare(study, replicates=6, workers=3)
    assert together.digest == alone.digest
    assert together.scenario == alone.scenario
    for arm in alone.arms:
        assert (together.values(arm, alone.outcome) == alone.values(arm, alone.outcome)).all()
