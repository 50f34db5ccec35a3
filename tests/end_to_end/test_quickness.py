"""Commands that compute nothing are quick, because they load nothing that is slow."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from end_to_end.program import environment, infosim

LOADED = """
import sys
{action}
slow = {"mesa", "numba", "matplotlib", "networkx", "pandas", "scipy", "infosim.engines.compiled"}
print(*sorted(slow & set(sys.modules)), file=sys.stderr)
"""

MAIN = """
sys.argv = ["infosim", *sys.argv[1:]]
from infosim.cli import main
try:
    main()
except SystemExit as ending:
    assert not ending.code
"""

LIGHT = {
    "help": ("--help",),
    "help of a command": ("compare", "--help"),
    "list": ("list",),
    "validate": ("validate", "bhutan_2022", "first_steps"),
    "show": ("show", "bhutan_2022", "--resolved"),
    "schema": ("schema",),
}


def heavy(action: str, *words: str, folder: Path) -> list[str]:
    """Name the slow libraries that an action has loaded, and the compiled engine if it has."""
    source = LOADED.replace("{action}", action)
    done = subprocess.run(
        [sys.executable, "-c", source, *words],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stderr.split()


def test_importing_loads_nothing_slow(tmp_path: Path) -> None:
    """Fault: `infosim/__init__.py` imports what it offers."""
    assert heavy("import infosim", folder=tmp_path) == []
    assert (
        heavy("import infosim; infosim.Scenario.load('first_steps'); infosim.InputError", folder=tmp_path)
        == []
    )


@pytest.mark.parametrize("what", LIGHT)
def test_looking_loads_nothing_slow(what: str, tmp_path: Path) -> None:
    """Fault: an import of the simulation at the top of a command's module."""
    assert heavy(MAIN, *LIGHT[what], folder=tmp_path) == []


def test_a_run_loads_one_engine_only(tmp_path: Path) -> None:
    """Graphs are compiled whatever the engine, so numba tells nothing of it.

    Fault: the catalogue of engines imports both.
    """
    compiled = heavy(MAIN, "run", "first_steps", folder=tmp_path)
    assert "infosim.engines.compiled" in compiled
    assert "mesa" not in compiled
    reference = heavy(MAIN, "run", "first_steps", "--engine", "reference", folder=tmp_path)
    assert "mesa" in reference
    assert "infosim.engines.compiled" not in reference


@pytest.mark.parametrize("words", [("--help",), ("validate", "bhutan_2022")])
def test_looking_takes_no_time(words: tuple[str, ...], tmp_path: Path) -> None:
    """Generous, because the machine may be busy; the best of three counts."""
    spent = []
    for _ in range(3):
        before = time.perf_counter()
        assert infosim(*words, folder=tmp_path).code == 0
        spent.append(time.perf_counter() - before)
    assert min(spent) < 2.0
