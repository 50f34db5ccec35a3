"""Commands for those who write scenarios: list, show, validate, new, schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from end_to_end.program import QUICK, infosim, write_study, written_in
from infosim.scenario import load, shipped

REPOSITORY = Path(__file__).parents[2]


def test_list_prints_an_array(tmp_path: Path) -> None:
    """Fault: the notices of a scenario, or a table, come before the array."""
    listed = infosim("list", "--json", folder=tmp_path).json()
    assert [set(one) for one in listed] == [{"id", "title", "question", "arms"}] * len(shipped())
    assert [one["id"] for one in listed] == list(shipped())
    for one in listed:
        assert one["title"]
        assert one["question"].endswith("?")
        assert one["arms"] == list(load(one["id"]).scenario.arms)


def test_list_names_every_scenario(tmp_path: Path) -> None:
    done = infosim("list", folder=tmp_path)
    assert done.code == 0
    assert all(name in done.out for name in shipped())


@pytest.mark.parametrize("name", list(shipped()))
def test_show_prints_the_file_as_written(name: str, tmp_path: Path) -> None:
    """Fault: a line end is added after a file that ends with one."""
    assert infosim("show", name, folder=tmp_path).out == shipped()[name].read_text(encoding="utf-8")


def test_show_keeps_what_is_unusual(tmp_path: Path) -> None:
    """Letters of any alphabet come out of a pipe as they went in, also in the C locale.

    Fault: the text is printed in the encoding of the locale.
    """
    text = 'infosim: 1\nextends: first_steps  # comment\ntitle: "འབྲུག་ 2022: ça va?"\n'
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    assert infosim("show", "a.yaml", folder=tmp_path, LC_ALL="C").out == text


@pytest.mark.parametrize("name", [*shipped(), "all_kinds.json"])
def test_resolved_form_loads_to_the_same(name: str, tmp_path: Path) -> None:
    """Fault: `--resolved` leaves the finding out, because no result depends on it."""
    write_study(tmp_path)
    (tmp_path / "again.json").write_text(
        infosim("show", name, "--resolved", folder=tmp_path).out, encoding="utf-8"
    )
    path = tmp_path / name
    assert load(tmp_path / "again.json").scenario == load(path if path.exists() else name).scenario


def test_origin_says_where_each_value_comes_from(tmp_path: Path) -> None:
    """Fault: an overridden value is still said to come from the file."""
    words = ("show", "first_steps", "--origin", "--size", "70", "--set", "platforms.chat.reach=50%")
    lines = infosim(*words, folder=tmp_path).out.splitlines()
    origins = {line.split(" = ")[0]: line.rpartition("[")[2].rstrip("]") for line in lines}
    assert origins["population.size"] == "--size"
    assert origins["platforms.chat.reach"].startswith("--set")
    assert origins["time.length"].startswith("first_steps.yaml:")
    assert origins["claims.rumour.verification"] == "default"


def test_validate_takes_several(tmp_path: Path) -> None:
    """All files are looked at, the fine and the wrong ones.

    Fault: the first wrong file ends it.
    """
    (tmp_path / "one.yaml").write_text("infosim: 1\nextends: first_steps\ntitel: x\n", encoding="utf-8")
    (tmp_path / "two.yaml").write_text(
        "infosim: 1\nextends: first_steps\nrun: {seed: -1}\n", encoding="utf-8"
    )
    fine = infosim("validate", *shipped(), folder=tmp_path)
    assert fine.code == 0
    assert len(fine.out.splitlines()) == len(shipped())
    wrong = infosim("validate", "one.yaml", "first_steps", "two.yaml", folder=tmp_path)
    assert wrong.code == 2
    assert wrong.out.startswith("first_steps.yaml: fine")
    assert "one.yaml:3:1: " in wrong.err
    assert "two.yaml:3:13: " in wrong.err


def test_new_scenario_runs(tmp_path: Path) -> None:
    """Start a scenario, check it, run it; a second start does not overwrite it.

    Fault: the file written does not load.
    """
    assert infosim("new", "my_village", folder=tmp_path).code == 0
    before = (tmp_path / "my_village.yaml").read_bytes()
    again = infosim("new", "my_village", "--from", "bhutan_2022", folder=tmp_path)
    assert (again.code, again.out) == (2, "")
    assert (tmp_path / "my_village.yaml").read_bytes() == before
    result = infosim("compare", "my_village.yaml", *QUICK, "--json", folder=tmp_path).json()
    assert result["study"] == "my_village"
    parent = infosim("compare", "first_steps", *QUICK, "--json", folder=tmp_path).json()
    assert result["digest"] == parent["digest"]


@pytest.mark.parametrize("name", ["../out", "Big", "a b", "", "-x"])
def test_new_refuses_odd_names(name: str, tmp_path: Path) -> None:
    """Fault: the name is taken for a path, and a file outside the folder is written."""
    inside = tmp_path / "inside"
    inside.mkdir()
    done = infosim("new", "--", name, folder=inside)
    assert (done.code, done.out) == (2, "")
    assert written_in(tmp_path) == ["inside"]


def test_schema_is_the_committed_one(tmp_path: Path) -> None:
    done = infosim("schema", folder=tmp_path)
    assert done.out == (REPOSITORY / "scenarios" / "infosim.schema.json").read_text(encoding="utf-8")
    assert json.loads(done.out)["$schema"].startswith("http://json-schema.org/draft-07")


def test_nothing_is_written_by_looking(tmp_path: Path) -> None:
    """Fault: a command that only looks makes the results folder."""
    for words in ("list", "show first_steps", "validate first_steps", "schema", "--help", "--version"):
        assert infosim(*words.split(), folder=tmp_path).code == 0
    assert written_in(tmp_path) == []
