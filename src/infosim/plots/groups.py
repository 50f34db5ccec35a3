"""What each arm changes in each group: who gains, and who is left out."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infosim.experiments import Comparison
from infosim.measures import OUTCOMES
from infosim.plots.effect import name_directions
from infosim.plots.lettering import shortened, wrapped
from infosim.plots.page import LINE, Page, label_ticks, open_page, quiet_axes
from infosim.plots.style import BAND, FAINT_INK, INK, Style, arm_look, drawn
from infosim.plots.wording import (
    Paired,
    arm_title,
    briefly,
    capital,
    footer,
    in_words,
    level_of,
    level_said,
    number,
    paired,
    said,
    scale_of,
    signed,
)

LABELS = 0.25
LEGEND = 0.22
"""Parts of the width for the names of the groups and of the arms."""

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
    n_arms = len(rows[names[0]])
    below = 4.3 * style.em
    row = max(2.6 * style.em, (0.72 * n_arms + 0.7) * style.em)
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
    draw_frame(axes, comparison, rows, style)
    for position, group in enumerate(names):
        draw_group(axes, position, comparison, rows[group], style)
        name_group(page, axes, position, comparison, outcome, group)
    write_legend(page, comparison)
    name_directions(page, axes, comparison, outcome)
    return page.figure
