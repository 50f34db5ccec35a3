"""Every public method says what it is given, what it gives, and when it refuses."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest

import infosim
from contract.test_house import docstring_of, section
from infosim.api.own import Own

CLASSES = ("Scenario", "Study", "Run", "Comparison", "Sweep")


def methods() -> Iterator[tuple[str, Any]]:
    """List the public methods that users call, with those that the classes inherit from ours."""
    for name in CLASSES:
        for one, method in inspect.getmembers(getattr(infosim, name), callable):
            if not one.startswith("_") and one not in ("of_parts", "of"):
                yield f"{name}.{one}", method
        if name == "Scenario":
            yield "Scenario.of", infosim.Scenario.of


METHODS = dict(methods())


def parameters(method: Any) -> list[str]:
    """Name what a method is given."""
    return [name for name in inspect.signature(method).parameters if name not in ("self", "cls")]


def test_there_are_methods() -> None:
    """Fault: a list that is empty."""
    assert {"Scenario.run", "Study.compare", "Run.network", "Comparison.effect", "Sweep.frame"} <= set(
        METHODS
    )


@pytest.mark.parametrize("name", METHODS)
def test_method_is_described(name: str) -> None:
    """A method says in its first line what it does; those of `api` tell each parameter and refusal.

    Fault: a parameter that was added and never told.
    """
    method = METHODS[name]
    text, given = docstring_of(method), parameters(method)
    assert re.match(r"[A-Z][a-z]+\b.*\.$", text.splitlines()[0]), text[:80]
    if not method.__module__.startswith("infosim.api"):
        return
    told = re.findall(r"^(\w.*?) :", section(text, "Parameters"), re.MULTILINE)
    named = {one for line in told for one in line.split(", ")}
    own = set(Own.__annotations__) if name == "Scenario.using" else set()
    assert {*given} - {"own"} <= named | own
    assert own <= named
    if given:
        assert "InputError" in section(text, "Raises")


@pytest.mark.parametrize("name", ["frame", "effect", "sensitivity", "network"])
def test_tables_name_their_columns(name: str) -> None:
    """Fault: a table whose columns have to be guessed."""
    for one, method in METHODS.items():
        if one.endswith(f".{name}"):
            assert section(docstring_of(method), "Returns").count("`") >= 4, one


@pytest.mark.parametrize("name", CLASSES)
def test_class_says_what_it_has(name: str) -> None:
    """Fault: attributes that only the source tells."""
    thing = getattr(infosim, name)
    told = "".join(section(docstring_of(kind), "Attributes") for kind in thing.__mro__)
    assert told
    own = [one for one in vars(thing).get("__annotations__", {}) if not one.startswith("_")]
    assert [one for one in own if one not in told] == []
