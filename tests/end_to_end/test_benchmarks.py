"""The benchmark runs, tells ratios, and does not time wrong answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PEERS = "c_plain,c_keyed,c_events,numpy"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler"),
]


def bench(tmp_path: Path, *words: str) -> str:
    """Race infosim with what needs no other environment; give what was printed."""
    command = [
        sys.executable,
        str(REPOSITORY / "benchmarks" / "bench.py"),
        "--quick",
        "--venv",
        str(tmp_path),
    ]
    command += ["--only", "sir", "--sizes", "2000", "--peers", PEERS, *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True, env=os.environ)
    return done.stdout


def test_the_benchmark_tells_ratios(tmp_path: Path) -> None:
    """Fault: a peer that is passed over in silence; a ratio of setups rather than of runs."""
    printed = bench(tmp_path)
    names = ["infosim", "C, textbook loop", "C, same work, by steps", "C, same work, by events"]
    for name in [*names, *(["NumPy"] if find_spec("scipy") else [])]:
        [line] = [line for line in printed.splitlines() if line.startswith(f"  {name}")]
        assert line.endswith("MiB"), line
    assert "targets" in printed


def test_wrong_answers_are_not_timed(tmp_path: Path) -> None:
    """Give one peer a beta that is a fifth too large: its final size is refused, and it gets no ratio.

    Fault: tolerances so wide that any answer passes.
    """
    printed = bench(tmp_path, "--plant", "c_plain")
    [line] = [line for line in printed.splitlines() if line.startswith("  C, textbook loop")]
    assert "wrong answers" in line
    assert "MiB" not in line
    assert "C, textbook loop takes" not in printed
