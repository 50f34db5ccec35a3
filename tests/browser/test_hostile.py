"""Titles that want to be more than words: through report and playground, nothing is executed or loaded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from browser.hostile import TITLES
from driving import Driven
from infosim.errors import InputError
from infosim.experiments import compare
from infosim.scenario import Loaded, load
from infosim.simulation import prepare
from infosim.web.playground import playground
from infosim.web.report import report
from kinds import part
from studies import small, with_arms

SEEN = """() => [...document.querySelectorAll('h1, .question, option, figcaption, svg text, th, td')]
  .map((e) => e.textContent)"""

ARMS = ("baseline", "one", "two", "three")

TOGETHER = 2 + len(ARMS)
"""Titles in one study: its own, its question, and those of its arms."""


def written_with(titles: Sequence[str], folder: Path) -> Loaded:
    """Write a study with titles wherever a user may write words."""
    arms = {name: ["told"] if name != "baseline" else [] for name in ARMS}
    written = with_arms(small(), part("awareness_campaign", "told"), **arms)
    padded = [*titles, *["plain"] * (TOGETHER - len(titles))]
    written["title"], written["question"] = padded[:2]
    for name, title in zip(ARMS, padded[2:], strict=True):
        written["arms"][name]["title"] = title
    written["workshop"] = {"sliders": ["interventions.told.effect"]}
    file = folder / "hostile.json"
    file.write_text(json.dumps(written), encoding="utf-8")
    return load(file)


def is_refused(title: str, folder: Path) -> bool:
    """Tell whether a scenario takes no such title at all."""
    try:
        written_with([title], folder)
    except InputError:
        return True
    return False


def plain(text: str) -> str:
    """Put spaces together, as HTML does."""
    return " ".join(text.split())


@pytest.mark.slow
def test_forty_titles_are_words_and_nothing_else(
    driven: Driven, tmp_path: Path, warm_engines: tuple[str, ...]
) -> None:
    """Open report and playground: every title is shown as it is written, and nothing happens.

    Fault: a title put into the page without `escape`, or data that ends its element.
    """
    assert warm_engines
    assert len(TITLES) == 40
    taken = [title for title in TITLES if not is_refused(title, tmp_path)]
    assert len(taken) >= 36
    for first in range(0, len(taken), TOGETHER):
        titles = taken[first : first + TOGETHER]
        loaded = written_with(titles, tmp_path)
        comparison = compare(prepare(loaded.scenario), replicates=2, workers=1)
        pages = {"report": report(loaded, comparison, titles[0]), "playground": playground([loaded])}
        for name, text in pages.items():
            file = tmp_path / f"{name}{first}.html"
            file.write_text(text, encoding="utf-8")
            page = driven.page(file.as_uri())
            ready = "document.querySelector('#check')?.dataset.same || document.body.dataset.drawn"
            page.wait_for_function(f"() => {ready}", timeout=60_000)
            shown = set(map(plain, page.evaluate(SEEN)))
            assert [title for title in titles if plain(title) not in shown] == [], name
            assert page.evaluate("document.body.dataset.taken") is None
            assert page.url.split("#")[0] == file.as_uri()
            page.close()
    assert driven.dialogs == []
    assert driven.errors == []
