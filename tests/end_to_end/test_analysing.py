"""`analyse`, `export` and `merge` as a user sees them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from end_to_end.program import Done, infosim, written_in

VARY = ("--vary", "interventions.talk.effect=0%..80%", "--vary", "interventions.talk.coverage=[10%, 90%]")
SWEEP = ("sweep", "first_steps", *VARY, "--design", "sobol", "--samples", 16, "--replicates", 4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a sweep in two parts and merge them."""
    folder = tmp_path_factory.mktemp("analysed")
    for part in ("1/2", "2/2"):
        assert infosim(*SWEEP, "--shard", part, folder=folder).code == 0
    return folder


@pytest.fixture(scope="module")
def merged(folder: Path) -> Done:
    return infosim("merge", "results/first_steps", folder=folder)


@pytest.mark.slow
def test_parts_are_merged_and_nothing_is_run_again(merged: Done, folder: Path) -> None:
    """Fault: the merged store lacks the plan, or parts overlap."""
    assert merged.code == 0, merged.err
    # The baseline is the same at all points: 16 times 4 runs with the talk, and 4 without.
    assert merged.out == "68 runs added to results/first_steps/sweep.sqlite, which now holds 68\n"
    again = infosim(*SWEEP, "--json", folder=folder).json()
    assert (again["ran"], again["kept"]) == (0, 68)
    assert infosim("merge", folder=folder).code == 2
    assert infosim("merge", "nowhere", folder=folder).code == 2


def test_the_analysis_can_be_read_out(merged: Done, folder: Path) -> None:
    """Fault: figures that are not named; a sentence without numbers."""
    done = infosim("analyse", "first_steps", folder=folder)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0] == (
        "What A talk at school changes against No talk: people who ever believed a false claim, "
        "16 points x 4 replicates"
    )
    assert any(line.startswith("Luck makes ") for line in lines)
    assert any(line.startswith("A talk at school averts less than ") for line in lines)
    named = lines[-1].removeprefix("written: ").split("  ")
    assert sorted(named) == [one for one in written_in(folder) if "/analysis/" in one]
    assert {Path(one).name for one in named} >= {"response.png", "map.png", "analysis.json", "indices.csv"}
    said = infosim("analyse", "first_steps", "--no-figures", "--json", folder=folder).json()
    kept = json.loads((folder / "results/first_steps/analysis/analysis.json").read_text(encoding="utf-8"))
    assert said["indices"] == kept["indices"]


def test_tables_are_written_and_named(merged: Done, folder: Path) -> None:
    """Fault: a file that is written and not named."""
    files = infosim("export", "first_steps", "--parquet", "--json", folder=folder).json()["files"]
    assert sorted(files) == [one for one in written_in(folder) if "/export/" in one]
    manifest = json.loads((folder / "results/first_steps/export/manifest.json").read_text(encoding="utf-8"))
    assert manifest["runs"] == 128
    assert manifest["command"] == "infosim export first_steps --parquet --json"


WRONG = {
    "no study": (("analyse", "nothing"), "no runs of nothing are kept here"),
    "no arm": (("analyse", "first_steps", "--arm", "nobody"), "choose one of baseline, with_talk"),
    "no number": (("analyse", "first_steps", "--fails-below", "much"), "write 0.5, or 2%"),
    "no store": (("export", "nothing"), "run infosim sweep first"),
    "no run": (("replay", "abc"), "give at least 4 letters"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_words_are_refused(what: str, merged: Done, folder: Path) -> None:
    """Fault: a traceback."""
    words, said = WRONG[what]
    done = infosim(*words, folder=folder)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err
