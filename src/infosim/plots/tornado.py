"""The tornado: how far each lever moves a study's first outcome, the strongest on top."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infosim.experiments.levers import Levers, Moved
from infosim.experiments.levers_told import named, verdict_words
from infosim.measures import OUTCOMES
from infosim.plots.axis import label_ticks, middle_of_row, quiet_axes
from infosim.plots.lettering import shortened, width_of, wrapped
from infosim.plots.page import Page, open_page
from infosim.plots.saving import save_all
from infosim.plots.style import (
    BAND,
    FAINT_INK,
    INK,
    LINE_CONTRAST,
    OKABE_ITO,
    PROJECTOR,
    Style,
    darkened,
    drawing,
    style_named,
)
from infosim.plots.wording import axis_unit, said, scale_of, signed, ways
from infosim.world import Floats

LABELS = 0.24
VERDICTS = 0.19
"""Parts of the width for the names of the levers and for the verdicts."""

THICK = 0.5
"""Height of a bar, in rows."""


class Look(NamedTuple):
    """How the bar of a verdict is drawn: a colour, and a second cue."""

    colour: str
    is_filled: bool
    hatch: str


_BLUE, _RED, _GREY = (darkened(hue, LINE_CONTRAST) for hue in (OKABE_ITO[0], OKABE_ITO[1], "#8C8C8C"))

LOOKS: dict[str, Look] = {
    "works": Look(_BLUE, True, ""),
    "saturated": Look(_BLUE, False, "///"),
    "too small to tell": Look(_GREY, False, ""),
    "wrong way": Look(_RED, True, "xxx"),
    "dead": Look(_RED, False, ""),
}


class Bar(NamedTuple):
    """A lever's bar: changes of the first outcome from the arm as it is, in units of the axis."""

    moved: Moved
    low: float
    high: float


def tornado(levers: Levers, style: Style = PROJECTOR) -> Figure:
    """Draw a bar for each lever, from the low to the high end of its range.

    Zero is the arm that the lever was moved in, as the scenario has it. The verdict is
    written beside the bar, and drawn by its colour and its filling.

    Parameters
    ----------
    levers : at least one
    """
    with drawing(style):
        return _tornado(levers, style)


def write_tornado(levers: Levers, folder: Path, style: str = "projector") -> list[Path]:
    """Write the tornado of a study, as PNG and as SVG.

    Raises
    ------
    InputError
        There is no such style, or the files cannot be written.
    """
    chosen = style_named(style)
    return save_all(tornado(levers, chosen), folder, "tornado", chosen)


def _tornado(levers: Levers, style: Style) -> Figure:
    bars = [bar_of(one, levers.outcome) for one in levers.moved]
    below = 4.3 * style.em
    page = open_page(
        style,
        title_of(levers),
        "Each bar is one number, moved from one end of its range to the other with the same people and the "
        "same luck; zero is the study as it is. The verdict is about what the lever is there for.",
        footer_of(levers),
        least=below + 2.7 * style.em * len(bars),
        wanted=below + 3.6 * style.em * len(bars),
    )
    width = page.right - page.left
    axes = page.axes(
        page.left + LABELS * width,
        page.bottom + below,
        (1.0 - LABELS - VERDICTS) * width,
        page.top - page.bottom - below,
    )
    draw_frame(axes, bars, style)
    for position, bar in enumerate(bars):
        draw_bar(axes, position, bar, style)
        write_row(page, axes, position, bar)
    name_axis(page, axes, levers)
    return page.figure


def bar_of(one: Moved, outcome: str) -> Bar:
    """Compare both ends with the arm as it is, in units of the axis."""
    scale = scale_of(outcome)
    low, high = (_mean(one.first[point] - one.first["own"]) * scale for point in ("low", "high"))
    return Bar(one, low, high)


def _mean(values: Floats) -> float:
    there = values[~np.isnan(values)]
    return float(there.mean()) if len(there) else 0.0


def title_of(levers: Levers) -> str:
    """Say which lever moves most, and whether any is out of order."""
    best, n = levers.moved[0], len(levers.moved)
    faults = len(levers.faulty)
    if not best.size:
        return f"No lever moves {OUTCOMES[levers.outcome].words}"
    change = said(levers.outcome, scale_of(levers.outcome) * best.first_effect.mean)
    among = f", the strongest of {n} levers" if n > 1 else ""
    out = f"; {faults} of them {'is' if faults == 1 else 'are'} out of order" if faults else ""
    low, high = best.lever.range
    return f"{named(best)}, from {low} to {high}: {change}{among}{out}"


def footer_of(levers: Levers) -> str:
    """State what the figure rests on."""
    scenario = levers.scenario
    return (
        f"{levers.replicates:,} pairs for each lever, {scenario.population.size:,} people, "
        f"seed {scenario.run.seed}; synthetic people, borrowed effect sizes: trust directions, not digits"
    )


def draw_frame(axes: Axes, bars: list[Bar], style: Style) -> None:
    """Prepare the axes, with room beside the bars for what is written at their ends."""
    quiet_axes(axes, style)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_yticks([])
    ends = [end for bar in bars for end in (bar.low, bar.high)]
    low, high = min(0.0, *ends), max(0.0, *ends)
    figure = axes.get_figure(root=True)
    across = axes.get_position().width * float(figure.get_size_inches()[0]) if figure else 1.0
    widest = max(width_of(text, style.small) for bar in bars for text in bar.moved.lever.range)
    room = min(0.4, (widest + 1.2 * style.em) / across)
    # Of the whole width, `room` on either side is left for the ends.
    pad = (high - low or 1.0) * room / (1.0 - 2.0 * room)
    axes.set_xlim(low - pad, high + pad)
    label_ticks(axes, style, signed)
    for position in range(0, len(bars), 2):
        axes.axhspan(position - 0.5, position + 0.5, color=BAND, linewidth=0, zorder=0)
    axes.axvline(0.0, color=INK, linewidth=style.line * 0.6, zorder=2)


def draw_bar(axes: Axes, position: int, bar: Bar, style: Style) -> None:
    """Draw a lever's bar, and write at its ends what the lever was moved to."""
    look = LOOKS[bar.moved.verdict]
    left, right = sorted((bar.low, bar.high))
    axes.barh(
        [position],
        [right - left],
        left=[left],
        height=THICK,
        facecolor=look.colour if look.is_filled else "white",
        edgecolor="white" if look.is_filled and look.hatch else look.colour,
        linewidth=style.line * 0.6,
        hatch=look.hatch,
        zorder=3,
    )
    if bar.moved.verdict == "dead":
        axes.plot([0.0], [position], "X", color=look.colour, markersize=style.marker * 1.3, zorder=4)
    low, high = bar.moved.lever.range
    texts = (low, high) if bar.low <= bar.high else (high, low)
    sides = ((left, texts[0], "right", -0.5), (right, texts[1], "left", 0.5))
    for x, text, side, gap in sides:
        axes.annotate(
            text,
            (x, position),
            (gap * style.text, 0.0),
            textcoords="offset points",
            ha=side,
            va="center",
            size=style.small,
            # The zero line must not run through a number.
            bbox={"facecolor": "white" if position % 2 else BAND, "edgecolor": "none", "pad": 0.0},
            zorder=2.5,
        )


def write_row(page: Page, axes: Axes, position: int, bar: Bar) -> None:
    """Write the name of a lever left of its bar, and the verdict to the right."""
    style, width = page.style, page.right - page.left
    y = middle_of_row(page, axes, position)
    name = wrapped(named(bar.moved), LABELS * width - style.em, style.small, "bold", most=2)
    page.write(page.left, y, name, size=style.small, weight="bold")
    verdict = wrapped(verdict_words(bar.moved), VERDICTS * width - style.em, style.small, most=2)
    x = page.right - VERDICTS * width + style.em
    page.write(x, y, verdict, size=style.small, color=INK)


def name_axis(page: Page, axes: Axes, levers: Levers) -> None:
    """Name the axis, and say in words what left and right mean."""
    style, outcome = page.style, levers.outcome
    label = f"change in {OUTCOMES[outcome].words} ({axis_unit(outcome)})"
    box, across = axes.get_position(), float(page.figure.get_size_inches()[0])
    line = shortened(label, 0.9 * (page.right - page.left), style.small)
    axes.set_xlabel(line, size=style.small, color=FAINT_INK, labelpad=1.9 * style.text)
    left, right = ways(outcome)
    y = page.bottom + 1.9 * style.em
    page.write(box.x0 * across, y, [f"◀ {left}"], size=style.small, weight="bold")
    page.write(box.x1 * across, y, [f"{right} ▶"], size=style.small, weight="bold", ha="right")
