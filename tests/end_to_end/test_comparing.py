"""`compare`: what scripts rely on, and that nothing around the program changes a bit."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import pytest

from end_to_end.program import QUICK, infosim, write_study, written_in
from infosim.interventions import INTERVENTIONS
from infosim.measures.catalogue import OUTCOMES
from infosim.scenario import load

PROMISED = (
    "believers_end_fraction",
    "ever_believed_fraction",
    "person_days_per_person",
    "corrected_end_fraction",
)
KEYS = {"study", "replicates", "seed", "engine", "digest", "arms", "effects", "groups", "files"}
ARMS = ["baseline", "none", "all"]
SEEDED = (*QUICK, "--seed", 9)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the study with every kind of intervention, once."""
    return write_study(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def folder(study: Path) -> Path:
    """Give the folder in which `result` was made."""
    return study.parent


@pytest.fixture(scope="module")
def result(study: Path, folder: Path) -> Any:
    """Compare the study, undisturbed; `json` fails if anything else is on stdout."""
    return infosim("compare", study, *SEEDED, "--workers", 1, "--json", folder=folder).json()


def test_json_has_the_documented_shape(result: Any, study: Path) -> None:
    """Check names, levels and numbers of every part that is documented.

    Fault: an interval whose low and high are swapped.
    """
    assert set(result) >= KEYS
    told = [result[name] for name in ("study", "replicates", "seed", "engine")]
    assert told == ["all_kinds", 2, 9, "compiled"]
    assert len(result["digest"]) == 64
    assert list(result["arms"]) == list(result["groups"]) == ARMS
    assert list(result["effects"]) == ARMS[1:]
    for arm in ARMS:
        assert set(PROMISED) <= set(result["arms"][arm]) <= set(OUTCOMES)
        assert list(result["groups"][arm]) == [group.id for group in load(study).scenario.population.groups]
        for outcomes in (result["arms"][arm], *result["groups"][arm].values()):
            assert set(PROMISED) <= set(outcomes)
            assert all(set(interval) == {"mean", "low", "high"} for interval in outcomes.values())
            assert all(in_order(interval) for interval in outcomes.values())
    for arm in ARMS[1:]:
        assert set(result["effects"][arm]) == set(result["arms"][arm])
        for effect in result["effects"][arm].values():
            assert set(effect) == {"versus", "mean", "low", "high", "helped"}
            assert in_order(effect)
            assert effect["helped"] is None or 0 <= effect["helped"] <= 1


def in_order(interval: dict[str, float | None]) -> bool:
    """Tell whether low <= mean <= high, but for rounding; all three are missing together."""
    low, mean, high = (interval[name] for name in ("low", "mean", "high"))
    if low is None or mean is None or high is None:
        return low is mean is high
    return low <= mean + 1e-9 and mean <= high + 1e-9


def test_effects_are_differences(result: Any) -> None:
    """Fault: the effect is the baseline minus the arm."""
    arms = result["arms"]
    for arm in ARMS[1:]:
        for name, effect in result["effects"][arm].items():
            if name in PROMISED:
                levels = arms[arm][name]["mean"], arms["baseline"][name]["mean"]
                assert effect["mean"] == pytest.approx(levels[0] - levels[1])


def test_arm_without_interventions_is_the_baseline(result: Any) -> None:
    """Fault: the replicate is counted up from arm to arm."""
    assert result["arms"]["none"] == result["arms"]["baseline"]
    assert result["groups"]["none"] == result["groups"]["baseline"]
    assert result["arms"]["all"] != result["arms"]["baseline"]


def test_files_are_what_was_written(result: Any, folder: Path) -> None:
    """Fault: a file is written and not named, or named and not written."""
    written = sorted(
        str(path.relative_to(folder)) for path in (folder / "results").rglob("*") if path.is_file()
    )
    assert sorted(result["files"]) == written
    assert all(name.startswith("results/all_kinds/") for name in written)
    assert all((folder / name).stat().st_size for name in written)


def test_tables_hold_the_numbers_that_were_printed(result: Any, folder: Path) -> None:
    """Fault: a table is written with rounded numbers."""
    kept = folder / "results" / "all_kinds"
    assert json.loads((kept / "comparison.json").read_text(encoding="utf-8"))["arms"] == result["arms"]
    with (kept / "replicates.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            row for row in csv.DictReader(lines) if (row["group"], row["outcome"]) == ("all", PROMISED[0])
        ]
    for arm in ARMS:
        values = [float(row["value"]) for row in rows if row["arm"] == arm]
        assert len(values) == 2
        assert math.fsum(values) / 2 == pytest.approx(result["arms"][arm][PROMISED[0]]["mean"])


def test_written_scenario_replays(result: Any, folder: Path) -> None:
    """The resolved scenario beside the results gives the same digest again.

    Fault: the seed of `--seed` is missing in the resolved form.
    """
    again = folder / "results" / "all_kinds" / "scenario.resolved.json"
    assert infosim("compare", again, *QUICK, "--json", folder=folder).json()["digest"] == result["digest"]


AROUND: dict[str, tuple[tuple[object, ...], dict[str, str]]] = {
    "two workers": (("--workers", 2), {}),
    "reference engine": (("--engine", "reference"), {}),
    "hash seed 0": ((), {"PYTHONHASHSEED": "0", "TZ": "Asia/Thimphu", "LC_ALL": "C"}),
    "hash seed 1": ((), {"PYTHONHASHSEED": "1", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8"}),
    "hash seed random": ((), {"PYTHONHASHSEED": "random", "LANG": "de_DE.UTF-8", "NUMBA_NUM_THREADS": "1"}),
}


@pytest.mark.parametrize("around", AROUND)
def test_surroundings_change_no_bit(around: str, result: Any, study: Path, tmp_path: Path) -> None:
    """Run the same study from another folder, with other workers, engine and environment.

    Fault: a digest over the lines of a set, in whatever order they come.
    """
    words, changes = AROUND[around]
    again = infosim("compare", study, *SEEDED, *words, "--json", folder=tmp_path, **changes).json()
    assert again["digest"] == result["digest"]
    assert again["arms"] == result["arms"]
    assert again["effects"] == result["effects"]


def test_an_unwritable_cache_changes_no_bit(study: Path, tmp_path: Path) -> None:
    """Do without compiled code on disk where it cannot be kept.

    Fault: a read-only home ends the program, or compiled code is left in a folder
    where others could plant theirs.
    """
    aside, work = tmp_path / "aside", tmp_path / "work"
    aside.mkdir()
    work.mkdir()
    # A file where the folder should be stops everybody, root included.
    places = {"XDG_CACHE_HOME": str(study), "TMPDIR": str(aside)}
    kept = infosim("run", study, "--json", folder=work).json()
    again = infosim("run", study, "--json", folder=work, **places).json()
    assert again["digest"] == kept["digest"]
    assert not list(aside.rglob("*.nbc"))


def test_seed_and_size_are_obeyed(result: Any, study: Path, tmp_path: Path) -> None:
    """Fault: `--seed` is read and forgotten."""
    other = infosim("compare", study, *QUICK, "--json", folder=tmp_path).json()
    assert other["seed"] == 1
    assert other["digest"] != result["digest"]
    words = ("compare", study, *SEEDED, "--size", 90, "--json", "--out", "here")
    larger = infosim(*words, folder=tmp_path).json()
    assert larger["digest"] != result["digest"]
    resolved = json.loads((tmp_path / "here" / "scenario.resolved.json").read_text(encoding="utf-8"))
    assert resolved["population"]["size"] == 90
    assert all(name.startswith("here/") for name in larger["files"])


def test_zero_strength_by_option_is_the_baseline(study: Path, tmp_path: Path) -> None:
    """Fault: `--set` is read and forgotten."""
    kinds = INTERVENTIONS.items()
    sets = [
        f"interventions.{name}.{field}={zero}"
        for name, kind in kinds
        for field, zero in kind.strengths.items()
    ]
    words = [word for one in sets for word in ("--set", one)]
    found = infosim("compare", study, *QUICK, *words, "--json", folder=tmp_path).json()
    without_cost = [
        {key: value for key, value in found["arms"][arm].items() if key != "cost"} for arm in ARMS
    ]
    assert without_cost[0] == without_cost[1] == without_cost[2]


def test_people_get_a_sentence_and_the_files(tmp_path: Path) -> None:
    """Without --json: a table, sentences with numbers, the names of the files; progress on stderr.

    Fault: the progress is printed to stdout.
    """
    done = infosim("compare", "first_steps", *QUICK, folder=tmp_path)
    assert done.code == 0
    assert "95% interval" in done.out
    assert "2 of 2 pairs" in done.out or "1 of 2 pairs" in done.out or "0 of 2 pairs" in done.out
    assert "Finding" in done.out
    assert "4/4" in done.err
    assert "4/4" not in done.out
    last = done.out.strip().splitlines()[-1]
    assert all(name in last for name in written_in(tmp_path) if Path(name).suffix)
    assert "\x1b" not in done.out + done.err
