"""Titles that want to be more than words: through report and playground, nothing is executed or loaded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from browser.hostile import TITLES
from driving import Driven
from infosim.experiments import compare
from infosim.scenario import Loaded, load
from infosim.simulation import prepare
from infosim.web.playground import playground
from infosim.web.report import report
from kinds import part
from studies import small, with_arms

SEEN = "() => [...document.querySelectorAll('h1, option, figcaption, svg text, th, td')].map((e) => e.textContent)"


def hostile(n: int, folder: Path) -> Loaded:
    """Write a study with one of the titles wherever a user may write words."""
    written = with_arms(small(), part("awareness_campaign", "told"), without=[], with_it=["told"])
    written["title"] = written["question"] = TITLES[n]
    for arm in written["arms"].values():
        arm["title"] = TITLES[n]
    written["workshop"] = {"sliders": ["interventions.told.effect"]}
    file = folder / f"hostile{n}.json"
    file.write_text(json.dumps(written), encoding="utf-8")
    return load(file)


@pytest.mark.slow
def test_forty_titles_are_words_and_nothing_else(
    driven: Driven, tmp_path: Path, warm_engines: tuple[str, ...]
) -> None:
    """Open report and playground of each title: it is shown as it is written, and nothing happens.

    Fault: a title put into the page without `escape`, or data that ends its element.
    """
    assert warm_engines
    assert len(TITLES) == 40
    for n, title in enumerate(TITLES):
        loaded = hostile(n, tmp_path)
        pages = {
            "report": report(loaded, compare(prepare(loaded.scenario), replicates=2, workers=1), title),
            "playground": playground([loaded]),
        }
        for name, text in pages.items():
            file = tmp_path / f"{name}{n}.html"
            file.write_text(text, encoding="utf-8")
            page = driven.page(file.as_uri())
            ready = "document.querySelector('#check')?.dataset.same || document.body.dataset.drawn"
            page.wait_for_function(f"() => {ready}", timeout=60_000)
            shown = page.evaluate(SEEN)
            shown_title = " ".join(loaded.scenario.title.split())
            assert any(" ".join(one.split()) == shown_title for one in shown), (name, title)
            assert page.evaluate("document.body.dataset.taken") is None, (name, title)
            assert page.url == file.as_uri() or page.url.startswith(f"{file.as_uri()}#")
            page.close()
    assert driven.dialogs == []
    assert driven.errors == []
