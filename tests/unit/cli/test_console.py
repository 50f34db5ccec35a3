"""Printing: plain where it must be plain, safe whatever the user wrote."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infosim.cli import console


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words, 40% & [bold]markup[/bold]", "plain words, 40% & [bold]markup[/bold]"),
        ("two\nlines", "two\nlines"),
        ("\x1b[31mred", "?[31mred"),
        ("bell\a tab\t return\r null\x00", "bell? tab? return? null?"),
        ("right to left \u202e and back \u2066", "right to left ? and back ?"),
        ("zero\u200bwidth", "zero?width"),
        ("Dzongkha རྫོང་ཁ, Ünïcode, 中文, 😀", "Dzongkha རྫོང་ཁ, Ünïcode, 中文, 😀"),
    ],
)
def test_printable_takes_out_control_and_direction(text: str, expected: str) -> None:
    """Keep letters of every language, and replace what would steer a terminal.

    Fault: only ASCII let through; the escape character let through.
    """
    assert console.printable(text) == expected


@given(text=st.text())
def test_printable_text_cannot_steer_a_terminal(text: str) -> None:
    """Whatever is written: no control character is left, and the length is the same."""
    shown = console.printable(text)
    assert len(shown) == len(text)
    assert all(character == "\n" or character.isprintable() for character in shown)
    assert console.printable(shown) == shown


def test_say_prints_to_stdout_without_markup(capsys: pytest.CaptureFixture[str]) -> None:
    """Print brackets as brackets, and a long line as one line.

    Fault: `[red]` of a title swallowed; a sentence broken at 80 characters in a file.
    """
    long = "word " * 100
    console.say("[red]title[/red] [0] [/nothing] :smile:")
    console.say(long)
    shown = capsys.readouterr()
    assert shown.out.splitlines()[0] == "[red]title[/red] [0] [/nothing] :smile:"
    assert shown.out.splitlines()[1].rstrip() == long.rstrip()
    assert shown.err == ""
    assert "\x1b" not in shown.out


def test_note_prints_to_stderr_without_markup(capsys: pytest.CaptureFixture[str]) -> None:
    """Fault: notes among the results, which breaks `--json`."""
    console.note("note: [bold]x[/bold] \x1b[2J " + "word " * 60)
    shown = capsys.readouterr()
    assert shown.out == ""
    # Older versions of rich leave out a space at the end of a line.
    assert shown.err.rstrip() == ("note: [bold]x[/bold] ?[2J " + "word " * 60).rstrip()


def test_results_have_room_where_no_terminal_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give tables at least 120 columns in a file, and a terminal its own width.

    Fault: columns of a table cut off in a pipe, where the width is unknown.
    """
    monkeypatch.setenv("COLUMNS", "60")
    assert console.out().width == 120
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert console.out().width == 60


@pytest.mark.parametrize(
    ("total", "lines"),
    [
        (1, [1]),
        (2, [1, 2]),
        (3, [1, 2, 3]),
        (4, [1, 2, 3, 4]),
        (10, [3, 5, 8, 10]),
        (160, [40, 80, 120, 160]),
    ],
)
def test_progress_without_a_terminal_is_a_few_lines(
    capsys: pytest.CaptureFixture[str], total: int, lines: list[int]
) -> None:
    """Print a line at each quarter, to stderr, and the last one at the end.

    Fault: a line for each of thousands of runs in a log; a bar made of control characters.
    """
    with console.progress("runs") as show:
        for done in range(1, total + 1):
            show(done, total)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == [f"runs {done}/{total}" for done in lines]


def test_progress_in_a_terminal_is_a_bar_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show a bar while it lasts, on stderr only.

    Fault: a bar of an unknown total that never fills.
    """
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    show: Callable[[int, int], None]
    with console.progress("runs") as show:
        for done in range(1, 5):
            show(done, 4)
    text = terminal.getvalue()
    assert "runs" in text
    assert "4/4" in text
    assert "\x1b[2K" in text


def test_progress_ends_when_the_work_fails(capsys: pytest.CaptureFixture[str]) -> None:
    """Let an error through. Fault: a context that swallows it."""
    with pytest.raises(ValueError, match="planted"), console.progress("runs"):
        raise ValueError("planted")
    assert capsys.readouterr().err == ""
