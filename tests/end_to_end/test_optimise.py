"""`optimise`: what is found is worth its money on people whom the search never saw."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from statistics import mean
from types import ModuleType

import pytest

from end_to_end.program import Done, infosim

DAYS = "person_days_per_person"
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SMALL = ("optimise", "bhutan_2022", "--budget", "700 USD", "--size", 250, "--trials", 16, "--replicates", 2)


@pytest.fixture
def racing(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Import the benchmark, which is no package."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield import_module("optimising")
    sys.modules.pop("optimising")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("optimised")


@pytest.fixture(scope="module")
def optimised(folder: Path) -> Done:
    """Search a little."""
    return infosim(*SMALL, "--json", folder=folder)


@pytest.mark.slow
def test_the_study_that_is_written_gives_the_same_numbers(optimised: Done, folder: Path) -> None:
    """Compare the arms that were written in each of the societies that the search did not see.

    Fault: budgets that are told and not spent; a study without the changes of the command line.
    """
    found = optimised.json()
    assert {Path(file).suffix for file in found["files"]} == {".png", ".svg", ".csv", ".json"}
    words = ("--replicates", 2, "--no-figures", "--json", "--workers", 1)
    compared = [
        infosim("compare", found["files"][-1], "--seed", seed, *words, folder=folder).json()["arms"]
        for seed in found["seeds"]
    ]
    for name in ("even_split", "best", "fairest"):
        told = found[name]
        assert sum(told["amounts"].values()) <= 700
        spent = mean([arms[name]["cost"]["mean"] for arms in compared])
        assert told["spent"] == pytest.approx(spent, abs=1e-9)
        assert spent <= 700
        days = [arms["baseline"][DAYS]["mean"] - arms[name][DAYS]["mean"] for arms in compared]
        assert told["averted"]["mean"] == pytest.approx(mean(days), abs=1e-9)


def test_people_are_told_what_to_spend(optimised: Done, folder: Path) -> None:
    """Fault: numbers of the search itself, which are too good."""
    done = infosim(*SMALL, "--no-figures", "--out", "again", folder=folder)
    assert done.code == 0, done.err
    assert re.search(r"With 700 USD the best allocation found averts \d+\.\d\d days", done.out)
    assert "judged on 3 other societies" in done.out.replace("\n", " ")
    again, first = (folder / path / "allocation.json" for path in ("again", "results/bhutan_2022/budget"))
    assert again.read_bytes() == first.read_bytes()


WRONG = {
    "no money": (("--budget", "plenty"), "is no amount of money"),
    "another currency": (("--budget", "500 BTN"), "are in USD, not in BTN"),
    "no arm": (("--budget", "500", "--arm", "nobody"), "nobody"),
    "nothing to split": (("--budget", "500", "--arm", "online_only"), "nothing to split"),
    "too little": (
        (
            "--budget",
            "0.01",
        ),
        "pay for nobody",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_spent_is_refused(what: str, tmp_path: Path) -> None:
    """Fault: a traceback of the optimiser."""
    words, said = WRONG[what]
    done = infosim("optimise", "bhutan_2022", "--size", 250, *words, folder=tmp_path)
    assert (done.code, done.out) == (2, ""), done.err
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_it_beats_an_even_split_and_the_best_of_random_allocations(racing: ModuleType) -> None:
    """Race at a small size; `python benchmarks/optimising.py` does it with 200 and more people.

    Money is short, because there random allocations are worse: decision 0023.

    Fault: the sign of the score; a search that ends where it began.
    """
    raced = racing.race("bhutan_2022", 38.0, 500, trials=60, randoms=60, replicates=4)
    assert raced.more_than(raced.found.even).low > 0
    assert raced.more_than(raced.random).mean > 0
