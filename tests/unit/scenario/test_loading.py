"""Loading as a whole: names, order, limits of time, and what is imported for it."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from infosim.errors import InputError, Problem
from infosim.scenario import load, shipped
from infosim.scenario.loading import MAX_PROBLEMS

Write = Callable[..., Path]
Refusals = Callable[..., tuple[Problem, ...]]


@pytest.mark.parametrize("name", shipped())
def test_shipped_scenarios_load_by_id(name: str) -> None:
    loaded = load(name)
    assert loaded.scenario.id == name
    assert loaded.text == shipped()[name].read_text(encoding="utf-8")


def test_an_unknown_id_says_what_there_is(monkeypatch: pytest.MonkeyPatch, write: Write) -> None:
    monkeypatch.setattr("infosim.scenario.library.shipped", lambda: {"bhutan_2022": write()})
    with pytest.raises(InputError, match="did you mean bhutan_2022"):
        load("buthan_2022")


@pytest.mark.parametrize("name", ["", "a\0b", "a\nb", "x" * 5000, "../nowhere", "\udcff.yaml", "/", "."])
def test_impossible_names_are_refused_in_a_sentence(name: str) -> None:
    """Fault: the name is printed as it came, and half a character cannot be encoded."""
    with pytest.raises(InputError) as caught:
        load(name)
    (problem,) = caught.value.problems
    assert str(problem).encode()
    assert "\n" not in problem.message


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("my_study.yaml", "my_study"),
        ("My Study (2).yaml", "my_study_2"),
        ("2022.yaml", "study_2022"),
        ("é.yml", "study"),
    ],
)
def test_a_study_is_called_after_its_file(write: Write, file: str, name: str) -> None:
    assert load(write(name=file)).scenario.id == name


def test_size_and_seed_replace_those_of_the_file(write: Write) -> None:
    scenario = load(write(), size=100, seed=7).scenario
    assert (scenario.population.size, scenario.run.seed) == (100, 7)


@pytest.mark.parametrize(
    ("size", "words"), [(0, "at least 1"), (-3, "at least 1"), (10**12, "too many"), (4, "impossible")]
)
def test_wrong_sizes_are_refused(write: Write, size: int, words: str) -> None:
    with pytest.raises(InputError, match=words):
        load(write(), size=size)


def test_problems_are_in_the_order_of_the_file(write: Write, refusals: Refusals) -> None:
    """Schema and cross-field faults are mixed, as they stand.

    Fault: `_arranged` does not sort.
    """
    path = write()
    text = (
        path.read_text()
        .replace("50%", "50")
        .replace("channel: chat", "channel: chta")
        .replace("effect: 10%", "efect: 1")
    )
    path.write_text(text.replace("[ads]", "[adz]").replace("10 days", "10"))
    places = [(problem.line, problem.column) for problem in refusals(path)]
    assert places == sorted(places)
    assert [line for line, _ in places] == [1, 4, 8, 8, 12]


@pytest.mark.parametrize(
    "more",
    [
        "".join(f"k{n}ey: 1\n" for n in range(9000)),
        "outcomes: [" + ", ".join(f"x{n}" for n in range(15_000)) + "]\n",
        "sources: [" + "a, " * 15_000 + "]\n",
        "notes: " + "x" * 200_000 + "\n",
        "finding: {claim: x, test: '" + "-" * 1900 + "1 > 0'}\n",
    ],
    ids=["keys", "names", "items", "text", "test"],
)
def test_hostile_files_take_two_seconds_at_most(write: Write, more: str) -> None:
    """Fault: the excerpt of a very long line is made for every problem in it."""
    path = write()
    path.write_text(path.read_text() + more)
    # What other tests have left behind is not to be looked through for garbage meanwhile.
    gc.collect()
    gc.freeze()
    before = time.process_time()
    problems: tuple[Problem, ...] = ()
    try:
        load(path)
    except InputError as error:
        problems = error.problems
    spent = time.process_time() - before
    gc.unfreeze()
    assert spent < 2
    assert len(problems) <= MAX_PROBLEMS + 1


def test_a_normal_file_loads_quickly(write: Write) -> None:
    path = write()
    load(path)
    before = time.process_time()
    load(path)
    assert time.process_time() - before < 0.15


def test_notices_say_what_may_surprise(write: Write) -> None:
    path = write()
    groups = "{size: 600, groups: [{id: most, share: 99.9%}, {id: few, share: 0.1%}]}"
    path.write_text(path.read_text().replace("{size: 600}", groups).replace("10 days", "10 days, step: 7 h"))
    notices = load(path).notices
    assert len(notices) == 3
    assert "group few" in notices[0]
    assert "late is in no arm" in notices[1]
    assert "34 whole steps" in notices[2]


def test_groups_without_anybody_are_noticed(write: Write) -> None:
    """Say what is certain as such, of one person too. Fault: 'which may be nobody' of 0%."""
    path = write()
    groups = "{size: 1, groups: [{id: a, share: 60%}, {id: b, share: 40%}, {id: c, share: 0%}]}"
    chat = "graph: {model: erdos_renyi, mean_degree: 0}"
    text = path.read_text().replace("graph: {model: erdos_renyi, mean_degree: 6}", chat)
    path.write_text(text.replace("{size: 600}", groups))
    assert load(path).notices[:3] == [
        "group a is 60% of 1 person, which may be nobody",
        "group b is 40% of 1 person, which may be nobody",
        "group c is 0% of 1 person, which is nobody",
    ]


def test_odd_arms_are_noticed(write: Write) -> None:
    """An intervention named twice, and a change of one that does not run.

    Fault: changes compared with the interventions of the study instead of the arm's.
    """
    arm = "{interventions: [ads, ads], set: {interventions.ads.start: day 2, interventions.late.effect: 1%}}"
    path = write()
    path.write_text(path.read_text().replace("{interventions: [ads]}", arm))
    assert load(path).notices[1:] == [
        "arm online names ads 2 times; it runs once",
        "arm online changes late, which it does not use",
    ]


def test_a_graph_file_is_blamed_where_it_is_named(write: Write, tmp_path: Path) -> None:
    """What is wrong with one line of it keeps its own place.

    Fault: every problem of a graph file is moved to the scenario.
    """
    write("", "ties.txt")
    path = write()
    path.write_text(
        path.read_text().replace("model: erdos_renyi, mean_degree: 6", "model: file, path: ties.txt")
    )
    loaded, name = load(path), str(tmp_path / "ties.txt")
    (problem,) = loaded.placed(InputError(Problem("is empty", "write ties", name))).problems
    assert (problem.file, problem.line, problem.message) == (str(path), 4, "this file is empty")
    lines = [Problem("has one label", "", name, 2, 1), Problem("and 3 more bad lines", file=name)]
    assert list(loaded.placed(InputError(lines)).problems) == lines


def test_loading_imports_nothing_slow() -> None:
    """Fault: a module of `infosim.scenario` imports networkx."""
    heavy = "'mesa', 'numba', 'matplotlib', 'networkx', 'scipy', 'pandas', 'jsonschema'"
    path = Path(__file__).parents[2] / "schema" / "valid" / "full.yaml"
    load_it = f"import sys; from infosim.scenario import load; load({str(path)!r})"
    code = f"{load_it}; print([name for name in ({heavy}) if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
