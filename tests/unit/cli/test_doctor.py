"""What the doctor finds where something is missing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from infosim.cli import doctor
from infosim.errors import InfosimError
from infosim.experiments.sweep.export import Columns, to_parquet

PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"


def without(monkeypatch: pytest.MonkeyPatch, *missing: str) -> None:
    """Let some distributions be missing."""
    found = doctor._version
    monkeypatch.setattr(doctor, "_version", lambda name: "" if name in missing else found(name))


def test_what_is_vital_ends_with_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fault: a doctor that says that all is well whatever is missing."""
    without(monkeypatch, "numba")
    with pytest.raises(InfosimError, match="not ready: libraries"):
        doctor.doctor(json=True)
    told = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert "numba missing" in told["libraries"]["said"]
    assert told["libraries"]["remedy"] == "pip install numba"


def test_an_extra_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An extra is no reason to fail.

    Fault: extras counted among what is vital; an extra that `pyproject.toml` calls otherwise.
    """
    without(monkeypatch, "pyarrow")
    doctor.doctor()
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("extra parquet"))
    assert line.endswith("missing; pip install 'infosim[parquet]' adds infosim export --parquet")
    assert all(f"\n{extra} = [" in PYPROJECT.read_text(encoding="utf-8") for extra in doctor.FOR_USERS)


def test_using_an_extra_that_is_missing_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: ModuleNotFoundError, and a user who does not know the extra's name."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InfosimError, match=r"pip install 'infosim\[parquet\]'") as caught:
        to_parquet(Columns(("a",), ((1,),)))
    assert "\n" not in str(caught.value)


def test_a_folder_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: results that are promised to a folder in which none can be."""
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert "--out" in doctor.here().remedy
    assert "every start compiles" in doctor.kernels().remedy
