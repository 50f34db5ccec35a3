"""The program says what it runs on, compiles ahead of time, and says so when it has to."""

from __future__ import annotations

from pathlib import Path

import pytest

from end_to_end.program import infosim

pytestmark = pytest.mark.slow


def test_compiling_is_announced_once_and_only_the_first_time(tmp_path: Path) -> None:
    """Run something with an empty cache, and again.

    Fault: the announcement printed to stdout, or every time; the cache looked for elsewhere;
    compiled code that is not kept, or kept where others could plant theirs.
    """
    aside = tmp_path / "aside"
    aside.mkdir()
    places = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "TMPDIR": str(aside)}
    cold = infosim("run", "first_steps", folder=tmp_path, **places)
    warm = infosim("run", "first_steps", folder=tmp_path, **places)
    assert cold.code == warm.code == 0
    assert cold.err.count("compiling kernels, first time only") == 1
    assert "compiling" not in warm.err + warm.out + cold.out
    assert cold.out == warm.out
    assert list((tmp_path / "cache").rglob("*.nbc"))
    assert not list(aside.rglob("*.nbc"))


def test_doctor_says_what_there_is(tmp_path: Path) -> None:
    """Fault: a version or a folder that is not there any more."""
    done = infosim("doctor", folder=tmp_path, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert done.code == 0
    for word in ("infosim: 0", "model version", "Python 3", "cores", "memory", "numba", "0 sets"):
        assert word in done.out, word


def test_events_need_a_folder(tmp_path: Path) -> None:
    """Write the event log beside the run, and say what is missing without a folder."""
    done = infosim("run", "first_steps", "--events", "--out", "here", folder=tmp_path)
    assert done.code == 0
    assert (tmp_path / "here" / "baseline_0_events.csv").exists()
    assert "baseline_0_events.csv" in done.out
    missing = infosim("run", "first_steps", "--events", folder=tmp_path)
    assert missing.code == 2
    assert "--out" in missing.err
