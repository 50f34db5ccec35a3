"""What is wrong is refused: exit 2, a place and a remedy on stderr, and nothing written."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from end_to_end.program import QUICK, Done, infosim, written_in

INVALID = Path(__file__).parents[1] / "schema" / "invalid"

STEMS = (
    "unknown_top_key",
    "unknown_key_misspelt",
    "shares_too_little",
    "percent_forgotten",
    "start_after_the_end",
    "unknown_group_in_intervention",
    "degree_impossible",
    "size_negative",
    "size_absurd",
    "nan",
    "duplicate_key",
    "anchor",
    "tag",
    "graph_file_missing",
    "everything_at_once",
)
"""One file for each fault that is promised to be found; tests/schema tries the others."""


def refused(done: Done) -> Done:
    """Check that the program has refused politely."""
    assert done.code == 2, done.err
    assert done.out == ""
    assert done.err.strip()
    assert "Traceback" not in done.err
    return done


@pytest.mark.parametrize("stem", STEMS)
def test_wrong_files_are_refused(stem: str, tmp_path: Path) -> None:
    """Every problem is printed with file, line and column, a caret and a remedy.

    Fault: the folder for results is made before the file is read.
    """
    path = Path(shutil.copy(INVALID / f"{stem}.yaml", tmp_path))
    places = re.findall(r"^# (\d+:\d+) ", path.read_text(encoding="utf-8"), re.MULTILINE)
    done = refused(infosim("compare", path.name, *QUICK, "--json", folder=tmp_path))
    assert re.findall(rf"^{stem}\.yaml:(\d+:\d+): \S", done.err, re.MULTILINE) == places
    assert len(re.findall(r"^ +\| *\^+$", done.err, re.MULTILINE)) == len(places)
    assert written_in(tmp_path) == [path.name]


@pytest.mark.parametrize("command", ["validate", "run", "verify", "show"])
def test_every_command_refuses_the_same(command: str, tmp_path: Path) -> None:
    """Fault: a command of its own way of loading."""
    shutil.copy(INVALID / "percent_forgotten.yaml", tmp_path)
    done = refused(infosim(command, "percent_forgotten.yaml", folder=tmp_path))
    assert re.match(r"percent_forgotten\.yaml:\d+:\d+: ", done.err)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing_of_the_kind",), "nothing_of_the_kind"),
        (("--slider", "interventions.talk.efect"), "effect"),
        (("--slider", "population.size"), "cannot be moved"),
        (("--slider", "interventions.talk.kind"), "not a number"),
    ],
)
def test_a_playground_of_nothing_is_refused(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    """Fault: a slider of the number of people, which every part of a page depends on."""
    assert said in refused(infosim("playground", *words, folder=tmp_path)).err
    assert written_in(tmp_path) == []


ODD_FILES: dict[str, bytes | None] = {
    "large.yaml": b"infosim: 1\n" + b"# 0123456789\n" * 24_000,
    "empty.yaml": b"",
    "binary.yaml": b"\x7fELF\x00\x01\xff\xfe",
    "folder.yaml": None,
}


@pytest.mark.parametrize("name", ODD_FILES)
def test_odd_files_are_refused(name: str, tmp_path: Path) -> None:
    """Fault: a folder is opened like a file, and the OSError goes through."""
    content = ODD_FILES[name]
    if content is None:
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).write_bytes(content)
    assert name in refused(infosim("compare", name, folder=tmp_path)).err
    assert written_in(tmp_path) == [name]


WORDS = {
    "unknown scenario": ("compare", "first_stepz"),
    "no scenario": ("compare",),
    "unknown command": ("comparre", "first_steps"),
    "unknown option": ("compare", "first_steps", "--sed", 1),
    "unknown engine": ("compare", "first_steps", "--engine", "magic"),
    "no replicates": ("compare", "first_steps", "--replicates", 0),
    "words for a number": ("compare", "first_steps", "--replicates", "many"),
    "negative seed": ("compare", "first_steps", "--seed", -1),
    "seed of 40 bits": ("run", "first_steps", "--seed", 2**40),
    "nobody": ("compare", "first_steps", "--size", 0),
    "too many people": ("compare", "first_steps", "--size", 10**12),
    "unknown arm": ("run", "first_steps", "--arm", "with_tolk"),
    "unknown arm to verify": ("verify", "first_steps", "--arm", "with_tolk"),
    "negative replicate": ("run", "first_steps", "--replicate", -1),
    "unknown path": ("compare", "first_steps", "--set", "platforms.chat.reech=50%"),
    "wrong value": ("compare", "first_steps", "--set", "platforms.chat.reach=50"),
    "half a setting": ("compare", "first_steps", "--set", "platforms.chat.reach"),
    "control characters": ("compare", "first_steps\x1b[31m"),
}


@pytest.mark.parametrize("what", WORDS)
def test_wrong_words_are_refused(what: str, tmp_path: Path) -> None:
    """Fault: an option's fault is found after the folder was made, or ends in exit 1."""
    done = refused(infosim(*WORDS[what], folder=tmp_path))
    assert "\x1b" not in done.err
    assert written_in(tmp_path) == []


@pytest.mark.parametrize("command", [("compare", "first_steps", *QUICK), ("run", "first_steps")])
def test_unwritable_out_is_refused_before_anything_runs(command: tuple[str, ...], tmp_path: Path) -> None:
    """Fault: the folder is made when the results are there, and they are lost."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for out in ("file", "file/inside"):
        done = refused(infosim(*command, "--json", "--out", out, folder=tmp_path))
        assert out in done.err
        assert "replicates" not in done.err
    assert written_in(tmp_path) == ["file"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_finding_that_cannot_be_looked_up_is_refused(tmp_path: Path) -> None:
    """A finding may ask for a group only of an outcome that exists by group.

    Fault: the condition is checked by its names alone, and looking it up ends in a KeyError.
    """
    test = 'finding.test="averted(after_30_min, everyone, shares_per_person) > 0"'
    words = ("compare", "correction_delay", "--size", 60, *QUICK, "--set", test)
    refused(infosim(*words, folder=tmp_path))
    assert written_in(tmp_path) == []
