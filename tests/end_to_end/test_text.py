"""Whatever the user writes in titles and questions is printed as text, and as nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from end_to_end.program import QUICK, in_terminal, infosim

HOSTILE = r"$\frac{a$ [red]boom[/red] </script> {0} %s \033[31m [link=http://a.b]x[/link]"
"""Markup of mathematics, of rich, of HTML, of formats; nothing that a file may not hold."""

STUDY = f"""
infosim: 1
extends: first_steps
title: {json.dumps(HOSTILE)}
question: {json.dumps(HOSTILE + "?")}
claims: [{{id: rumour, text: {json.dumps(HOSTILE)}}}]
arms:
  baseline: {{title: {json.dumps("before " + HOSTILE)}}}
  with_talk: {{title: {json.dumps("after " + HOSTILE)}}}
finding: {{claim: {json.dumps(HOSTILE)}, test: averted(with_talk) > 0}}
"""

COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")


@pytest.fixture
def study(tmp_path: Path) -> str:
    """Write the study with markup in every text."""
    (tmp_path / "odd.yaml").write_text(STUDY, encoding="utf-8")
    return "odd.yaml"


def test_markup_is_printed_as_it_is(study: str, tmp_path: Path) -> None:
    """Fault: a title is handed to rich as markup, and `[red]` is gone."""
    done = infosim("compare", study, *QUICK, folder=tmp_path)
    assert done.code == 0, done.err
    assert done.out.count(HOSTILE) >= 4
    assert "\x1b" not in done.out + done.err


def test_markup_colours_nothing_in_a_terminal(study: str, tmp_path: Path) -> None:
    """Fault: `[red]` in a title is red where colours are possible."""
    done = infosim("compare", study, *QUICK, folder=tmp_path, FORCE_COLOR="1")
    assert done.code == 0, done.err
    assert "[red]boom[/red]" in done.out
    assert "\x1b[31m" not in done.out
    assert "\x1b]8" not in done.out


def test_markup_survives_the_files(study: str, tmp_path: Path) -> None:
    """Fault: a title is cut at a brace on its way to the resolved scenario."""
    assert infosim("compare", study, *QUICK, "--out", "here", folder=tmp_path).code == 0
    resolved = json.loads((tmp_path / "here" / "scenario.resolved.json").read_text(encoding="utf-8"))
    assert resolved["title"] == HOSTILE
    assert resolved["arms"]["with_talk"]["title"] == "after " + HOSTILE


def test_markup_is_drawn(study: str, tmp_path: Path) -> None:
    r"""Draw figures with `$\frac{a$` in their titles, without a screen.

    Fault: a title reaches matplotlib's parser of mathematics, or a window is opened.
    """
    words = ("compare", study, "--replicates", 2, "--json")
    files = infosim(*words, folder=tmp_path, DISPLAY="", MPLBACKEND="").json()["files"]
    pictures = {name: (tmp_path / name).read_bytes() for name in files if name.endswith((".png", ".svg"))}
    assert {Path(name).suffix for name in pictures} == {".png", ".svg"}
    for name, content in pictures.items():
        assert content.startswith(b"\x89PNG" if name.endswith(".png") else b"<?xml")
        assert name.endswith(".png") or b"</script>" not in content


@pytest.mark.parametrize("character", ["\\u001b", "\\u0007", "\\u202e", "\\u0000"])
def test_control_characters_never_reach_the_terminal(character: str, tmp_path: Path) -> None:
    """A title with a control character is refused, or printed without it.

    Fault: the excerpt of a message prints the character that it complains of.
    """
    (tmp_path / "odd.yaml").write_text(
        f'infosim: 1\nextends: first_steps\ntitle: "a{character}b"\n', encoding="utf-8"
    )
    done = infosim("run", "odd.yaml", folder=tmp_path)
    assert done.code in (0, 2)
    assert "Traceback" not in done.err
    meant = json.loads(f'"{character}"')
    assert meant not in done.out + done.err


def test_no_color_is_honoured_in_a_terminal(tmp_path: Path) -> None:
    """Compare in a terminal with and without NO_COLOR.

    Fault: the progress bar is made without asking.
    """
    words = ("compare", "first_steps", *QUICK)
    code, plain = in_terminal(*words, folder=tmp_path, NO_COLOR="1")
    assert code == 0, plain
    assert not COLOUR.search(plain)
    assert "95% interval" in " ".join(plain.split())
    code, coloured = in_terminal(*words, folder=tmp_path)
    assert code == 0
    assert COLOUR.search(coloured)
