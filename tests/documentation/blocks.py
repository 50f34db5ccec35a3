"""The code of a page, block by block, and how each is run.

`python` blocks of a page share their names, as in a notebook. `yaml` blocks that begin with the name of a
file are written to it. `sh` blocks are commands; `console` blocks are commands after a `$`, each with what
it prints, in which a line `...` stands for any lines. Everything happens in one folder for each page.
"""

from __future__ import annotations

import re
import shlex
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest
from pages.commands import commands

REPOSITORY = Path(__file__).parents[2]

BLOCK = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)

RUN = ("python", "yaml", "sh", "console")
"""Languages of blocks that are run; `text`, `json`, `pycon` (doctests have it) and none are only shown."""

SHOWN = ("text", "json", "pycon", "bibtex", "")

FEWER = {"--replicates": "2", "--runs": "2", "--size": "300", "--workers": "1"}
"""What the tests give a command whose output is not stated, to be done sooner."""

ALWAYS = {"--workers": "1", "--no-figures": ""}
"""What they give every command that knows it: no result depends on it."""

ELSEWHERE = {
    "pip install": "test_packaging.py installs, and test_pages.py looks for the extras",
    "make": "test_pages.py looks for the target",
    "infosim doctor --warm": "nobody: it takes minutes in an empty cache",
}
"""What else a block of commands may begin with, and who tries it."""


Program = Callable[[list[str]], tuple[int, str]]
"""Runs the program in this process: words in, exit code and output out."""


class Block(NamedTuple):
    """One block of a page: its language, its text, and the line where it begins."""

    language: str
    text: str
    line: int


def blocks_of(path: Path) -> list[Block]:
    """List the blocks of a page, in order."""
    text = path.read_text(encoding="utf-8")
    found = []
    for one in BLOCK.finditer(text):
        lines = [line.removeprefix(one[1]) for line in one[3].splitlines()]
        found.append(Block(one[2], "\n".join(lines) + "\n", text.count("\n", 0, one.start()) + 1))
    return found


class Page:
    """Runs the blocks of one page in the present folder."""

    def __init__(self, path: Path, infosim: Program) -> None:
        self.path = path
        self.infosim = infosim
        # A module that can be found again: compiled code that is kept asks for the one of its rule.
        self.module = sys.modules[f"page_{path.stem}"] = ModuleType(f"page_{path.stem}")

    def run(self, block: Block) -> None:
        """Run one block, by its language."""
        {"python": self.python, "yaml": self.yaml, "sh": self.sh, "console": self.console}[block.language](
            block
        )

    def python(self, block: Block) -> None:
        """Run Python; the file exists, because the compiled engine reads the source of a rule."""
        file = Path(f"block_{block.line}.py")
        file.write_text(block.text, encoding="utf-8")
        with warnings.catch_warnings():
            # A reader sees what other libraries warn of when they are imported, and goes on.
            warnings.simplefilter("default")
            exec(compile(block.text, str(file.resolve()), "exec"), vars(self.module))

    def yaml(self, block: Block) -> None:
        """Write a file, if the block begins with its name."""
        named = re.match(r"# ([\w.]+\.yaml)\n", block.text)
        if named:
            Path(named[1]).write_text(block.text, encoding="utf-8")

    def sh(self, block: Block) -> None:
        """Run commands, one a line; only ours are run."""
        for line in block.text.splitlines():
            words = shlex.split(line, comments=True)
            if not words or line.startswith(tuple(ELSEWHERE)):
                continue
            assert words[0] == "infosim", line
            code, said = self.infosim(cheaper(words[1:], FEWER | ALWAYS))
            assert code == 0, f"{self.path.name}:{block.line}: {line}\n{said}"

    def console(self, block: Block) -> None:
        """Run commands, and compare what is printed with what the page says."""
        for typed, expected in sessions(block.text):
            words = shlex.split(typed, comments=True)
            assert words[0] == "infosim", typed
            stated = any(line != "..." for line in expected)
            _, said = self.infosim(cheaper(words[1:], ALWAYS if stated else FEWER | ALWAYS))
            assert matches(expected, said), f"{self.path.name}:{block.line}: {typed}\n{said}"


def sessions(text: str) -> Iterator[tuple[str, list[str]]]:
    """Take a session apart: each command, and the lines that it prints."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        typed, _, printed = part.partition("\n")
        yield typed, [line.rstrip() for line in printed.splitlines()]


def matches(expected: list[str], said: str) -> bool:
    r"""Tell whether what is printed is what is expected, where `...` stands for any lines.

    Examples
    --------
    >>> matches(["a", "...", "c"], "a\nb\nb\nc\n"), matches(["a", "c"], "a\nb\nc\n")
    (True, False)
    """
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + r" *\n" for line in expected)
    return re.fullmatch(pattern, said if said.endswith("\n") else said + "\n") is not None


def cheaper(words: list[str], instead: dict[str, str]) -> list[str]:
    """Give a command with some options, where it knows them, in place of those that it was given."""
    known = commands()
    name = next((n for n in (" ".join(words[:2]), words[0]) if f"infosim {n}" in known), "")
    if not name or (name == "diff" and "--run" not in words):
        return words
    has = {one for part in known[f"infosim {name}"].params for one in (*part.opts, *part.secondary_opts)}
    kept = list(words)
    for option, value in instead.items():
        if option in has:
            if option in kept:
                place = kept.index(option)
                del kept[place : place + (2 if value else 1)]
            kept += [option, value] if value else [option]
    return kept


def called(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Program:
    """Give a way to run the program in this process: what it ends with, and all that it printed."""
    from infosim.cli import main

    def run(words: list[str]) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["infosim", *words])
        capfd.readouterr()
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        else:
            code = 0
        out, err = capfd.readouterr()
        return code, out if code == 0 else out + err

    monkeypatch.setenv("COLUMNS", "200")
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    return run
