"""`reproduce`: what it prints and writes, and with which code it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from end_to_end.program import infosim, written_in

QUICK = ("--n", 100, "--edges", 300, "--gullible", 30, "--steps", 40, "--runs", 3)


def test_people_read_a_table_and_findings(tmp_path: Path) -> None:
    """Fault: progress on stdout; equations without a verdict; figures without --out."""
    done = infosim("reproduce", "two_group_sir", "A1", "--workers", 1, folder=tmp_path)
    assert done.code == 0, done.err
    assert "0.859994" in done.out
    assert "holds: with 6 contacts the hoax dies: 0.000 believe, the mean field says 0.095" in done.out
    assert "all as published" in done.out
    assert "two_group_sir, sbfc_mean_field 24/24" in done.err
    assert written_in(tmp_path) == []


def test_json_of_a_cell_is_all_there_is_on_stdout(tmp_path: Path) -> None:
    """Fault: a table before the object; an interval that is not around the mean."""
    words = (
        "reproduce",
        "sbfc",
        "--p-forget",
        "0.8",
        "--segregation=0.7",
        *QUICK,
        "--json",
        "--out",
        "there",
    )
    found = infosim(*words, folder=tmp_path).json()
    assert found["parameters"]["p_forget"] == 0.8
    assert found["parameters"]["segregation"] == 0.7
    assert (found["runs"], found["published"]) == (3, None)
    assert 0 < found["low"] <= found["ours"] <= found["high"] < 1000
    assert found["files"] == ["there/sbfc.png", "there/sbfc.svg"]
    assert written_in(tmp_path) == ["there", *found["files"]]


def test_set_changes_the_scenario(tmp_path: Path) -> None:
    """Without spreading nobody believes in the end. Fault: `--set` that is read and forgotten."""
    words = ("reproduce", "sbfc", *QUICK, "--p-forget", "50%", "--json", "--set", "platforms.net.reach=0%")
    found = infosim(*words, folder=tmp_path).json()
    assert found["ours"] == 0
    assert found["set"] == ["platforms.net.reach=0%"]


def test_a_miss_ends_with_one(tmp_path: Path) -> None:
    """One run with this seed misses a published number. Fault: a verdict that nobody acts on."""
    done = infosim("reproduce", "cascade", "--runs", 1, "--seed", MISSING, "--json", folder=tmp_path)
    assert done.code == 1
    assert json.loads(done.out)["passed"] is False


MISSING = 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sbcf",), "did you mean sbfc?"),
        (("sbfc", "--gamma", "0.1"), "--gamma does not belong to sbfc, it is of sir and sis"),
        (("sbfc", "--segregation", "1.5"), "--segregation cannot be '1.5'"),
        (("sbfc", "--gullible", "2000"), "--gullible 2000 is more than --n 1000"),
        (("sir", "--graph", "er", "--mean-degree", "2000"), "impossible among 1000 people"),
        (("sbfc", "--set", "claims.hoxa.forgetting=never"), "did you mean hoax"),
        (
            ("two_group_agents", "--n", "2", "--ordinary", "0.5", "--set", "population.size=0"),
            "population.size",
        ),
    ],
)
def test_wrong_input_is_told_in_a_sentence(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    """Exit code 2, nothing on stdout, and what to do. Fault: a traceback."""
    done = infosim("reproduce", *words, folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err
    assert " = " in done.err


def test_help_lists_targets_and_parameters(tmp_path: Path) -> None:
    """Fault: parameters that nobody can find, because no command knows them."""
    done = infosim("reproduce", "--help", folder=tmp_path)
    assert done.code == 0
    for word in ("--p-forget", "--segregation", "--graph", "--theta", "infosim reproduce A2 --out"):
        assert word in done.out
