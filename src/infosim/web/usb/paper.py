"""Pages for paper: a style, a policy, and elements in which every text stays a text."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from infosim.web.page import policy, style_of
from infosim.web.words import LANGUAGES, REVIEWED, words


def page(title: str, language: str, *parts: str) -> str:
    """Put parts into a page that loads nothing, runs nothing, and prints to A4."""
    style = style_of("paper")
    draft = "" if language in REVIEWED else element("p", words(language, "common")["draft"], "note")
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(style, "")}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f"{draft}{''.join(parts)}\n</main>\n</body>\n</html>\n"
    )


def element(tag: str, text: str, kind: str = "") -> str:
    """Write an element with a text in it."""
    attribute = f' class="{kind}"' if kind else ""
    return f"<{tag}{attribute}>{escape(text)}</{tag}>\n"


def box(kind: str, *parts: str) -> str:
    """Put parts into a section of a kind."""
    return f'<section class="{kind}">\n{"".join(parts)}</section>\n'


def listed(lines: Iterable[str]) -> str:
    """Write a list of texts."""
    return "<ul>\n" + "".join(element("li", line) for line in lines) + "</ul>\n"


class Words:
    """The texts of a language for what is printed, with values put in."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self._told = {**words(self.language, "workshop"), **words(self.language, "cards")}

    def __call__(self, key: str, **values: object) -> str:
        """Give a text by its key."""
        text = self._told[key]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text
