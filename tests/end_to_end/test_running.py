"""`run` and `verify`: one run, and both engines side by side."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from end_to_end.program import environment, infosim, write_study, written_in

STANCES = {"unaware", "unconvinced", "believer", "corrected"}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the study with every kind of intervention, once."""
    return write_study(tmp_path_factory.mktemp("study"))


def test_run_prints_one_run(study: Path, tmp_path: Path) -> None:
    """Everybody has one stance towards each claim at each step; nothing is written.

    Fault: the series begins after the first step.
    """
    words = ("run", study, "--arm", "all", "--replicate", 1, "--size", 70, "--json")
    found = infosim(*words, folder=tmp_path).json()
    assert (found["arm"], found["replicate"], found["engine"], found["people"]) == ("all", 1, "compiled", 70)
    assert set(found["series"]) == {"hoax", "twist", "advice"}
    for series in found["series"].values():
        assert set(series) == STANCES
        assert {len(numbers) for numbers in series.values()} == {found["steps"] + 1} == {31}
        assert {sum(row) for row in zip(*series.values(), strict=True)} == {70}
        assert series["unaware"][0] == 70
    assert found["days"][0] == 0
    assert found["days"][-1] == 30
    assert written_in(tmp_path) == []


def test_digest_tells_runs_apart(study: Path, tmp_path: Path) -> None:
    """Engines agree; arms, replicates, seeds and settings do not.

    Fault: `--replicate` is read and forgotten.
    """

    def digest(*words: object) -> str:
        found: str = infosim("run", study, "--json", *words, folder=tmp_path).json()["digest"]
        return found

    first = digest()
    assert first == digest("--arm", "none", "--engine", "reference")
    others = {
        digest("--arm", "all"),
        digest("--replicate", 1),
        digest("--set", "claims.hoax.plausibility=50%"),
    }
    assert len({first} | others) == 4


def test_out_keeps_what_was_printed(tmp_path: Path) -> None:
    """Fault: the file is named after the study alone, so a second run replaces it."""
    found = infosim("run", "first_steps", "--replicate", 3, "--json", "--out", "kept", folder=tmp_path).json()
    (path,) = found.pop("files")
    assert json.loads((tmp_path / path).read_text(encoding="utf-8")) == found
    assert "3" in Path(path).name
    assert "baseline" in Path(path).name


def test_people_get_tables(tmp_path: Path) -> None:
    done = infosim("run", "first_steps", folder=tmp_path)
    assert done.code == 0
    assert "believer" in done.out
    assert "digest" in done.out


def test_engines_agree_on_every_kind(study: Path, tmp_path: Path) -> None:
    done = infosim("verify", study, folder=tmp_path)
    assert done.code == 0, done.err
    assert done.out.count("every bit") == 3
    assert written_in(tmp_path) == []


PLANTED = """
from infosim.engines import person
from infosim.cli import main

honest = person.share_probability


def hasty(rate, activity, factor):
    return honest(rate, activity, factor) * 1.1


person.share_probability = hasty
main()
"""


def test_a_difference_between_engines_is_found(study: Path, tmp_path: Path) -> None:
    """Plant a wrong rule in one engine: exit 1, and where the engines part.

    Fault: `verify` compares each engine with itself.
    """
    words = [sys.executable, "-c", PLANTED, "verify", str(study)]
    done = subprocess.run(
        words, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for word in ("arm baseline", "step ", "phase share", "person "):
        assert word in done.stderr
