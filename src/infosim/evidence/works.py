"""The works that infosim rests on: references.bib, found by key and cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from infosim.evidence.lookup import unknown

UNDATED = "undated"
"""What stands for the year of a work that has none."""

_ENTRY = re.compile(r"^@(\w+)\{(\w+),\n(.*?)^\}$", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^  (\w+) = \{(.*)\},$", re.MULTILINE)


@dataclass(frozen=True)
class Work:
    """One entry of references.bib.

    Attributes
    ----------
    key : author and year, Guess2020
    kind : article, book, inproceedings or misc
    fields : author, title, year and what else is known; names as BibTeX has them
    entry : the entry as it stands in the file
    """

    key: str
    kind: str
    fields: Mapping[str, str]
    entry: str

    @property
    def cite(self) -> str:
        """Name the authors and the year in a few words: Guess and others 2020."""
        year = self.fields["year"]
        separator = ", " if year == UNDATED else " "
        return _several(_family_names(self.fields["author"])) + separator + year


def _family_names(author: str) -> list[str]:
    """Take the family names out of a field; an organisation stands in braces and is one name."""
    if author.startswith("{"):
        return [author.strip("{}")]
    return [name.split(",")[0] for name in author.split(" and ")]


def _several(names: list[str]) -> str:
    """Join one or two names, and put others for more."""
    return " and ".join(names if len(names) <= 2 else [names[0], "others"])


def read(text: str) -> dict[str, Work]:
    """Read entries, one field a line, as references.bib has them.

    Returns
    -------
    dict from key to work, in the order of the text
    """
    return {
        found[2]: Work(found[2], found[1], MappingProxyType(dict(_FIELD.findall(found[3]))), found[0])
        for found in _ENTRY.finditer(text)
    }


@cache
def works() -> Mapping[str, Work]:
    """Give all works by key."""
    text = files("infosim.evidence").joinpath("references.bib").read_text(encoding="utf-8")
    return MappingProxyType(read(text))


def work(key: str) -> Work:
    """Give one work.

    Raises
    ------
    InputError
        If there is none of this key; says which were probably meant.
    """
    try:
        return works()[key]
    except KeyError:
        raise unknown("reference", key, works()) from None


def bibtex(keys: Iterable[str]) -> str:
    """Write the entries of some works, each once, in the order of their keys.

    Raises
    ------
    InputError
        If a key is in no entry.
    """
    entries = [work(key).entry + "\n" for key in sorted(set(keys), key=str.casefold)]
    return "\n".join(entries)
