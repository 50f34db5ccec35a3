"""The map of a sweep: an outcome over the two paths that drive it most."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import TwoSlopeNorm
from matplotlib.figure import Figure
from numpy.typing import NDArray

from infosim.experiments.analysis import Analysis
from infosim.experiments.analysis.indices import slices_of
from infosim.plots.lettering import shortened, wrapped
from infosim.plots.page import Page, open_page
from infosim.plots.response import across, footer_of, label_of, name_of, strongest
from infosim.plots.saving import save_all
from infosim.plots.style import FAINT_INK, INK, PROJECTOR, Style, drawing, style_named
from infosim.plots.wording import number, scale_of, signed
from infosim.scenario.axes import Axis
from infosim.world import Floats

MOST_CELLS = 8
"""Slices of each axis."""

DARK = 0.7
"""Part of the largest number from which a cell is too dark for dark letters."""


class Cells(NamedTuple):
    """The cells of a map.

    Attributes
    ----------
    across, up : what is written beside each column and row
    mean : (n_rows, n_columns), in units of the axis; NaN where there is no point
    """

    across: list[str]
    up: list[str]
    mean: Floats


def write_map(found: Analysis, folder: Path, style: str = "projector") -> list[Path]:
    """Write the map of the two strongest paths of an analysis, as PNG and as SVG; nothing if it has one.

    Raises
    ------
    InputError
        There is no such style, or the files cannot be written.
    """
    chosen = style_named(style)
    return save_all(heat_map(found, chosen), folder, "map", chosen) if len(found.axes) > 1 else []


def heat_map(found: Analysis, style: Style = PROJECTOR) -> Figure:
    """Draw the mean of the outcome over the two paths that drive most; each cell says its number."""
    with drawing(style):
        one, other = strongest(found)[:2]
        title = f"{one.path} and {other.path} together"
        subtitle = f"Mean {label_of(found)}"
        page = open_page(style, title, subtitle, footer_of(found), least=20.0 * style.em)
        draw_map(page, found, one, other)
        return page.figure


def cells_of(found: Analysis, one: Axis, other: Axis) -> Cells:
    """Take the mean over the points in each cell."""
    known = np.isfinite(found.means)
    places = found.places[known]
    texts, columns = cut(one, places[:, found.axes.index(one)])
    names, rows = cut(other, places[:, found.axes.index(other)])
    counts, sums = np.zeros((len(names), len(texts))), np.zeros((len(names), len(texts)))
    np.add.at(counts, (rows, columns), 1)
    np.add.at(sums, (rows, columns), found.means[known] * scale_of(found.outcome))
    mean = np.divide(sums, counts, out=np.full(counts.shape, np.nan), where=counts > 0)
    return Cells(texts, names, mean)


def draw_map(page: Page, found: Analysis, one: Axis, other: Axis) -> None:
    """Draw the cells of a map, and name rows and columns."""
    style, cells = page.style, cells_of(found, one, other)
    aside = 9.0 * style.em
    width = page.right - page.left - aside
    height = page.top - page.bottom - 5.4 * style.em
    panel = page.axes(page.left + aside, page.bottom + 3.6 * style.em, width, height)
    draw_cells(panel, cells.mean, style, has_sign=bool(found.versus))
    labels = [shortened(text, width / len(cells.across), style.small) for text in cells.across]
    panel.set_xticks(range(len(labels)), labels)
    room = aside - 0.6 * style.em
    panel.set_yticks(range(len(cells.up)), [shortened(text, room, style.small) for text in cells.up])
    panel.tick_params(length=0)
    panel.set_xlabel(name_of(one), size=style.small, color=FAINT_INK)
    name = wrapped(name_of(other), page.right - page.left, style.small, most=1)
    page.write(page.left, page.top - 0.2 * style.em, name, va="top", size=style.small, color=FAINT_INK)


def draw_cells(panel: Axes, mean: Floats, style: Style, *, has_sign: bool) -> None:
    """Draw cells in two hues that part at nought, each with its number."""
    reach = float(np.nanmax(np.abs(mean))) or 1.0
    norm = TwoSlopeNorm(0.0, -reach, reach)
    panel.imshow(mean, origin="lower", aspect="auto", cmap="PuOr", norm=norm, interpolation="nearest")
    write = signed if has_sign else number
    for (row, column), value in np.ndenumerate(mean):
        text = "no point" if np.isnan(value) else write(float(value))
        ink = "white" if abs(value) > DARK * reach else INK
        panel.text(column, row, text, ha="center", va="center", size=style.small, color=ink)


def cut(axis: Axis, places: Floats) -> tuple[list[str], NDArray[np.int64]]:
    """Cut an axis into the cells of a map.

    Returns
    -------
    what is written beside each cell, and the cell of each point
    """
    if axis.choices:
        return [axis.say(one) for one in axis.choices], slices_of(axis, places)
    values, inverse = np.unique(places, return_inverse=True)
    if len(values) <= MOST_CELLS:
        return [axis.say(axis.at(float(value))) for value in values], inverse
    count = min(MOST_CELLS, max(2, int(np.sqrt(len(places) / 4))))
    ends, _ = across(axis, np.linspace(0.0, 1.0, count + 1))
    texts = [f"{number(float(a))} to {number(float(b))}" for a, b in pairwise(ends)]
    return texts, np.minimum((places * count).astype(np.int64), count - 1)
