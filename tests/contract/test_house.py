"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import infosim
from infosim import simulation
from infosim.engines import ENGINES
from infosim.evidence import table
from infosim.interventions import INTERVENTIONS
from infosim.measures import OUTCOMES
from infosim.network import GENERATORS
from infosim.rules import PERSUASION
from infosim.scenario import load, shipped

REPOSITORY = Path(__file__).parents[2]
SOURCE = REPOSITORY / "src" / "infosim"

LONGEST_FILE = 400
LONGEST_FUNCTION = 40

PUBLIC = {
    *("Comparison", "InfosimError", "InputError", "Intervention", "Outcome"),
    *("Run", "Scenario", "Study", "Sweep"),
}


def own_files() -> list[Path]:
    """List the files of the project, also those not committed yet."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=60)
    return [path for name in listed.stdout.split("\0") if name and (path := REPOSITORY / name).is_file()]


def docstring_of(thing: object) -> str:
    """Give the docstring of its own, not that of a parent."""
    return inspect.cleandoc(thing.__doc__ or "")


def section(text: str, name: str) -> str:
    """Give one NumPy section of a docstring; empty if it has none."""
    found = re.search(rf"^{name}\n-+\n(.*?)(?=^\S[^\n]*\n-+\n|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def test_public_names_are_pinned_and_few() -> None:
    """A public name is a promise: at most twelve, and each of them works.

    Fault: a name in `__all__` that nothing stands behind.
    """
    assert set(infosim.__all__) == PUBLIC
    assert len(PUBLIC) <= 12
    assert all(getattr(infosim, name).__doc__ for name in PUBLIC)
    with pytest.raises(AttributeError, match="nothing_of_this_name"):
        infosim.nothing_of_this_name  # noqa: B018  asking for it is the test


def test_files_are_short() -> None:
    """Fault: a second idea moves into a file."""
    long = [
        path.name
        for path in own_files()
        if path.suffix == ".py" and len(path.read_text(encoding="utf-8").splitlines()) >= LONGEST_FILE
    ]
    assert long == []


def functions_in(path: Path) -> Iterator[ast.FunctionDef]:
    """List the functions and methods of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def length_of(function: ast.FunctionDef) -> int:
    """Count the lines of a function, without its docstring."""
    described = ast.get_docstring(function) is not None
    first = function.body[0]
    spoken = (first.end_lineno or 0) - first.lineno + 1 if described else 0
    return (function.end_lineno or 0) - function.lineno + 1 - spoken


def test_functions_fit_a_screen() -> None:
    """Fault: a function that grows by one case after another."""
    long = [
        f"{path.name}: {function.name} has {length_of(function)} lines"
        for path in SOURCE.rglob("*.py")
        for function in functions_in(path)
        if length_of(function) > LONGEST_FUNCTION
    ]
    assert long == []


MACHINE = re.compile(
    "|".join(rf"(?<![\w.)\]}}*]){root}/\w" for root in ("/work", "/tmp", "/home", "/root", "/Users"))
)
"""Absolute paths of somebody's machine; built from parts, so that this file has none."""


def test_no_machine_is_mentioned() -> None:
    """Fault: a path of the developer's machine in a docstring, a notebook or a figure."""
    guilty = []
    for path in own_files():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        guilty += [f"{path.relative_to(REPOSITORY)}: {found[0]}" for found in [MACHINE.search(text)] if found]
    assert guilty == []


def test_machine_paths_would_be_found() -> None:
    """Fault: a pattern that matches nothing."""
    assert MACHINE.search("see " + "/work" + "/main")
    assert MACHINE.search("'" + "/tmp" + "/x'")
    assert not MACHINE.search("figures/work/plan")


def parameters_of(function: Callable[..., Any]) -> list[str]:
    """List what a generator is given by name."""
    return [
        name
        for name, one in inspect.signature(function).parameters.items()
        if one.kind is inspect.Parameter.KEYWORD_ONLY
    ]


@pytest.mark.parametrize("name", PERSUASION)
def test_rules_are_described(name: str) -> None:
    """A rule has its parameters with ranges, its source, and an example with bare numbers."""
    text = docstring_of(PERSUASION[name])
    for heading in ("Parameters", "Returns", "Source", "Examples"):
        assert section(text, heading), heading
    assert ">>> " in section(text, "Examples")
    described = section(text, "Parameters")
    for parameter in inspect.signature(PERSUASION[name]).parameters:
        assert re.search(rf"\b{parameter}\b.*:", described), parameter


@pytest.mark.parametrize("name", INTERVENTIONS)
def test_interventions_are_described(name: str) -> None:
    """A kind says who, when and what, and what it moves; test_sources asks where sizes come from."""
    kind = INTERVENTIONS[name]
    for word in ("Who: ", "When: ", "What: "):
        assert word in " ".join(docstring_of(kind).split()), word
    assert set(kind.lowers) | set(kind.raises)
    assert {*kind.lowers, *kind.raises} <= set(OUTCOMES)
    assert set(kind.strengths) <= set(kind.model_fields)


@pytest.mark.parametrize("name", GENERATORS)
def test_generators_are_described(name: str) -> None:
    """A generator names its source or says what it does with each parameter."""
    text = docstring_of(GENERATORS[name])
    assert text
    described = section(text, "Parameters")
    unknown = [
        one for one in parameters_of(GENERATORS[name]) if one not in described and one != "mean_degree"
    ]
    assert unknown == []


@pytest.mark.parametrize("name", OUTCOMES)
def test_outcomes_are_described(name: str) -> None:
    """An outcome has words for people, a unit, and a docstring that says what is computed."""
    outcome = OUTCOMES[name]
    assert outcome.words
    assert outcome.unit
    assert docstring_of(outcome.measure).startswith(("Give ", "Tell "))


def test_engines_have_the_same_verbs() -> None:
    """Fault: a phase that one engine lacks."""
    assert set(ENGINES) == {"reference", "compiled"}


def cited() -> set[str]:
    """Collect what the sources of docstrings cite, `Author1999`."""
    texts = [path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")]
    return {key for text in texts for key in re.findall(r"\b[A-Z][A-Za-z]+(?:19|20)\d\d\b", text)}


def test_citations_resolve() -> None:
    """Every key of a docstring, and every id that a shipped study names, is in the evidence.

    Fault: a source that nobody can look up.
    """
    references = (SOURCE / "evidence" / "references.bib").read_text(encoding="utf-8")
    assert cited() >= {"Salmon2011", "Sellke1983"}
    assert cited() <= set(re.findall(r"^@\w+\{(\w+),", references, re.MULTILINE))
    named = {key for study in shipped() for key in load(study).scenario.sources}
    assert named - set(table()) == set()


def numbered_phases(text: str) -> list[str]:
    """List the names of phases in the numbered lines of a text, in order."""
    lines = re.findall(r"^\s*(\d)\.\s+[*`]*(\w+)", text, re.MULTILINE)
    return [word for number, word in lines if word in simulation.PHASES]


TELLING = ("src/infosim/simulation.py", "docs/model.md", "ARCHITECTURE.md")
"""Where the order of a step is told, as a numbered list."""


@pytest.mark.parametrize("told", [name for name in TELLING if (REPOSITORY / name).exists()])
def test_order_of_a_step_is_told_as_it_is(told: str) -> None:
    """Fault: two phases exchanged in the code and not in what is told of it."""
    text = (REPOSITORY / told).read_text(encoding="utf-8")
    assert tuple(numbered_phases(text)) == simulation.PHASES
