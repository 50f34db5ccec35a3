"""What is not wrong with a scenario, but worth knowing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from infosim.errors import counted
from infosim.scenario.models import Scenario


def notices_of(scenario: Scenario) -> list[str]:
    """Say in sentences what the user may not expect."""
    return [
        *_empty_groups(scenario),
        *_unused(scenario),
        *_odd_arms(scenario),
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


def _unused(scenario: Scenario) -> list[str]:
    used = {name for arm in scenario.arms.values() for name in arm.interventions}
    return [f"intervention {item.id} is in no arm" for item in scenario.interventions if item.id not in used]


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


def _odd_steps(scenario: Scenario) -> list[str]:
    steps = scenario.time.length / scenario.time.step
    if abs(steps - round(steps)) < 1e-9:
        return []
    return [f"the study runs {max(1, int(steps + 0.5)):,} whole steps, not {steps:,.2f}"]
