"""The playground in a real browser: opened as a file, with everything beyond this machine blocked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from driving import Driven, overflow, violations
from end_to_end.program import infosim
from infosim.scenario import load
from infosim.web.playground import N_LUCKS, page_of, resolver_of
from infosim.web.sliders.resolving import Resolver
from infosim.web.sliders.stops import slider_at
from kinds import part
from studies import small, with_arms

if TYPE_CHECKING:
    from playwright.sync_api import Page

WAIT = 60_000


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, warm_engines: tuple[str, ...]) -> Path:
    """Write a playground as a user would, in a process of its own."""
    assert warm_engines
    folder = tmp_path_factory.mktemp("playground")
    done = infosim("playground", "first_steps", "--out", "page.html", folder=folder)
    assert done.code == 0, done.err
    return folder / "page.html"


def opened(driven: Driven, file: Path, fragment: str = "", size: str = "beamer") -> Page:
    """Open a playground and wait until all lucks are drawn and digests are known."""
    page = driven.page(file.as_uri() + fragment, size)
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until what was asked for last is drawn, other lucks and digests as well."""
    page.wait_for_function(
        "() => document.body.dataset.lucks === String(playground.number) && playground.digests", timeout=WAIT
    )


def move(page: Page, slider: int, presses: int) -> None:
    """Move a slider by keys, and wait."""
    page.locator(f"#slider{slider}").focus()
    for _ in range(abs(presses)):
        page.keyboard.press("ArrowRight" if presses > 0 else "ArrowLeft")
    settled(page)


def digests(page: Page) -> list[str]:
    """Read the digests of both runs."""
    told: list[str] = page.evaluate("playground.digests")
    return told


def downloaded(page: Page, button: str, folder: Path) -> Path:
    """Press a button that saves a file."""
    with page.expect_download() as started:
        page.locator(button).click()
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    return file


def run_of(file: str, arm: str, replicate: int, folder: Path) -> str:
    """Run a saved scenario by the command line, and give its digest."""
    done = infosim("run", file, "--arm", arm, "--replicate", replicate, "--json", folder=folder)
    digest: str = done.json()["digest"]
    return digest


def test_a_saved_scenario_is_the_same_run(driven: Driven, file: Path, tmp_path: Path) -> None:
    """Move sliders, save, and run the file by the command line: one digest, for the arm and another luck.

    Fault: a slider that is written under another intervention, or digests of the run before.
    """
    page = opened(driven, file)
    assert page.evaluate("playground.now.worker !== null && playground.others.worker !== null")
    assert digests(page)[1] == run_of("first_steps", "with_talk", 0, tmp_path)
    move(page, 0, -3)
    move(page, 2, 2)
    page.locator("#luck").select_option("4")
    settled(page)
    saved = downloaded(page, "#save", tmp_path)
    text = saved.read_text(encoding="utf-8")
    assert digests(page)[1] in text
    assert run_of(saved.name, "with_talk", 4, tmp_path) == digests(page)[1]
    assert run_of(saved.name, "baseline", 4, tmp_path) == digests(page)[0]
    assert driven.errors == []


def test_a_file_of_ones_own_is_saved_whole(
    driven: Driven, tmp_path: Path, warm_engines: tuple[str, ...]
) -> None:
    """Choose the second of two studies, a file that is not shipped; what is saved runs without that file.

    Fault: `extends` of a scenario that nobody else has, or the people of the first study.
    """
    assert warm_engines
    own = with_arms(small(title="Our: own # study"), part("awareness_campaign", "told"))
    own["workshop"] = {"sliders": ["interventions.told.reach", "claims.hoax.plausibility"]}
    study = tmp_path / "own.json"
    study.write_text(json.dumps(own), encoding="utf-8")
    pairs = [(one, resolver_of(one.scenario, ())) for one in (load(study), load(study, seed=7))]
    page_file = tmp_path / "page.html"
    page_file.write_text(page_of(pairs), encoding="utf-8")
    study.unlink()
    page = opened(driven, page_file)
    first = digests(page)
    page.locator("#scenario").select_option("1")
    settled(page)
    move(page, 0, -2)
    move(page, 1, -1)
    assert digests(page)[0] != first[0]
    saved = downloaded(page, "#save", tmp_path)
    assert run_of(saved.name, "all", 0, tmp_path) == digests(page)[1]


def test_a_link_opens_the_same_view(driven: Driven, file: Path) -> None:
    """Share a view with moved sliders, another luck, a moment and a branch; open the link anew.

    Fault: a branch that is left out of the link, or a place read beside its slider.
    """
    page = opened(driven, file)
    move(page, 1, -4)
    page.locator("#time").focus()
    for _ in range(40):
        page.keyboard.press("ArrowLeft")
    page.locator("#branch").click()
    settled(page)
    move(page, 0, -6)
    link = page.locator("#link").input_value()
    other = driven.page(link)
    settled(other)
    assert digests(other) == digests(page)
    for asked in ("#sentence", "#branched", "#sliders"):
        assert other.locator(asked).inner_text() == page.locator(asked).inner_text()


@pytest.mark.parametrize(
    "fragment", ["#p=99.99.99", "#t=-5&l=7e9", "#s=%00&a=__proto__", "#b=3~with_talk~x", "#%ff"]
)
def test_any_fragment_opens_the_page(driven: Driven, file: Path, fragment: str) -> None:
    """Fault: a place beyond the last stop, or a luck that nobody has."""
    assert len(digests(opened(driven, file, fragment))) == 2
    assert driven.errors == []


def test_a_branch_goes_on_as_if_sliders_had_always_been_there(driven: Driven, file: Path) -> None:
    """Branch before anything of an arm has happened: the whole run is that of the other place.

    And a branch without any move is the run itself. Fault: people who forget at the branch
    what they believe, or effects of the old place that stay.
    """
    page = opened(driven, file)
    whole = digests(page)
    page.evaluate("playground.clock.go(40)")
    page.locator("#branch").click()
    settled(page)
    assert digests(page) == whole
    page.locator("#unbranch").click()
    move(page, 1, -4)
    moved = digests(page)
    assert moved[1] != whole[1]
    move(page, 1, 4)
    page.evaluate("playground.clock.go(0)")
    page.locator("#branch").click()
    move(page, 1, -4)
    assert digests(page)[1] == moved[1]


def test_numbers_are_saved_and_are_no_formulas(driven: Driven, file: Path, tmp_path: Path) -> None:
    """Save CSV: a row for each luck, arm and step, and what is shown stands in it.

    Fault: a title `=HYPERLINK(...)` that a spreadsheet would follow.
    """
    page = opened(driven, file)
    page.evaluate("playground.about.arms[1].words = '=HYPERLINK(\"https://example.org\")'")
    rows = downloaded(page, "#csv", tmp_path).read_bytes().decode().split("\r\n")
    assert len(rows) == 2 + 21 * 2 * 113
    assert rows[1].startswith('0,"No talk",0,0,')
    assert '"\'=HYPERLINK(""https://example.org"")"' in "\n".join(rows)
    for start in "=+-@":
        assert page.evaluate(f"in_saving.csv([['{start}x']])") == f'"\'{start}x"\r\n'


@pytest.mark.slow
@pytest.mark.parametrize("size", ["beamer", "screen", "phone"])
def test_nothing_hinders_anybody(driven: Driven, file: Path, size: str) -> None:
    """Ask axe in every state and every language: everything open, branched, impossible, playing.

    Fault: grey on grey, a table that scrolls and cannot be reached by keys, a language that
    is not said.
    """
    page = opened(driven, file, "", size)
    found = {"opened": violations(page)}
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.locator("#branch").click()
    settled(page)
    found["branched"] = violations(page)
    for language in ("fr", "es", "dz"):
        page.locator("#language").select_option(language)
        assert page.locator("#draft").is_visible()
        found[language] = violations(page)
    page.evaluate("playground.hear({kind: 'impossible', number: playground.number, message: 'too much'})")
    page.locator("#play").click()
    found["playing"] = violations(page)
    assert {state: faults for state, faults in found.items() if faults} == {}
    assert overflow(page) == 0


def test_everything_by_keyboard(driven: Driven, file: Path) -> None:
    """Go through the page with Tab alone: every control is reached, in the order in which it is seen.

    Fault: a control with `tabindex` -1, or a trap.
    """
    page = opened(driven, file)
    page.locator("body").press("Tab")
    seen = []
    for _ in range(60):
        told = page.evaluate("document.activeElement.id || document.activeElement.tagName")
        if told == "BODY":
            break
        seen.append(told)
        page.keyboard.press("Tab")
    wanted = ["language", "arm", *(f"slider{s}" for s in range(4)), "reset", "play", "time", "luck"]
    wanted += ["branch", "start_now", "link", "copy", "save", "csv"]
    assert [one for one in seen if one in wanted] == wanted
    page.locator("#play").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => playground.clock.frames > 3")
    page.keyboard.press("Space")
    assert not page.evaluate("playground.clock.playing")


def test_a_page_without_workers_computes_itself(driven: Driven, file: Path) -> None:
    """Fault: a browser that forbids workers in files shows a page that waits for ever."""
    page = driven.context.new_page()
    page.add_init_script("window.Worker = function () { throw new Error('forbidden'); };")
    page.goto(file.as_uri())
    settled(page)
    assert len(digests(page)) == 2


def slider_times(page: Page, count: int) -> list[float]:
    """Move a slider to and fro, and measure how long it takes until the pictures are drawn."""
    times: list[float] = []
    for n in range(count):
        before = page.evaluate("playground.number")
        page.locator("#slider0").focus()
        page.keyboard.press("ArrowRight" if n % 2 == 0 else "ArrowLeft")
        page.wait_for_function(f"() => Number(document.body.dataset.drawn) > {before}", timeout=WAIT)
        times.append(page.evaluate("playground.took"))
        settled(page)
    return times


@pytest.mark.slow
def test_a_slider_answers_at_once(
    driven: Driven, tmp_path: Path, warm_engines: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Move the reach of a feed, which concerns both arms: 1,000 people, 180 days in steps of six hours.

    Fault: contacts read anew at every move, or the other lucks computed first.
    """
    assert warm_engines
    loaded = load("bhutan_2022", sets=("time.length=180 days",), size=1000)
    sliders = [slider_at(loaded.scenario, "platforms.feed.reach")]
    resolver = Resolver(loaded.scenario, sliders, ("baseline", "mixed"), N_LUCKS)
    file = tmp_path / "page.html"
    file.write_text(page_of([(loaded, resolver)]), encoding="utf-8")
    times = sorted(slider_times(opened(driven, file), 9))
    with capsys.disabled():
        print(f"\na slider, 1,000 people and 720 steps: {[round(one) for one in times]} ms")  # noqa: T201
    assert times[len(times) // 2] < 300
