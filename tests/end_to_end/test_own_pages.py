"""The pages for students and Mesa users do what they say: their code is typed into files and run."""

from __future__ import annotations

import ast
import re
import runpy
import shlex
from pathlib import Path
from typing import Any

import pytest

from end_to_end.program import infosim

DOCS = Path(__file__).parents[2] / "docs"

PAGES = {"share_delay": "write_an_intervention", "two_contacts": "write_a_rule"}
"""By the name of the student's file, the page that it is typed from."""


def blocks(page: str, language: str) -> list[str]:
    """Give the code of a page."""
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def typed(name: str, folder: Path) -> list[list[str]]:
    """Type the files of a page into a folder; give its commands."""
    page = PAGES[name]
    (folder / f"{name}.py").write_text(blocks(page, "python")[0], encoding="utf-8")
    (yaml,), (console,) = blocks(page, "yaml"), blocks(page, "console")
    commands = [shlex.split(line)[1:] for line in console.splitlines()]
    (folder / commands[0][1]).write_text(yaml, encoding="utf-8")
    return commands


def run_blocks(codes: list[str], path: Path) -> dict[str, Any]:
    """Run blocks one after the other, as one file of somebody's."""
    path.write_text("\n\n".join(codes), encoding="utf-8")
    return runpy.run_path(str(path))


@pytest.mark.parametrize("name", PAGES)
def test_ten_lines_are_ten_lines(name: str) -> None:
    """Fault: an example that grows until nobody types it."""
    tree = ast.parse(blocks(PAGES[name], "python")[0])
    (thing,) = (one for one in tree.body if isinstance(one, ast.ClassDef | ast.FunctionDef))
    del thing.body[0]
    assert len([line for line in ast.unparse(thing).splitlines() if line]) <= 10


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_what_a_student_types_runs_from_the_command_line(name: str, tmp_path: Path) -> None:
    """Both engines agree after every phase, and `levers` names what was added.

    Fault: compiled code that names the module it came from, and cannot be found again by another process.
    """
    verify, compare, levers = typed(name, tmp_path)
    arm = "with_pause" if name == "share_delay" else "baseline"
    done = infosim(*verify, "--arm", arm, folder=tmp_path)
    assert done.code == 0, done.err
    assert "every bit agrees" in done.out
    made = infosim(*compare, "--no-figures", "--json", folder=tmp_path).json()
    usual = infosim("compare", "first_steps", "--no-figures", "--json", "--replicates", 10, folder=tmp_path)
    before = usual.json()
    assert (made["arms"]["baseline"] == before["arms"]["baseline"]) == (name == "share_delay")
    assert made["provenance"]["scenario"] != before["provenance"]["scenario"]
    told = infosim(*levers, "--no-figures", folder=tmp_path)
    assert re.search(rf"^added: (intervention|rule) {name}$", told.out, re.MULTILINE)
    if name == "share_delay":
        assert re.search(r"interventions\.pause\.effect .* down +down +works", told.out)


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_what_a_student_types_runs_in_python(name: str, tmp_path: Path) -> None:
    """The page compares the digests of both engines itself."""
    ran = run_blocks(blocks(PAGES[name], "python"), tmp_path / f"{name}.py")
    assert ran["slow"].engine == "reference"
    assert "village" in ran


def test_mesa_page(tmp_path: Path) -> None:
    """Fault: a model whose steps leave out interventions or record; a page that is out of date."""
    plain = [code for code in blocks("mesa", "python") if "needs: mesa[viz]" not in code]
    ran = run_blocks(plain, tmp_path / "mesa_page.py")
    assert len(ran["believers"]) > 0
    assert ran["quiet"].running is False


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
def test_solara_example_is_built(tmp_path: Path) -> None:
    """Import the page for Mesa's browser interface, step its model, and make it anew as *reset* does."""
    pytest.importorskip("solara", reason="mesa[viz] is not installed")
    pytest.importorskip("altair", reason="mesa[viz] is not installed")
    (code,) = (code for code in blocks("mesa", "python") if "needs: mesa[viz]" in code)
    ran = run_blocks([code], tmp_path / "village.py")
    village = type(ran["Village"]())(luck=2)
    village.step()
    assert village.steps == village.town.steps == 1
    assert len(village.datacollector.get_model_vars_dataframe()) == 2


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("x = = 3", 2, "bad.py:1:1: invalid syntax"),
        ("\nx = 1 / 0", 2, "ZeroDivisionError: division by zero (line 2 of bad.py)"),
        ("x = 1", 2, "it adds nothing to the catalogues"),
        ("def two_contacts(doubt): return doubt", 2, "it adds nothing"),
        ("from infosim import Intervention\nclass Mine(Intervention): pass", 2, "does not say what kind"),
        (
            "def two_contacts(doubt, visibility, acceptance, n_new, n_before, n_contacts):\n"
            "    return doubt / (n_new - n_new)",
            1,
            "ZeroDivisionError: float division by zero (line 2 of bad.py)",
        ),
    ],
)
def test_what_is_wrong_in_a_users_file_is_told(text: str, code: int, said: str, tmp_path: Path) -> None:
    """Fault: a traceback of a hundred lines."""
    (tmp_path / "bad.py").write_text(text, encoding="utf-8")
    (yaml,) = blocks("write_a_rule", "yaml")
    (tmp_path / "study.yaml").write_text(yaml, encoding="utf-8")
    words = ("run", "study.yaml", "--engine", "reference", "--with", "bad.py")
    done = infosim(*words, folder=tmp_path)
    assert done.code == code, done.err
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Fault: a module that cannot be found, told by Python."""
    done = infosim("run", "first_steps", "--with", "none.py", folder=tmp_path)
    assert done.code == 2
    assert "--with: none.py is no Python file" in done.err
