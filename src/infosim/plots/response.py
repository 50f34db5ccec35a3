"""The response curves of a sweep: how an outcome moves along each path."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infosim.experiments.analysis import Analysis
from infosim.experiments.analysis.indices import slices_of
from infosim.experiments.analysis.told import ranked
from infosim.measures import OUTCOMES
from infosim.plots.lettering import shortened
from infosim.plots.page import open_page
from infosim.plots.saving import save_all
from infosim.plots.style import (
    FAINT_INK,
    INK,
    LINE_CONTRAST,
    OKABE_ITO,
    PROJECTOR,
    RULE,
    Style,
    darkened,
    drawing,
    style_named,
)
from infosim.plots.wording import axis_unit, number, scale_of
from infosim.scenario.axes import Axis, unit_of
from infosim.world import Floats

MOST_PANELS = 6
"""Paths that are drawn; those that drive most."""

_BLUE, _RED = (darkened(hue, LINE_CONTRAST) for hue in OKABE_ITO[:2])


def write_responses(found: Analysis, folder: Path, style: str = "projector") -> list[Path]:
    """Write the response curves of an analysis, as PNG and as SVG.

    Raises
    ------
    InputError
        There is no such style, or the files cannot be written.
    """
    chosen = style_named(style)
    return save_all(response(found, chosen), folder, "response", chosen)


def response(found: Analysis, style: Style = PROJECTOR) -> Figure:
    """Draw for each path a point for each point of the sweep, and the mean along it.

    Filled squares are points where the arm does what it is for, crosses are failures.
    """
    with drawing(style):
        axes = strongest(found)[:MOST_PANELS]
        columns = min(3, len(axes))
        rows = -(-len(axes) // columns)
        high = 13.0 * style.em
        page = open_page(
            style,
            title_of(found, axes[0]),
            f"Each point of the sweep: {label_of(found)}; line: mean; cross: {failing_words(found)}",
            footer_of(found),
            least=rows * high,
            wanted=rows * 18.0 * style.em,
        )
        wide, tall = (page.right - page.left) / columns, (page.top - page.bottom) / rows
        for k, axis in enumerate(axes):
            left, below = page.left + (k % columns) * wide, page.top - (k // columns + 1) * tall
            panel = page.axes(
                left + 3.4 * style.em, below + 3.6 * style.em, wide - 4.6 * style.em, tall - 4.4 * style.em
            )
            draw_response(panel, found, axis, style, wide - 4.6 * style.em)
        return page.figure


def strongest(found: Analysis) -> list[Axis]:
    """List what was varied, what drives most first."""
    order = {path: k for k, path in enumerate(ranked(found))}
    return sorted(found.axes, key=lambda axis: order.get(axis.path, len(order)))


def title_of(found: Analysis, axis: Axis) -> str:
    """Say what drives the outcome most."""
    arm = found.title(found.arm)
    if not found.indices.indices:
        return f"{arm}: nothing that was varied makes a difference"
    return f"{arm}: {axis.path} makes most of the difference"


def failing_words(found: Analysis) -> str:
    """Say what counts as a failure."""
    limit = number(found.failing * scale_of(found.outcome))
    if found.versus:
        return f"gains less than {limit}"
    return f"{'below' if OUTCOMES[found.outcome].better == 'higher' else 'above'} {limit}"


def label_of(found: Analysis) -> str:
    """Name what is drawn, with its unit."""
    words = OUTCOMES[found.outcome].words
    who = f", {found.group.replace('_', ' ')}" if found.group else ""
    if not found.versus:
        unit = OUTCOMES[found.outcome].unit
        return f"{words}{who} ({unit})"
    return f"difference from {found.title(found.versus)} in {words}{who} ({axis_unit(found.outcome)})"


def footer_of(found: Analysis) -> str:
    """State what a figure rests on."""
    points, replicates = int(np.isfinite(found.means).sum()), found.values.shape[1]
    design = found.plan["design"]["design"].replace("_", " ")
    return (
        f"{points:,} points ({design}), means of {replicates:,} replicates, seed {found.plan['seed']}; "
        "synthetic people, borrowed effect sizes: trust directions, not digits"
    )


def across(axis: Axis, places: Floats) -> tuple[Floats, float]:
    """Turn places into numbers of the axis as people read it: per cent, days; positions of a list.

    Returns
    -------
    numbers, and the factor that they were multiplied by
    """
    if axis.choices:
        return np.minimum(np.floor(places * len(axis.choices)), len(axis.choices) - 1), 1.0
    scale = {"%": 100.0, "h": 1 / 24}.get(unit_of(axis), 1.0)
    return (axis.low + places * (axis.high - axis.low)) * scale, scale


def name_of(axis: Axis) -> str:
    """Name an axis with its unit."""
    unit = "" if axis.choices else {"%": " (%)", "h": " (days)"}.get(unit_of(axis), "")
    return f"{axis.path}{unit}"


def draw_response(panel: Axes, found: Analysis, axis: Axis, style: Style, width: float) -> None:
    """Draw one path: points, failures, and the mean along it."""
    known = np.isfinite(found.means)
    k = found.axes.index(axis)
    places, y = found.places[known][:, k], found.means[known] * scale_of(found.outcome)
    fails, (x, _) = found.fails[known], across(axis, places)
    size = (style.marker * 0.6) ** 2
    panel.scatter(x[~fails], y[~fails], s=size, marker="s", color=_BLUE, alpha=0.6, linewidths=0, zorder=3)
    panel.scatter(
        x[fails], y[fails], s=size * 1.4, marker="x", color=_RED, linewidths=style.line * 0.5, zorder=4
    )
    slices = slices_of(axis, places)
    counts = np.maximum(1, np.bincount(slices))
    middle, mean = (np.bincount(slices, weights=values) / counts for values in (x, y))
    there = np.bincount(slices) > 0
    panel.plot(middle[there], mean[there], color=INK, linewidth=style.line, zorder=5)
    panel.axhline(0.0, color=RULE, linewidth=style.line * 0.5, zorder=2)
    panel.tick_params(length=style.text * 0.3, color=RULE)
    panel.locator_params(axis="y", nbins=5)
    if axis.choices:
        label_choices(panel, axis, style, width)
    else:
        panel.locator_params(axis="x", nbins=5)
    panel.set_xlabel(
        shortened(name_of(axis), width + 2 * style.em, style.small), size=style.small, color=FAINT_INK
    )


def label_choices(panel: Axes, axis: Axis, style: Style, width: float) -> None:
    """Write the values of a list below their positions."""
    count = len(axis.choices)
    labels = [shortened(axis.say(one), width / count, style.small) for one in axis.choices]
    panel.set_xticks(range(count), labels)
    panel.set_xlim(-0.5, count - 0.5)
