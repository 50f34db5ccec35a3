"""What users read says everything: arguments, shapes, units, errors and sources."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest
from pages.python import members, parents
from pages.text import sections

import infosim
from infosim.evidence import table
from infosim.evidence.works import works
from infosim.measures import OUTCOMES
from infosim.network import GENERATORS
from infosim.rules import COMPETITION, PERSUASION
from infosim.rules.competition import compete

RULES: dict[str, Callable[..., Any]] = {**PERSUASION, COMPETITION: compete}

PUBLIC = {
    f"{name}.{method}": (getattr(infosim, name), member.fget if isinstance(member, property) else member)
    for name in infosim.__all__
    for method, member in members(getattr(infosim, name)).items()
    if method != "of_parts"  # how a class takes over what a lower layer has made; nobody else calls it
}
"""Methods and properties of the public classes, also inherited ones, each with its class."""

DEFINED = {"discernment", "weighted_discernment", "structural_virality", "early_reproduction", "equity_gap"}
"""Measures that are more than a count, so that somebody has to say how they are defined."""

SHAPE = re.compile(r"``\([\w +*,]+\)``")

ARRAYS = ("Floats", "NDArray", "ndarray")


def told(thing: Any) -> str:
    """Give a docstring without its indent."""
    return inspect.getdoc(thing) or ""


def begins_well(text: str) -> bool:
    """Tell whether a docstring begins with a sentence."""
    first = text.partition("\n")[0]
    return bool(first) and first[0].isupper() and first.endswith(".")


def faults_of(cls: type, function: Callable[..., Any]) -> list[str]:
    """List what a method's docstring leaves out; what all methods take may be told once, by the class."""
    text, source = told(function), inspect.getsource(function)
    if "; see `" in text:
        # What it hands on to says the rest.
        return [] if re.search(r"see `\w+\.\w+`\.", text) else ["hands on to nothing"]
    said = "\n".join([text, *(told(one) for one in (cls, *parents(cls)))])
    signature = inspect.signature(function)
    faults = [
        f"does not say what {name} is"
        for name in signature.parameters
        if name != "self" and not re.search(rf"\b{name}\b", said)
    ]
    back = str(signature.return_annotation)
    if any(kind in back for kind in ARRAYS) and not SHAPE.search(text) and "each column of" not in text:
        faults.append("gives an array of unknown shape")
    if ("DataFrame" in back or "Graph" in back) and not sections(text)[1].get("Returns"):
        faults.append("gives a table and does not name its columns")
    if "raise " in source and not sections(text)[1].get("Raises"):
        faults.append("raises what it does not tell")
    return faults


@pytest.mark.parametrize("name", PUBLIC)
def test_public_methods_are_described(name: str) -> None:
    """Fault: an argument, an error or a column that only the source tells."""
    cls, function = PUBLIC[name]
    assert begins_well(told(function))
    assert faults_of(cls, function) == []


def test_faults_would_be_found() -> None:
    """Fault: a check that is content with everything."""

    class Careless:
        """Do this."""

        def give(self, colour: str) -> ARRAYS:  # type: ignore[valid-type]
            """Give something."""
            raise ValueError(colour)

        give.__annotations__["return"] = "Floats"

    assert faults_of(Careless, Careless.give) == [
        "does not say what colour is",
        "gives an array of unknown shape",
        "raises what it does not tell",
    ]


@pytest.mark.parametrize("name", infosim.__all__)
def test_public_classes_are_described(name: str) -> None:
    """Fault: a class that is exported before anybody says what it is."""
    assert begins_well(told(getattr(infosim, name)))


@pytest.mark.parametrize("name", RULES)
def test_rules_say_ranges_and_units(name: str) -> None:
    """Every argument of a rule has its kind and, where it is a proportion, its range."""
    described = sections(told(RULES[name]))[1]["Parameters"]
    for parameter in inspect.signature(RULES[name]).parameters:
        line = next(line for line in described.splitlines() if re.match(rf"[\w, ]*\b{parameter}\b", line))
        assert re.search(r": (float in [\[(]|float, at least|int\b)", line), line


@pytest.mark.parametrize("name", GENERATORS)
def test_generators_say_ranges_and_errors(name: str) -> None:
    """Every parameter of a graph has its kind and its range; what is refused is told."""
    _, found = sections(told(GENERATORS[name]))
    for line in found.get("Parameters", "").splitlines():
        if line and not line.startswith(" "):
            assert re.search(r" : .*(in \[|<|>=|of an|whether|\(n,\)|int)", line), line
    if "raise " in inspect.getsource(GENERATORS[name]):
        assert found.get("Raises")


@pytest.mark.parametrize("name", OUTCOMES)
def test_measures_say_their_range(name: str) -> None:
    """A proportion says its range; anything else has its unit in the catalogue.

    Fault: a fraction that may be a percentage.
    """
    text = told(OUTCOMES[name].measure)
    assert begins_well(text)
    assert OUTCOMES[name].unit != "%" or re.search(r"in \[-?[01], 1\]|\(1 or 0\)", text)


@pytest.mark.parametrize(
    ("name", "thing"),
    [*RULES.items(), *GENERATORS.items(), *((name, OUTCOMES[name].measure) for name in sorted(DEFINED))],
)
def test_sources_are_named(name: str, thing: Callable[..., Any]) -> None:
    """A rule, a graph and a measure that is more than a count say where they come from.

    Fault: a formula that nobody can look up, and that nobody owns up to having assumed.
    """
    if name == "file":
        return
    source = sections(told(thing))[1]["Source"]
    known = set(re.findall(r"\w+", source)) & {*works(), *table()}
    assert known or "ssum" in source, source
