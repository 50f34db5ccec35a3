"""Files that are wrong: each names its faults in its first lines, `# line:column text`."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from infosim.errors import InputError
from infosim.scenario import load

FILES = sorted((Path(__file__).parent / "invalid").glob("*.yaml"))


def expected(path: Path) -> list[tuple[int, int, str]]:
    """Read what a file says of its own faults."""
    found = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not (match := re.fullmatch(r"# (\d+):(\d+) (.+)", line)):
            break
        found.append((int(match[1]), int(match[2]), match[3]))
    return found


def test_there_are_many_kinds_of_faults() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_fault_is_found_where_it_is(path: Path) -> None:
    """Every fault, and no other, is reported at its line and column.

    Fault: `_relevant` yields the faults of all forms of a union.
    """
    before = time.process_time()
    with pytest.raises(InputError) as caught:
        load(path)
    # No claim of speed: a guard against a text that takes for ever to refuse.
    assert time.process_time() - before < 5
    problems, faults = caught.value.problems, expected(path)
    found = [(problem.line, problem.column) for problem in problems]
    assert found == [(line, column) for line, column, _ in faults], str(caught.value)
    for problem, (_, _, text) in zip(problems, faults, strict=True):
        assert text in f"{problem.message} {problem.remedy}"
        assert "\n" not in problem.message
        assert problem.remedy or "cannot" in problem.message


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_caret_stands_under_the_excerpt(path: Path) -> None:
    """Fault: the excerpt is cut out by str.splitlines, which knows other line ends."""
    with pytest.raises(InputError) as caught:
        load(path)
    lines = path.read_text(encoding="utf-8").split("\n")
    for problem in caught.value.problems:
        shown = "".join(c if c.isprintable() else " " for c in lines[problem.line - 1])
        assert problem.excerpt == shown
        assert problem.column + problem.width - 1 <= max(len(shown), problem.column)
