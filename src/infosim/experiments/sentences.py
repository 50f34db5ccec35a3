"""What a comparison says, in sentences that anybody can read out."""

from __future__ import annotations

import math

from infosim.experiments.compare import Comparison, Effect
from infosim.experiments.versus import elsewhere, is_setting
from infosim.measures.catalogue import OUTCOMES
from infosim.scenario.models import Scenario

CAVEAT = "Synthetic people, borrowed effect sizes: trust directions, not digits."

MEASURED = (
    "peak_day",
    "true_believers_end_fraction",
    "discernment",
    "weighted_discernment",
    "structural_virality",
    "memberships_per_person",
    "cost",
)
"""Outcomes that are less or more, where all others count something and are fewer or more."""


def arm_words(comparison: Comparison, arm: str) -> str:
    """Name an arm as its title does, or by its id."""
    return title_of(comparison.scenario, arm)


def title_of(scenario: Scenario, arm: str) -> str:
    """Name an arm of a scenario as its title does, or by its id."""
    return scenario.arms[arm].title or arm.replace("_", " ")


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
    name, n = comparison.outcome, comparison.replicates
    effect, setting = comparison.paired(arm, name), is_setting(comparison, arm)
    text = arm_words(comparison, arm) + (", another setting" if setting else "")
    text += f": {amount(comparison.level(arm, name).mean, OUTCOMES[name].unit)}, "
    if math.isnan(effect.mean):
        return text + ("so the difference" if setting else "so its effect") + " is unknown too."
    other = comparison.reference(arm)
    named = arm_words(comparison, other) if setting or other != comparison.baseline else ""
    if effect.low == effect.high == 0:
        return f"{text}no difference{' from ' if named else ''}{named} in any of {n} pairs."
    text += (
        f"that is {_changed(name, effect.mean)}{' than ' if named else ''}{named} ({_interval(name, effect)}"
    )
    if not (setting or math.isnan(effect.helped)):
        text += f"; better in {round(effect.helped * n)} of {n} pairs"
    return text + ")."


def _interval(name: str, effect: Effect) -> str:
    """Say the interval of an effect, and whether it could be chance."""
    if effect.low <= 0 <= effect.high:
        ends = f"from {_changed(name, effect.low, is_low=True)} to {_changed(name, effect.high)}"
        return f"which could be chance: 95% interval {ends}"
    low, high = sorted((abs(effect.low), abs(effect.high)))
    return f"95% interval {amount(low, OUTCOMES[name].unit)} to {amount(high, OUTCOMES[name].unit)}"


def _changed(name: str, difference: float, is_low: bool = False) -> str:
    """Say a difference and its direction: 1.3 fewer."""
    smaller = "less" if name in MEASURED else "fewer"
    return f"{amount(abs(difference), OUTCOMES[name].unit)} {smaller if difference < 0 or is_low else 'more'}"


def group_sentences(comparison: Comparison, arm: str) -> list[str]:
    """Say who gains most and who least from an arm; nothing where all fare alike."""
    name, outcome = comparison.outcome, OUTCOMES[comparison.outcome]
    if not outcome.by_group or outcome.better is None:
        return []
    averted = {group: comparison.averted(arm, name, group) for group in comparison.groups}
    gains = {group: gain for group, gain in averted.items() if not math.isnan(gain)}
    if len(set(gains.values())) < 2:
        return []
    if is_setting(comparison, arm):
        return [setting_sentence(comparison, arm, list(gains))]
    most, least = max(gains, key=gains.__getitem__), min(gains, key=gains.__getitem__)
    first = "gain most" if gains[most] >= 0 else "lose least"
    last = "gain least" if gains[least] >= 0 else "lose most"
    return [
        f"  {group_words(most)} {first} ({amount(abs(gains[most]), outcome.unit)}), "
        f"{group_words(least)} {last} ({amount(abs(gains[least]), outcome.unit)})."
    ]


def setting_sentence(comparison: Comparison, arm: str, groups: list[str]) -> str:
    """Say in which groups another setting has the lowest and the highest difference."""
    name = comparison.outcome
    change = {group: comparison.paired(arm, name, group).mean for group in groups}
    ends = (min(change, key=change.__getitem__), max(change, key=change.__getitem__))
    low, high = (f"{_changed(name, change[group])} among {group_words(group)}" for group in ends)
    return f"  from {low} to {high}."


def cost_sentences(comparison: Comparison) -> list[str]:
    """Say what each person kept from believing costs, where costs are given."""
    costly = (arm for arm in comparison.arms[1:] if comparison.level(arm, "cost").mean > 0)
    return [cost_sentence(comparison, arm) for arm in costly]


def cost_sentence(comparison: Comparison, arm: str) -> str:
    """Say what an arm costs, and what each person spared costs beyond the arm compared with."""
    currency, other = currency_of(comparison), comparison.reference(arm)
    text = f"Cost of {arm_words(comparison, arm)}: {comparison.level(arm, 'cost').mean:,.0f} {currency}"
    if is_setting(comparison, arm):
        return text + "."
    if comparison.level(other, "cost").mean > 0:
        return f"{text}, {further_cost(comparison, arm)}."
    each = comparison.cost_per_averted(arm)
    spared = f"{each:,.2f} {currency} for each person spared from ever believing"
    what = spared if math.isfinite(each) else "and nobody is spared from believing"
    against = f", compared with {arm_words(comparison, other)}" if other != comparison.baseline else ""
    return f"{text}, {what}{against}."


def further_cost(comparison: Comparison, arm: str) -> str:
    """Say what an arm costs beyond one that has costs too, and what that is for."""
    currency, other = currency_of(comparison), arm_words(comparison, comparison.reference(arm))
    extra, averted = comparison.paired(arm, "cost").mean, comparison.averted(arm, "ever_believed_fraction")
    if extra == 0:
        said = f"as much as {other}"
    else:
        said = f"{abs(extra):,.0f} {currency} {'more' if extra > 0 else 'less'} than {other}"
    if extra > 0 and averted > 0:
        return f"{said}: {comparison.cost_per_averted(arm):,.2f} {currency} for each further person spared"
    return f"{said}, and {'more' if averted > 0 else 'no more'} people are spared from believing"


def currency_of(comparison: Comparison) -> str:
    """Give the currency of the study."""
    costs = [money for one in comparison.scenario.interventions for money in (one.cost, one.fixed_cost)]
    return next((money.currency for money in costs if money.amount), "USD")


def liveliness_sentences(comparison: Comparison) -> list[str]:
    """Say how often rumours took off, and how far each claim was meant to go."""
    compared = dict.fromkeys(comparison.reference(arm) for arm in elsewhere(comparison))
    runs = {comparison.baseline: "baseline runs"} | {
        arm: f"runs of {arm_words(comparison, arm)}," for arm in compared
    }
    n, lines = comparison.replicates, []
    for arm, which in runs.items():
        took_off = round(comparison.level(arm, "took_off").mean * n)
        lines.append(f"In {took_off} of {n} {which} at least 5 of 100 people ever believed a false claim.")
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
