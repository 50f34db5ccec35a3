"""What is wrong with a value, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from infosim.scenario.tree import Node
from infosim.units import show

LONGEST_WORD = 48
MOST_WORDS = 50
"""Nothing longer is compared with the names that exist, nor with more; it would take long."""

_EXPECTED = {
    "dict_type": "a map, key: value",
    "model_type": "a map, key: value",
    "tuple_type": "a list, [a, b] or a line with - for each item",
    "string_type": "a text; quotes make one of a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
}
_BOUNDS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}


def closest(word: object, names: Iterable[str]) -> str | None:
    """Find the name that was probably meant, if any is near."""
    if not isinstance(word, str) or len(word) > LONGEST_WORD:
        return None
    near = get_close_matches(word, list(names)[:MOST_WORDS], n=1, cutoff=0.6)
    return near[0] if near else None


def choices(word: object, names: Iterable[str]) -> str:
    """Say what is allowed, and first what was probably meant."""
    names = list(names)
    guess = closest(word, names)
    listed = ", ".join(names[:24]) + (", ..." if len(names) > 24 else "")
    allowed = f"possible are {listed}" if names else "there are none"
    return f"did you mean {guess}? {allowed}" if guess else allowed


def unknown(what: str, word: object, names: Iterable[str]) -> tuple[str, str]:
    """Word the use of a name that does not exist."""
    return f"unknown {what} {show(word)}", choices(word, names)


def quoted_names(text: str) -> list[str]:
    """Take the names out of what pydantic expects: `'a', 'b' or 'c'`."""
    return re.findall(r"'([^']*)'", text)


def explain(error: dict[str, Any], node: Node) -> tuple[str, str]:
    """Say what is wrong with a value, and what to write.

    Parameters
    ----------
    error : one entry of ``ValidationError.errors()``
    node : the value

    Returns
    -------
    message, remedy
    """
    kind, given, context = error["type"], show(node.plain()), error.get("ctx", {})
    if kind == "value_error":
        fault, _, remedy = str(context["error"]).partition("\n")
        return fault, remedy
    if kind in _EXPECTED:
        return f"{given} is not possible here", f"write {_EXPECTED[kind]}"
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return f"{given} is outside the possible range", f"write {words} {context[name]:,}"
    if kind in ("literal_error", "union_tag_invalid"):
        names = quoted_names(context.get("expected") or context["expected_tags"])
        if not names:
            return f"{given} is not possible here", f"write {context['expected']}"
        word = node.value if kind == "literal_error" else context["tag"]
        return f"{show(word)} is not possible here", choices(word, names)
    if kind == "too_short" and context["min_length"] == 1:
        return "this is empty", f"write at least one {str(error['loc'][-1]).removesuffix('s')}"
    return _explain_size(kind, given, context) or (error["msg"], "")


def _explain_size(kind: str, given: str, context: dict[str, Any]) -> tuple[str, str] | None:
    """Word what has a wrong length or form."""
    if kind == "string_pattern_mismatch":
        return f"{given} is not a name", "write small letters, digits and _, a letter first, at most 48"
    if kind == "string_too_long":
        return "this text is too long", f"write at most {context['max_length']:,} characters"
    if kind == "too_short":
        return "this is empty", f"write at least {context['min_length']}"
    if kind == "too_long":
        return "this is too long", f"write at most {context['max_length']:,}"
    return None
