"""What each arm changes in each group: who gains, and who is left out."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infosim.experiments import Comparison
from infosim.experiments.versus import references
from infosim.measures import OUTCOMES
from infosim.plots.axis import draw_frame, middle_of_row, name_directions
from infosim.plots.lettering import bracketed, shortened, wrapped
from infosim.plots.page import LINE, Page, body_width, open_page
from infosim.plots.paired import Paired, rows_of
from infosim.plots.style import FAINT_INK, Style, arm_look, drawn
from infosim.plots.wording import (
    against,
    arm_said,
    arm_title,
    briefly,
    footer,
    in_words,
    level_said,
    number,
    said,
    scale_of,
    way,
)

LABELS = 0.25
LEGEND = 0.22
"""Parts of the width for the names of the groups and of the arms."""

TELLING = 0.25
"""An arm makes a headline if it moves some group by at least this part of the largest change."""

Rows = dict[str, list[Paired]]
"""By group, one entry an arm."""


@drawn
def groups(comparison: Comparison, style: Style) -> Figure:
    """Draw the paired difference of each arm in each group, with its interval.

    Groups are sorted by their level in the baseline, the worst off on top. With a
    single arm its levels are drawn instead.
    """
    outcome = outcome_of_groups(comparison)
    names = sorted_groups(comparison, outcome)
    rows = {group: rows_of(comparison, outcome, group) for group in names}
    below = 4.3 * style.em
    labels = [group_lines(group, style) for group in names]
    row = max(
        (0.5 * len(rows[names[0]]) + 0.6) * style.em,
        *((len(lines) * style.text + style.small) * LINE / 72.0 + 0.4 * style.em for lines in labels),
    )
    page = open_page(
        style,
        title_of_groups(comparison, outcome, rows),
        subtitle_of_groups(comparison),
        footer(comparison),
        least=below + max(row * len(names), legend_height(comparison, style)),
        wanted=below + 1.9 * row * len(names),
    )
    width = page.right - page.left
    axes = page.axes(
        page.left + LABELS * width,
        page.bottom + below,
        (1.0 - LABELS - LEGEND) * width,
        page.top - page.bottom - below,
    )
    shown = [np.array([[one.mean, one.low, one.high] for one in row]).ravel() for row in rows.values()]
    draw_frame(axes, comparison, shown, style)
    for position, (group, lines) in enumerate(zip(names, labels, strict=True)):
        draw_group(axes, position, comparison, rows[group], style)
        facts = facts_of_group(comparison, outcome, group)
        name_group(page, middle_of_row(page, axes, position), lines, facts)
    write_legend(page, comparison)
    name_directions(page, axes, comparison, outcome)
    return page.figure


def outcome_of_groups(comparison: Comparison) -> str:
    """Choose the first outcome of the study that makes sense for a group."""
    return next(name for name in (*comparison.scenario.outcomes, *OUTCOMES) if OUTCOMES[name].by_group)


def sorted_groups(comparison: Comparison, outcome: str) -> list[str]:
    """List the groups, those who fare worst in the baseline first."""
    sign = 1.0 if OUTCOMES[outcome].better == "higher" else -1.0
    levels = {
        group: comparison.level(comparison.baseline, outcome, group).mean for group in comparison.groups
    }
    return sorted(levels, key=lambda group: (np.nan_to_num(sign * levels[group]), group))


def title_of_groups(comparison: Comparison, outcome: str, rows: Rows) -> str:
    """Say which group gains most and which least, in the arm that treats them least alike."""
    arms = range(len(next(iter(rows.values()))))
    effects = {k: {group: rows[group][k] for group in rows} for k in arms}
    words = OUTCOMES[outcome].words
    if len(comparison.arms) == 1:
        return title_of_levels(comparison, outcome, effects[0])
    everything = [one for row in rows.values() for one in row]
    if not any(np.any(one.differences) for one in everything):
        return f"No difference in any group: {words}"
    if comparison.replicates > 1 and not any(one.is_clear for one in everything):
        return f"No clear difference in any group: {words}"
    chosen = effects[max(telling(outcome, effects), key=lambda k: unevenness(outcome, effects[k]))]
    gains = {group: gain(outcome, one) for group, one in chosen.items()}
    most, least = max(gains, key=gains.__getitem__), min(gains, key=gains.__getitem__)
    name = arm_said(comparison, chosen[most].arm)
    sentence = f"{name}: {said(outcome, chosen[most].mean)} among {in_words(most)}"
    if most != least:
        sentence += f", {again(outcome, chosen[most].mean, chosen[least].mean)} among {in_words(least)}"
    return sentence if comparison.replicates > 1 else f"{sentence}, in a single pair of runs"


def title_of_levels(comparison: Comparison, outcome: str, levels: dict[str, Paired]) -> str:
    """Say which group fares worst and which best, when there is only one arm."""
    worst, best = next(iter(levels)), list(levels)[-1]
    sentence = f"{level_said(outcome, levels[worst].mean)} among {in_words(worst)}"
    if len(levels) > 1:
        sentence += f", {level_said(outcome, levels[best].mean)} among {in_words(best)}"
    return f"{sentence} ({OUTCOMES[outcome].words})"


def gain(outcome: str, one: Paired) -> float:
    """Turn a difference into an improvement; zero where there is no number."""
    improvement = -one.mean if OUTCOMES[outcome].better == "lower" else one.mean
    return float(np.nan_to_num(improvement))


def telling(outcome: str, effects: dict[int, dict[str, Paired]]) -> list[int]:
    """List the arms that do anything much; measures are held to the largest measure, if there is one."""
    sizes = {k: max(abs(gain(outcome, one)) for one in arm.values()) for k, arm in effects.items()}
    measures = [k for k, arm in effects.items() if not any(one.is_setting for one in arm.values())]
    largest = max(sizes[k] for k in measures or sizes)
    return [k for k, size in sizes.items() if size >= TELLING * largest]


def unevenness(outcome: str, effects: dict[str, Paired]) -> tuple[bool, bool, float]:
    """Rank how differently an arm treats the groups; arms that help somebody come first.

    A setting that is another is no help, however good it is.
    """
    gains = [gain(outcome, one) for one in effects.values()]
    top = max(gains)
    helps = any(one.is_clear for one in effects.values()) and top > 0
    is_measure = not any(one.is_setting for one in effects.values())
    return helps and is_measure, helps, -min(gains) / top if top > 0 else max(map(abs, gains))


def again(outcome: str, first: float, second: float) -> str:
    """Say a second difference without its unit; its direction only if it is another."""
    direction = "" if way(outcome, first) == way(outcome, second) else f" {way(outcome, second)}"
    return f"{number(abs(second))}{direction if second else ''}"


def subtitle_of_groups(comparison: Comparison) -> str:
    """Say how to read the figure."""
    mean = "Mean" if len(comparison.arms) == 1 else "Mean difference"
    bars = " and 95% bootstrap interval" if comparison.replicates > 1 else ""
    first = "the baseline" if len(references(comparison)) < 2 else f"“{first_title(comparison)}”"
    return f"{mean}{bars}. Beside each group: its people, and its level in {first}."


def first_title(comparison: Comparison) -> str:
    """Name the first arm, in which the level of a group is given."""
    return briefly(arm_title(comparison, comparison.baseline), 40)


def draw_group(axes: Axes, position: int, comparison: Comparison, row: list[Paired], style: Style) -> None:
    """Draw the mean and interval of every arm, one below the other."""
    pitch = 0.8 / len(row)
    for k, one in enumerate(row):
        look = arm_look(comparison.arms.index(one.arm))
        y = position + pitch * (k - (len(row) - 1) / 2)
        if one.n > 1:
            axes.plot([one.low, one.high], [y, y], color=look.colour, linewidth=style.line, zorder=3)
        axes.plot([one.mean], [y], look.marker, color=look.colour, markersize=0.9 * style.marker, zorder=4)


def group_lines(group: str, style: Style) -> list[str]:
    """Break the name of a group to the width of its column."""
    column = LABELS * body_width(style) - style.em
    return wrapped(in_words(group), column, style.text, "bold", most=2)


def facts_of_group(comparison: Comparison, outcome: str, group: str) -> str:
    """Give the size of a group, and its level in the baseline."""
    people = int(comparison.study.society.population.members_of([group]).sum())
    level = scale_of(outcome) * comparison.level(comparison.baseline, outcome, group).mean
    return f"{people:,} people · {level_said(outcome, level)}"


def name_group(page: Page, y: float, lines: list[str], facts: str) -> None:
    """Write the name of a group, and the facts about it below."""
    facts = shortened(facts, LABELS * (page.right - page.left) - page.style.em, page.style.small)
    page.name(page.left, y, lines, facts)


def legend_lines(comparison: Comparison, style: Style) -> list[list[str]]:
    """Break the names of the arms to the width of the legend."""
    column = legend_column(style)
    names = [arm_title(comparison, arm) for arm in comparison.arms[1:] or comparison.arms]
    return [wrapped(name, column, style.small, "bold", most=2) for name in names]


def legend_column(style: Style) -> float:
    """Give the width that names have in the legend, in inches."""
    return LEGEND * body_width(style) - 2.6 * style.em


def legend_remarks(comparison: Comparison, style: Style) -> list[str]:
    """Say for each arm what it is compared with; empty where all are compared with the same."""
    remarks = (against(comparison, arm) for arm in comparison.arms[1:] or comparison.arms)
    return [bracketed(remark, legend_column(style), style.small) for remark in remarks]


def legend_height(comparison: Comparison, style: Style) -> float:
    """Give the height of the legend in inches."""
    entries = zip(legend_lines(comparison, style), legend_remarks(comparison, style), strict=True)
    rows = (len(lines) + bool(remark) + 0.6 for lines, remark in entries)
    return sum(rows) * style.small * LINE / 72.0


def write_legend(page: Page, comparison: Comparison) -> None:
    """Write the names of the arms to the right, in the order in which they are drawn."""
    style, y = page.style, page.top
    x = page.right - LEGEND * (page.right - page.left) + 1.2 * style.em
    pitch = style.small * LINE / 72.0
    first = 1 if len(comparison.arms) > 1 else 0
    entries = zip(legend_lines(comparison, style), legend_remarks(comparison, style), strict=True)
    for position, (lines, remark) in enumerate(entries, start=first):
        look = arm_look(position)
        page.mark(x, y - 0.5 * pitch, look)
        page.write(x + 0.8 * style.em, y, lines, va="top", size=style.small, weight="bold", color=look.ink)
        y -= len(lines) * pitch
        if remark:
            page.write(x + 0.8 * style.em, y, [remark], va="top", size=style.small, color=FAINT_INK)
            y -= pitch
        y -= 0.6 * pitch
