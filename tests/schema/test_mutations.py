"""Two thousand files with a fault in them: each loads or is refused in order, fast, at the right line."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from infosim import draws
from infosim.errors import InputError
from infosim.interventions import INTERVENTIONS
from infosim.scenario import load, models, shipped
from infosim.units import Part

T = TypeVar("T")
VALID = Path(__file__).parent / "valid"
SOURCES = [VALID / "full.yaml", VALID / "minimal.yaml", VALID / "yaml_1_2.yaml", *shipped().values()]
LIMIT_SECONDS = 5

NASTY = [
    "\t",
    "\x00",
    "\x1b[2J",
    "\u2028",
    "\ufeff",
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    ":",
    ": ",
    "#",
    "&a ",
    "*a",
    "!!x ",
    "---\n",
]
NASTY += [
    "%",
    "\n",
    "\r",
    "- ",
    "? ",
    "|",
    ">",
    "@",
    "`",
    ",",
    "<<: 1",
    "1e999",
    ".nan",
    "-1",
    "010",
    "null",
    "1" * 30,
    "é",
    "\U0001f600",
]
NASTY += [
    "x" * 5000,
    "[" * 30,
    "{" * 30,
    "week " + "9" * 400,
    "9" * 400 + " h",
    "1e400 USD",
    "99999999999..5",
    "\u0667%",
    "~",
    "0x1F",
    "no",
]


class Luck:
    """Numbers for one mutation: the same in every run of the tests."""

    def __init__(self, mutation: int) -> None:
        self.mutation, self.count = mutation, 0

    def below(self, bound: int) -> int:
        """Draw a whole number below a bound."""
        self.count += 1
        return int(draws.philox(20240501, self.mutation, self.count, 0, 0, 0)[0]) % max(1, bound)

    def one_of(self, items: list[T]) -> T:
        """Draw one of several."""
        return items[self.below(len(items))]


def delete_line(lines: list[str], luck: Luck) -> None:
    del lines[luck.below(len(lines))]


def repeat_line(lines: list[str], luck: Luck) -> None:
    where = luck.below(len(lines))
    lines.insert(where, lines[where])


def swap_lines(lines: list[str], luck: Luck) -> None:
    one, other = luck.below(len(lines)), luck.below(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def join_lines(lines: list[str], luck: Luck) -> None:
    where = luck.below(len(lines) - 1)
    lines[where] += lines.pop(where + 1)


def shift_line(lines: list[str], luck: Luck) -> None:
    where = luck.below(len(lines))
    lines[where] = " " * (1 + luck.below(3)) + lines[where] if luck.below(2) else lines[where].lstrip()


def delete_character(lines: list[str], luck: Luck) -> None:
    where = luck.below(len(lines))
    at = luck.below(len(lines[where]))
    lines[where] = lines[where][:at] + lines[where][at + 1 :]


def insert_nasty(lines: list[str], luck: Luck) -> None:
    where = luck.below(len(lines))
    at = luck.below(len(lines[where]) + 1)
    lines[where] = lines[where][:at] + luck.one_of(NASTY) + lines[where][at:]


def replace_word(lines: list[str], luck: Luck) -> None:
    where = luck.below(len(lines))
    words = list(re.finditer(r"[\w%.-]+", lines[where]))
    if words:
        word = luck.one_of(words)
        lines[where] = lines[where][: word.start()] + luck.one_of(NASTY) + lines[where][word.end() :]


def exchange_words(lines: list[str], luck: Luck) -> None:
    one, other = luck.below(len(lines)), luck.below(len(lines))
    words = re.findall(r"\w+", lines[other])
    if words:
        lines[one] = re.sub(r"\w+", luck.one_of(words), lines[one], count=1)


def cut_short(lines: list[str], luck: Luck) -> None:
    del lines[luck.below(len(lines)) :]
    if lines:
        lines[-1] = lines[-1][: luck.below(len(lines[-1]) + 1)]


def several(lines: list[str], luck: Luck) -> None:
    for _ in range(6):
        if len(lines) > 2:
            luck.one_of(ANYTHING[:-1])(lines, luck)


Mutation = Callable[[list[str], Luck], None]
ANYTHING: list[Mutation] = [
    delete_line,
    repeat_line,
    swap_lines,
    join_lines,
    shift_line,
    delete_character,
    insert_nasty,
    replace_word,
    exchange_words,
    cut_short,
    several,
]


@pytest.mark.parametrize("mutation", ANYTHING, ids=lambda mutation: mutation.__name__)
def test_nothing_but_a_scenario_or_a_refusal(mutation: Mutation, tmp_path: Path) -> None:
    """A file with anything in it is loaded or refused, and quickly.

    Fault: `models_at` looks for a kind among the names although it is a map.
    """
    path = tmp_path / "mutated.yaml"
    for number in range(150):
        luck = Luck(1000 * ANYTHING.index(mutation) + number)
        lines = luck.one_of(SOURCES).read_text(encoding="utf-8").split("\n")
        mutation(lines, luck)
        path.write_text("\n".join(lines), encoding="utf-8", newline="")
        before = time.process_time()
        problems = refusals(path)
        assert time.process_time() - before < LIMIT_SECONDS
        for problem in problems:
            assert problem.message
            assert str(problem).isascii() or str(problem).encode()


def misspelt_keys(text: str, luck: Luck) -> Iterator[tuple[int, str]]:
    """Leave a letter out of a key of the schema, double it, or swap two."""
    known = sorted(key for key in _keys() if len(key) > 3)
    for found in re.finditer(rf"(?m)(?<=[ {{])({'|'.join(known)})(?=:)|^({'|'.join(known)})(?=:)", text):
        key, at = found[0], luck.below(len(found[0]) - 1)
        wrong = [
            key[:at] + key[at + 1 :],
            key[:at] + key[at] + key[at:],
            key[:at] + key[at + 1] + key[at] + key[at + 2 :],
        ]
        yield found.start(), text[: found.start()] + luck.one_of(wrong) + text[found.end() :]


def wrong_values(text: str, luck: Luck) -> Iterator[tuple[int, str]]:
    """Forget a percent sign, or write a number, a duration or a choice wrongly."""
    wrong = {
        r"(?<=: )([2-9]|[1-9]\d)(\.\d+)?%": lambda value: value[:-1],
        r"(?<=: )\d+ (h|days|weeks)\b": lambda value: luck.one_of(
            [value.split()[0], value + "z", "-" + value]
        ),
        r"(?<=size: )\d+\b(?!\.)": lambda _: luck.one_of(["many", "-3", "2.5", "'9'", "true", "0"]),
        r"(?<=mean_degree: )\d+\b": lambda _: luck.one_of(["many", "-3", "'9'", "100000", "[]", ".inf"]),
        r"(?<=kind: )\w+": lambda value: luck.one_of([value[:-1], "5", "[]", "null"]),
        r"(?<=model: )\w+": lambda value: luck.one_of([value[:-1], "5", "{}", "null"]),
    }
    for pattern, change in wrong.items():
        for found in re.finditer(pattern, text):
            yield found.start(), text[: found.start()] + change(found[0]) + text[found.end() :]


def unknown_names(text: str, luck: Luck) -> Iterator[tuple[int, str]]:
    """Write the name of something that does not exist."""
    places = r"(?<=channel: )\w+|(?<=platform: )\w+|(?<=who: )\w+|(?<=who: \[)\w+|(?<=groups: \[)[a-z]\w+"
    places += r"|(?<=claims: \[)\w+|(?<=platforms: \[)\w+|(?<=interventions: \[)\w+|(?<=penetration: \{)\w+"
    for found in re.finditer(places, text):
        wrong = luck.one_of([found[0] + "x", found[0][1:], "nowhere"])
        yield found.start(), text[: found.start()] + wrong + text[found.end() :]


@pytest.mark.parametrize("fault", [misspelt_keys, wrong_values, unknown_names])
def test_one_fault_is_reported_in_its_line(
    fault: Callable[[str, Luck], Iterator[tuple[int, str]]], tmp_path: Path
) -> None:
    """One fault gives problems in its own line only.

    Fault: `validate` does not read a misspelt key as what was meant.
    """
    path, count = tmp_path / "mutated.yaml", 0
    for source in [VALID / "full.yaml", *shipped().values()]:
        text = source.read_text(encoding="utf-8")
        for start, mutated in fault(text, Luck(50_000)):
            path.write_text(mutated, encoding="utf-8")
            line = text.count("\n", 0, start) + 1
            before = text[:start].rpartition("\n")[2]
            if mutated == text or "#" in before or before.count('"') % 2:
                continue
            count += 1
            problems = refusals(path)
            assert {problem.line for problem in problems} == {line}, mutated.split("\n")[line - 1]
    assert count > 60


def refusals(path: Path) -> tuple[object, ...]:
    try:
        load(path)
    except InputError as error:
        return error.problems
    return ()


def _keys() -> set[str]:
    """List the keys that the schema has anywhere."""
    parts = [part for part in vars(models).values() if isinstance(part, type) and issubclass(part, Part)]
    return {key for part in [*parts, *INTERVENTIONS.values()] for key in part.model_fields}
