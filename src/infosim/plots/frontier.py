"""The frontier of a budget: what allocations avert in all, against what they leave between groups."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infosim.experiments.allocation import Optimum
from infosim.experiments.allocation.told import money
from infosim.experiments.allocation.trials import Tried
from infosim.experiments.intervals import Estimate, estimate
from infosim.plots.lettering import shortened
from infosim.plots.page import Page, open_page
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
from infosim.plots.wording import in_words, number

HATCHES = ("", "////", "....", "xxxx", "\\\\\\\\", "++++")
"""The second cue, beside the colour, of what money goes to."""

LEFT = 0.52
"""Part of the width for the frontier; the rest shows what the money goes to."""

ABOVE = 4.4
"""Ems above both halves, for the name of an axis and for what the colours mean."""

MOST_IN_A_ROW = 3
"""Interventions that are named side by side."""

_BLUE, _RED = (darkened(hue, LINE_CONTRAST) for hue in OKABE_ITO[:2])


class Place(NamedTuple):
    """An allocation on the plane: both are differences from an even split, in days."""

    name: str
    one: Tried
    averted: Estimate
    fairer: Estimate


def write_frontier(found: Optimum, folder: Path, style: str = "projector") -> list[Path]:
    """Write the frontier, as PNG and as SVG.

    Raises
    ------
    InputError
        There is no such style, or the files cannot be written.
    """
    chosen = style_named(style)
    return save_all(frontier(found, chosen), folder, "frontier", chosen)


def frontier(found: Optimum, style: Style = PROJECTOR) -> Figure:
    """Draw the allocations of the frontier, and beside them what each spends on what.

    Zero is an even split, in both directions; the lines through each point are 95% intervals.
    """
    with drawing(style):
        places = places_of(found)
        page = open_page(
            style,
            title_of(found),
            "Left: each number is an allocation, against an even split of the same money; right: what it "
            "spends the money on.",
            footer_of(found),
            least=(9.0 + 2.2 * len(places)) * style.em,
            wanted=30.0 * style.em,
        )
        width, low = page.right - page.left, page.bottom + 4.2 * style.em
        plane = page.axes(
            page.left + 4.6 * style.em, low, LEFT * width - 6.0 * style.em, page.top - low - ABOVE * style.em
        )
        draw_plane(plane, places, style)
        draw_bars(page, found, places, low)
        return page.figure


def places_of(found: Optimum) -> list[Place]:
    """Give the frontier, numbered from what averts most, and the even split."""
    seed = found.scenario.run.seed
    even = found.even
    numbered = [(str(k + 1), one) for k, one in enumerate(found.frontier[::-1])]
    return [
        Place(name, one, estimate(even.days - one.days, seed), estimate(even.gaps - one.gaps, seed))
        for name, one in [*numbered, ("even", even)]
    ]


def title_of(found: Optimum) -> str:
    """Say how much more the best averts than an even split."""
    more = found.averted(found.best, found.even)
    purse = found.purse
    told = f"{money(purse.budget, purse.currency)}, best spent, averts"
    if more.low <= 0 <= more.high:
        return f"{told} no more than an even split, as far as can be told"
    return f"{told} {number(abs(more.mean))} {'more' if more.mean > 0 else 'fewer'} days than an even split"


def footer_of(found: Optimum) -> str:
    """State what the figure rests on."""
    runs = found.replicates * len(found.seeds)
    return (
        f"{runs:,} pairs in {len(found.seeds)} societies that the search did not see, "
        f"{found.scenario.population.size:,} people; 95% bootstrap intervals; "
        "synthetic people, borrowed effect sizes: trust directions, not digits"
    )


def draw_plane(axes: Axes, places: list[Place], style: Style) -> None:
    """Draw the allocations, with what they avert to the right and how fair they are upwards."""
    *kept, even = places
    axes.axhline(0.0, color=RULE, linewidth=style.line * 0.4, zorder=1)
    axes.axvline(0.0, color=RULE, linewidth=style.line * 0.4, zorder=1)
    x, y = (np.array([getattr(place, way).mean for place in kept]) for way in ("averted", "fairer"))
    axes.plot(x, y, color=_BLUE, linewidth=style.line * 0.6, zorder=2)
    for place in kept:
        draw_place(axes, place, style)
    axes.plot(
        [even.averted.mean], [even.fairer.mean], "X", color=_RED, markersize=style.marker * 1.4, zorder=3
    )
    axes.margins(0.12)
    is_right = even.averted.mean > float(np.mean(axes.get_xlim()))
    axes.annotate(
        "even split",
        (even.averted.mean, even.fairer.mean),
        ((-0.9 if is_right else 0.9) * style.text, -1.2 * style.text),
        textcoords="offset points",
        ha="right" if is_right else "left",
        size=style.small,
        color=INK,
    )
    axes.locator_params(nbins=5)
    axes.tick_params(length=style.text * 0.3, color=RULE)
    axes.set_xlabel("days averted per person, more than by an even split", size=style.small, color=FAINT_INK)
    axes.set_title(
        "days less between worst and best group",
        size=style.small,
        color=FAINT_INK,
        loc="left",
        fontweight="normal",
    )


def draw_place(axes: Axes, place: Place, style: Style) -> None:
    """Draw an allocation: its number on a square, and both intervals through it."""
    across, up = place.averted, place.fairer
    thin: dict[str, Any] = {"color": _BLUE, "linewidth": style.line * 0.35, "zorder": 2}
    axes.plot([across.low, across.high], [up.mean, up.mean], **thin)
    axes.plot([across.mean, across.mean], [up.low, up.high], **thin)
    axes.plot(
        [across.mean], [up.mean], "s", color=_BLUE, markersize=style.marker * 1.9, clip_on=False, zorder=3
    )
    axes.annotate(
        place.name,
        (across.mean, up.mean),
        ha="center",
        va="center_baseline",
        size=style.small * 0.8,
        color="white",
        weight="bold",
        zorder=4,
    )


def draw_bars(page: Page, found: Optimum, places: list[Place], low: float) -> None:
    """Draw a bar for each allocation, divided by what its money goes to, and say what is what."""
    style, width = page.style, page.right - page.left
    left = page.left + LEFT * width + 4.0 * style.em
    axes = page.axes(left, low, page.right - left, page.top - low - ABOVE * style.em)
    axes.set_ylim(len(places) - 0.4, -0.6)
    axes.set_xlim(0.0, found.purse.budget)
    axes.set_yticks(range(len(places)), [place.name for place in places], size=style.small)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", length=style.text * 0.3, color=RULE)
    axes.locator_params(axis="x", nbins=4)
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    axes.set_xlabel(f"spent on, {found.purse.currency}", size=style.small, color=FAINT_INK)
    after = np.zeros(len(places))
    for k, item in enumerate(found.purse.items):
        amounts = np.array([place.one.amounts[k] for place in places])
        hue, hatch = darkened(OKABE_ITO[k % len(OKABE_ITO)], LINE_CONTRAST), HATCHES[k % len(HATCHES)]
        look: dict[str, Any] = {
            "facecolor": hue,
            "hatch": hatch,
            "edgecolor": "white",
            "linewidth": style.line * 0.3,
        }
        axes.barh(range(len(places)), amounts, left=after, height=0.62, label=item.id, **look)
        after += amounts
    name_items(axes, found, page.right - left, style)


def name_items(axes: Axes, found: Optimum, width: float, style: Style) -> None:
    """Say above the bars which colour is which intervention, in rows of equal length."""
    names = [
        shortened(in_words(item.id), width / MOST_IN_A_ROW - 2.6 * style.em, style.small)
        for item in found.purse.items
    ]
    axes.legend(
        labels=names,
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=-(-len(names) // -(-len(names) // MOST_IN_A_ROW)),
        frameon=False,
        fontsize=style.small,
        borderaxespad=0.2,
        handlelength=1.4,
        columnspacing=1.2,
        labelspacing=0.3,
    )
