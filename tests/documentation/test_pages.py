"""Every block of code of README and the documentation is run, and what pages say is printed is printed."""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from documentation.blocks import REPOSITORY, RUN, SHOWN, Page, Program, blocks_of, called
from infosim.interventions import INTERVENTIONS
from infosim.rules import PERSUASION

PAGES = sorted([REPOSITORY / "README.md", *(REPOSITORY / "docs").rglob("*.md")])

SLOW = {"README.md", "first_hour.md", "researcher.md", "write_a_rule.md"}
"""Pages that run a large study or a sweep, or compile a rule of their own."""

VIEW = "mesa.visualization"
"""What needs solara, which Mesa does not bring along; the rest of that page runs without."""

CODE = [
    pytest.param(path, id=path.name, marks=[pytest.mark.slow] if path.name in SLOW else [])
    for path in PAGES
    if any(block.language in RUN for block in blocks_of(path))
]


@pytest.fixture
def program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Program]:
    """Give the program in an empty folder, and leave catalogues and logging as they were found."""
    monkeypatch.chdir(tmp_path)
    found = [(catalogue, dict(catalogue)) for catalogue in (INTERVENTIONS, PERSUASION)]
    logger = logging.getLogger("infosim")
    level, handlers = logger.level, list(logger.handlers)
    yield called(monkeypatch, capfd)
    logger.setLevel(level)
    logger.handlers[:] = handlers
    for catalogue, entries in found:
        catalogue.clear()
        catalogue.update(entries)


@pytest.mark.parametrize("path", CODE)
def test_code_of_pages_runs(path: Path, program: Program) -> None:
    """Fault: an option that was renamed; a number in the README that is no longer what comes out."""
    page = Page(path, program)
    for block in blocks_of(path):
        if block.language in RUN and not (VIEW in block.text and find_spec("solara") is None):
            page.run(block)


def test_every_block_is_run_or_only_shown() -> None:
    """Fault: a block in a language that nobody runs, ```bash, and nobody notices."""
    for path in PAGES:
        for block in blocks_of(path):
            assert block.language in RUN + SHOWN, f"{path.name}:{block.line}: {block.language}"


def test_make_targets_and_extras_exist() -> None:
    """Fault: a target or an extra that was renamed."""
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):", makefile, re.MULTILINE))
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"(?:^|`)make ([\w-]+)", text, re.MULTILINE)) - targets == set(), path.name
        extras = re.findall(r"(?:infosim|-e '?\.)\[(\w+)\]", text)
        assert set(extras) - set(project["optional-dependencies"]) == set(), path.name


ROOT = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "scenarios/README.md")
"""Pages that are read where the code is; links between those of `docs` are test_site.py's."""


@pytest.mark.parametrize("name", ROOT)
def test_links_of_the_repository_lead_somewhere(name: str) -> None:
    """Fault: a page that was moved, and a README that still sends newcomers there."""
    path = REPOSITORY / name
    ways = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [way for way in ways if not (path.parent / way).exists()] == []
