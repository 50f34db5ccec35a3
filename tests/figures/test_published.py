"""Figures of reproduced targets: what is ours, what was published and what theory says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from infosim.plots.published import reproduced, write_reproduced
from infosim.plots.style import PROJECTOR, drawing
from infosim.published.facts import cells_of, facts_of
from infosim.published.pictures import panels_of
from infosim.published.reproducing import Reproduction
from infosim.published.running import Cell, Measured
from infosim.published.targets import TARGETS
from infosim.published.theory import COURSES, MEAN_FIELD

FOLLOWED = ("sbfc_mean_field", "sir", "sis", "cascade", "two_group_agents")


def cells(name: str, off: float = 0.0) -> list[Measured]:
    """Make cells that came out as published, or off by so much."""
    target, made = TARGETS[name], []
    for values in cells_of(target):
        numbers = {key: np.full(3, fact.value + off) for key, fact in facts_of(target, values).items()}
        course = COURSES[name](values)[:100] * 0.9 if name in FOLLOWED else np.zeros(0)
        made.append(Measured(Cell(target, values), numbers, course, 1))
    return made


def figure_of(some: list[Measured]) -> Figure:
    """Draw cells of one target."""
    with drawing(PROJECTOR):
        figure = reproduced(some, panels_of(some), PROJECTOR)
    FigureCanvasAgg(figure).draw()
    return figure


def lines_of(figure: Figure) -> list[Line2D]:
    """List what is drawn in the axes."""
    return [line for axes in figure.axes for line in axes.get_lines()]


@pytest.mark.parametrize("name", TARGETS)
def test_everything_stays_on_the_sheet(name: str) -> None:
    """Fault: names of curves that run out of the figure; an empty panel."""
    figure = figure_of(cells(name))
    across, up = figure.bbox.width, figure.bbox.height
    for text in figure.texts:
        box = text.get_window_extent()
        assert box.x0 >= 0, text.get_text()
        assert box.x1 <= across, text.get_text()
        assert 0 <= box.y0 < box.y1 <= up, text.get_text()
    assert all(axes.get_lines() for axes in figure.axes)


@pytest.mark.parametrize(("off", "said"), [(0.0, "all of 48 published"), (20.0, "0 of 48 published")])
def test_title_counts_what_came_out(off: float, said: str) -> None:
    """Fault: a title that is always glad."""
    assert said in str(figure_of(cells("sbfc", off)).get_label())


def test_published_numbers_are_hollow_and_ours_are_not() -> None:
    """Fault: marks at our own heights in place of the published ones."""
    figure = figure_of(cells("sbfc", 30.0))
    hollow = [line for line in lines_of(figure) if line.get_markerfacecolor() == "none"]
    heights = {float(height) for line in hollow for height in line.get_ydata()}
    assert heights == {83, 119, 145, 162, 175, 183, 264, 259, 250, 238, 217, 179}
    lines = [line for line in lines_of(figure) if line.get_linestyle() == "-" and len(line.get_xdata()) == 6]
    assert {float(height) - 30 for line in lines for height in line.get_ydata()} == heights


@pytest.mark.parametrize("name", sorted(MEAN_FIELD))
def test_mean_field_is_dashed(name: str) -> None:
    """Fault: theory that looks like a run."""
    assert any(line.is_dashed() for line in lines_of(figure_of(cells(name))))


def test_the_hoax_with_few_contacts_is_drawn_below_its_mean_field() -> None:
    """Two panels: across forgetting, and the runs at 6 and 40 contacts. Fault: one of them left out."""
    some = cells("sbfc_mean_field")
    figure = figure_of(some)
    assert len(figure.axes) == 2
    names = {text.get_text() for text in figure.texts}
    assert {"6 contacts", "40 contacts"} <= names


def test_files_are_written_and_the_same_again(tmp_path: Path) -> None:
    """Fault: a date in the file; one figure for all targets."""
    found = Reproduction((*cells("sbfc"), *cells("echo_chamber")), (), False)
    written = write_reproduced(found, tmp_path / "one")
    again = write_reproduced(found, tmp_path / "other")
    assert [path.name for path in written] == ["sbfc.png", "sbfc.svg", "echo_chamber.png", "echo_chamber.svg"]
    assert [path.read_bytes() for path in written] == [path.read_bytes() for path in again]
