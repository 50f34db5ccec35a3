"""How smoothly pictures of many people play, in Chromium without a graphics card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from driving import Driven
from infosim.experiments import compare
from infosim.scenario import load
from infosim.simulation import prepare
from infosim.web.report import report

if TYPE_CHECKING:
    from playwright.sync_api import Page

FRAMES = """async () => {
  const { clock } = playback;
  let best = 0;
  for (let n = 0; n < 4; n++) {
    clock.go(0);
    const [frames, began] = [clock.frames, performance.now()];
    clock.toggle();
    await new Promise((go) => setTimeout(go, 1500));
    best = Math.max(best, (1000 * (clock.frames - frames)) / (performance.now() - began));
    clock.pause();
  }
  return best;
}"""

COST = """() => {
  const { clock } = playback;
  clock.go(0);
  const began = performance.now();
  for (let n = 0; n < 600; n++) clock.go(clock.step + clock.stride);
  return (performance.now() - began) / 600;
}"""


def opened(driven: Driven, n_people: int, folder: Path) -> Page:
    """Open a report of so many people, with half a year in steps of six hours."""
    loaded = load("bhutan_2022", size=n_people)
    comparison = compare(prepare(loaded.scenario), replicates=1, workers=1)
    file = folder / f"{n_people}.html"
    file.write_text(report(loaded, comparison, "infosim report"), encoding="utf-8")
    page = driven.page(file.as_uri(), "screen")
    page.wait_for_selector("#check[data-same=true]", timeout=120_000)
    return page


@pytest.mark.slow
@pytest.mark.parametrize(("n_people", "least"), [(1000, 50.0), (5000, 20.0)])
def test_pictures_play_smoothly(
    driven: Driven,
    n_people: int,
    least: float,
    tmp_path: Path,
    warm_engines: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Count frames of a playback of two pictures, the best of four stretches of 1.5 s.

    Fault: everybody drawn anew in each frame by calls of the canvas; or, which counts twice, frames
    of the stretch before that go on beside those of the next.
    """
    assert warm_engines
    page = opened(driven, n_people, tmp_path)
    frames, cost = float(page.evaluate(FRAMES)), float(page.evaluate(COST))
    with capsys.disabled():
        print(f"\n{n_people:,} people a side: {frames:.0f} frames/s, {cost:.2f} ms of script a frame")  # noqa: T201
    assert least <= frames < 75.0
