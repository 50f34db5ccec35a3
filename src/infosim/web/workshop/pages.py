"""The pages and their files: read once, known by name, so that no path leads out of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from infosim.web.script import ENGINE, STATIC
from infosim.web.words import LANGUAGES, REVIEWED, words

FOLDER = STATIC / "workshop"

PAGES = {"/": "phone.html", "/stage": "stage.html", "/trainer": "trainer.html"}

KINDS = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".json": "application/json"}


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
    for path, name in PAGES.items():
        found[path] = _read(FOLDER / name)
    for language in LANGUAGES:
        told = {**words(language, "common"), **words(language, "workshop")}
        content = {"name": LANGUAGES[language], "is_reviewed": language in REVIEWED, "words": told}
        found[f"/words/{language}.json"] = File(
            json.dumps(content, ensure_ascii=False).encode(), KINDS[".json"]
        )
    names = json.dumps(dict(LANGUAGES), ensure_ascii=False).encode()
    found["/words/languages.json"] = File(names, KINDS[".json"])
    return found


def _read(path: Path) -> File:
    return File(path.read_bytes(), KINDS[path.suffix])
