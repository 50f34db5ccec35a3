"""Naming code by what it does: a digest of functions and classes, and of what they refer to.

Of what runs, that is, not of its text: a file may have been edited since it was read.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np


def fingerprint(thing: Any) -> str:
    """Digest a function or a class with all that it refers to outside of libraries, 16 hex digits.

    Numbers, texts, arrays and collections of these count by value; other functions and
    classes of the user by their own code; libraries by name.

    Examples
    --------
    >>> fingerprint((1, "a")) == fingerprint((1, "a"))
    True
    >>> fingerprint((1, "a")) == fingerprint((1.0, "a"))
    False
    """
    digest = hashlib.sha256()
    for word in _told(thing, []):
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()[:16]


def _told(thing: Any, seen: list[Any]) -> Iterator[str]:
    """Tell everything that a thing does, word by word; what was told already is told no more."""
    if isinstance(thing, int | float | complex | str | bytes | None):
        yield repr(thing)
    elif isinstance(thing, np.ndarray | np.generic):
        array = np.asarray(thing)
        yield f"{array.dtype} {array.shape} {hashlib.sha256(array.tobytes()).hexdigest()}"
    elif isinstance(thing, CodeType):
        names = thing.co_names, thing.co_varnames, thing.co_cellvars, thing.co_freevars
        yield f"{thing.co_code.hex()} {names}"
        yield from _told(thing.co_consts, seen)
    elif any(one is thing for one in seen):
        yield "again"
    else:
        seen.append(thing)
        yield from _told_of_parts(thing, seen)


def _told_of_parts(thing: Any, seen: list[Any]) -> Iterator[str]:
    """Tell what consists of other things."""
    if isinstance(thing, tuple | list):
        yield f"{type(thing).__name__} of {len(thing)}"
        for part in thing:
            yield from _told(part, seen)
    elif isinstance(thing, set | frozenset):
        yield from _told(sorted(map(repr, thing)), seen)
    elif isinstance(thing, dict):
        yield from _told(list(thing.items()), seen)
    elif isinstance(thing, property | classmethod | staticmethod):
        yield type(thing).__name__
        yield from _told(getattr(thing, "fget", None) or getattr(thing, "__func__", None), seen)
    elif _is_library(str(getattr(thing, "__module__", None) or getattr(thing, "__name__", ""))):
        yield f"{getattr(thing, '__module__', '')}.{getattr(thing, '__qualname__', type(thing).__qualname__)}"
    elif isinstance(thing, FunctionType):
        yield from _told_of_function(thing, seen)
    elif isinstance(thing, type):
        for kind in thing.__mro__:
            if not _is_library(kind.__module__):
                yield from _told_of_names(kind, seen)
    elif isinstance(thing, ModuleType):
        yield from _told_of_names(thing, seen)
    else:
        yield type(thing).__qualname__


def _told_of_names(space: type | ModuleType, seen: list[Any]) -> Iterator[str]:
    """Tell what a class or a module of the user's consists of."""
    yield space.__name__
    for name in sorted(vars(space)):
        if not name.startswith(("__", "_abc_", "model_")):
            yield name
            yield from _told(vars(space)[name], seen)


def _told_of_function(function: FunctionType, seen: list[Any]) -> Iterator[str]:
    """Tell the code of a function, and what it finds outside of itself."""
    yield from _told(function.__code__, seen)
    yield from _told((function.__defaults__, function.__kwdefaults__), seen)
    for cell in function.__closure__ or ():
        yield from _told(cell.cell_contents, seen)
    for name in sorted(_names_in(function.__code__)):
        if name in function.__globals__:
            yield name
            yield from _told(function.__globals__[name], seen)


def _names_in(code: CodeType) -> set[str]:
    """List the names that code looks up, in the functions inside it as well."""
    inner = (one for one in code.co_consts if isinstance(one, CodeType))
    return set(code.co_names).union(*map(_names_in, inner))


def _is_library(module: str) -> bool:
    """Tell whether a module is Python's, ours, or was installed: it is known by its name."""
    root = module.partition(".")[0]
    if root in ("infosim", "builtins") or (root != "__main__" and root in sys.stdlib_module_names):
        return True
    file = getattr(sys.modules.get(module), "__file__", None) or ""
    return "site-packages" in file or "dist-packages" in file
