"""The references: entries that BibTeX can read, each work once, and short citations."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from infosim.errors import InputError
from infosim.evidence import bibtex
from infosim.evidence.works import UNDATED, read, work, works

FILE = Path(__file__).parents[3] / "src" / "infosim" / "evidence" / "references.bib"

KINDS = {
    "article": {"journal"},
    "book": {"publisher"},
    "inproceedings": {"booktitle"},
    "misc": {"howpublished"},
}
"""What an entry of each kind must have besides author, title and year."""


def depths(text: str) -> list[int]:
    """Give how deep in braces each character stands, behind it."""
    depth, found = 0, []
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        found.append(depth)
    return found


def test_braces_are_balanced() -> None:
    """An entry opens with its first brace and closes with its last; a value holds as many of each.

    Fault: a brace forgotten around a name in a title.
    """
    for key, one in works().items():
        deep = depths(one.entry[one.entry.index("{") :])
        assert min(deep[:-1]) > 0, key
        assert deep[-1] == 0, key
        assert all(
            min([0, *depths(value)]) == 0 == sum(depths(value)[-1:]) for value in one.fields.values()
        ), key


def test_nothing_in_the_file_is_passed_over() -> None:
    """Every line is a remark, an entry's first or last, or one of its fields, each of which comes once.

    Fault: a comma forgotten at the end of a field, which then is missing.
    """
    text = FILE.read_text(encoding="utf-8")
    assert text.count("\n@") == len(works()) == len(re.findall(r"^@\w+\{", text, re.MULTILINE))
    lines = [line for line in text.splitlines() if line and not line.startswith("%")]
    assert len(lines) == sum(2 + len(one.fields) for one in works().values())


def test_entries_have_what_their_kind_needs() -> None:
    """Fault: an article without its year."""
    lacking = {
        (key, name)
        for key, one in works().items()
        for name in {"author", "title", "year"} | KINDS[one.kind]
        if not one.fields.get(name, "").strip("{} ")
    }
    assert lacking == set()
    assert all(re.fullmatch(rf"\d{{4}}|{UNDATED}", one.fields["year"]) for one in works().values())


def test_keys_are_author_and_year() -> None:
    """Fault: a year corrected in an entry and not in its key."""
    wrong = [key for key, one in works().items() if not key.endswith(one.fields["year"].capitalize())]
    assert wrong == []
    assert list(works()) == sorted(works(), key=str.casefold)


def test_no_work_has_two_entries() -> None:
    """Fault: one paper under two keys."""
    for name in ("doi", "title"):
        values = [one.fields[name].casefold() for one in works().values() if name in one.fields]
        assert len(values) == len(set(values))
    assert all(
        re.fullmatch(r"10\.\d{4,}/\S+", one.fields.get("doi", "10.1000/x")) for one in works().values()
    )


@pytest.mark.parametrize(
    ("key", "cited"),
    [
        ("Badrinathan2021", "Badrinathan 2021"),
        ("MartelRand2024", "Martel and Rand 2024"),
        ("Guess2020", "Guess and others 2020"),
        ("Maertens2025", "Maertens and others 2025"),
        ("VanDerMeer2023", "van der Meer and others 2023"),
        ("TikTok2021", "TikTok and Irrational Labs 2021"),
        ("FacebookUndated", "Facebook, undated"),
        ("MaertensUndated", "Maertens and others, undated"),
        ("Barabasi1999", "Barabási and Albert 1999"),
    ],
)
def test_citations_are_short(key: str, cited: str) -> None:
    """Fault: an organisation with "and" in its name taken for two people, or two authors called others."""
    assert work(key).cite == cited


def test_entries_come_once_in_the_order_of_their_keys() -> None:
    """The same works give the same text, however they are asked for, and it reads back as it was.

    Fault: entries in the order of a set, which differs from one process to the next.
    """
    text = bibtex(works())
    assert bibtex([*reversed(list(works())), *works()]) == text
    assert re.findall(r"^@\w+\{(\w+),$", text, re.MULTILINE) == list(works())
    assert read(text) == dict(works())
    assert text == FILE.read_text(encoding="utf-8").split("\n\n", 1)[1]


def test_some_works_and_none() -> None:
    """Fault: an empty line where there is no entry, or none between two."""
    assert bibtex([]) == ""
    assert (
        bibtex(["Sellke1983", "Guess2020"])
        == work("Guess2020").entry + "\n\n" + work("Sellke1983").entry + "\n"
    )


def test_an_unknown_key_is_refused_with_what_was_meant() -> None:
    """Fault: a key without an entry left out in silence."""
    with pytest.raises(InputError, match=r"there is no reference 'Gues2020'\n.*did you mean Guess2020"):
        bibtex(["Guess2020", "Gues2020"])
