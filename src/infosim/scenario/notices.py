"""What is not wrong with a scenario, but worth knowing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from infosim.errors import counted
from infosim.evidence import ids_in, table
from infosim.interventions.base import Intervention
from infosim.interventions.budget import exactly, price
from infosim.scenario.arms import arm_interventions, setting_changes
from infosim.scenario.models import Claim, Platform, Scenario
from infosim.scenario.spoken import written
from infosim.units import Dwell, read_hours, read_share

FALSE_ONLY = ("downranking", "removal", "warning_label")
"""Kinds that wait for a claim to be rated false."""

ON_BELIEF = ("awareness_campaign", "media_literacy_course", "prebunking")
"""Kinds that change what people believe; bots believe nothing."""

ON_ACCOUNTS = ("accuracy_prompt", "circuit_breaker", "downranking", "removal", "suspension", "warning_label")
"""Kinds that only whoever runs a platform can bring about."""


def notices_of(scenario: Scenario) -> list[str]:
    """Say in sentences what the user may not expect."""
    return [
        *_empty_groups(scenario),
        *_only_bots(scenario),
        *_unused(scenario),
        *_idle(scenario),
        *_odd_arms(scenario),
        *_odd_platforms(scenario),
        *_odd_claims(scenario),
        *_odd_sources(scenario),
        *_odd_steps(scenario),
    ]


def _empty_groups(scenario: Scenario) -> list[str]:
    people = scenario.population
    return [
        f"group {group.id} is {group.share * 100:.3g}% of {counted(people.size, 'person', 'people')}, "
        f"which {'may be' if group.share else 'is'} nobody"
        for group in people.groups
        if group.share * people.size < 1
    ]


def _only_bots(scenario: Scenario) -> list[str]:
    roles = {group.role for group in scenario.population.groups if group.share}
    return ["everybody is a bot: nobody is left to believe anything"] if roles == {"bot"} else []


def _unused(scenario: Scenario) -> list[str]:
    used = {name for arm in scenario.arms.values() for name in arm.interventions}
    return [f"intervention {item.id} is in no arm" for item in scenario.interventions if item.id not in used]


def _idle(scenario: Scenario) -> Iterator[str]:
    """Name what is written of an intervention and does nothing in any arm that uses it."""
    forms: dict[str, list[Intervention]] = {}
    for name in scenario.arms:
        for item in arm_interventions(scenario, name):
            forms.setdefault(item.id, []).append(item)
    for label, variants in forms.items():
        for reason in IDLE:
            said = [reason(scenario, item) for item in variants]
            if all(said):
                yield f"intervention {label} {said[0]}"
                break


def _has_no_strength(_: Scenario, item: Intervention) -> str:
    n_sources: int = getattr(item, "sources", 0)
    for field, nothing in item.strengths.items():
        # Where somebody passes it on from the start, nobody else has to be reached.
        if field == "sources" or (field == "reach" and n_sources):
            continue
        if _all_are(getattr(item, field), nothing):
            return f"does nothing: its {field} is {nothing * 100:g}%"
    if getattr(item, "rating_points", None) == 0:
        return "does nothing: its rating_points are 0"
    return ""


def _all_are(value: Any, nothing: float) -> bool:
    return all(part == nothing for part in (value.values() if isinstance(value, dict) else [value]))


def _comes_too_late(scenario: Scenario, item: Intervention) -> str:
    for field in ("delay", "after"):
        hours = getattr(item, field, 0.0)
        if hours >= scenario.time.length:
            wait, length = written(hours, [read_hours]), written(scenario.time.length, [read_hours])
            return f"does nothing: its {field} is {wait}, and the study runs {length}"
    return ""


def _cannot_be_paid(_: Scenario, item: Intervention) -> str:
    budget = getattr(item, "budget", None)
    if budget is None:
        return ""
    if price(item, 1) > exactly(budget):
        return f"does nothing: its budget of {written(budget)} does not pay for one person"
    if not item.cost.amount:
        return f"has a budget of {written(budget)} that limits nothing: reaching a person costs nothing"
    return ""


def _finds_no_false_claim(scenario: Scenario, item: Intervention) -> str:
    about = [claim for claim in scenario.claims if item.claims is None or claim.id in item.claims]
    if item.kind not in FALSE_ONLY or any(claim.veracity == "false" for claim in about):
        return ""
    if any(_is_changed(scenario, f"claims.{claim.id}.veracity") for claim in about):
        return ""
    return f"does nothing: a {item.kind} waits for a claim to be rated false, and none of its claims is false"


def _is_for_bots(scenario: Scenario, item: Intervention) -> str:
    if item.kind not in ON_BELIEF or item.groups is None or _is_changed(scenario, "population.groups"):
        return ""
    roles = {group.role for group in scenario.population.groups if group.id in item.groups}
    return "does nothing: it is for bots only, who believe nothing" if roles == {"bot"} else ""


def _has_no_sources(_: Scenario, item: Intervention) -> str:
    seeding: str = getattr(item, "seeding", "random")
    n_sources: int = getattr(item, "sources", 0)
    if seeding == "random" or n_sources:
        return ""
    return f"has no sources to be {seeding}: add sources: 5, or leave seeding out"


def _is_by_word_of_mouth(scenario: Scenario, item: Intervention) -> str:
    if item.kind not in ON_ACCOUNTS:
        return ""
    named = [getattr(item, "platform", None), *getattr(item, "platforms", ())]
    for name in named:
        if name in scenario.platforms and scenario.platforms[name].kind == "word_of_mouth":
            return f"works on {name}, which is word of mouth: nobody can do this to what people say"
    return ""


IDLE: Iterable[Callable[[Scenario, Intervention], str]] = (
    _has_no_strength,
    _comes_too_late,
    _cannot_be_paid,
    _finds_no_false_claim,
    _is_for_bots,
    _has_no_sources,
    _is_by_word_of_mouth,
)
"""What may be odd about an intervention; an empty text if it is not."""


def _is_changed(scenario: Scenario, way: str) -> bool:
    """Tell whether an arm changes something at or below a path."""
    paths = [path for arm in scenario.arms.values() for path in setting_changes(arm)]
    return any(f"{path}.".startswith(f"{way}.") for path in paths)


def _odd_arms(scenario: Scenario) -> Iterator[str]:
    for name, arm in scenario.arms.items():
        for label, times in Counter(arm.interventions).items():
            if times > 1:
                yield f"arm {name} names {label} {times} times; it runs once"
        ways = [way.split(".") for way in arm.set]
        changed = dict.fromkeys(way[1] for way in ways if way[0] == "interventions")
        for label in changed:
            if label not in arm.interventions:
                yield f"arm {name} changes {label}, which it does not use"
    yield from _rings(scenario)


def _rings(scenario: Scenario) -> Iterator[str]:
    """Name the arms that are compared in a ring, so that none leads back to the first arm."""
    known: set[str] = set()
    for name in scenario.arms:
        ring, other = [name], scenario.arms[name].versus
        while other is not None and other not in ring and other not in known:
            ring.append(other)
            other = scenario.arms[other].versus
        known.update(ring)
        if other == name:
            first = next(iter(scenario.arms))
            yield f"arms {', '.join(ring)} are compared with each other, and none of them with {first}"


def _odd_platforms(scenario: Scenario) -> Iterator[str]:
    usual = Platform.model_fields["reciprocity"].default
    for name, platform in scenario.platforms.items():
        if platform.kind != "feed" and platform.reciprocity != usual:
            yield f"platform {name} is no feed: its reciprocity does nothing"
        if platform.homophily is not None and not _is_changed(scenario, "population.groups"):
            by = platform.homophily.by
            field = "id" if by == "group" else by
            if len({getattr(group, field) for group in scenario.population.groups}) == 1:
                yield f"platform {name} has homophily by {by}, which does nothing: there is one {by} only"
        if platform.kind == "word_of_mouth":
            yield from _talking_bots(scenario, name, platform)


def _talking_bots(scenario: Scenario, name: str, platform: Platform) -> Iterator[str]:
    for group in scenario.population.groups:
        if group.role == "bot" and group.share and _penetration(platform, group.id):
            yield (
                f"the bots of {group.id} are on {name}, which is word of mouth: "
                "give them a penetration of 0% there"
            )


def _penetration(platform: Platform, group: str) -> float:
    share = platform.penetration
    return share.get(group, 0.0) if isinstance(share, dict) else share


def _odd_claims(scenario: Scenario) -> Iterator[str]:
    for claim in scenario.claims:
        yield from _unheard(scenario, claim)
        if "sbfc" in _rules(scenario) and not _is_changed(scenario, f"claims.{claim.id}.sharing"):
            yield from _no_competition(claim)


def _rules(scenario: Scenario) -> set[object]:
    """Name the rules of persuasion that the arms follow."""
    ways = [setting_changes(arm) for arm in scenario.arms.values()]
    return {scenario.rules.persuasion, *(changes.get("rules.persuasion") for changes in ways)}


def _unheard(scenario: Scenario, claim: Claim) -> Iterator[str]:
    """Say that nobody can hear of a claim, for those who start it are on no platform."""
    who = (claim.seeds.who,) if isinstance(claim.seeds.who, str) else claim.seeds.who
    joins = any(item.kind == "access_subsidy" for item in scenario.interventions)
    if who is None or joins or _is_changed(scenario, "platforms"):
        return
    if not any(_penetration(platform, group) for platform in scenario.platforms.values() for group in who):
        yield f"nobody hears of claim {claim.id}: {', '.join(who)} who start it are on no platform"


def _no_competition(claim: Claim) -> Iterator[str]:
    """Say where a claim departs from the competition of hoax and fact-check as it was published."""
    sharing, odd = claim.sharing, []
    if sharing.interest != Dwell():
        odd.append(f"interest: {written(sharing.interest)} and not never")
    if sharing.unconvinced:
        odd.append(f"unconvinced: {written(sharing.unconvinced, [read_share])} and not 0%")
    if odd:
        yield f"claim {claim.id} under sbfc departs from the published rule: {', '.join(odd)}"


def _odd_sources(scenario: Scenario) -> Iterator[str]:
    known = table()
    for text in scenario.sources:
        if not text.strip():
            yield "a source is empty"
        for label in ids_in(text):
            if label not in known:
                yield f"source {label} is no row of the evidence table"


def _odd_steps(scenario: Scenario) -> list[str]:
    steps = scenario.time.length / scenario.time.step
    if abs(steps - round(steps)) < 1e-9:
        return []
    return [f"the study runs {max(1, int(steps + 0.5)):,} whole steps, not {steps:,.2f}"]
