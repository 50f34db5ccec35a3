"""The report: one file that works without a network, and shows the runs that Python made."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from end_to_end.program import infosim
from infosim.experiments import compare
from infosim.scenario import load
from infosim.simulation import prepare
from infosim.web.page import embedded
from infosim.web.report import report, typical
from machines import dumped

LARGEST = 1_500_000

HOSTILE = '</script><script>document.title = "taken over"</script><img src="https://example.org/x">'

OUTSIDE = ("src", "href", "action", "data", "poster", "background", "srcset")
"""Attributes by which a page loads something or leads away."""


class Elements(HTMLParser):
    """Collects the elements of a page, and the text inside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Remember the text of scripts and styles."""
        if self.cdata_elem is not None:
            self.inside.append((self.cdata_elem, data))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, warm_engines: tuple[str, ...]) -> Path:
    """Write a report as a user would, in a process of its own."""
    assert warm_engines
    folder = tmp_path_factory.mktemp("report")
    file = folder / "page.html"
    done = infosim("report", "first_steps", "--replicates", 3, "--out", file, folder=folder)
    assert done.code == 0, done.err
    assert str(file) in done.out
    return file


def test_nothing_is_loaded_from_anywhere(page: Path) -> None:
    """No element names another file, and the policy of the page forbids to load any.

    Fault: a font or a picture by its address, or a policy with `unsafe-inline`.
    """
    text = page.read_text(encoding="utf-8")
    elements = Elements(text)
    named = [(tag, name) for tag, given in elements.found for name in given if name in OUTSIDE]
    assert named == []
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|WebSocket|import\(", text)
    (policy,) = [
        given["content"] or ""
        for tag, given in elements.found
        if tag == "meta" and given.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    executed = [inside for kind, inside in elements.inside if not inside.startswith("{")]
    for inside in executed:
        assert b64encode(sha256(inside.encode()).digest()).decode() in policy
    assert len(executed) == 2


def test_the_browser_computes_the_same_runs(page: Path, tmp_path: Path) -> None:
    """Open the page in a real browser, without a network: both digests are those of Python.

    Fault: a policy that forbids the page its own script, or a payload of another replicate.
    """
    shown = dumped(page, tmp_path, 120, "--virtual-time-budget=20000")
    assert 'data-same="true"' in shown
    assert re.search(r'id="with_count"[^>]*>\d+ believe a false claim, \d+ are corrected', shown)


def test_another_run_would_be_noticed(page: Path, tmp_path: Path) -> None:
    """Change one digest of the page: it says that it is not to be trusted.

    Fault: a note that says "the same" whatever was computed.
    """
    text = page.read_text(encoding="utf-8")
    digest = json.loads(re.search(r'"digests":(\["\w+","\w+"\])', text)[1])[1]  # type: ignore[index]
    file = tmp_path / "tampered.html"
    file.write_text(text.replace(digest, "0" * 64), encoding="utf-8")
    shown = dumped(file, tmp_path, 120, "--virtual-time-budget=20000")
    assert 'data-same="false"' in shown
    assert "do not trust" in shown


def test_the_command_on_the_page_makes_it_again(page: Path, tmp_path: Path) -> None:
    """Fault: a command without the number of replicates, or a page with the time of day in it."""
    text = page.read_text(encoding="utf-8")
    command = unescape(re.search(r"<code>infosim (.*?)</code>", text)[1])  # type: ignore[index]
    again = tmp_path / "again.html"
    assert infosim(*command.split(), "--out", again, folder=tmp_path).code == 0
    assert again.read_bytes() == page.read_bytes()


def test_words_of_a_user_stay_words(tmp_path: Path) -> None:
    """Put markup into every text that a scenario may have.

    Fault: a title that is not escaped, or data that end the element which holds them.
    """
    assert not set("<>&") & set(embedded({"words": HOSTILE}))
    assert json.loads(embedded({"words": HOSTILE})) == {"words": HOSTILE}
    scenario = tmp_path / "hostile.yaml"
    words = json.dumps(HOSTILE)
    scenario.write_text(
        f"infosim: 1\nextends: first_steps\ntitle: {words}\nquestion: {words}\nnotes: {words}\n"
        f"sources: [{words}]\narms:\n  with_talk: {{title: {words}, interventions: [talk]}}\n",
        encoding="utf-8",
    )
    loaded = load(str(scenario), size=60)
    text = report(loaded, compare(prepare(loaded.scenario), replicates=2, workers=1), "infosim report x")
    elements = Elements(text)
    assert [tag for tag, _ in elements.found if tag == "script"] == ["script", "script"]
    assert "img" not in [tag for tag, _ in elements.found]
    assert "example.org" in unescape(text)


@pytest.mark.slow
def test_a_large_report_is_small_enough() -> None:
    """Write the report of the largest study, at 2,000 people.

    Fault: contacts written as 32-bit numbers in both directions.
    """
    loaded = load("bhutan_2022", size=2000)
    comparison = compare(prepare(loaded.scenario), replicates=2)
    text = report(loaded, comparison, "infosim report bhutan_2022")
    assert 300_000 < len(text.encode()) < LARGEST
    arm = comparison.arms[1]
    differences = comparison.differences(arm, comparison.outcome)
    assert typical(comparison, arm) == int(abs(differences - differences.mean()).argmin())
