"""The report in a real browser: what it tells of people, whom it hinders, and what it prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from driving import Driven, overflow, violations
from infosim.experiments import compare
from infosim.experiments.compare import Comparison
from infosim.scenario import load
from infosim.simulation import prepare, run
from infosim.web.report import report, typical

if TYPE_CHECKING:
    from playwright.sync_api import Page

STORIES = """() => {
  const { data, runs, n_people } = playback;
  return runs.map((run, side) => {
    const { first_shared } = run.state;
    return playback.sharers(first_shared, 0).map((i) => {
      const anew = new in_engine.Run(data.payload, side, new Map());
      return [i, in_story.storyOf(anew, 0, i, data.purposes)];
    });
  });
}"""


@pytest.fixture(scope="module")
def comparison(warm_engines: tuple[str, ...]) -> Comparison:
    """Compare the arms of the smallest study."""
    assert warm_engines
    return compare(prepare(load("first_steps").scenario), replicates=3, workers=1)


@pytest.fixture(scope="module")
def file(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write its report."""
    file = tmp_path_factory.mktemp("report") / "page.html"
    file.write_text(report(load("first_steps"), comparison, "infosim report first_steps"), encoding="utf-8")
    return file


def opened(driven: Driven, file: Path, size: str = "beamer") -> Page:
    """Open a report, and wait until both runs are computed and compared."""
    page = driven.page(file.as_uri(), size)
    page.wait_for_selector("#check[data-same=true]", timeout=60_000)
    return page


def test_stories_are_what_happened(driven: Driven, file: Path, comparison: Comparison) -> None:
    """Ask everybody why it shared: when, by which draw, and why it believed, beside the run in Python.

    Fault: the age counted from the step after, or the resistance of the episode before.
    """
    stories: list[list[tuple[int, list[dict[str, Any]]]]] = opened(driven, file).evaluate(STORIES)
    replicate, explained = typical(comparison, "with_talk"), 0
    for arm, told in zip(("baseline", "with_talk"), stories, strict=True):
        first = run(comparison.study, arm, replicate, "reference").state.first_shared[0]
        assert {i for i, _ in told} == {i for i, step in enumerate(first.tolist()) if step >= 0}
        for i, entries in told:
            shared = [entry for entry in entries if "shared" in entry]
            assert shared[0]["step"] == first[i]
            for one in (post for entry in shared for post in entry["shared"]):
                assert one.get("luck", -1) < one.get("chance", 0)
                explained += "luck" in one
            assert all("luck" in post or entry["started"] for entry in shared for post in entry["shared"])
            for entry in entries:
                if entry["after"] == 2 and entry["before"] != 2 and not entry["started"]:
                    assert entry["doubt"] <= entry["resistance"]
    assert explained > 30


@pytest.mark.slow
@pytest.mark.parametrize("size", ["beamer", "screen", "phone"])
def test_nothing_hinders_anybody(driven: Driven, file: Path, size: str) -> None:
    """Ask axe with everything folded and with everything open, and while it plays.

    Fault: a list that scrolls and cannot be reached by keys.
    """
    page = opened(driven, file, size)
    found = {"opened": violations(page)}
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.locator("#why_person").select_option(index=3)
    page.locator("#play").click()
    found["playing"] = violations(page)
    assert {state: faults for state, faults in found.items() if faults} == {}
    assert overflow(page) == 0
    assert driven.errors == []


def test_a_person_can_be_pointed_at_and_asked_by_keys(driven: Driven, file: Path) -> None:
    """Click on a person of the second picture; then go back along the chain by keys.

    Fault: a click that asks the same person in the other arm.
    """
    page = opened(driven, file)
    box = page.locator("#with").bounding_box()
    assert box is not None
    places = page.evaluate("[0, 1].map((n) => playback.player.pictures[1].places[n ? 'y' : 'x'][20] / 65535)")
    page.locator("#with").click(position={"x": places[0] * box["width"], "y": places[1] * box["height"]})
    assert page.locator("#why_side").input_value() == "1"
    assert page.locator("#why_person").input_value() == "20"
    assert page.locator("#why li").count() > 0
    for _ in range(10):
        if page.locator("#chain button").count() == 0:
            break
        page.locator("#chain button").first.focus()
        page.keyboard.press("Enter")
    assert "one of those who start" in page.locator("#why").inner_text()


def test_reduced_motion_is_respected(driven: Driven, file: Path) -> None:
    """Fault: lines that flash for people who asked for calm."""
    page = opened(driven, file)
    lit = (
        "(() => { playback.clock.go(0); playback.clock.go(2); return playback.player.pictures[0].isLit; })()"
    )
    assert page.evaluate(lit)
    page.emulate_media(reduced_motion="reduce")
    assert not page.evaluate(lit)


def test_it_prints_everything(driven: Driven, file: Path, tmp_path: Path) -> None:
    """Print: what is folded together on the screen is on paper, and folded again afterwards.

    Fault: a printed report without the numbers and the scenario.
    """
    page = opened(driven, file)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("pre").is_visible()
    assert not page.locator("#controls").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0
    page.emulate_media(media="screen")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.slow
def test_two_thousand_people_fit(driven: Driven, tmp_path: Path, warm_engines: tuple[str, ...]) -> None:
    """Write the report of the largest study with 2,000 people: below 1.5 MB, and the runs are Python's.

    Fault: places or ties of everybody as text.
    """
    assert warm_engines
    loaded = load("bhutan_2022", size=2000)
    text = report(loaded, compare(prepare(loaded.scenario), replicates=2, workers=1), "infosim report")
    file = tmp_path / "page.html"
    file.write_text(text, encoding="utf-8")
    assert file.stat().st_size < 1_500_000
    assert opened(driven, file).locator("#why_claim option").count() > 1
