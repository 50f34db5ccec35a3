"""What can be varied of a published model: parameters with their ranges, read from words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from infosim.errors import InputError, Problem

Value = float | int | str | None
Values = Mapping[str, Value]
"""The parameters of one cell of a table, by name."""

Kind = Literal["fraction", "number", "whole", "choice"]

FORMS: dict[Kind, str] = {
    "fraction": "a number from 0 to 1, as in 0.3 or 30%",
    "number": "a number, as in 6 or 0.25",
    "whole": "a whole number, as in 100",
    "choice": "a word",
}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a published model.

    Attributes
    ----------
    name : as tables call it; on the command line `--p-forget` for `p_forget`
    kind : what may be written
    default : if it is left out; None where the model decides
    meaning : in words
    low, high : the range; both ends are allowed
    choices : what a 'choice' may be
    """

    name: str
    kind: Kind
    default: Value
    meaning: str
    low: float = 0.0
    high: float = 1e9
    choices: tuple[str, ...] = ()

    @property
    def option(self) -> str:
        """What it is called on the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def allowed(self) -> str:
        """Say what may be written."""
        if self.kind == "choice":
            return "one of " + ", ".join(self.choices)
        if self.kind == "fraction" and (self.low, self.high) == (0.0, 1.0):
            return FORMS["fraction"]
        form = "a whole number" if self.kind == "whole" else "a number"
        return f"{form} from {self.low:,g}" + (f" to {self.high:,g}" if self.high < 1e9 else "")

    def read(self, text: str) -> Value:
        """Read a value from the command line or a table.

        Raises
        ------
        InputError
            If it is not of the kind, or outside the range.
        """
        if self.kind == "choice":
            if text not in self.choices:
                raise self.refusal(text)
            return text
        try:
            number = (
                float(f"{text[:-1]}e-2") if text.endswith("%") and self.kind == "fraction" else float(text)
            )
        except ValueError:
            raise self.refusal(text) from None
        # Written this way round, what is no number at all is refused, too.
        if not self.low <= number <= self.high or (self.kind == "whole" and number != int(number)):
            raise self.refusal(text)
        return int(number) if self.kind == "whole" else number

    def refusal(self, text: str) -> InputError:
        """Say that a value cannot be, and what can."""
        return InputError(
            Problem(f"{self.option} cannot be {text!r}: {self.meaning}", f"write {self.allowed}")
        )


def fraction(name: str, default: Value, meaning: str, low: float = 0.0, high: float = 1.0) -> Parameter:
    """Describe a proportion or a probability."""
    return Parameter(name, "fraction", default, meaning, low, high)


def whole(name: str, default: Value, meaning: str, low: float = 0.0, high: float = 1e9) -> Parameter:
    """Describe a whole number."""
    return Parameter(name, "whole", default, meaning, low, high)


def number(name: str, default: Value, meaning: str, low: float = 0.0, high: float = 1e9) -> Parameter:
    """Describe a number."""
    return Parameter(name, "number", default, meaning, low, high)


def choice(name: str, default: str, meaning: str, choices: tuple[str, ...]) -> Parameter:
    """Describe one of several words."""
    return Parameter(name, "choice", default, meaning, choices=choices)
