"""The errors that infosim raises on purpose.

Each message says what is wrong, where, what is allowed and what to do, so that
the command line can print it as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category, combining, east_asian_width


class InfosimError(Exception):
    """Anything that infosim refuses to do, with a message for the user."""


@dataclass(frozen=True)
class Problem:
    """One fault of the user's input, at one place.

    Attributes
    ----------
    message : what is wrong and what is allowed
    remedy : what to do about it, may be empty
    file : the file's name as the user wrote it, may be empty
    line, column : position, counted from 1; 0 where there is none
    excerpt : the offending line of the file
    width : how many characters the caret underlines
    """

    message: str
    remedy: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""
    width: int = 1

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.line else ""
        if self.file and not self.line:
            place = f"{self.file}: "
        lines = [place + self.message]
        if self.excerpt:
            margin = f"{self.line:>6} | "
            lines.append(margin + self.excerpt)
            before, marked = self.excerpt[: self.column - 1], self.excerpt[self.column - 1 :][: self.width]
            # The place may lie behind the end of the line.
            missing = max(0, self.column - 1 - len(before))
            caret = " " * (cells(before) + missing) + "^" * max(1, cells(marked))
            lines.append(" " * (len(margin) - 2) + "| " + caret)
        if self.remedy:
            lines.append(f"       = {self.remedy}")
        return "\n".join(lines)


def cells(text: str) -> int:
    """Count the columns of a terminal that a text takes: two for a wide character, none for a mark on one."""
    return sum(
        0 if combining(mark) or category(mark) in ("Mn", "Me", "Cf") else 1 + (east_asian_width(mark) in "WF")
        for mark in text
    )


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number of things: 1 person, 2,000 people."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


class InputError(InfosimError):
    """A scenario, graph file or option is wrong; carries every problem found."""

    def __init__(self, problems: Sequence[Problem] | Problem | str) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ParityError(InfosimError):
    """Two engines disagree; says where first."""


class StoreError(InfosimError):
    """A store of runs cannot be used; says which, what is safe and what to do."""


class StoppedError(InfosimError):
    """Somebody stopped what went on; says what is kept and how to go on."""
