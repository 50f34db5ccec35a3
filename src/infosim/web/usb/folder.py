"""What is in the folder, and writing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infosim.experiments import Comparison
from infosim.scenario import Loaded
from infosim.web.playground import playground
from infosim.web.report import report
from infosim.web.usb.cards import cards
from infosim.web.usb.notes import notes
from infosim.web.usb.start import start


@dataclass(frozen=True)
class Packed:
    """What the pages of a folder are made of.

    Attributes
    ----------
    loaded, comparison : the scenario and what came of it
    small : the scenario with so many people that a page is quick
    material : what a workshop asks and shows, as `workshop.material` gives it
    language : in which cards and notes are written
    command : what makes the folder again
    """

    loaded: Loaded
    comparison: Comparison
    small: Loaded
    material: Mapping[str, Any]
    language: str
    command: str


def report_page(packed: Packed) -> str:
    """Write the report."""
    return report(packed.loaded, packed.comparison, packed.command)


def playground_page(packed: Packed) -> str:
    """Write the playground, with no more people than sliders can move at once."""
    return playground([packed.small])


def cards_page(packed: Packed) -> str:
    """Write the cards."""
    return cards(packed.material, packed.language)


def notes_page(packed: Packed) -> str:
    """Write the notes for the trainer."""
    return notes(packed.material, packed.language)


PAGES: dict[str, Callable[[Packed], str]] = {
    "report.html": report_page,
    "playground.html": playground_page,
    "cards.html": cards_page,
    "trainer.html": notes_page,
}
"""The pages of a folder by name; a new one is a line here, and a line of `cards.json` for the start page."""


def write_folder(packed: Packed, folder: Path, progress: Callable[[str], None]) -> list[Path]:
    """Write all pages, the page that leads to them, and the scenario.

    Parameters
    ----------
    folder : made if it is not there
    progress : called with the name of each file before it is written

    Returns
    -------
    The files, in the order of writing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, page in PAGES.items():
        progress(name)
        written.append(_put(folder / name, page(packed)))
    written.append(_put(folder / "start.html", start(packed.material, tuple(PAGES), packed.language)))
    scenario = packed.comparison.scenario
    written.append(_put(folder / f"{scenario.id}.yaml", packed.loaded.text))
    return written


def _put(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file
