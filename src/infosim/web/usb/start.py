"""The page that leads to the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from infosim.web.usb.paper import Words, element, page
from infosim.web.words import words


def start(material: Mapping[str, Any], pages: Sequence[str], language: str) -> str:
    """Write the start page of a folder.

    Parameters
    ----------
    material : what the workshop asks and shows
    pages : names of the files beside it
    language : one of `words.LANGUAGES`
    """
    say = Words(language)
    links = "".join(
        f'<li><a href="{escape(name)}">{escape(say("start_" + name.partition(".")[0]))}</a></li>\n'
        for name in pages
    )
    return page(
        material["title"],
        say.language,
        element("h1", material["title"]),
        element("p", material["question"], "lead"),
        element("p", say("start_how")),
        f"<ul>\n{links}</ul>\n",
        element("p", words(say.language, "common")["limits"], "note"),
    )
