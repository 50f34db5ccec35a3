"""The studies that come with infosim, by id."""

from __future__ import annotations

from pathlib import Path

from infosim.errors import InputError, Problem
from infosim.scenario.reading import SUFFIXES
from infosim.scenario.wording import choices
from infosim.units import show

_PACKAGE = Path(__file__).resolve().parent.parent
_FOLDERS = (_PACKAGE / "_scenarios", _PACKAGE.parent.parent / "scenarios")
"""In an installed package; in the source tree."""


def shipped() -> dict[str, Path]:
    """List the shipped scenarios: id to file, in alphabetical order."""
    folder = next((folder for folder in _FOLDERS if folder.is_dir()), None)
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))} if folder else {}


def find(name: str, folder: Path = Path()) -> tuple[Path, str]:
    """Find a scenario by id, or by path relative to a folder.

    Returns
    -------
    path
    shown : what to call it in messages

    Raises
    ------
    InputError
        If there is no shipped scenario of this name and it is no path.
    """
    if path := shipped().get(name):
        return path, path.name
    shown = "".join(character if character.isprintable() else "?" for character in name)
    if name.lower().endswith(SUFFIXES) or _exists(folder / name):
        return folder / name, shown
    raise InputError(Problem(f"there is no scenario {show(name)}", choices(name, shipped())))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
