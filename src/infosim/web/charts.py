"""Charts of a report as SVG: a few shapes and words, no style sheet of their own."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from infosim.experiments import Comparison
from infosim.experiments.sentences import arm_words, number
from infosim.measures import OUTCOMES
from infosim.plots.style import arm_look
from infosim.plots.trajectories import Course

WIDTH = 960.0
INK, FAINT, RULE = "#1A1A1A", "#595959", "#D0D0D0"


def text(x: float, y: float, words: str, anchor: str = "start", colour: str = INK, size: float = 15) -> str:
    """Write words; what a user wrote stays words."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}" fill="{colour}">'
        f"{escape(words)}</text>"
    )


def line(x0: float, y0: float, x1: float, y1: float, colour: str, width: float = 1) -> str:
    """Draw a line."""
    return (
        f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="{colour}" '
        f'stroke-width="{width:g}"/>'
    )


def dot(x: float, y: float, colour: str) -> str:
    """Draw one of many."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}" opacity="0.35"/>'


def square(x: float, y: float, colour: str) -> str:
    """Draw what stands for many."""
    return f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" fill="{colour}"/>'


def chart(height: float, title: str, parts: Sequence[str]) -> str:
    """Put shapes into a picture with a title that can be read out."""
    head = f'<svg class="chart" viewBox="0 0 {WIDTH:g} {height:g}" role="img" aria-label="{escape(title)}">'
    return "\n".join([head, *parts, "</svg>"])


def round_ticks(low: float, high: float) -> list[float]:
    """Choose about five round numbers between two."""
    span = max(high - low, 1e-12)
    power = 10.0 ** np.floor(np.log10(span / 4.0))
    stride = next(power * step for step in (1, 2, 5, 10) if span / (power * step) <= 5.0)
    return [float(tick) for tick in np.arange(np.ceil(low / stride), np.floor(high / stride) + 1) * stride]


def said(value: float, ticks: Sequence[float]) -> str:
    """Write a number of an axis with as many decimals as its neighbours need."""
    stride = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    decimals = max(0, int(np.ceil(-np.log10(stride) - 1e-9)))
    return f"{value + 0.0:,.{decimals}f}"


def effects_chart(comparison: Comparison) -> str:
    """Draw the paired difference of each arm: every pair a dot, the mean and its interval above."""
    name, arms = comparison.outcome, comparison.arms[1:]
    unit = OUTCOMES[name].unit
    scale = 100.0 if unit == "%" else 1.0
    shown = {arm: scale * comparison.differences(arm, name) for arm in arms}
    everything = np.concatenate([[0.0], *(one[~np.isnan(one)] for one in shown.values())])
    low, high = float(everything.min()), float(everything.max())
    low, high = low - 0.05 * (high - low) - 1e-9, high + 0.05 * (high - low) + 1e-9
    left, right, row = 330.0, WIDTH - 170.0, 46.0

    def across(value: float) -> float:
        return left + (value - low) / (high - low) * (right - left)

    bottom = 14.0 + row * len(arms)
    ticks = round_ticks(low, high)
    parts = [line(across(tick), 8, across(tick), bottom, RULE) for tick in ticks]
    parts += [text(across(tick), bottom + 20, said(tick, ticks), "middle", FAINT, 13) for tick in ticks]
    parts += [line(across(0.0), 4, across(0.0), bottom + 4, INK, 1.6)]
    for n, arm in enumerate(arms):
        y, look = 14.0 + row * (n + 0.5), arm_look(n + 1)
        effect = comparison.paired(arm, name)
        parts += [text(0, y + 5, shortened(arm_words(comparison, arm), 40), colour=look.ink)]
        for value in shown[arm][~np.isnan(shown[arm])]:
            parts.append(dot(across(value), y + 8, look.colour))
        if not np.isnan(effect.mean):
            ends = across(scale * effect.low), across(scale * effect.high)
            parts.append(line(ends[0], y - 7, ends[1], y - 7, look.colour, 4))
            parts.append(square(across(scale * effect.mean), y - 7, look.ink))
        value = number(effect.mean, unit)
        parts.append(text(WIDTH, y + 5, ("+" if effect.mean > 0 else "") + value, "end", look.ink))
    words = f"difference in {OUTCOMES[name].words}" + (", percentage points" if unit == "%" else "")
    parts.append(text((left + right) / 2, bottom + 42, words, "middle", FAINT, 13))
    return chart(bottom + 52, f"Paired {words}, by arm", parts)


def shortened(words: str, most: int) -> str:
    """Cut words that have no room."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def courses_chart(comparison: Comparison, courses: Sequence[Course]) -> str:
    """Draw false beliefs per 100 people over time: a line for each arm, named beside it."""
    days = comparison.days()
    highest = max(1e-9, *(float(course.mean.max()) for course in courses)) * 1.05
    left, right, top, bottom = 50.0, WIDTH - 300.0, 12.0, 340.0

    def at(day: float, value: float) -> tuple[float, float]:
        return left + day / days[-1] * (right - left), bottom - value / highest * (bottom - top)

    rows, moments = round_ticks(0.0, highest), round_ticks(0.0, float(days[-1]))
    parts = [line(left, at(0, tick)[1], right, at(0, tick)[1], RULE) for tick in rows]
    parts += [text(left - 8, at(0, tick)[1] + 5, said(tick, rows), "end", FAINT, 13) for tick in rows]
    parts += [text(at(day, 0)[0], bottom + 20, said(day, moments), "middle", FAINT, 13) for day in moments]
    parts += [text((left + right) / 2, bottom + 42, "days since the start", "middle", FAINT, 13)]
    every = max(1, len(days) // 400)
    picked = sorted({*range(0, len(days), every), len(days) - 1})
    centres = spread([at(0, float(course.mean[-1]))[1] for course in courses], 20.0, top, bottom)
    for n, (course, centre) in enumerate(zip(courses, centres, strict=True)):
        look = arm_look(n)
        points = " ".join("{:.1f},{:.1f}".format(*at(float(days[k]), float(course.mean[k]))) for k in picked)
        dashes = f' stroke-dasharray="{4 + 2 * n} {2 + n}"' if n else ""
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{look.colour}" stroke-width="2.4"{dashes}/>'
        )
        parts.append(line(right + 2, at(0, float(course.mean[-1]))[1], right + 16, centre, look.colour, 1.5))
        parts.append(
            text(right + 22, centre + 5, shortened(arm_words(comparison, course.arm), 34), colour=look.ink)
        )
    return chart(bottom + 52, "False beliefs per 100 people over time, by arm", parts)


def spread(centres: Sequence[float], least: float, top: float, bottom: float) -> list[float]:
    """Move names apart that would be written over each other."""
    order = sorted(range(len(centres)), key=lambda n: centres[n])
    placed = [0.0] * len(centres)
    lowest = top
    for n in order:
        placed[n] = lowest = max(centres[n], lowest)
        lowest += least
    over = max(0.0, lowest - least - bottom)
    for n in reversed(order):
        placed[n] = min(placed[n], bottom if over else placed[n])
        bottom = placed[n] - least if over else bottom
    return placed
