"""`diff`: what it says of two files, and that what it runs is what `compare` runs."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from end_to_end.program import QUICK, infosim
from end_to_end.test_quickness import MAIN, heavy
from infosim.experiments.intervals import estimate
from studies import Written, small, with_arms

DAYS = "person_days_per_person"
ADS: Written = {"id": "ads", "kind": "awareness_campaign", "channel": "feed", "reach": "80%", "effect": "70%"}
RUN = ("--run", "--replicates", 3, "--workers", 1)


def written(**changes: Any) -> Written:
    """Write a study with one campaign, whose outcomes, one of which it lacks, begin with days."""
    study = with_arms(small(), ADS, ads=["ads"])
    return study | {"run": {"seed": 9}, "outcomes": [DAYS, "ever_believed_fraction", "cost"]} | changes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write `a.json`, the study, and others that differ from it."""
    louder = [ADS | {"reach": "40%"}]
    renamed = {"nothing": {}, "campaign": {"interventions": ["ads"]}}
    files = {
        "a": written(),
        "copy": written(),
        "titled": written(title="Another title"),
        "units": written(interventions=[ADS | {"reach": 0.8, "start": "0 h"}]),
        "less": written(interventions=louder, run={"seed": 4}),
        "renamed": written(arms=renamed, population=small()["population"] | {"size": 50}),
    }
    for name, study in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(study), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("b", "said"),
    [
        ("a.json", "Nothing differs: this is the same file."),
        ("./a.json", "Nothing differs: this is the same file."),
        ("copy.json", "Nothing differs: both files have the same text."),
        ("units.json", "Nothing differs in meaning: the same study, written differently."),
        (
            "titled.json",
            "Nothing differs in meaning: the same study, in other words.\nWorded differently: title",
        ),
        (
            "less.json",
            "interventions.ads.reach: 80% -> 40%\n\nrun.seed: 9 -> 4\n\n2 differences in meaning.",
        ),
    ],
)
def test_it_says_plainly_what_differs(b: str, said: str, folder: Path) -> None:
    """Fault: titles are listed as differences; a copy is called the same file."""
    done = infosim("diff", "a.json", b, folder=folder)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"A  a.json\nB  {b}\n\n{said}\n"


def test_json_is_a_list(folder: Path) -> None:
    """Fault: the names of the files come before the list."""
    assert infosim("diff", "a.json", "units.json", "--json", folder=folder).json() == []
    assert infosim("diff", "a.json", "less.json", "--json", folder=folder).json() == [
        {"path": "interventions.ads.reach", "a": 0.8, "b": 0.4},
        {"path": "run.seed", "a": 9, "b": 4},
    ]


def test_both_files_are_looked_at(folder: Path) -> None:
    """Fault: the faults of A hide those of B; what was found so far is on stdout."""
    (folder / "wrong.json").write_text(json.dumps(written(titel="x")), encoding="utf-8")
    done = infosim("diff", "nowhere", "wrong.json", folder=folder)
    assert (done.code, done.out) == (2, "")
    assert "there is no scenario nowhere" in done.err
    assert "titel" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("option", ["--size", "--seed", "--replicates", "--workers"])
def test_options_of_runs_need_runs(option: str, folder: Path) -> None:
    """Fault: an option that does nothing is passed over in silence."""
    done = infosim("diff", "a.json", "less.json", option, 5, folder=folder)
    assert done.code == 2
    assert "--run" in done.err


def test_looking_loads_nothing_slow(folder: Path) -> None:
    """Fault: an import of experiments at the top of the command."""
    assert heavy(MAIN, "diff", "a.json", "less.json", folder=folder) == []


def values_of(name: str, arm: str, folder: Path) -> np.ndarray:
    """Let `compare` run a study with the seed of A, and read its replicates."""
    words = ("compare", name, *QUICK, "--replicates", 3, "--seed", 9, "--out", name + "_out")
    assert infosim(*words, folder=folder).code == 0
    with (folder / f"{name}_out" / "replicates.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    chosen = [row for row in rows if (row["arm"], row["group"], row["outcome"]) == (arm, "all", DAYS)]
    return np.array([float(row["value"]) for row in chosen])


def test_what_it_runs_is_what_compare_runs(folder: Path) -> None:
    """Both with the seed of A; B - A by replicate, and nothing for the baseline, which is the same.

    Fault: each study keeps its own seed; A - B; the interval of unpaired samples.
    """
    done = infosim("diff", "a.json", "less.json", *RUN, "--json", folder=folder)
    found = done.json()
    assert found["differences"] == infosim("diff", "a.json", "less.json", "--json", folder=folder).json()
    assert (found["run"]["seed"], found["run"]["replicates"]) == (9, 3)
    baseline, ads = found["run"]["arms"]
    zero = {"mean": 0, "low": 0, "high": 0}
    assert [one["difference"] for one in baseline["outcomes"].values()] == [zero] * 3
    values = [values_of(name, "ads", folder) for name in ("a.json", "less.json")]
    assert (ads["a"], ads["b"], list(ads["outcomes"])) == (
        "ads",
        "ads",
        [DAYS, "ever_believed_fraction", "cost"],
    )
    assert ads["outcomes"][DAYS]["difference"] == estimate(values[1] - values[0], 9)._asdict()
    assert ads["outcomes"][DAYS]["a"] == estimate(values[0], 9)._asdict()
    assert ads["outcomes"][DAYS]["difference"]["mean"] > 0
    assert found["run"]["remarks"] == ["The same people, contacts and luck."]
    assert "2 studies x 2 arms x 3 replicates 12/12" in done.err


def test_people_read_tables_and_a_sentence(folder: Path) -> None:
    """Fault: the sentence speaks of an arm in which nothing differs."""
    done = infosim("diff", "a.json", "less.json", *RUN, folder=folder)
    assert done.code == 0
    assert all(
        f"\n{arm}\n" in "\n".join(line.strip() for line in done.out.splitlines())
        for arm in ("baseline", "ads")
    )
    last = done.out.splitlines()[-1]
    assert last.startswith(
        "Days spent believing false claims, per person, in the arm 'ads', where they differ most: "
    )
    assert " with a, " in last
    assert " more" in last


def test_other_words_make_no_difference_at_all(folder: Path) -> None:
    """Fault: replicates of B are paired with other replicates of A."""
    last = infosim("diff", "a.json", "titled.json", *RUN, folder=folder).out.splitlines()[-1]
    assert last.endswith("no difference in any of 2 arms, in 3 replicates.")


def test_other_people_and_arms_are_said(folder: Path) -> None:
    """Without an arm in common the first of each are compared; --size makes both of one size.

    Fault: nothing is run, or it is passed over in silence that the people differ.
    """
    alone = infosim("diff", "a.json", "renamed.json", *RUN, "--json", folder=folder).json()["run"]
    assert [(arm["a"], arm["b"]) for arm in alone["arms"]] == [("baseline", "nothing")]
    assert alone["remarks"][0] == "No arm is in both: baseline of A is held against nothing of B."
    assert alone["remarks"][1].startswith("The people are not the same (60 people in A, 50 people in B)")
    sized = infosim("diff", "a.json", "renamed.json", *RUN, "--size", 40, "--json", folder=folder).json()[
        "run"
    ]
    assert sized["remarks"][1:] == ["The same people, contacts and luck."]
    assert sized["arms"][0]["outcomes"][DAYS]["difference"]["mean"] == 0
