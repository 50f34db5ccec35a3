"""A scenario made ready to run: its society, its share rates, its arms."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from infosim.calibration import Spread, calibrate
from infosim.interventions.base import Intervention
from infosim.population import NEVER
from infosim.rules.traits import susceptibility
from infosim.scenario.arms import arm_interventions, setting_changes, with_setting
from infosim.scenario.models import Scenario
from infosim.society import Society, build_society, joined_at


@dataclass(frozen=True, eq=False)
class Study:
    """A scenario made ready to run: society, rates and arms.

    Attributes
    ----------
    scenario, society : what was written and what was drawn from it
    arms : the interventions of each arm, in file order
    rates : (n_families,), share rate of each claim, calibrated where asked for
    variants : for arms about another society or other claims, the study of these
    """

    scenario: Scenario
    society: Society
    arms: dict[str, tuple[Intervention, ...]]
    rates: tuple[float, ...]
    variants: dict[str, Study] = field(default_factory=dict)

    def of(self, arm: str) -> Study:
        """Give the study that an arm is run in: this one, unless the arm changes its setting."""
        return self.variants.get(arm, self)

    def reference(self, arm: str) -> str:
        """Name the arm that an arm is compared with."""
        return self.scenario.arms[arm].versus or self.baseline

    @property
    def baseline(self) -> str:
        """Name the arm that the others are compared with: the first."""
        return next(iter(self.arms))


Draw = Callable[[Scenario, Sequence[Sequence[Intervention]]], Society]
"""Draws the people and contacts that some arms share: `build_society`, or what remembers it."""


def prepare(
    scenario: Scenario, *, rates: Mapping[str, float] | None = None, draw: Draw = build_society
) -> Study:
    """Draw the society of a scenario and calibrate its claims.

    Parameters
    ----------
    scenario : what was written
    rates : by claim
        Share rates that are kept, whatever branching the scenario asks for: a sweep keeps
        those of the study as written.
    draw : what draws a society

    Raises
    ------
    InputError
        A graph that cannot be made, or a branching that cannot be reached.
    """
    arms = {name: arm_interventions(scenario, name) for name in scenario.arms}
    baseline, *others = arms_by_setting(scenario)
    own = {name: arms[name] for name in baseline}
    first = prepare_setting(with_setting(scenario, baseline[0]), own, None, rates or {}, draw)
    kept = dict(zip((claim.id for claim in scenario.claims), first.rates, strict=True))
    variants: dict[str, Study] = {}
    for names in others:
        changed = with_setting(scenario, names[0])
        study = prepare_setting(changed, {name: arms[name] for name in names}, first, kept, draw)
        variants |= dict.fromkeys(names, study)
    return replace(first, scenario=scenario, arms=arms, variants=variants)


def arms_by_setting(scenario: Scenario) -> list[list[str]]:
    """Put together the arms that share people, platforms, claims and rules; those of the first arm first."""
    settings: dict[str, list[str]] = {}
    for name, arm in scenario.arms.items():
        settings.setdefault(json.dumps(setting_changes(arm), sort_keys=True), []).append(name)
    return list(settings.values())


def prepare_setting(
    scenario: Scenario,
    arms: dict[str, tuple[Intervention, ...]],
    first: Study | None,
    kept: Mapping[str, float],
    draw: Draw,
) -> Study:
    """Draw the society that some arms share, and find how often its claims are shared.

    What an arm changes of people and platforms must not be undone by calibrating anew:
    the rates of the first arm are kept, unless the arm sets how a claim is shared.
    """
    society = draw(scenario, list(arms.values()))
    changed = setting_changes(scenario.arms[next(iter(arms))]) if first else {}
    rates = tuple(
        kept[claim.id]
        if claim.id in kept and not sets_sharing(changed, claim.id)
        else share_rate(scenario, society, f)
        for f, claim in enumerate(scenario.claims)
    )
    return Study(scenario, society, arms, rates)


def sets_sharing(changed: Iterable[str], claim: str) -> bool:
    """Tell whether paths that are changed say how a claim is shared."""
    return any(f"{path}.".startswith(f"claims.{claim}.sharing.") for path in changed)


def share_rate(scenario: Scenario, society: Society, f: int) -> float:
    """Give the share rate of a claim: as written, or found from its branching."""
    claim = scenario.claims[f]
    if claim.sharing.branching is None:
        return claim.sharing.rate or 0.0
    return calibrate(spread_of(scenario, society, f), claim.sharing.branching, claim.id)


def spread_of(scenario: Scenario, society: Society, f: int) -> Spread:
    """Collect what the calibration of a claim needs."""
    claim, people = scenario.claims[f], society.population
    seeds = np.zeros(people.n_people)
    seeds[society.eligible[f]] = 1.0 / max(1, len(society.eligible[f]))
    judged = claim.veracity != "true"
    multiplier = susceptibility(people.literacy) * people.credulity if judged else np.ones(people.n_people)
    return Spread(
        population=people,
        member=joined_at(society.penetration, people) < NEVER,
        followers=society.followers,
        sources=society.sources,
        reach=np.array([platform.reach for platform in scenario.platforms.values()]),
        acceptance=np.minimum(1.0, claim.plausibility * multiplier),
        survival=society.clock.survival(claim.sharing.interest),
        unconvinced=claim.sharing.unconvinced,
        seeds=seeds,
        responds=people.is_person,
    )
