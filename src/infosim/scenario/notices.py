"""What is not wrong with a scenario, but worth knowing."""

from __future__ import annotations

from infosim.scenario.models import Scenario


def notices_of(scenario: Scenario) -> list[str]:
    """Say in sentences what the user may not expect."""
    return [*_empty_groups(scenario), *_unused(scenario), *_odd_steps(scenario)]


def _empty_groups(scenario: Scenario) -> list[str]:
    people = scenario.population
    return [
        f"group {group.id} is {group.share:.3%} of {people.size:,} people, which may be nobody"
        for group in people.groups
        if group.share * people.size < 1
    ]


def _unused(scenario: Scenario) -> list[str]:
    used = {name for arm in scenario.arms.values() for name in arm.interventions}
    return [f"intervention {item.id} is in no arm" for item in scenario.interventions if item.id not in used]


def _odd_steps(scenario: Scenario) -> list[str]:
    steps = scenario.time.length / scenario.time.step
    if abs(steps - round(steps)) < 1e-9:
        return []
    return [f"the study runs {max(1, int(steps + 0.5)):,} whole steps, not {steps:,.2f}"]
