"""The same people with and without the intervention, at three moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from infosim.experiments import Comparison
from infosim.experiments.versus import is_setting
from infosim.plots.axis import quiet_axes
from infosim.plots.lettering import wrapped
from infosim.plots.moments import Moment, Occasions, look
from infosim.plots.page import LINE, Page, open_page
from infosim.plots.sample import Sample, lay_out, seen_in, take_sample
from infosim.plots.style import INK, Style, arm_look, drawn
from infosim.plots.wording import TimeAxis, arm_said, arm_title, capital, dated, footer, other_people
from infosim.rules.belief import BELIEVER, CORRECTED, UNAWARE, UNCONVINCED
from infosim.world import Floats

SIDE = 0.19
"""Part of the width for the names of the arms and the legend."""


@dataclass(frozen=True)
class StanceLook:
    """How a stance is drawn: colour, marker, and size relative to the style's."""

    words: str
    colour: str
    edge: str
    marker: str
    size: float


STANCE_LOOKS = {
    UNAWARE: StanceLook("unaware", "#B4B4B4", "#B4B4B4", "o", 0.38),
    UNCONVINCED: StanceLook("unconvinced", "white", "#6E6E6E", "o", 0.55),
    CORRECTED: StanceLook("corrected", "#0072B2", "#0072B2", "^", 0.75),
    BELIEVER: StanceLook("believer", "#D55E00", "#D55E00", "D", 0.7),
}
"""In the order in which they are drawn."""

SPARED = StanceLook("spared", "none", INK, "o", 1.3)
"""A ring around people who believe without the intervention and not with it."""

ONLY_ABOVE = replace(SPARED, words="only above")
"""The same where only the setting is another, which spares nobody."""

BOT = StanceLook("bot", "#B4B4B4", INK, "s", 0.8)
"""A square in the colour of the stance, with a dark edge: an account that nobody is behind."""

TIES = {"one way": "#EAEAEA", "both ways": "#D6D6D6", "believers": "#EFA87A"}
"""Colours of ties: seen by one, by each other, and between two believers."""


@drawn
def network(comparison: Comparison, style: Style) -> Figure:
    """Draw a sample of connected people at three moments, in the strongest arm and what it is compared with.

    Both rows show the same people and the same luck: the replicate whose effect is
    the median. People spared, who believe without and not with it, are ringed. The
    sample is one of the first arm; ties are those of each row.
    """
    sample, seen = take_sample(comparison.study.society), look(comparison)
    samples = [seen_in(comparison.study.of(arm).society, sample.people) for arm in seen.arms]
    page = open_page(
        style,
        title_of_network(comparison, samples, seen),
        subtitle_of_network(comparison, samples, seen),
        footer(comparison, "one of them shown"),
        least=10.0 * style.em * len(seen.arms),
        wanted=18.0 * style.em * len(seen.arms),
    )
    width, height = page.right - page.left, page.top - page.bottom
    head, foot, gap = 1.6 * style.em, 1.5 * style.em, 0.5 * style.em
    across = (1.0 - SIDE) * width / len(seen.moments) - gap
    up = (height - head) / len(seen.arms) - foot
    places = lay_out(sample, comparison.scenario.run.seed, across / up)
    times = times_of(comparison, seen.moments)
    ring = ONLY_ABOVE if is_setting(comparison, seen.arms[-1]) else SPARED
    for column, moment in enumerate(seen.moments):
        x = page.right - (len(seen.moments) - column) * (across + gap) + gap
        name_moment(page, x + across / 2, f"{capital(times[column])}: {moment.why}")
        for row, arm in enumerate(seen.arms):
            axes = page.axes(x, page.top - head - row * (up + foot) - up, across, up)
            draw_people(axes, samples[row], places, moment.stances[arm], style)
            count_believers(axes, places, believing(samples[: row + 1], moment, seen.arms), ring, style)
    for row, arm in enumerate(seen.arms):
        name_arm(page, page.top - head - row * (up + foot), comparison, arm)
    bots = [BOT] if any(one.bots.any() for one in samples) else []
    rings = [ring] if len(seen.arms) > 1 else []
    write_legend(page, page.bottom, [*reversed(STANCE_LOOKS.values()), *bots, *rings])
    return page.figure


def believing(samples: Sequence[Sample], moment: Moment, arms: tuple[str, ...]) -> list[NDArray[np.bool_]]:
    """Mark those shown who believe, in each of some rows; bots believe nothing, though they say it.

    Who is a bot in the last of the rows is nobody that could have been spared in it.
    """
    said = [moment.stances[arm][one.people] == BELIEVER for one, arm in zip(samples, arms, strict=False)]
    return [one & ~sample.bots & ~samples[-1].bots for one, sample in zip(said, samples, strict=True)]


def title_of_network(comparison: Comparison, samples: list[Sample], seen: Occasions) -> str:
    """Say how many of the people shown believe when the two runs differ most over all people."""
    main = seen.moments[seen.main]
    counts = [int(believing(samples[k : k + 1], main, seen.arms[k:])[0].sum()) for k in range(len(samples))]
    without, within = counts[0], counts[-1]
    when = dated(times_of(comparison, seen.moments)[seen.main])
    name, people = arm_said(comparison, seen.arms[-1]), [one.n_people for one in samples]
    sentence = f"{name}: {within} of these {people[-1]} people believe a false claim {when}"
    if len(seen.arms) == 1:
        return sentence
    if people[0] != people[-1]:
        return f"{sentence}, instead of {without} of {people[0]}"
    if within == without:
        return f"{sentence}, as many as {'above' if is_setting(comparison, seen.arms[-1]) else 'without'}"
    return f"{sentence}, instead of {without}"


def subtitle_of_network(comparison: Comparison, samples: list[Sample], seen: Occasions) -> str:
    """Say who is shown, and which run."""
    whom = "accounts" if any(one.bots.any() for one in samples) else "people"
    everybody = comparison.scenario.population.size
    shown = f"{len(samples[0].people):,} of {everybody:,} {whom} shown, with their ties"
    if len(comparison.arms) == 1:
        return f"{shown}; the median run (replicate {seen.replicate})."
    same = "same luck" if other_people(comparison, seen.arms[-1]) else "same people, same luck"
    return f"{shown}; {same} in both rows (median replicate, {seen.replicate})."


def times_of(comparison: Comparison, moments: tuple[Moment, ...]) -> list[str]:
    """Name the moments: by the study's unit of time, or by days where that names two alike."""
    days = [float(comparison.days()[moment.step]) for moment in moments]
    for axis in (TimeAxis.of(float(comparison.days()[-1])), TimeAxis("day", 1.0)):
        names = [axis.moment(day) for day in days]
        if len(set(names)) == len(names):
            break
    return names


def name_moment(page: Page, x: float, heading: str) -> None:
    """Write above a column when it is, and why it is shown."""
    y = page.top - 0.5 * page.style.em
    page.write(x, y, [heading], size=page.style.small, weight="bold", ha="center")


def name_arm(page: Page, y: float, comparison: Comparison, arm: str) -> None:
    """Write the name of an arm beside its row."""
    style, arm_position = page.style, comparison.arms.index(arm)
    look_of_arm = arm_look(arm_position)
    column = SIDE * (page.right - page.left) - 1.8 * style.em
    lines = wrapped(arm_title(comparison, arm), column, style.text, "bold", most=2)
    page.mark(page.left + 0.4 * style.em, y - 0.5 * style.text * LINE / 72.0, look_of_arm)
    page.write(page.left + 1.3 * style.em, y, lines, va="top", weight="bold", color=look_of_arm.ink)


def draw_people(axes: Axes, sample: Sample, places: Floats, stances: NDArray[np.int8], style: Style) -> None:
    """Draw ties faintly, those in one direction fainter, and people by stance; bots as squares."""
    quiet_axes(axes, style)
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.margins(0.035)
    believer = stances[sample.people] == BELIEVER
    hot = believer[sample.ties].all(axis=1)
    kinds = {"one way": ~sample.mutual & ~hot, "both ways": sample.mutual & ~hot, "believers": hot}
    # Many ties would be a grey block: the more there are, the fainter.
    strength = min(1.0, 900.0 / max(1, len(sample.ties)))
    for kind, chosen in kinds.items():
        width, alpha = (0.35, 1.0) if kind == "believers" else (0.16, strength)
        draw_ties(axes, places[sample.ties[chosen]], TIES[kind], width * style.line, alpha)
    for order, (stance, appearance) in enumerate(STANCE_LOOKS.items(), start=2):
        alike = stances[sample.people] == stance
        draw_marks(axes, places[alike & ~sample.bots], appearance, style, order)
        if sample.bots.any():
            bot = replace(BOT, colour=appearance.colour)
            draw_marks(axes, places[alike & sample.bots], bot, style, order)


def draw_ties(axes: Axes, ends: Floats, colour: str, width: float, alpha: float) -> None:
    """Draw ties, (n, 2, 2), as one path with gaps: a tenth of the file of one path each."""
    gaps = np.full((len(ends), 1, 2), np.nan)
    path = np.concatenate([ends, gaps], axis=1).reshape(-1, 2)
    axes.plot(path[:, 0], path[:, 1], color=colour, linewidth=width, alpha=alpha, zorder=1)


def draw_marks(axes: Axes, places: Floats, appearance: StanceLook, style: Style, order: int) -> None:
    """Draw people who look alike."""
    axes.plot(places[:, 0], places[:, 1], zorder=order, **marker_of(appearance, style))


def marker_of(appearance: StanceLook, style: Style) -> dict[str, Any]:
    """Give matplotlib's settings of a marker."""
    return {
        "linestyle": "none",
        "marker": appearance.marker,
        "markersize": appearance.size * style.marker,
        "markerfacecolor": appearance.colour,
        "markeredgecolor": appearance.edge,
        "markeredgewidth": (0.55 if appearance.colour == "none" else 0.3) * style.line,
    }


def count_believers(
    axes: Axes, places: Floats, believers: list[NDArray[np.bool_]], ring: StanceLook, style: Style
) -> None:
    """Say below a picture how many believe; ring and count those spared, if there is a pair.

    Parameters
    ----------
    believers : (n_shown,) bool, who believes; what is compared with first
    """
    text = f"{int(believers[-1].sum())} believe"
    if len(believers) > 1:
        without, within = believers
        spared, added = without & ~within, within & ~without
        draw_marks(axes, places[spared], ring, style, order=7)
        text += f": {int(spared.sum())} {ring.words}"
        # Beside the longer words there is no room for it.
        text += f", {int(added.sum())} added" if added.any() and ring is SPARED else ""
    axes.set_xlabel(text, size=style.small, labelpad=0.25 * style.text)


def write_legend(page: Page, bottom: float, entries: list[StanceLook]) -> None:
    """Explain the markers, in the column beside the pictures."""
    style, size = page.style, page.figure.get_size_inches()
    pitch = 1.2 * style.small * LINE / 72.0
    for place, appearance in enumerate(reversed(entries)):
        y = bottom + (place + 0.5) * pitch
        x = page.left + 0.4 * style.em
        page.figure.add_artist(Line2D([x / size[0]], [y / size[1]], **marker_of(appearance, style)))
        page.write(page.left + 1.3 * style.em, y, [appearance.words], size=style.small)
