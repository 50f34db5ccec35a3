"""How something written at random is decided: by Hypothesis, or by the draws of infosim.

Hypothesis can shrink what it chose. The draws give the same scenario for the same
number, on every machine and under every version of Hypothesis.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

from infosim import draws

Choice = TypeVar("Choice")


class Chooser(Protocol):
    """What decides how a scenario turns out."""

    def whole(self, low: int, high: int) -> int:
        """Choose a whole number, both ends included."""

    def one_of(self, options: Sequence[Choice]) -> Choice:
        """Choose one of some options."""


class Drawn:
    """Chooses with the draws of infosim: the same for the same number."""

    def __init__(self, number: int) -> None:
        self._number, self._made = number, 0

    def whole(self, low: int, high: int) -> int:
        """Choose a whole number, both ends included."""
        self._made += 1
        # Purpose 0 is nobody's.
        return low + int(draws.uniform(self._number, 0, 0, self._made, 0, 0) * (high - low + 1))

    def one_of(self, options: Sequence[Choice]) -> Choice:
        """Choose one of some options."""
        return options[self.whole(0, len(options) - 1)]


class Searched:
    """Lets Hypothesis choose; it prefers small numbers and the first option."""

    def __init__(self, draw: Callable[..., Any]) -> None:
        self._draw = draw

    def whole(self, low: int, high: int) -> int:
        """Choose a whole number, both ends included."""
        chosen: int = self._draw(st.integers(low, high))
        return chosen

    def one_of(self, options: Sequence[Choice]) -> Choice:
        """Choose one of some options."""
        chosen: Choice = self._draw(st.sampled_from(options))
        return chosen


def share(choose: Chooser) -> float:
    """Choose a proportion; both edges occur."""
    return choose.one_of((0.0, 1.0, 0.3, 0.05, 0.7, choose.whole(0, 1000) / 1000))


def some_share(choose: Chooser) -> float:
    """Choose a proportion large enough for something to happen."""
    return choose.whole(100, 1000) / 1000


def by_group(choose: Chooser, groups: Sequence[str], value: Callable[[Chooser], float]) -> Any:
    """Choose one number for all, or one for each of some groups."""
    if choose.whole(0, 2):
        return value(choose)
    return {name: value(choose) for name in groups if choose.whole(0, 3)}


def hours(choose: Chooser, step: int, low: int, high: int) -> str:
    """Choose a time in hours; mostly whole steps, sometimes not."""
    return f"{choose.whole(low, high) * step + choose.one_of((0, 0, 1, step // 2))} h"


def lasting(choose: Chooser, step: int) -> Any:
    """Choose how long something lasts: a half-life, exactly so long, a hazard, or for ever."""
    return choose.one_of(
        (
            "never",
            f"{4 * step} h",
            {"exactly": f"{3 * step} h"},
            {"exactly": "1 h"},
            f"{choose.one_of((10, 60, 100, 3))}% per day",
            hours(choose, step, 1, 30),
        )
    )
