"""What pages say, by language: English is complete and leads, the others are drafts."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from types import MappingProxyType

from infosim.errors import InputError, Problem

FOLDER = Path(__file__).parent / "words"

ENGLISH = "en"

LANGUAGES = MappingProxyType({"en": "English", "fr": "Français", "es": "Español", "dz": "རྫོང་ཁ"})
"""Names of languages as their speakers write them, English first."""

REVIEWED = frozenset({ENGLISH})
"""Languages whose words a speaker has looked at; pages say so of the others."""


@cache
def words(language: str, page: str) -> MappingProxyType[str, str]:
    """Give what a page says in a language, by key.

    Parameters
    ----------
    language : one of `LANGUAGES`
    page : name of a file in ``words/<language>``, such as 'playground'

    Returns
    -------
    Texts by key; what stands in braces is put in by the page, as words and never as markup.

    Raises
    ------
    InputError
        There is no such language, or no such page.
    """
    if language not in LANGUAGES:
        raise InputError(Problem(f"no page is written in {language!r}", f"one of {', '.join(LANGUAGES)}"))
    if page not in pages():
        raise InputError(Problem(f"there are no words for a page {page!r}", f"one of {', '.join(pages())}"))
    file = FOLDER / language / f"{page}.json"
    told: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return MappingProxyType(told)


def pages() -> tuple[str, ...]:
    """List the pages that have words in English, in alphabetical order."""
    return tuple(sorted(file.stem for file in (FOLDER / ENGLISH).glob("*.json")))


def all_words(page: str) -> dict[str, dict[str, str]]:
    """Collect what a page says in every language, for a page that lets people choose."""
    return {language: dict(words(language, page)) for language in LANGUAGES}
