"""What a scenario gives a workshop: questions with their answers, curves, sliders, things to spend on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from infosim.experiments import Comparison
from infosim.experiments.levers import arm_of
from infosim.experiments.sentences import arm_words, group_words, title_of
from infosim.measures import OUTCOMES
from infosim.measures.prevalence import HARMFUL
from infosim.scenario.models import Scenario
from infosim.web.sliders.stops import Slider, sliders_of
from infosim.web.workshop.measuring import curve_of, judged_by, moments, shown_arm
from infosim.web.workshop.moves import roles_part
from infosim.web.workshop.shopping import coins_part


def material(comparison: Comparison) -> dict[str, Any]:
    """Collect everything that a session asks and shows, before anybody has done anything.

    Parameters
    ----------
    comparison : of the scenario's own arms

    Returns
    -------
    Plain data: `programme` lists the activities in the order in which a session goes.
    """
    scenario, steps, arm = comparison.scenario, moments(comparison), shown_arm(comparison)
    reference = comparison.reference(arm)
    harmful = [claim for claim in scenario.claims if claim.veracity in HARMFUL]
    return {
        "title": scenario.title or scenario.id,
        "question": scenario.question,
        "claims": [claim.text for claim in harmful if claim.text],
        "days": [round(float(comparison.days()[k]), 2) for k in steps],
        "titles": {one: arm_words(comparison, one) for one in comparison.arms},
        "curves": {one: curve_of(comparison, one, steps) for one in dict.fromkeys((reference, arm))},
        "outcome": {
            "words": OUTCOMES[judged_by(comparison)].words,
            "unit": OUTCOMES[judged_by(comparison)].unit,
        },
        "sliders": [slider(scenario, one) for one in sliders_of(scenario)],
        "programme": list(programme(comparison, arm)),
    }


def is_several(scenario: Scenario) -> bool:
    """Tell whether somebody can hold several false beliefs, so that these are counted and not people."""
    harmful = [claim for claim in scenario.claims if claim.veracity in HARMFUL]
    return len(harmful) > 1 or any(claim.arrivals for claim in harmful)


def programme(comparison: Comparison, arm: str) -> Iterator[dict[str, Any]]:
    """List the activities: predict before every look."""
    scenario, reference = comparison.scenario, comparison.reference(arm)
    yield peak_question(comparison, "peak", reference, None)
    yield from coins_part(scenario)
    if arm != reference:
        yield peak_question(comparison, "effect", arm, reference)
        yield from group_question(comparison, arm)
        yield from luck_question(comparison, arm)
    if scenario.workshop.sliders:
        choices = [{"id": way} for way in ("more", "same", "fewer")]
        yield {"id": "what_if", "kind": "what_if", "choices": choices}
    yield from roles_part(scenario)
    yield from finding_question(comparison)


def peak_question(comparison: Comparison, name: str, arm: str, other: str | None) -> dict[str, Any]:
    """Ask how many believe at the worst moment of an arm."""
    peaks = [
        100.0 * float(comparison.believing(one).mean(axis=0).max()) for one in (arm, other) if one is not None
    ]
    # Somebody who holds two false beliefs counts twice, so there may be more than 100.
    high = max(100, 50 * math.ceil(1.5 * max(peaks) / 50))
    return {
        "id": name,
        "kind": "number",
        "low": 0,
        "high": high,
        "several": is_several(comparison.scenario),
        "truth": round(peaks[0], 1),
        "arms": [one for one in (other, arm) if one is not None],
        "fill": {
            "arm": arm_words(comparison, arm),
            "other": arm_words(comparison, other) if other else "",
            "before": round(peaks[-1], 1),
        },
    }


def group_question(comparison: Comparison, arm: str) -> Iterator[dict[str, Any]]:
    """Ask which group an arm protects least."""
    outcome = judged_by(comparison)
    scale = 100.0 if OUTCOMES[outcome].unit == "%" else 1.0
    gains = {group: scale * comparison.averted(arm, outcome, group) for group in comparison.groups}
    gains = {group: gain for group, gain in gains.items() if not math.isnan(gain)}
    if len(gains) < 2:
        return
    yield {
        "id": "group",
        "kind": "choice",
        "choices": [{"id": group, "title": group_words(group)} for group in gains],
        "truth": min(gains, key=lambda group: gains[group]),
        "values": {group: round(gain, 2) for group, gain in gains.items()},
        "fill": {"arm": arm_words(comparison, arm)},
    }


def luck_question(comparison: Comparison, arm: str) -> Iterator[dict[str, Any]]:
    """Ask in how many other lucks an arm helps."""
    helped, n = comparison.paired(arm, judged_by(comparison)).helped, comparison.replicates
    if n < 2 or math.isnan(helped):
        return
    yield {
        "id": "luck",
        "kind": "number",
        "low": 0,
        "high": n,
        "truth": round(helped * n),
        "arms": [comparison.reference(arm), arm],
        "fill": {"arm": arm_words(comparison, arm), "n": n},
    }


def finding_question(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """Ask whether what the scenario claims came out."""
    finding, holds = comparison.scenario.finding, comparison.finding_holds
    if finding is None or holds is None:
        return
    yield {
        "id": "finding",
        "kind": "choice",
        "choices": [{"id": "yes"}, {"id": "no"}],
        "truth": "yes" if holds else "no",
        "fill": {"claim": finding.claim},
    }


def slider(scenario: Scenario, one: Slider) -> dict[str, Any]:
    """Describe a slider: what it is called, in which arm, where it stands, where it can be put."""
    return {
        "title": one.words,
        "arm": title_of(scenario, arm_of(scenario, one.path)),
        "own": one.said[one.own],
        "stops": list(one.said),
    }
