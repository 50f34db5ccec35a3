"""What a comparison says, in sentences that anybody can read out."""

from __future__ import annotations

import math

from infosim.experiments.compare import Comparison
from infosim.measures.catalogue import OUTCOMES

CAVEAT = "Synthetic people, borrowed effect sizes: trust directions, not digits."

MEASURED = (
    "peak_day",
    "true_believers_end_fraction",
    "discernment",
    "structural_virality",
    "memberships_per_person",
    "cost",
)
"""Outcomes that are less or more, where all others count something and are fewer or more."""


def arm_words(comparison: Comparison, arm: str) -> str:
    """Name an arm as its title does, or by its id."""
    return comparison.scenario.arms[arm].title or arm.replace("_", " ")


def group_words(group: str) -> str:
    """Name a group by its id."""
    return group.replace("_", " ")


def amount(value: float, unit: str) -> str:
    """Write a number as people say it: per 100 people, or plainly."""
    if math.isnan(value):
        return "unknown"
    return f"{_rounded(100 * value, 1):.1f}" if unit == "%" else f"{_rounded(value, 2):.2f}"


def number(value: float, unit: str) -> str:
    """Write a number in the unit of a table: percentages for fractions."""
    if math.isnan(value):
        return "-"
    if unit == "%":
        return f"{_rounded(100 * value, 1):.1f}%"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{_rounded(value, 2):.2f}"


def _rounded(value: float, decimals: int) -> float:
    """Round, and take the sign off a zero."""
    return round(value, decimals) + 0.0


def sentences(comparison: Comparison) -> list[str]:
    """Say what came out: the level, each arm's effect, who gains, what it costs."""
    lines = [baseline_sentence(comparison)]
    for arm in comparison.arms[1:]:
        lines += [effect_sentence(comparison, arm), *group_sentences(comparison, arm)]
    lines += cost_sentences(comparison) + liveliness_sentences(comparison) + finding_sentences(comparison)
    return [*lines, CAVEAT]


def baseline_sentence(comparison: Comparison) -> str:
    """Say how things are without any of the interventions."""
    name, outcome = comparison.outcome, OUTCOMES[comparison.outcome]
    level = amount(comparison.level(comparison.baseline, name).mean, outcome.unit)
    per = " of 100" if outcome.unit == "%" and level != "unknown" else ""
    said = f"{level}{per} {outcome.words.replace('people who ', 'people ')}"
    if name in MEASURED or level == "unknown":
        said = f"{outcome.words}: {level}{per}"
    return f"{arm_words(comparison, comparison.baseline)}: {said}, over {comparison.days()[-1]:g} days."


def effect_sentence(comparison: Comparison, arm: str) -> str:
    """Say what an arm changes, with its interval and how often it helped."""
    name, unit = comparison.outcome, OUTCOMES[comparison.outcome].unit
    level, effect = comparison.level(arm, name), comparison.effect(arm, name)
    text = f"{arm_words(comparison, arm)}: {amount(level.mean, unit)}, "
    if math.isnan(effect.mean):
        return text + "so its effect is unknown too."
    if effect.low == effect.high == 0:
        return text + f"no difference in any of {comparison.replicates} pairs."
    smaller = "less" if name in MEASURED else "fewer"
    low, high = sorted((abs(effect.low), abs(effect.high)))
    interval = f"95% interval {amount(low, unit)} to {amount(high, unit)}"
    if effect.low <= 0 <= effect.high:
        ends = f"from {amount(abs(effect.low), unit)} {smaller} to {amount(effect.high, unit)} more"
        interval = f"which could be chance: 95% interval {ends}"
    text += f"that is {amount(abs(effect.mean), unit)} {smaller if effect.mean < 0 else 'more'} ({interval}"
    if not math.isnan(effect.helped):
        text += f"; better in {round(effect.helped * comparison.replicates)} of {comparison.replicates} pairs"
    return text + ")."


def group_sentences(comparison: Comparison, arm: str) -> list[str]:
    """Say who gains most and who least from an arm; nothing where all fare alike."""
    name, outcome = comparison.outcome, OUTCOMES[comparison.outcome]
    if not outcome.by_group or outcome.better is None:
        return []
    averted = {group: comparison.averted(arm, name, group) for group in comparison.groups}
    gains = {group: gain for group, gain in averted.items() if not math.isnan(gain)}
    if len(set(gains.values())) < 2:
        return []
    most, least = max(gains, key=gains.__getitem__), min(gains, key=gains.__getitem__)
    first = "gain most" if gains[most] >= 0 else "lose least"
    last = "gain least" if gains[least] >= 0 else "lose most"
    return [
        f"  {group_words(most)} {first} ({amount(abs(gains[most]), outcome.unit)}), "
        f"{group_words(least)} {last} ({amount(abs(gains[least]), outcome.unit)})."
    ]


def cost_sentences(comparison: Comparison) -> list[str]:
    """Say what each person kept from believing costs, where costs are given."""
    lines, currency = [], currency_of(comparison)
    for arm in comparison.arms[1:]:
        cost, each = comparison.level(arm, "cost").mean, comparison.cost_per_averted(arm)
        if cost <= 0:
            continue
        spared = f"{each:,.2f} {currency} for each person spared from ever believing"
        what = spared if math.isfinite(each) else "and nobody is spared from believing"
        lines.append(f"Cost of {arm_words(comparison, arm)}: {cost:,.0f} {currency}, {what}.")
    return lines


def currency_of(comparison: Comparison) -> str:
    """Give the currency of the study."""
    costs = [money for one in comparison.scenario.interventions for money in (one.cost, one.fixed_cost)]
    return next((money.currency for money in costs if money.amount), "USD")


def liveliness_sentences(comparison: Comparison) -> list[str]:
    """Say how often rumours took off, and how far each claim was meant to go."""
    n = comparison.replicates
    took_off = round(comparison.level(comparison.baseline, "took_off").mean * n)
    lines = [f"In {took_off} of {n} baseline runs at least 5 of 100 people ever believed a false claim."]
    for claim, (asked, came) in comparison.branching().items():
        if asked is not None and not math.isnan(came):
            name = claim.replace("_", " ")
            lines.append(
                f"Early sharers of {name} caused {came:.2f} further sharers each; the study asks for "
                f"{asked:g} while everybody is still unaware."
            )
    return lines


def finding_sentences(comparison: Comparison) -> list[str]:
    """Say whether the study's finding came out."""
    finding = comparison.scenario.finding
    if finding is None:
        return []
    verdict = "Finding confirmed" if comparison.finding_holds else "Finding NOT confirmed here"
    return [f"{verdict}: {finding.claim}"]
