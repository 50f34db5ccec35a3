"""Numbers in words: what the titles, labels and footers of figures say."""

from __future__ import annotations

import math
from dataclasses import dataclass

from infosim.experiments import Comparison
from infosim.experiments.against import Pair, same_people
from infosim.experiments.versus import is_setting, references
from infosim.measures import OUTCOMES
from infosim.plots.lettering import printable

MINUS = "\N{MINUS SIGN}"

SPELLED = {
    "person_days_per_person": "days of false belief per person",
    "ever_believed_fraction": "people in 100 ever believe a false claim",
    "believers_end_fraction": "people in 100 believe a false claim at the end",
    "corrected_end_fraction": "people in 100 hold a correction at the end",
    "ever_aware_fraction": "people in 100 ever see a false claim",
    "peak_beliefs_per_person": "false beliefs per person at the peak",
    "took_off": "runs in 100 in which a rumour takes off",
    "anybody_believed": "runs in 100 in which anybody believes a false claim",
    "true_believers_end_fraction": "people in 100 believe a true claim at the end",
    "discernment": "points between belief in true and in false claims",
    "weighted_discernment": "true beliefs net of false ones, per 100 people",
    "shares_per_person": "posts of false claims per person",
    "exposures_per_person": "exposures to false claims per person",
}
"""What there is more or fewer of; outcomes that are not here are said by their unit."""


def scale_of(outcome: str) -> float:
    """Give the factor from an outcome to the unit of its axis: fractions become per cent."""
    return 100.0 if OUTCOMES[outcome].unit == "%" else 1.0


def axis_unit(outcome: str) -> str:
    """Name the unit of differences of an outcome."""
    return "percentage points" if OUTCOMES[outcome].unit == "%" else OUTCOMES[outcome].unit


def arm_title(comparison: Comparison, arm: str) -> str:
    """Give the title of an arm, or its name in words."""
    return printable(comparison.scenario.arms[arm].title) or in_words(arm)


def arm_said(comparison: Comparison, arm: str) -> str:
    """Name an arm in a title: with what it is compared with, or that it is another setting."""
    name = capital(briefly(arm_title(comparison, arm)))
    if len(comparison.arms) == 1:
        return name
    if is_setting(comparison, arm):
        name = f"{name}, another setting"
    if comparison.reference(arm) == comparison.baseline:
        return name
    return f"{name} against “{briefly(arm_title(comparison, comparison.reference(arm)), 40)}”"


def other_people(comparison: Comparison, arm: str) -> bool:
    """Tell whether an arm is about other people than the one it is compared with."""
    return not same_people(comparison.study, comparison.study, Pair(comparison.reference(arm), arm))


def compared_with(comparison: Comparison) -> str:
    """Name what the arms are compared with."""
    others = references(comparison)
    return f"“{briefly(arm_title(comparison, others[0]), 40)}”" if len(others) == 1 else "the arm named,"


def against(comparison: Comparison, arm: str) -> str:
    """Say below the name of an arm what it is compared with, if arms differ in that."""
    if len(references(comparison)) < 2:
        return ""
    return f"(against {arm_title(comparison, comparison.reference(arm))})"


def in_words(name: str) -> str:
    """Turn an id into words."""
    return name.replace("_", " ")


def briefly(text: str, most: int = 60) -> str:
    """Cut a name that would fill a title by itself."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def number(value: float, decimals: int | None = None) -> str:
    """Write a number with a proper minus sign; with about two significant digits unless told."""
    if not math.isfinite(value):
        return "no number"
    if decimals is None:
        size = abs(value)
        decimals = 0 if size >= 100 or size == 0 else min(4, max(1, 1 - math.floor(math.log10(size))))
    text = f"{abs(value):,.{decimals}f}"
    is_negative = value < 0 and float(text.replace(",", "")) > 0
    return f"{MINUS}{text}" if is_negative else text


def signed(value: float, decimals: int | None = None) -> str:
    """Write a difference with its sign."""
    text = number(value, decimals)
    return f"+{text}" if value > 0 and any(digit in text for digit in "123456789") else text


def decimals_of(steps: list[float]) -> int:
    """Give the decimals that show the smallest of some widths or steps."""
    widths = [width for width in steps if math.isfinite(width) and width > 1e-9]
    return min(4, max(0, math.ceil(-math.log10(min(widths)) - 1e-9))) if widths else 1


def way(outcome: str, difference: float) -> str:
    """Name the direction of a difference."""
    words = ("fewer", "more") if outcome in SPELLED else ("lower", "higher")
    return words[0] if difference < 0 else words[1]


def said(outcome: str, difference: float) -> str:
    """Say a difference, in units of the axis: `1.2 fewer days of false belief per person`."""
    amount = number(abs(difference))
    if outcome in SPELLED:
        return f"{amount} {way(outcome, difference)} {SPELLED[outcome]}"
    return f"{amount} {axis_unit(outcome)} {way(outcome, difference)}: {OUTCOMES[outcome].words}"


def level_said(outcome: str, level: float) -> str:
    """Say a level, in units of the axis: `12 days`, `34%`."""
    unit = OUTCOMES[outcome].unit
    return f"{number(level)}%" if unit == "%" else f"{number(level)} {unit}"


def ways(outcome: str) -> tuple[str, str]:
    """Name both directions of an axis of differences: to the left, to the right."""
    unit = OUTCOMES[outcome].unit
    less, more = (f"fewer {unit}", f"more {unit}") if unit not in {"%", "money"} else ("lower", "higher")
    better = OUTCOMES[outcome].better
    if better is None:
        return less, more
    good, bad = ("better", "worse") if better == "lower" else ("worse", "better")
    return f"{less}: {good}", f"{more}: {bad}"


def footer(comparison: Comparison, detail: str = "95% bootstrap intervals") -> str:
    """State what a figure rests on."""
    n, people = comparison.replicates, accounts(comparison)
    runs = "pair" if len(comparison.arms) > 1 else "run"
    if n == 1:
        detail = "no interval from a single one"
    parts = (
        f"{n:,} {runs}{'' if n == 1 else 's'}, {people}, seed {comparison.scenario.run.seed}",
        detail,
        "synthetic people, borrowed effect sizes: trust directions, not digits",
    )
    return "; ".join(part for part in parts if part)


def accounts(comparison: Comparison) -> str:
    """Count the people, and the bots if there are any; from least to most over the arms."""
    populations = [comparison.study.of(arm).society.population for arm in comparison.arms]
    people = [int(population.is_person.sum()) for population in populations]
    bots = [population.n_people - n for population, n in zip(populations, people, strict=True)]
    counted = f"{_span(people)} people"
    return f"{counted} and {_span(bots)} bots" if any(bots) else counted


def _span(numbers: list[int]) -> str:
    """Write the least and the most of some numbers; one if they are equal."""
    return " to ".join(f"{one:,}" for one in dict.fromkeys((min(numbers), max(numbers))))


@dataclass(frozen=True)
class TimeAxis:
    """The unit in which a study's time is told.

    Attributes
    ----------
    unit : 'week', 'day' or 'hour'
    days : float, its length
    """

    unit: str
    days: float

    @classmethod
    def of(cls, length: float) -> TimeAxis:
        """Choose the unit for a study of so many days."""
        if length >= 21:
            return cls("week", 7.0)
        return cls("day", 1.0) if length >= 3 else cls("hour", 1.0 / 24.0)

    def moment(self, days: float) -> str:
        """Name a moment by the unit of time that it ends or lies in, counted from 1."""
        return f"{self.unit} {max(1, math.ceil(round(days / self.days, 6)))}"


def dated(moment: str) -> str:
    """Put the preposition before a moment: `in week 3`, `on day 3`."""
    return f"on {moment}" if moment.startswith("day") else f"in {moment}"


def capital(text: str) -> str:
    """Begin a sentence."""
    return text[:1].upper() + text[1:]
