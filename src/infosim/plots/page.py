"""The sheet that a figure is drawn on: title, subtitle, body, footer, in inches."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from infosim.plots.lettering import wrapped
from infosim.plots.style import FAINT_INK, INK, ArmLook, Style

MARGIN = 1.6
LINE = 1.32
"""Margin of the sheet and distance between lines of text, in ems and in text sizes."""

LEAST_HEIGHT = 0.62
"""A figure with little to show may be this much of the style's height."""


@dataclass(frozen=True, eq=False)
class Page:
    """A sheet with its title and footer written, and a body to draw in.

    Attributes
    ----------
    figure, style : what is drawn, and its sizes
    left, right, bottom, top : float, edges of the body in inches
    """

    figure: Figure
    style: Style
    left: float
    right: float
    bottom: float
    top: float

    def axes(self, left: float, bottom: float, width: float, height: float, **options: Any) -> Axes:
        """Add axes at a place given in inches."""
        across, up = (float(side) for side in self.figure.get_size_inches())
        return self.figure.add_axes((left / across, bottom / up, width / across, height / up), **options)

    def write(self, x: float, y: float, lines: list[str], va: str = "center", **options: Any) -> None:
        """Write lines of text at a place given in inches, evenly spaced."""
        settings = {"size": self.style.text} | options
        across, up = (float(side) for side in self.figure.get_size_inches())
        size = settings["size"] / 72.0
        above = {"top": 0.0, "center": 0.5, "bottom": 1.0}[va]
        # From the middle of a line to its baseline is about a third of the size.
        first = y + (above * len(lines) - 0.5) * size * LINE - 0.36 * size
        for k, line in enumerate(lines):
            self.figure.text(x / across, (first - k * size * LINE) / up, line, va="baseline", **settings)

    def name(self, x: float, y: float, lines: list[str], under: str, ink: str = INK) -> None:
        """Write a name and, in faint letters, a remark below it; both together around a height."""
        text, small = self.style.text * LINE / 72.0, self.style.small * LINE / 72.0
        half = (len(lines) * text + small) / 2
        self.write(x, y + half, lines, va="top", weight="bold", color=ink)
        self.write(x, y - half, [under], va="bottom", size=self.style.small, color=FAINT_INK)

    def mark(self, x: float, y: float, look: ArmLook) -> None:
        """Draw the marker of an arm at a place given in inches."""
        across, up = (float(side) for side in self.figure.get_size_inches())
        self.figure.add_artist(
            Line2D(
                [x / across], [y / up], marker=look.marker, color=look.colour, markersize=self.style.marker
            )
        )

    def lead(self, start: tuple[float, float], end: tuple[float, float], look: ArmLook) -> None:
        """Draw a thin line from the end of a curve to its name, both in inches."""
        across, up = (float(side) for side in self.figure.get_size_inches())
        xs, ys = [start[0] / across, end[0] / across], [start[1] / up, end[1] / up]
        self.figure.add_artist(Line2D(xs, ys, color=look.colour, linewidth=self.style.line * 0.45))


def body_width(style: Style) -> float:
    """Give the width between the margins, in inches."""
    return style.width - 2 * MARGIN * style.em


def open_page(
    style: Style, title: str, subtitle: str, footer: str, *, least: float, wanted: float = math.inf
) -> Page:
    """Start a figure whose title is the sentence that it shows.

    Parameters
    ----------
    least, wanted : float, inches
        Height of the body. It gets what it wants as far as the style's height goes,
        and what it needs in any case.

    Returns
    -------
    Page, whose figure is labelled with the title
    """
    margin, across = MARGIN * style.em, body_width(style)
    head = wrapped(title, across, style.title, "bold")
    under = wrapped(subtitle, across, style.text)
    foot = wrapped(footer, across, style.small, most=2)
    head_height = _block(head, style.title) + 0.3 * style.em + _block(under, style.text) + 1.0 * style.em
    foot_height = _block(foot, style.small) + 0.7 * style.em
    around = head_height + foot_height + 1.7 * style.em
    height = min(style.height, max(around + wanted, LEAST_HEIGHT * style.height))
    height = max(height, around + least)
    figure = Figure(figsize=(style.width, height), dpi=style.dpi, facecolor="white")
    figure.set_label("\n".join(head).replace("\n", " "))
    top, bottom = height - 1.0 * style.em, 0.7 * style.em
    page = Page(figure, style, margin, style.width - margin, bottom + foot_height, top - head_height)
    page.write(margin, top, head, size=style.title, weight="bold", va="top")
    below = top - _block(head, style.title) - 0.3 * style.em
    page.write(margin, below, under, color=FAINT_INK, va="top")
    page.write(margin, bottom, foot, size=style.small, color=FAINT_INK, va="bottom")
    return page


def _block(lines: list[str], size: float) -> float:
    """Give the height of lines of text, in inches."""
    return len(lines) * size * LINE / 72.0
