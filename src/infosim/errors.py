"""The errors that infosim raises on purpose.

Each message says what is wrong, where, what is allowed and what to do, so that
the command line can print it as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


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
            caret = " " * (self.column - 1) + "^" * max(1, self.width)
            lines.append(" " * (len(margin) - 2) + "| " + caret)
        if self.remedy:
            lines.append(f"       = {self.remedy}")
        return "\n".join(lines)


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
