"""Words of pages: every language says what English says, with the same places to fill."""

from __future__ import annotations

import re

import pytest

from infosim.errors import InputError
from infosim.web.words import ENGLISH, FOLDER, LANGUAGES, pages, words

OTHERS = [language for language in LANGUAGES if language != ENGLISH]


def places(text: str) -> list[str]:
    """List what a text leaves to be filled in."""
    return sorted(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("page", pages())
@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_what_english_says(language: str, page: str) -> None:
    """Compare keys and places to fill.

    Fault: a key added in English alone, or `{count}` translated with the rest.
    """
    english, told = words(ENGLISH, page), words(language, page)
    assert list(told) == list(english)
    assert {key: places(text) for key, text in told.items()} == {
        key: places(text) for key, text in english.items()
    }
    assert all(text.strip() for text in told.values())


@pytest.mark.parametrize("language", OTHERS)
def test_no_language_has_pages_of_its_own(language: str) -> None:
    """Fault: a page renamed in English, with its translations left behind."""
    assert {file.stem for file in (FOLDER / language).glob("*.json")} == set(pages())


@pytest.mark.parametrize("page", pages())
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_words(language: str, page: str) -> None:
    """Fault: markup in a translation, which pages show as it is written."""
    for text in words(language, page).values():
        assert not re.search(r"[<>]|&\w+;", text)


def test_unknown_languages_and_pages_are_refused() -> None:
    """Fault: a traceback for `--language de`, or a file outside the folder read."""
    with pytest.raises(InputError, match="'de'"):
        words("de", "common")
    with pytest.raises(InputError, match="'nothing'"):
        words("en", "nothing")
    with pytest.raises(InputError, match="written in"):
        words("../en", "common")
