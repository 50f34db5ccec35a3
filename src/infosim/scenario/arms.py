"""The arms of a study: which interventions run, with the arm's own changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from infosim.interventions.base import Intervention
from infosim.scenario.models import Arm, Scenario


def arm_interventions(scenario: Scenario, name: str) -> tuple[Intervention, ...]:
    """Give the interventions of an arm, always in the order of the file.

    The order in which an arm lists them can therefore change nothing, not even the
    last bit of a product (LAW 9).
    """
    arm = scenario.arms[name]
    chosen = [one for one in scenario.interventions if one.id in arm.interventions]
    return tuple(with_changes(one, changes_to(arm.set, one.id), scenario) for one in chosen)


def changes_to(changes: dict[str, object], label: str) -> dict[str, object]:
    """Pick an arm's changes to one intervention, by field."""
    prefix = f"interventions.{label}."
    return {path.removeprefix(prefix): value for path, value in changes.items() if path.startswith(prefix)}


def with_changes(intervention: Intervention, changes: dict[str, object], scenario: Scenario) -> Intervention:
    """Give an intervention with some fields replaced, validated anew."""
    if not changes:
        return intervention
    written = intervention.model_dump(mode="json") | changes
    return type(intervention).model_validate(written, context=scenario.reading)


def setting_changes(arm: Arm) -> dict[str, object]:
    """Pick what an arm changes besides interventions: people, platforms, claims, rules."""
    return {path: value for path, value in arm.set.items() if not path.startswith("interventions.")}


def with_setting(scenario: Scenario, name: str) -> Scenario:
    """Give the scenario as an arm changes it, interventions apart."""
    changes = setting_changes(scenario.arms[name])
    if not changes:
        return scenario
    # Defaults are left to what is changed: another model of a graph has other ones.
    written, complete = scenario.model_dump(mode="json", exclude_unset=True), scenario.model_dump(mode="json")
    written["interventions"] = complete["interventions"]
    for path, value in changes.items():
        place(written, complete, path.split("."), value)
    return type(scenario).model_validate(written, context=scenario.reading)


def place(written: Any, complete: Any, way: Sequence[str], value: object) -> None:
    """Put a value at the end of a way through maps, and lists of parts with ids.

    Parameters
    ----------
    written : where to
    complete : the same with all defaults, for parts that are left out
    """
    *steps, last = way
    for step in steps:
        if isinstance(written, list):
            written, complete = (next(p for p in parts if p["id"] == step) for parts in (written, complete))
        else:
            complete = (complete or {}).get(step)
            if written.get(step) is None:
                written[step] = complete or {}
            written = written[step]
    written[last] = value
