"""Messages: carets that stand where the eye sees them, and numbers of things."""

from __future__ import annotations

import pytest

from infosim.errors import Problem, counted


@pytest.mark.parametrize(
    ("line", "wrong", "shown"),
    [
        ("size: 70", "70", "      ^^"),
        ("谣言: 70", "70", "      ^^"),
        ("a: 谣言", "谣言", "   ^^^^"),
        ("\uff21\uff22: 70", "70", "      ^^"),
        ("🙂: 70", "70", "    ^^"),
        ("e\u0301: 70", "70", "   ^^"),
        ("a: e\u0301", "e\u0301", "   ^"),
    ],
)
def test_the_caret_is_seen_under_the_fault(line: str, wrong: str, shown: str) -> None:
    """Wide characters take two cells and marks on others none; the column counts characters.

    Fault: one cell for each character.
    """
    column = line.index(wrong) + 1
    place, excerpt, caret = str(Problem("x", "", "f", 1, column, line, len(wrong))).split("\n")
    assert place == f"f:1:{column}: x"
    assert caret[caret.index("|") + 2 :] == shown
    assert excerpt[excerpt.index("|") + 2 :] == line


def test_a_caret_may_stand_behind_the_line() -> None:
    """Fault: the caret never stands further than the last character."""
    assert str(Problem("x", "", "f", 1, 6, "ab")).endswith("|      ^")


def test_things_are_counted() -> None:
    """Fault: '1 people'."""
    assert [counted(n, "person", "people") for n in (0, 1, 2000)] == ["0 people", "1 person", "2,000 people"]
    assert [counted(n, "arm") for n in (1, 3)] == ["1 arm", "3 arms"]
