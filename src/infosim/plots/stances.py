"""One run: how many people hold each stance, claim by claim."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infosim.plots.axis import label_ticks, quiet_axes, round_numbers
from infosim.plots.lettering import apart, shortened
from infosim.plots.page import LINE, Page, open_page
from infosim.plots.style import FAINT_INK, PAPER, ArmLook, Style, arm_look, drawing
from infosim.plots.trajectories import markers_at
from infosim.plots.wording import TimeAxis, dated, number
from infosim.results import STANCES, Run
from infosim.world import Floats

SHOWN = STANCES[1:]
"""The stances that are drawn; whoever is in none of them has not heard of it."""

MOST = 4
"""So many claims have room on a page."""

LABELS = 0.2
"""Part of the width for the names of the stances."""


def stances(run: Run, style: Style = PAPER) -> Figure:
    """Draw, per 100 people, who has seen each claim, believes it, or has been corrected.

    Parameters
    ----------
    run : one run; of more than four claims of a scenario, the first four
    style : `PAPER` or `PROJECTOR`
    """
    people = int(run.population.is_person.sum())
    levels = {
        family: np.array([series[name] for name in SHOWN]) * (100.0 / people)
        for family, series in list(run.series().items())[:MOST]
    }
    with drawing(style):
        under, least = "People per 100; one run, with luck of its own.", 9.0 * style.em * len(levels)
        page = open_page(style, title_of(run, levels), under, footer_of(run), least=least)
        left, gap = page.left + 2.6 * style.em, 3.4 * style.em
        width = (1.0 - LABELS) * (page.right - page.left) - 2.6 * style.em
        head = 1.6 * style.em if len(levels) > 1 else 0.0
        height = (page.top - page.bottom) / len(levels)
        for row, (family, level) in enumerate(levels.items()):
            bottom = page.top - (row + 1) * height + gap
            axes = page.axes(left, bottom, width, height - gap - head)
            draw_claim(axes, run, level, style)
            label_lines(page, axes, level, style)
            if row < len(levels) - 1:
                axes.set_xlabel("")
            if len(levels) > 1:
                name = shortened(family, width, style.small, "bold")
                above = bottom + height - gap - 0.4 * head
                page.write(left, above, [name], size=style.small, weight="bold")
        return page.figure


def title_of(run: Run, levels: dict[str, Floats]) -> str:
    """Say of the claim that is believed most when that is."""
    believer = SHOWN.index("believer")
    family = max(levels, key=lambda name: float(levels[name][believer].max()))
    course = levels[family][believer]
    peak, days = int(course.argmax()), run.days()
    if not course[peak]:
        return "Nobody comes to believe anything"
    which = f" in {family}" if len(levels) > 1 else ""
    when = dated(TimeAxis.of(days[-1]).moment(days[peak]))
    return f"Belief{which} peaks at {number(float(course[peak]))} per 100 people {when}"


def footer_of(run: Run) -> str:
    """Say which run it is."""
    return f"Arm {run.arm}, replicate {run.replicate}, {run.population.n_people:,} synthetic people."


def look_of(stance: int) -> ArmLook:
    """Give the look of a stance, the same in every panel."""
    return arm_look((3, 2, 1)[stance])


def draw_claim(axes: Axes, run: Run, level: Floats, style: Style) -> None:
    """Draw the stances towards one claim."""
    days = run.days()
    time = TimeAxis.of(days[-1])
    when = np.array(days) / time.days
    for stance, course in enumerate(level):
        look = look_of(stance)
        axes.plot(
            when,
            course,
            color=look.colour,
            linewidth=style.line,
            marker=look.marker,
            markersize=0.75 * style.marker,
            markevery=markers_at(stance, len(level), len(when)),
        )
    quiet_axes(axes, style)
    axes.set_xlim(0.0, when[-1])
    axes.set_ylim(0.0, max(1.0, 1.05 * float(level.max())))
    ticks, decimals = round_numbers(*axes.get_ylim(), most=4)
    axes.set_yticks(ticks, [number(tick, decimals) for tick in ticks])
    label_ticks(axes, style, number)
    axes.set_xlabel(time.unit, size=style.small, color=FAINT_INK)
    axes.grid(axis="y", color="#E4E4E4", linewidth=style.line * 0.3)
    axes.set_axisbelow(True)


def label_lines(page: Page, axes: Axes, level: Floats, style: Style) -> None:
    """Name each line at its end."""
    box, (low, high) = axes.get_position(), axes.get_ylim()
    across, up = (float(side) for side in page.figure.get_size_inches())
    ends = [box.y0 * up + (course[-1] - low) / (high - low) * box.height * up for course in level]
    size = 1.2 * style.small * LINE / 72.0
    centres = apart(ends, [size] * len(ends), box.y0 * up, box.y1 * up)
    edge = box.x1 * across
    for stance, (end, centre) in enumerate(zip(ends, centres, strict=True)):
        look = look_of(stance)
        page.lead((edge + 0.15 * style.em, end), (edge + 1.3 * style.em, centre), look)
        page.mark(edge + 1.9 * style.em, centre, look)
        name = [f"{SHOWN[stance]} {number(float(level[stance][-1]))}"]
        page.write(edge + 2.7 * style.em, centre, name, size=style.small, weight="bold", color=look.ink)
