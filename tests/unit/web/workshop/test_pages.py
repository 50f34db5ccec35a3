"""What the pages of a workshop say and load."""

from __future__ import annotations

import re

from infosim.web.script import STATIC
from infosim.web.words import words
from infosim.web.workshop.pages import FOLDER, files
from infosim.web.workshop.spending import ROLES

ACTIVITIES = ("peak", "effect", "coins", "group", "luck", "what_if", "roles", "finding")

SCRIPTS = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.js")}


def keys_of(name: str) -> set[str]:
    """List the keys that a template like `name_${view.activity}` can become."""
    from infosim.web.workshop.moves import MOVES

    ends: dict[str, tuple[str, ...]] = {
        "name_": ACTIVITIES,
        "ask_": (*ACTIVITIES, "peak_several", "effect_several", "what_if_wait"),
        "told_": ACTIVITIES,
        "note_": ("lobby", *ACTIVITIES, "end"),
        "choice_": ("more", "same", "fewer", "yes", "no"),
        "move_": tuple(move.id for move in MOVES),
        "role_": ROLES,
        "aim_": ROLES,
    }
    return {name + end for end in ends[name]}


def used() -> set[str]:
    """List the keys that scripts and refusals use."""
    found: set[str] = set()
    for text in SCRIPTS.values():
        found |= set(re.findall(r'\bt\(\s*"(\w+)"', text))
        found |= {word for pair in re.findall(r't\(\w+ \? "(\w+)" : "(\w+)"\)', text) for word in pair}
        for start in re.findall(r"\bt\(`(\w+_)\$\{", text):
            found |= keys_of(start)
    kinds = re.search(r"const KINDS = (\[.*?\])", SCRIPTS["film"])
    assert kinds
    found |= set(re.findall(r'"(\w+)"', kinds[1]))
    for module in (STATIC.parent / "workshop").glob("*.py"):
        found |= set(re.findall(r'"(refused_\w+)"', module.read_text(encoding="utf-8")))
    return found


def test_pages_say_only_what_is_written() -> None:
    """Every key that a page asks for is there, and none is left over.

    Fault: a button called `step_close`, or words that nobody sees any more.
    """
    told = {**words("en", "common"), **words("en", "workshop")}
    assert used() - set(told) == set()
    assert set(words("en", "workshop")) - used() == set()


def test_scripts_build_no_markup_and_load_nothing() -> None:
    """Fault: innerHTML for a title, a library from elsewhere, a style in an attribute."""
    for name, text in SCRIPTS.items():
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function", text
        ), name
        assert not re.search(r"https?://(?!www\.w3\.org)|import\(", text), name
        assert "style:" not in text, name
        for source in re.findall(r'from "([^"]+)"', text):
            assert (FOLDER / source).resolve().is_file(), (name, source)


def test_every_module_that_is_imported_is_served() -> None:
    """Fault: a module moved out of the list of files, so that the wall stays white."""
    served = files()
    for path, file in served.items():
        if path.endswith(".js"):
            for source in re.findall(rb'from "([^"]+)"', file.content):
                assert _joined(path, source.decode()) in served, (path, source)


def _joined(path: str, source: str) -> str:
    """Follow an import from a path."""
    folder = path.rsplit("/", 1)[0]
    while source.startswith("../"):
        folder, source = folder.rsplit("/", 1)[0], source[3:]
    return f"{folder}/{source.removeprefix('./')}"
