"""How the program ends when it is interrupted, or when nobody listens any more."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest

from end_to_end.program import environment, infosim, words_of


def start(*words: object, folder: Path) -> subprocess.Popen[str]:
    """Start the program and do not wait for its end."""
    return subprocess.Popen(
        words_of(*words),
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_interrupted_comparison_ends_politely(tmp_path: Path) -> None:
    """Press Ctrl-C in the middle of a comparison: exit 130, no result, nothing half written.

    Fault: the runs that are still queued are all finished first.
    """
    words = ("compare", "first_steps", "--replicates", 2000, "--no-figures", "--json")
    with start(*words, "--set", "time.length=6 weeks", folder=tmp_path) as program:
        assert program.stderr is not None
        seen = program.stderr.readline()
        # By then runs are under way; where kernels are still being compiled, it must end as well.
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(timeout=2.5)
        program.send_signal(signal.SIGINT)
        try:
            out, err = program.communicate(timeout=20)
        finally:
            program.kill()
    assert "drawing" in seen
    assert program.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert "interrupted" in err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "words", [("list", "--json"), ("schema",), ("show", "first_steps"), ("run", "first_steps")]
)
def test_reader_that_has_gone_is_no_error(words: tuple[str, ...], tmp_path: Path) -> None:
    """Close the pipe before anything is printed, as `| head` may do.

    Fault: a command prints and does not flush, so that Python complains at exit.
    """
    with start(*words, folder=tmp_path) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        err = program.stderr.read()
        assert program.wait(timeout=20) == 1
    assert "Traceback" not in err
    assert "BrokenPipe" not in err


def test_second_comparison_replaces_the_first(tmp_path: Path) -> None:
    """Fault: an earlier result in the folder is taken for the new one."""
    words = ("compare", "first_steps", "--no-figures", "--json", "--replicates")
    first = infosim(*words, 2, folder=tmp_path).json()
    second = infosim(*words, 3, folder=tmp_path).json()
    assert first["files"] == second["files"]
    kept = json.loads((tmp_path / "results" / "first_steps" / "comparison.json").read_text(encoding="utf-8"))
    assert kept["replicates"] == 3
    assert kept["digest"] == second["digest"]
