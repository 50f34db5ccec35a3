"""The axis of differences, shared by the figures that compare arms."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from infosim.experiments import Comparison
from infosim.measures import OUTCOMES
from infosim.plots.lettering import shortened, width_of
from infosim.plots.page import Page
from infosim.plots.style import BAND, FAINT_INK, INK, RULE, Style
from infosim.plots.wording import axis_unit, compared_with, decimals_of, number, signed, ways
from infosim.world import Floats


def draw_frame(axes: Axes, comparison: Comparison, rows: list[Floats], style: Style) -> None:
    """Prepare the axes: one band a row, ticks, and a zero line that is always in sight.

    Parameters
    ----------
    rows : what is drawn in each row, in units of the axis
    """
    quiet_axes(axes, style)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    values = np.concatenate([*rows, np.zeros(1)])
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    pad = 0.06 * (high - low) or 1.0
    axes.set_xlim(low - pad, high + pad)
    label_ticks(axes, style, number if len(comparison.arms) == 1 else signed)
    for position in range(0, len(rows), 2):
        axes.axhspan(position - 0.5, position + 0.5, color=BAND, linewidth=0, zorder=0)
    axes.axvline(0.0, color=INK, linewidth=style.line * 0.6, zorder=2)


def name_directions(page: Page, axes: Axes, comparison: Comparison, outcome: str) -> None:
    """Name the axis, and say in words what left and right mean."""
    style, alone = page.style, len(comparison.arms) == 1
    unit = "%" if alone and OUTCOMES[outcome].unit == "%" else axis_unit(outcome)
    label = f"{OUTCOMES[outcome].words} ({unit})"
    if not alone:
        label = f"difference from {compared_with(comparison)} in {label}"
    box, across = axes.get_position(), float(page.figure.get_size_inches()[0])
    line = shortened(label, 0.9 * (page.right - page.left), style.small)
    axes.set_xlabel(line, size=style.small, color=FAINT_INK, labelpad=(0.4 if alone else 1.9) * style.text)
    if alone:
        return
    left, right = ways(outcome)
    y = page.bottom + 1.9 * style.em
    page.write(box.x0 * across, y, [f"◀ {left}"], size=style.small, weight="bold")
    page.write(box.x1 * across, y, [f"{right} ▶"], size=style.small, weight="bold", ha="right")


def middle_of_row(page: Page, axes: Axes, position: int) -> float:
    """Give the middle of a row in inches above the bottom of the page."""
    _, up = page.figure.get_size_inches()
    _, y = (axes.transData + page.figure.transFigure.inverted()).transform((0.0, position))
    return float(y * up)


def label_ticks(axes: Axes, style: Style, write: Callable[[float, int], str]) -> None:
    """Put ticks on the horizontal axis, all with the same decimals, as many as have room."""
    low, high = axes.get_xlim()
    figure = axes.get_figure(root=True)
    width = axes.get_position().width * float(figure.get_size_inches()[0]) if figure else 1.0
    for most in (8, 5, 3, 1):
        ticks, decimals = round_numbers(low, high, most)
        labels = [write(x, decimals) for x in ticks]
        if sum(width_of(label, style.small) for label in labels) < 0.75 * width:
            break
    axes.set_xticks(ticks, labels)


def round_numbers(low: float, high: float, most: int) -> tuple[list[float], int]:
    """Choose round numbers between two, and the decimals that tell them apart."""
    found = MaxNLocator(most, steps=[1, 2, 5, 10]).tick_values(low, high)
    ticks = [float(x) for x in found if low <= x <= high]
    return ticks, decimals_of([after - before for before, after in pairwise(ticks)])


def quiet_axes(axes: Axes, style: Style) -> None:
    """Take away what does not carry information: the vertical edge and its ticks."""
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", length=style.text * 0.3, color=RULE)
