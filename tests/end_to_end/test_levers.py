"""`levers`: what it prints and writes, and with which code it ends."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from end_to_end.program import infosim, written_in
from studies import Written, small, with_arms

FEW = ("--replicates", 4, "--workers", 1)

COURSE: Written = {"id": "course", "kind": "media_literacy_course", "coverage": "50%", "effect": "30%"}
BROKE: Written = COURSE | {"cost": "1 USD", "budget": "0.5 USD"}
"""A course that cannot teach anybody, because the first pupil costs more than there is."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a study whose levers work, one whose levers are dead, and one without any."""
    studies = {
        "fine": with_arms(small(), COURSE, taught=["course"])
        | {"workshop": {"sliders": ["claims.hoax.plausibility"]}},
        "broke": with_arms(small(), BROKE, taught=["course"]),
        "bare": small(),
    }
    for name, written in studies.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(written), encoding="utf-8")
    return tmp_path


def test_people_read_a_table_and_sentences(folder: Path) -> None:
    """Fault: progress on stdout; the table without sentences; nothing is written."""
    done = infosim("levers", "fine.json", *FEW, folder=folder)
    assert done.code == 0
    assert "interventions.course.coverage" in done.out
    assert "5% to 60%, in taught" in done.out
    assert "The strongest lever is hoax plausibility: moved from 5% to 35% it makes" in done.out
    assert "None of 3 levers is dead or goes the wrong way." in done.out
    assert "3 levers x 4 replicates" in done.err
    made = "results/fine/levers"
    assert [name for name in written_in(folder) if name.startswith(f"{made}/")] == [
        f"{made}/{name}" for name in ("levers.csv", "tornado.png", "tornado.svg")
    ]


def test_json_is_all_there_is_on_stdout(folder: Path) -> None:
    """Fault: a sentence before the object; levers in the order of the file."""
    done = infosim("levers", "fine.json", *FEW, "--json", "--no-figures", "--out", "there", folder=folder)
    found = done.json()
    assert (found["study"], found["replicates"], found["people"], found["faulty"]) == ("fine", 4, 60, [])
    sizes = [abs(one["first_effect"]["mean"]) for one in found["levers"]]
    assert sizes == sorted(sizes, reverse=True)
    best = found["levers"][0]
    assert (best["lever"], best["arm"]) == ("claims.hoax.plausibility", "baseline")
    assert best["values"] == {"own": "30%", "low": "5%", "middle": "20%", "high": "35%"}
    assert (best["declared"], best["seen"], best["verdict"]) == ("up", "up", "works")
    assert found["files"] == ["there/levers.csv"]
    with (folder / "there" / "levers.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["lever"] for row in rows] == [one["lever"] for one in found["levers"]]
    assert float(rows[0]["effect"]) == best["effect"]["mean"]


def test_a_dead_lever_ends_with_code_one_and_a_sentence(folder: Path) -> None:
    """Fault: exit code 0 whatever the verdicts; the figure cannot be drawn of nothing."""
    done = infosim("levers", "broke.json", *FEW, folder=folder)
    assert done.code == 1
    assert "Course effect is DEAD: from 20% to 40%, in the arm taught" in done.out
    assert "Traceback" not in done.err
    as_json = infosim("levers", "broke.json", *FEW, "--json", "--no-figures", folder=folder)
    assert as_json.code == 1
    assert len(json.loads(as_json.out)["faulty"]) == 2


def test_a_study_without_levers_is_told_so(folder: Path) -> None:
    """Fault: an empty figure, or a maximum of nothing."""
    done = infosim("levers", "bare.json", *FEW, folder=folder)
    assert done.code == 0
    assert "There is no lever" in done.out
    assert not (folder / "results").exists()


def test_one_replicate_has_no_interval(folder: Path) -> None:
    """Fault: with a single pair every effect looks certain."""
    done = infosim("levers", "fine.json", "--replicates", 1, folder=folder)
    assert done.code == 2
    assert "--replicates" in done.err
