"""Who may import whom: the contracts of .importlinter, kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")
CONTRACTS = REPOSITORY / ".importlinter"


def lint(contracts: Path) -> subprocess.CompletedProcess[str]:
    """Hold the package to contracts."""
    words = [str(LINTER), "--no-cache", "--config", str(contracts)]
    return subprocess.run(words, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=120)


def test_imports_go_down_and_heavy_libraries_have_one_door() -> None:
    """Fault: `import numba` in a module of rules, or the scenario asks the simulation."""
    done = lint(CONTRACTS)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("written", "changed", "broken"),
    [
        (
            "    results\n    engines | interventions\n",
            "    engines | interventions\n    results\n",
            "results is not allowed",
        ),
        ("    claims\n", "", "claims"),
        ("infosim.compiling -> numba", "infosim.engines.reference -> mesa", "numba"),
    ],
    ids=["a layer too high", "a module without a place", "a closed door"],
)
def test_contracts_bite(written: str, changed: str, broken: str, tmp_path: Path) -> None:
    """Change a contract so that the present code breaks it.

    Fault: a contract whose names match nothing, so that it can never be broken.
    """
    text = CONTRACTS.read_text(encoding="utf-8")
    assert text.count(written) == 1
    (tmp_path / "changed").write_text(text.replace(written, changed), encoding="utf-8")
    done = lint(tmp_path / "changed")
    assert done.returncode == 1
    assert broken in done.stdout + done.stderr
