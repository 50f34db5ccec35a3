"""False beliefs over time, in every arm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from infosim.experiments import Comparison
from infosim.experiments.theory import mean_field_of
from infosim.plots.axis import label_ticks, quiet_axes, round_numbers
from infosim.plots.lettering import apart, shortened, width_of, wrapped
from infosim.plots.page import LINE, Page, body_width, open_page
from infosim.plots.paired import featured
from infosim.plots.periods import Period, periods_of
from infosim.plots.style import FAINT_INK, ArmLook, Style, arm_look, drawn
from infosim.plots.wording import TimeAxis, arm_said, arm_title, briefly, dated, footer, number
from infosim.world import Floats

LABELS = 0.27
"""Part of the width for the names of the arms."""

FEW = 3
"""Up to so many arms, every arm has a band; with more, the bands would hide the lines."""


@dataclass(frozen=True, eq=False)
class Course:
    """How false beliefs go in one arm.

    Attributes
    ----------
    arm : name of the arm
    mean, low, high : (n_steps + 1,), false beliefs per 100 people: mean over the
        replicates, and their 10th and 90th percentile
    theory : the same in the mean field, None where there is none
    """

    arm: str
    mean: Floats
    low: Floats
    high: Floats
    theory: Floats | None


@drawn
def trajectories(comparison: Comparison, style: Style) -> Figure:
    """Draw the false beliefs per 100 people over time, with the periods of campaigns below."""
    courses = [course_of(comparison, arm) for arm in comparison.arms]
    busy = [arm for arm in comparison.arms if periods_of(comparison, arm)]
    strip = 1.25 * style.em * len(busy)
    below = strip + 3.3 * style.em
    named = sum(label_sizes(comparison, style))
    page = open_page(
        style,
        title_of_trajectories(comparison, courses),
        subtitle_of_trajectories(comparison, courses),
        footer(comparison, ""),
        least=below + max(11.0 * style.em, named),
    )
    left, width = page.left + 2.6 * style.em, (1.0 - LABELS) * (page.right - page.left) - 2.6 * style.em
    axes = page.axes(left, page.bottom + below, width, page.top - page.bottom - below)
    draw_courses(axes, comparison, courses, style)
    write_labels(page, axes, comparison, courses)
    lowest = axes
    if busy:
        lowest = page.axes(left, page.bottom + 2.9 * style.em, width, strip)
        draw_periods(lowest, comparison, busy, style)
        axes.tick_params(labelbottom=False, length=0)
    time = TimeAxis.of(float(comparison.days()[-1]))
    lowest.set_xlabel(f"{time.unit}s since the start", size=style.small, color=FAINT_INK)
    label_ticks(lowest, style, number)
    return page.figure


def course_of(comparison: Comparison, arm: str) -> Course:
    """Take the course of an arm over its replicates."""
    beliefs = 100.0 * comparison.believing(arm)
    low, high = np.percentile(beliefs, [10.0, 90.0], axis=0)
    theory = mean_field_of(comparison.study, arm)
    return Course(arm, beliefs.mean(axis=0), low, high, None if theory is None else 100.0 * theory)


def title_of_trajectories(comparison: Comparison, courses: list[Course]) -> str:
    """Say what the figure shows: where the largest effect is widest."""
    days = comparison.days()
    time = TimeAxis.of(float(days[-1]))
    arm = featured(comparison)
    chosen, without = (courses[comparison.arms.index(name)] for name in (arm, comparison.reference(arm)))
    if not np.any(chosen.mean - without.mean):
        peak = int(without.mean.argmax())
        same = "All arms alike: false" if len(courses) > 1 else "False"
        height = number(float(without.mean[peak]))
        return f"{same} beliefs peak at {height} per 100 people {dated(time.moment(days[peak]))}"
    name = arm_said(comparison, arm)
    widest = int(np.abs(chosen.mean - without.mean).argmax())
    here, there = (number(float(course.mean[widest])) for course in (chosen, without))
    when = dated(time.moment(days[widest]))
    return f"{name}: {here} false beliefs per 100 people {when}, instead of {there}"


def subtitle_of_trajectories(comparison: Comparison, courses: list[Course]) -> str:
    """Say what lines and bands are."""
    bars = "; bars: interventions" if any(comparison.study.arms.values()) else ""
    if any(course.theory is not None for course in courses):
        bars += "; dashed: mean field, where everybody meets everybody"
    if comparison.replicates == 1:
        return f"Each line is a single run{bars}."
    which = "" if len(comparison.arms) <= FEW else f" ({said_of_bands(comparison)})"
    return f"Lines: mean of {comparison.replicates:,} runs; bands: 10th to 90th percentile{which}{bars}."


def emphasised(comparison: Comparison) -> tuple[str, str]:
    """Name the arm that the figure is about, after the one it is compared with."""
    arm = featured(comparison)
    return comparison.reference(arm), arm


def said_of_bands(comparison: Comparison) -> str:
    """Name the two arms that have bands when there are many arms."""
    without, arm = emphasised(comparison)
    if without == comparison.baseline:
        return "baseline, largest effect"
    return " and ".join(f"“{briefly(arm_title(comparison, name), 30)}”" for name in (without, arm))


def draw_courses(axes: Axes, comparison: Comparison, courses: list[Course], style: Style) -> None:
    """Draw a line for each arm, and bands."""
    time = TimeAxis.of(float(comparison.days()[-1]))
    when = comparison.days() / time.days
    banded = set(emphasised(comparison) if len(courses) > FEW else comparison.arms)
    for position, course in enumerate(courses):
        look = arm_look(position)
        if course.arm in banded and comparison.replicates > 1:
            axes.fill_between(
                when, course.low, course.high, color=look.colour, alpha=0.14, linewidth=0, zorder=1
            )
        if course.theory is not None:
            axes.plot(
                when,
                course.theory,
                color=look.colour,
                linewidth=0.5 * style.line,
                linestyle=(0, (4, 2.5)),
                zorder=2,
            )
        axes.plot(
            when,
            course.mean,
            color=look.colour,
            linewidth=style.line if course.arm in banded else 0.6 * style.line,
            marker=look.marker,
            markersize=0.75 * style.marker,
            markevery=markers_at(position, len(courses), len(when)),
            zorder=4 if course.arm in banded else 3,
        )
    quiet_axes(axes, style)
    axes.set_xlim(0.0, when[-1])
    axes.set_ylim(0.0, max(1e-9, axes.get_ylim()[1]))
    ticks, decimals = round_numbers(*axes.get_ylim(), most=5)
    axes.set_yticks(ticks, [number(tick, decimals) for tick in ticks])
    axes.set_ylabel("false beliefs per 100 people", size=style.small, color=FAINT_INK)
    axes.grid(axis="y", color="#E4E4E4", linewidth=style.line * 0.3)
    axes.set_axisbelow(True)


def markers_at(position: int, n_arms: int, n_points: int) -> list[int]:
    """Choose where a line carries its marker: a few places, different ones in every arm."""
    places = (np.arange(6) + (position + 0.5) / n_arms) / 6.0
    return sorted({int(place) for place in places * (n_points - 1)})


def label_lines(comparison: Comparison, style: Style) -> list[list[str]]:
    """Break the names of the arms to the width of their column."""
    column = LABELS * body_width(style) - 3.6 * style.em
    return [
        wrapped(arm_title(comparison, arm), column, style.small, "bold", most=2) for arm in comparison.arms
    ]


def label_sizes(comparison: Comparison, style: Style) -> list[float]:
    """Give the height of each name, with some air, in inches."""
    return [(len(lines) + 0.35) * style.small * LINE / 72.0 for lines in label_lines(comparison, style)]


def write_labels(page: Page, axes: Axes, comparison: Comparison, courses: list[Course]) -> None:
    """Name each line at its end; thin lines lead to names that had to move."""
    style, labels = page.style, label_lines(comparison, page.style)
    box = axes.get_position()
    across, up = (float(side) for side in page.figure.get_size_inches())
    low, high = axes.get_ylim()
    ends = [box.y0 * up + (c.mean[-1] - low) / (high - low) * box.height * up for c in courses]
    centres = apart(ends, label_sizes(comparison, style), box.y0 * up, box.y1 * up)
    edge = box.x1 * across
    for position, (lines, end, centre) in enumerate(zip(labels, ends, centres, strict=True)):
        look = arm_look(position)
        page.lead((edge + 0.15 * style.em, end), (edge + 1.3 * style.em, centre), look)
        page.mark(edge + 1.9 * style.em, centre, look)
        page.write(edge + 2.7 * style.em, centre, lines, size=style.small, weight="bold", color=look.ink)


def draw_periods(axes: Axes, comparison: Comparison, busy: list[str], style: Style) -> None:
    """Draw when the interventions of each arm run: one row an arm, darker where several do."""
    end = float(comparison.days()[-1])
    quiet_axes(axes, style)
    axes.set_xlim(0.0, end / TimeAxis.of(end).days)
    axes.set_ylim(len(busy) - 0.5, -0.5)
    axes.set_yticks([])
    for row, arm in enumerate(busy):
        look = arm_look(comparison.arms.index(arm))
        periods = periods_of(comparison, arm)
        for period in periods:
            # Placed by parts of the width, as the names of the periods are.
            corner, part = (period.first / end, row - 0.43), (period.last - period.first) / end
            inside = axes.get_yaxis_transform()
            axes.add_patch(
                Rectangle(corner, part, 0.86, color=look.colour, alpha=0.16, linewidth=0, transform=inside)
            )
        name_periods(axes, row, periods, periods[0].first / end, look, style)


def name_periods(
    axes: Axes, row: int, periods: list[Period], begin: float, look: ArmLook, style: Style
) -> None:
    """Write what runs in an arm into its row, and the arm's marker into the margin."""
    figure = axes.get_figure(root=True)
    width = float(axes.get_position().width * figure.get_size_inches()[0]) if figure else 1.0
    names = ", ".join(name for period in periods for name in period.names)
    text = shortened(names, 0.96 * width, style.small)
    # From the start of the first period, or as far right as the text fits.
    x = min(begin + 0.008, 0.992 - width_of(text, style.small) / width)
    inside = axes.get_yaxis_transform()
    axes.text(x, row, text, size=style.small, va="center_baseline", transform=inside)
    size, colour = style.marker, look.colour
    axes.plot([-0.03], [row], look.marker, color=colour, markersize=size, transform=inside, clip_on=False)
