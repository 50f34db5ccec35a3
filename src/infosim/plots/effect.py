"""The paired difference first: what each arm changes, replicate by replicate."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infosim.experiments import Comparison
from infosim.measures import OUTCOMES
from infosim.plots.axis import draw_frame, middle_of_row, name_directions
from infosim.plots.lettering import bracketed, wrapped
from infosim.plots.page import LINE, Page, body_width, open_page
from infosim.plots.paired import Paired, rows_of, strongest
from infosim.plots.style import INK, ArmLook, Style, arm_look, drawn
from infosim.plots.wording import (
    against,
    arm_said,
    arm_title,
    axis_unit,
    decimals_of,
    footer,
    level_said,
    number,
    other_people,
    said,
    signed,
)

GOLDEN = 0.6180339887498949
"""Multiples of it, modulo 1, spread points evenly however many there are."""

LABELS = 0.25
NUMBERS = 0.21
"""Parts of the width for the names of the arms and for the numbers."""


@drawn
def effect(comparison: Comparison, style: Style) -> Figure:
    """Draw each arm's paired difference from the one it is compared with, in the first outcome.

    One dot per replicate, the mean and its 95% bootstrap interval. With a single
    arm there is nothing to compare, and its level is drawn instead.
    """
    outcome = comparison.outcome
    rows = rows_of(comparison, outcome)
    below = 4.3 * style.em
    row_height = max(3.4 * style.em, *(name_height(comparison, row.arm, style) for row in rows))
    page = open_page(
        style,
        title_of_effect(comparison, rows),
        subtitle_of_effect(comparison, rows),
        footer(comparison),
        least=below + row_height * len(rows),
        wanted=below + 5.0 * style.em * len(rows),
    )
    width = page.right - page.left
    axes = page.axes(
        page.left + LABELS * width,
        page.bottom + below,
        (1.0 - LABELS - NUMBERS) * width,
        page.top - page.bottom - below,
    )
    draw_frame(axes, comparison, [row.differences for row in rows], style)
    widths = [row.high - row.low for row in rows] + [abs(row.mean) / 10.0 for row in rows]
    decimals = min(3, decimals_of(widths))
    for position, row in enumerate(rows):
        look = arm_look(comparison.arms.index(row.arm))
        draw_row(axes, position, row, look, style)
        write_row(page, axes, position, row, comparison)
        write_numbers(page, axes, position, row, comparison, decimals)
    name_directions(page, axes, comparison, outcome)
    return page.figure


def title_of_effect(comparison: Comparison, rows: list[Paired]) -> str:
    """Say what the figure shows."""
    outcome = comparison.outcome
    best = strongest(rows)
    name = arm_said(comparison, best.arm)
    words = OUTCOMES[outcome].words
    if len(comparison.arms) == 1:
        return f"{name}: {level_said(outcome, best.mean)} ({words})"
    if not any(np.any(row.differences) for row in rows):
        return f"No difference at all: {words}"
    if comparison.replicates == 1:
        return f"{name}: {said(outcome, best.mean)}, in a single pair of runs"
    if not best.is_clear:
        whom = name if len(rows) == 1 else f"{len(rows)} arms"
        return f"{whom}: no clear difference in {words}"
    others = sum(row.is_setting == best.is_setting for row in rows)
    largest = "larger" if others == 2 else "largest"
    among = f", the {largest} of {others} effects" if others > 1 else ""
    return f"{name}: {said(outcome, best.mean)}{among}"


def subtitle_of_effect(comparison: Comparison, rows: list[Paired]) -> str:
    """Say how to read the figure."""
    if len(comparison.arms) == 1:
        return "One arm only, so there is nothing to compare. Each dot is one run."
    people = "" if any(other_people(comparison, row.arm) for row in rows) else "the same people and "
    each = f"Each dot is one pair of runs with {people}the same luck"
    if any(row.improved is not None for row in rows):
        each += " (filled: the arm helped)"
    bar = "; diamond and bar: mean and 95% bootstrap interval" if comparison.replicates > 1 else ""
    return f"{each}{bar}."


def draw_row(axes: Axes, position: int, row: Paired, look: ArmLook, style: Style) -> None:
    """Draw the replicates of an arm, their mean and its interval."""
    heights = position - 0.15 + 0.44 * ((np.arange(row.n) * GOLDEN) % 1.0 - 0.5)
    # Nobody can say that another setting helped, and filled means that.
    filled = np.full(row.n, not row.is_setting) if row.improved is None else row.improved
    for chosen, inside in ((~filled, "white"), (filled, look.colour)):
        axes.plot(
            row.differences[chosen],
            heights[chosen],
            linestyle="none",
            marker=look.marker,
            markersize=style.marker * 0.7,
            markerfacecolor=inside,
            markeredgecolor=look.colour,
            alpha=0.75,
            zorder=3,
        )
    if row.n > 1:
        axes.plot([row.low, row.high], [position + 0.27] * 2, color=INK, linewidth=style.line * 1.4, zorder=4)
        axes.plot([row.mean], [position + 0.27], "d", color=INK, markersize=style.marker * 1.15, zorder=5)


def write_row(page: Page, axes: Axes, position: int, row: Paired, comparison: Comparison) -> None:
    """Write the name of an arm left of its row, and its numbers to the right."""
    style = page.style
    y = middle_of_row(page, axes, position)
    look = arm_look(comparison.arms.index(row.arm))
    page.mark(page.left + 0.5 * style.em, y, look)
    name, remark = name_of_row(comparison, row.arm, style)
    if remark:
        page.name(page.left + 1.4 * style.em, y, name, remark, look.ink)
    else:
        page.write(page.left + 1.4 * style.em, y, name, weight="bold", color=look.ink)


def name_of_row(comparison: Comparison, arm: str, style: Style) -> tuple[list[str], str]:
    """Break the name of an arm to its column; and what it is compared with, if arms differ in that."""
    column = (LABELS * body_width(style)) - 2.2 * style.em
    name = wrapped(arm_title(comparison, arm), column, style.text, "bold", most=2)
    return name, bracketed(against(comparison, arm), column, style.small)


def name_height(comparison: Comparison, arm: str, style: Style) -> float:
    """Give the height that a row needs for the name of its arm, in inches."""
    name, remark = name_of_row(comparison, arm, style)
    return (len(name) * style.text + bool(remark) * style.small) * LINE / 72.0 + 0.3 * style.em


def write_numbers(
    page: Page, axes: Axes, position: int, row: Paired, comparison: Comparison, decimals: int
) -> None:
    """Write the mean, its interval, and how often the arm helped, right of its row."""
    write = number if len(comparison.arms) == 1 else signed
    lines = [f"{write(row.mean, decimals)} {short_unit(comparison.outcome)}"]
    if row.n > 1:
        lines.append(f"{write(row.low, decimals)} to {write(row.high, decimals)}")
    if row.improved is not None:
        lines.append(f"helped in {int(row.improved.sum())} of {row.n}")
    elif row.is_setting:
        lines.append("another setting")
    x = page.right - NUMBERS * (page.right - page.left) + page.style.em
    page.write(x, middle_of_row(page, axes, position), lines, size=page.style.small)


def short_unit(outcome: str) -> str:
    """Name the unit in a narrow column."""
    return "points" if axis_unit(outcome) == "percentage points" else axis_unit(outcome)
