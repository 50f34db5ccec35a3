"""Published models: what came out, what was published and what theory says, in one picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infosim.errors import counted
from infosim.plots.axis import quiet_axes, round_numbers
from infosim.plots.lettering import apart
from infosim.plots.page import LINE, Page, open_page
from infosim.plots.saving import save_all
from infosim.plots.style import FAINT_INK, PROJECTOR, ArmLook, Style, arm_look, drawing
from infosim.plots.wording import number
from infosim.published.pictures import Curve, Panel, panels_of
from infosim.published.reproducing import Reproduction
from infosim.published.running import Measured

LABELS = 0.17
"""Part of the width for the names of the curves of a panel."""


def write_reproduced(found: Reproduction, folder: Path, style: Style = PROJECTOR) -> list[Path]:
    """Write a figure for each target, as PNG and as SVG.

    Raises
    ------
    InputError
        The files cannot be written.
    """
    written: list[Path] = []
    for target in found.targets:
        cells = found.of(target)
        panels = panels_of(cells)
        if not panels:
            continue
        with drawing(style):
            figure = reproduced(cells, panels, style)
        written += save_all(figure, folder, target.id, style)
    return written


def reproduced(cells: Sequence[Measured], panels: Sequence[Panel], style: Style) -> Figure:
    """Draw the panels of a target side by side."""
    counts = cells[0].cell.target.counts
    subtitle = f"{counts[0].upper()}{counts[1:]}. {subtitle_of(panels)}"
    page = open_page(style, title_of(cells), subtitle, footer_of(cells), least=18 * style.em)
    width = (page.right - page.left) / len(panels)
    bottom = page.bottom + 3.0 * style.em
    for k, panel in enumerate(panels):
        left = page.left + k * width + 3.2 * style.em
        named = LABELS * (page.right - page.left) if len(panel.curves) > 1 else 1.2 * style.em
        axes = page.axes(left, bottom, width - 3.2 * style.em - named, page.top - bottom - 0.6 * style.em)
        draw_panel(axes, panel, style)
        if len(panel.curves) > 1:
            name_curves(page, axes, panel)
    return page.figure


def title_of(cells: Sequence[Measured]) -> str:
    """Say how much of what was published came out."""
    target = cells[0].cell.target
    verdicts = [one.holds(name) for one in cells for name in one.values]
    told = [verdict for verdict in verdicts if verdict is not None]
    if not told:
        first = cells[0]
        return f"{target.title}: {number(first.estimates[first.quantity].mean)}"
    if len(told) == 1:
        return f"{target.title}: the published number {'came out' if told[0] else 'was missed'}"
    came = "all" if all(told) else str(sum(told))
    return f"{target.title}: {came} of {len(told)} published numbers came out"


def subtitle_of(panels: Sequence[Panel]) -> str:
    """Say which mark is what."""
    curves = [curve for panel in panels for curve in panel.curves]
    spans = " with 95% intervals" if any(len(curve.low) for curve in curves) else ""
    marks = " and full marks" if any(len(curve.marks[0]) for curve in curves) else ""
    parts = [f"Lines{marks}: ours{spans}"]
    if any(len(curve.published[0]) for curve in curves):
        parts.append("hollow marks: published")
    if any(len(curve.theory[0]) for curve in curves):
        parts.append("dashed: mean field, where everybody meets everybody")
    return "; ".join(parts) + "."


def footer_of(cells: Sequence[Measured]) -> str:
    """State what the figure rests on."""
    first = cells[0]
    runs = len(first.values[first.quantity])
    chance = (
        f"{counted(runs, 'run')} of each cell, seed {first.seed}" if first.cell.target.runs else "equations"
    )
    return f"{chance}; published: {first.cell.target.source}; infosim reproduce {first.cell.target.id}"


def draw_panel(axes: Axes, panel: Panel, style: Style) -> None:
    """Draw the curves of a panel, and label its axes."""
    for position, curve in enumerate(panel.curves):
        draw_curve(axes, curve, look_of(position), panel.is_course, style)
    quiet_axes(axes, style)
    if panel.span is not None:
        axes.set_xlim(*panel.span)
    top = max(1e-9, axes.get_ylim()[1])
    # Marks that stand at nought must not lie on the numbers of the other axis.
    axes.set_ylim(-0.05 * top if has_nought(panel) else 0.0, max(top, panel.least))
    ticks, decimals = round_numbers(*axes.get_ylim(), most=5)
    axes.set_yticks(ticks, [number(tick, decimals) for tick in ticks])
    low, high = axes.get_xlim()
    places, decimals = round_numbers(low, high, most=6)
    axes.set_xticks(places, [number(place, decimals) for place in places])
    axes.set_xlabel(panel.across, size=style.small, color=FAINT_INK)
    axes.set_ylabel(panel.up, size=style.small, color=FAINT_INK)
    axes.grid(axis="y", color="#E4E4E4", linewidth=style.line * 0.3)
    axes.set_axisbelow(True)


def has_nought(panel: Panel) -> bool:
    """Tell whether something that is marked is nil."""
    marked = [
        (curve.marks, curve.published, *(() if panel.is_course else (curve.ours,))) for curve in panel.curves
    ]
    return any(len(up) and up.min() <= 0 for points in marked for _, up in points)


def look_of(position: int) -> ArmLook:
    """Give the look of a curve."""
    return arm_look(position + 1)


def draw_curve(axes: Axes, curve: Curve, look: ArmLook, is_course: bool, style: Style) -> None:
    """Draw what came out, what was published and what theory says of one setting."""
    if len(curve.theory[0]):
        axes.plot(
            *curve.theory, color=look.colour, linewidth=0.7 * style.line, linestyle=(0, (4, 2.5)), zorder=2
        )
    axes.plot(
        *curve.ours,
        color=look.colour,
        linewidth=style.line,
        marker="" if is_course else look.marker,
        markersize=0.7 * style.marker,
        zorder=3,
    )
    axes.plot(*curve.marks, look.marker, color=look.colour, markersize=style.marker, zorder=4)
    if len(curve.low):
        spans = np.array([curve.ours[1] - curve.low, curve.high - curve.ours[1]]).clip(0.0)
        axes.errorbar(
            *curve.ours,
            yerr=spans,
            fmt="none",
            ecolor=look.colour,
            elinewidth=0.7 * style.line,
            capsize=0.4 * style.marker,
            zorder=3,
        )
    if len(curve.published[0]):
        axes.plot(
            *curve.published,
            look.marker,
            markerfacecolor="none",
            markeredgecolor=look.ink,
            markeredgewidth=0.5 * style.line,
            markersize=1.8 * style.marker,
            zorder=4,
            clip_on=False,
        )


def name_curves(page: Page, axes: Axes, panel: Panel) -> None:
    """Name each curve at its end; thin lines lead to names that had to move."""
    style, box = page.style, axes.get_position()
    across, up = (float(side) for side in page.figure.get_size_inches())
    low, high = axes.get_ylim()
    left, right = axes.get_xlim()
    height = box.height * up
    ends = [box.y0 * up + (float(curve.ours[1][-1]) - low) / (high - low) * height for curve in panel.curves]
    size = 1.35 * style.small * LINE / 72.0
    centres = apart(ends, [size] * len(ends), box.y0 * up, box.y1 * up)
    edge = box.x1 * across
    for position, (curve, end, centre) in enumerate(zip(panel.curves, ends, centres, strict=True)):
        look = look_of(position)
        last = (float(curve.ours[0][-1]) - left) / (right - left) * box.width * across + box.x0 * across
        page.lead((last + 0.5 * style.em, end), (edge + 0.9 * style.em, centre), look)
        page.mark(edge + 1.4 * style.em, centre, look)
        page.write(
            edge + 2.1 * style.em, centre, [curve.name], size=style.small, weight="bold", color=look.ink
        )
