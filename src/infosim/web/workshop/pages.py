"""The pages and their files: read once, known by name, so that no path leads out of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from infosim.web.page import filled
from infosim.web.script import ENGINE, STATIC
from infosim.web.words import LANGUAGES, REVIEWED, words

FOLDER = STATIC / "workshop"

PAGES = {"/": "phone", "/stage": "stage", "/trainer": "trainer"}
"""What is shown at a path: one page, with the script of each view."""

KINDS = {".js": "text/javascript", ".css": "text/css"}


class File(NamedTuple):
    """A file as it is sent."""

    content: bytes
    kind: str


def files() -> Mapping[str, File]:
    """Read everything that is the same for everybody, by the path under which it is asked for."""
    modules = [STATIC / f"{name}.js" for name in (*ENGINE, "film", "player")]
    found = {f"/static/{path.name}": _read(path) for path in modules}
    found |= {
        f"/static/workshop/{path.name}": _read(path) for path in FOLDER.iterdir() if path.suffix in KINDS
    }
    for path, view in PAGES.items():
        found[path] = File(filled("workshop/page.html", {"view": view}).encode(), "text/html")
    for language in LANGUAGES:
        told = {**words(language, "common"), **words(language, "workshop")}
        content = {"name": LANGUAGES[language], "is_reviewed": language in REVIEWED, "words": told}
        found[f"/words/{language}.json"] = _as_json(content)
    found["/words/languages.json"] = _as_json(dict(LANGUAGES))
    return found


def _as_json(content: Any) -> File:
    return File(json.dumps(content, ensure_ascii=False).encode(), "application/json")


def _read(path: Path) -> File:
    return File(path.read_bytes(), KINDS[path.suffix])
