"""Arguments as Python users give them: what is of the wrong kind is refused in words, not by a type error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from infosim.errors import InputError, Problem
from infosim.scenario.wording import unknown


def whole(name: str, value: Any, least: int) -> int:
    """Give a whole number back.

    Raises
    ------
    InputError
        It is none, or less than `least`.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise InputError(Problem(f"{name} cannot be {value!r}", f"write a whole number, at least {least}"))
    return int(value)


def known(what: str, value: Any, names: Iterable[str]) -> str:
    """Give a name back.

    Raises
    ------
    InputError
        It is none of these; says which was probably meant.
    """
    names = list(names)
    if value not in names:
        raise InputError(Problem(*unknown(what, value, names)))
    return str(value)


def mapping(name: str, value: Any, example: str) -> dict[Any, Any]:
    """Give a map as a dict.

    Raises
    ------
    InputError
        It is none.
    """
    if not isinstance(value, Mapping):
        raise InputError(Problem(f"{name} is no map but {type(value).__name__}", f"write {example}"))
    return dict(value)


def several(name: str, value: Any, example: str) -> list[Any]:
    """Give a list or a tuple as a list.

    Raises
    ------
    InputError
        It is neither.
    """
    if not isinstance(value, list | tuple):
        raise InputError(Problem(f"{name} is no list but {type(value).__name__}", f"write {example}"))
    return list(value)
