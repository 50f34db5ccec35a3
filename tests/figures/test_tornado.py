"""The tornado: bars from one end of a range to the other, and each verdict in more than its colour."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from infosim.errors import InputError
from infosim.experiments.levers import Lever, Levers, Moved, Verdict
from infosim.plots.style import LINE_CONTRAST, TEXT_CONTRAST, contrast
from infosim.plots.tornado import LOOKS, THICK, tornado, write_tornado
from infosim.scenario.models import Scenario
from infosim.scenario.sliders import Movable
from infosim.units import read_dwell, read_share
from studies import small

DAYS = "person_days_per_person"

EACH: dict[Verdict, tuple[float, float, float, int]] = {
    "works": (3.0, 2.0, 1.0, -1),
    "saturated": (2.5, 1.7, 1.7, -1),
    "too small to tell": (2.3, 2.1, 2.1, -1),
    "wrong way": (1.9, 2.0, 2.1, -1),
    "dead": (2.0, 2.0, 2.0, -1),
}
"""The outcome at low, middle and high, and the sign expected; it is 2 as the scenario has it."""


def moved(verdict: Verdict, name: str = "ads.reach") -> Moved:
    """Write by hand a lever with a verdict."""
    *numbers, expected = EACH[verdict]
    spread = np.array([-1.0, 1.0] * 3) if verdict == "too small to tell" else np.zeros(6)
    points = dict(zip(("low", "middle", "high"), numbers, strict=True)) | {"own": 2.0}
    judged = {
        point: np.full(6, value) + (spread if point == "high" else 0) for point, value in points.items()
    }
    number = (
        Movable(0.2, 0.1, 0.5, read_share) if name == "ads.reach" else Movable(72.0, 24.0, 900.0, read_dwell)
    )
    one = Lever(f"interventions.{name}", "loud", number, ((DAYS, expected),))
    made = Moved(one, DAYS, expected, judged, judged, 1)
    assert made.verdict == verdict
    return made


def levers(*some: Moved, **changes: Any) -> Levers:
    """Put levers into a study."""
    return Levers(Scenario.model_validate(small(**changes)), "compiled", 6, some)


CASES = {
    "every_verdict": levers(*(moved(verdict) for verdict in EACH)),
    "one": levers(moved("works")),
    "dead_alone": levers(moved("dead")),
    "per_cent": levers(moved("works"), moved("dead"), outcomes=["ever_believed_fraction"]),
    "many": levers(
        *(moved("saturated", f"an_intervention_with_a_very_long_name_{k}.half_life") for k in range(24))
    ),
}


@pytest.fixture(params=CASES, scope="module")
def figure(request: pytest.FixtureRequest) -> Figure:
    """Draw each case once."""
    return tornado(CASES[request.param])


def texts_of(figure: Figure) -> list[Text]:
    """List the texts that can be seen, as they are after drawing."""
    FigureCanvasAgg(figure).draw()
    return [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]


def bars_of(figure: Figure) -> list[Rectangle]:
    """List the bars, from top to bottom."""
    found = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    return [patch for patch in found if patch.get_height() == THICK]


def test_texts_can_be_read_and_none_covers_another(figure: Figure) -> None:
    """Fault: the ends of short bars written over each other; rows too low for two lines."""
    texts = texts_of(figure)
    assert min(text.get_fontsize() for text in texts) >= 14.0
    assert min(contrast(to_hex(text.get_color())) for text in texts) >= TEXT_CONTRAST
    boxes = [(text.get_text(), Text.get_window_extent(text)) for text in texts]
    sheet = figure.bbox.padded(1.0)
    assert [
        words for words, box in boxes if not (sheet.contains(*box.min) and sheet.contains(*box.max))
    ] == []
    covered = [
        (one, other)
        for (one, here), (other, there) in itertools.combinations(boxes, 2)
        if (both := Bbox.intersection(here, there)) is not None and min(both.width, both.height) > 3.0
    ]
    assert covered == []
    assert figure.axes[0].get_xlabel()


def test_bars_go_from_end_to_end_around_the_scenario_itself() -> None:
    """More lowers the outcome, so the high end is on the left: 50% at -1 and 10% at +1.

    Fault: ends written in the order of the range; bars that begin at zero.
    """
    drawn = tornado(CASES["one"])
    (bar,) = bars_of(drawn)
    assert (bar.get_x(), bar.get_x() + bar.get_width()) == (-1.0, 1.0)
    at = {text.get_text(): text.get_window_extent().x0 for text in texts_of(drawn)}
    assert at["50%"] < at["10%"]


def test_fractions_are_drawn_in_points() -> None:
    """Fault: the axis says percentage points and the bars are fractions."""
    assert bars_of(tornado(CASES["per_cent"]))[0].get_width() == 200.0


def test_verdicts_differ_in_more_than_colour() -> None:
    """Fault: dead and working levers are told apart by their colour alone."""
    assert list(LOOKS) == ["works", "saturated", "too small to tell", "wrong way", "dead"]
    cues = {(look.is_filled, look.hatch) for name, look in LOOKS.items() if name != "dead"}
    assert len(cues) == 4
    assert all(contrast(look.colour) >= LINE_CONTRAST for look in LOOKS.values())
    drawn = tornado(CASES["every_verdict"])
    words = "\n".join(text.get_text() for text in texts_of(drawn))
    assert all(verdict in words for verdict in EACH)
    assert "beyond 30%" in words.replace("\n", " ")
    assert [line.get_marker() for line in drawn.axes[0].lines if line.get_marker() == "X"] == ["X"]


def test_the_title_says_the_strongest_and_how_many_are_out_of_order() -> None:
    """Fault: the title praises levers that are dead."""
    title = str(tornado(CASES["every_verdict"]).get_label())
    assert title.startswith("Ads reach, from 10% to 50%: 2.0 fewer days of false belief per person")
    assert "the strongest of 5 levers; 2 of them are out of order" in title
    assert str(tornado(CASES["dead_alone"]).get_label()).startswith("No lever moves days")


def test_the_same_levers_give_the_same_files(tmp_path: Path) -> None:
    """Fault: the date in the metadata; one format only."""
    first = write_tornado(CASES["every_verdict"], tmp_path / "first", "paper")
    second = write_tornado(CASES["every_verdict"], tmp_path / "second", "paper")
    assert [path.name for path in first] == ["tornado.png", "tornado.svg"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    with pytest.raises(InputError, match="no style 'poster'"):
        write_tornado(CASES["one"], tmp_path, "poster")
