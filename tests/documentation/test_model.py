"""`docs/model.md` says what the code does: its tables, names, numbers and sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages.model import PAGE, TABLES, with_tables

from infosim.draws import Purpose
from infosim.evidence import table
from infosim.evidence.works import works
from infosim.interventions import INTERVENTIONS
from infosim.interventions.awareness_campaign import USUAL_REACH
from infosim.interventions.prebunking import FORMATS
from infosim.network import GENERATORS
from infosim.population import ROLE_ACTIVITY
from infosim.results import MODEL_VERSION, STANCES
from infosim.rules import rule_names
from infosim.rules.persuasion import REINFORCEMENT
from infosim.rules.traits import LITERACY_MULTIPLIER, TRUST_FLOOR

TEXT = PAGE.read_text(encoding="utf-8")

ODD = (
    "Purpose and patterns",
    "Entities, state variables and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialisation",
    "Input data",
    "Submodels",
)
"""The seven elements of the protocol, in its order (Grimm2020)."""

CONCEPTS = (
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
)
"""The design concepts of the protocol, in its order."""


def section(number: str) -> str:
    """Give one section of the page, by its number."""
    found = re.search(rf"^#+ {re.escape(number)}\.? .*?(?=^#+ \d|\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, number
    return found[0]


def rows(text: str) -> Iterator[list[str]]:
    """List the cells of each row of the tables of a text, headings left out."""
    lines = text.splitlines()
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("|") and not line.startswith("|-") and not below.startswith("|-"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def test_elements_come_in_the_order_of_the_protocol() -> None:
    """Fault: a section that moves, so that a reviewer does not find what ODD puts there."""
    heads = re.findall(r"^## \d+\. (.*)$", TEXT, re.MULTILINE)
    assert [next(one for one in heads if one.startswith(name)) for name in ODD] == [
        head for head in heads if head.startswith(ODD)
    ]
    assert re.findall(r"^\*\*(.+?)\.\*\*", section("4"), re.MULTILINE) == list(CONCEPTS)


def test_tables_follow_from_the_schema() -> None:
    """Fault: a default that is changed in the code and stays as it was on the page."""
    assert set(re.findall(r"<!-- table: (\w+) -->", TEXT)) == set(TABLES)
    assert with_tables(TEXT) == TEXT, "run make schema"
    changed = TEXT.replace("| 6 h | 30 min to 24 h |", "| 7 h | 30 min to 24 h |")
    assert changed != TEXT
    assert with_tables(changed) == TEXT


def test_every_purpose_of_a_draw_is_told() -> None:
    """Fault: a draw that nobody who re-implements the model hears of; a number that is another one's."""
    told = {(int(row[0]), row[1]) for row in rows(section("6")) if row[0].isdecimal()}
    assert told == {(purpose.value, purpose.name) for purpose in Purpose}


def test_catalogues_are_told_whole() -> None:
    """Fault: a rule, a kind or a generator that is in the code and not on the page."""
    assert [row[0].strip("`") for row in rows(section("7.6"))] == rule_names()
    assert {row[0].strip("`") for row in rows(section("7.9"))} == set(INTERVENTIONS)
    assert {name for name in GENERATORS if f"`{name}`" not in section("5")} == set()


CONSTANTS: dict[str, tuple[float, ...]] = {
    "literacy multipliers": LITERACY_MULTIPLIER,
    "trust floor": (TRUST_FLOOR,),
    "trusted messenger": (TRUST_FLOOR + 2.0 * (1.0 - TRUST_FLOOR),),
    "activity of bots": (ROLE_ACTIVITY["bot"],),
    "activity of supersharers": (ROLE_ACTIVITY["supersharer"],),
    "`reinforced`: gain per repetition": (REINFORCEMENT,),
    "`awareness_campaign.reach`, if nothing is said of it": (100 * USUAL_REACH,),
    "`prebunking` by format: effect": tuple(100 * one.effect for one in FORMATS.values()),
    "`prebunking` by format: half-life": tuple(
        (one.half_life.half_life or 0) / 24 for one in FORMATS.values()
    ),
}
"""Constants of the page that the code has, by their name there."""


@pytest.mark.parametrize("name", CONSTANTS)
def test_constants_are_those_of_the_code(name: str) -> None:
    """Fault: a multiplier that is changed in the code, and described as it was."""
    (row,) = (row for row in rows(section("10")) if row[0] == name)
    numbers = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", row[1])]
    assert numbers == pytest.approx(list(CONSTANTS[name]))


def test_stances_and_version_are_those_of_the_code() -> None:
    """Fault: a page about the model as it was."""
    numbered = re.findall(r"\b(\d) ([A-Z]{6,})", section("2"))
    assert list(dict(numbered).values()) == [name.upper() for name in STANCES]
    assert f"about model version {MODEL_VERSION}" in " ".join(TEXT.split())


def test_sources_are_there() -> None:
    """Fault: an id of a row that was taken out; a key without an entry."""
    named = set(re.findall(r"\b[SHECIPNT]\d\d\b", TEXT))
    assert named - set(table()) == set()
    assert set(re.findall(r"\b[A-Z][A-Za-z]+(?:19|20)\d\d\b", TEXT)) - set(works()) == set()
    assert len(named) > 40


@pytest.mark.parametrize("path", sorted(Path(PAGE).parent.rglob("*.md")), ids=lambda path: path.name)
def test_commands_of_pages_exist(path: Path) -> None:
    """Fault: a page that names a command which was renamed."""
    from pages.commands import commands

    known = {name.split()[1] for name in commands()}
    named = re.findall(r"`infosim ([a-z]\w*)", path.read_text(encoding="utf-8"))
    assert set(named) - known == set()
