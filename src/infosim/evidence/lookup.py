"""Names that nothing stands behind."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from infosim.errors import InputError, Problem

_LONGEST = 48
"""A longer word is cut: comparing it would take long, and no name is as long."""


def unknown(what: str, word: str, names: Iterable[str]) -> InputError:
    """Make the error for a name that does not exist, with those that may have been meant."""
    word = word[:_LONGEST]
    by_small = {name.casefold(): name for name in names}
    near = get_close_matches(word.casefold(), by_small, n=5, cutoff=0.6)
    listed = ", ".join(by_small[small] for small in near)
    remedy = f"did you mean {listed}?" if near else f"there are {len(by_small)}, from {_ends(by_small)}"
    return InputError(Problem(f"there is no {what} {word!r}", remedy))


def _ends(by_small: dict[str, str]) -> str:
    """Name the first and the last."""
    return f"{by_small[min(by_small)]} to {by_small[max(by_small)]}"
