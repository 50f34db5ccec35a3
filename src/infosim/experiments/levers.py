"""Move each lever of a study over its range, on common random numbers, and judge what it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from infosim.defaults import More
from infosim.experiments.compare import Comparison, Progress, compare
from infosim.experiments.intervals import Estimate, estimate
from infosim.scenario.arms import arm_interventions, place, with_setting
from infosim.scenario.models import Arm, Scenario, Workshop
from infosim.scenario.paths import find_value
from infosim.scenario.sliders import Movable, movable
from infosim.world import Floats

POINTS = ("low", "middle", "high")

REPLICATES = 10

SATURATED = 0.1
"""An upper half of the range that moves a smaller part than this does little."""

PER_STUDY = 7
"""Levers moved together, three arms each: a scenario has 32 arms at most."""

Verdict = Literal["dead", "wrong way", "too small to tell", "saturated", "works"]

FAULTS: tuple[Verdict, ...] = ("dead", "wrong way")


@dataclass(frozen=True)
class Lever:
    """A number of a study, and what it is there to move.

    Attributes
    ----------
    path : where it is, `interventions.ads.reach`
    arm : the arm in which it is moved
    number : its range, and its value in that arm
    judged : outcomes that it is judged by, the first that exists counts, each with the
        sign of the change that is expected of more; 0 where nothing was declared
    """

    path: str
    arm: str
    number: Movable
    judged: tuple[tuple[str, int], ...]

    @property
    def is_setting(self) -> bool:
        """Whether it is about people, platforms, claims or rules, not about an intervention."""
        return not self.path.startswith("interventions.")

    @property
    def words(self) -> str:
        """What it is called: `ads reach`."""
        steps = [step for step in self.path.split(".")[1:] if step != "groups"]
        return " ".join(steps).replace("_", " ")

    @property
    def range(self) -> tuple[str, str]:
        """Both ends, as people write them."""
        return self.number.say(self.number.low), self.number.say(self.number.high)


@dataclass(frozen=True, eq=False)
class Moved:
    """A lever that was moved, and what came out.

    Attributes
    ----------
    lever : which one
    outcome, expected : what it is judged by, and the sign expected of more, 0 if none
    judged, first : by point, `own` among them: the outcome that it is judged by and the
        study's first outcome, one number per replicate
    seed : int, of the study
    """

    lever: Lever
    outcome: str
    expected: int
    judged: dict[str, Floats]
    first: dict[str, Floats]
    seed: int

    @cached_property
    def effect(self) -> Estimate:
        """High - low in the outcome that it is judged by, paired."""
        return estimate(self.judged["high"] - self.judged["low"], self.seed)

    @cached_property
    def first_effect(self) -> Estimate:
        """High - low in the study's first outcome, paired."""
        return estimate(self.first["high"] - self.first["low"], self.seed)

    @property
    def size(self) -> float:
        """How much it moves the study's first outcome; by this levers are ordered."""
        return float(np.nan_to_num(abs(self.first_effect.mean)))

    @property
    def seen(self) -> int:
        """Sign of the effect, 0 where the interval includes zero."""
        return int(self.effect.low > 0) - int(self.effect.high < 0)

    @property
    def upper(self) -> float:
        """What the upper half of the range moves, as a part of the whole effect; NaN of none."""
        upper = float(np.nanmean(self.judged["high"] - self.judged["middle"])) if self.seen else 0.0
        return abs(upper / self.effect.mean) if self.seen else float("nan")

    @cached_property
    def verdict(self) -> Verdict:
        """What is to be said of it."""
        if not any(np.nan_to_num(one["high"] - one["low"]).any() for one in (self.judged, self.first)):
            return "dead"
        if not self.seen:
            return "too small to tell"
        if self.seen == -self.expected:
            return "wrong way"
        return "saturated" if self.upper < SATURATED else "works"


@dataclass(frozen=True, eq=False)
class Levers:
    """All levers of a study, the strongest first.

    Attributes
    ----------
    scenario : the study
    engine : the engine that ran it
    replicates : int, number of pairs
    moved : what each lever did
    """

    scenario: Scenario
    engine: str
    replicates: int
    moved: tuple[Moved, ...]

    @property
    def outcome(self) -> str:
        """Name of the outcome that the study puts first."""
        return self.scenario.outcomes[0]

    @property
    def faulty(self) -> tuple[Moved, ...]:
        """Levers that do nothing, or the opposite of what they are for."""
        return tuple(one for one in self.moved if one.verdict in FAULTS)


def levers_of(scenario: Scenario) -> tuple[Lever, ...]:
    """List the levers of a study: its sliders, and the strengths of interventions that arms use."""
    paths = dict.fromkeys([*scenario.workshop.sliders, *_strengths(scenario)])
    found = (lever_at(scenario, path, arm_of(scenario, path)) for path in paths)
    return tuple(lever for lever in found if lever is not None)


def _strengths(scenario: Scenario) -> Iterator[str]:
    used = {name for arm in scenario.arms.values() for name in arm.interventions}
    for one in scenario.interventions:
        if one.id in used:
            yield from (f"interventions.{one.id}.{field}" for field in one.strengths)


def arm_of(scenario: Scenario, path: str) -> str:
    """Choose the arm to move a lever in: the first, or the first after it that uses the intervention."""
    section, _, rest = path.partition(".")
    first, *others = scenario.arms
    if section != "interventions":
        return first
    label = rest.split(".")[0]
    return next((name for name in others if label in scenario.arms[name].interventions), first)


def lever_at(scenario: Scenario, path: str, arm: str) -> Lever | None:
    """Make a lever of the value that a path leads to in an arm; None if it cannot be moved."""
    there = with_setting(scenario, arm)
    there = there.model_copy(update={"interventions": arm_interventions(scenario, arm)})
    found = find_value(there, path)
    number = movable(found, scenario.time.length)
    if number is None:
        return None
    return Lever(path, arm, number, tuple(_judged(there, path, found.origin.more)))


def _judged(scenario: Scenario, path: str, more: More | None) -> Iterator[tuple[str, int]]:
    """List the outcomes that tell whether a lever does what it is for."""
    helps = {"helps": 1, "harms": -1, None: 0}[more]
    section, label, *_ = path.split(".")
    if more is None:
        # Where no direction is declared, only whether it does anything is looked at.
        yield scenario.outcomes[0], 0
    elif section == "interventions":
        (kind,) = (type(one) for one in scenario.interventions if one.id == label)
        yield from ((name, -helps) for name in kind.lowers)
        yield from ((name, helps) for name in kind.raises)
    elif section == "claims" and {claim.id: claim.veracity for claim in scenario.claims}[label] == "true":
        # What makes a false claim go further makes a true one go further.
        yield "true_believers_end_fraction", -helps
    else:
        yield "person_days_per_person", -helps
    yield scenario.outcomes[0], 0


def move(
    scenario: Scenario,
    levers: Sequence[Lever] | None = None,
    *,
    replicates: int = REPLICATES,
    engine: str = "compiled",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Levers:
    """Move each lever of a study over its range, with the same people and the same luck.

    A lever of the setting that does nothing at all in the first arm, as the trust in
    corrections where there are none, is moved again in the arm with most interventions.

    Parameters
    ----------
    scenario : the study
    levers : which ones; those of `levers_of` if left out
    replicates : int, at least 1
    engine, workers : as for `compare`
    progress : called after each run; the number of runs in all may grow

    Raises
    ------
    InputError
        A society cannot be built at one end of a range.
    """
    options: dict[str, Any] = {"replicates": replicates, "engine": engine, "workers": workers}
    chosen = levers_of(scenario) if levers is None else tuple(levers)
    moved = _move(scenario, chosen, 0, progress, options)
    busiest = max(scenario.arms, key=lambda name: len(scenario.arms[name].interventions))
    idle = [one.lever.path for one in moved if one.verdict == "dead" and one.lever.is_setting]
    again = [lever for path in idle if (lever := lever_at(scenario, path, busiest)) is not None]
    runs = sum(len(with_levers(scenario, batch).arms) for batch in batches(chosen)) * replicates
    later = _move(scenario, again, runs, progress, options)
    awake = {one.lever.path: one for one in later if one.verdict != "dead"}
    moved = sorted((awake.get(one.lever.path, one) for one in moved), key=lambda one: -one.size)
    return Levers(scenario, engine, replicates, tuple(moved))


def _move(
    scenario: Scenario,
    levers: Sequence[Lever],
    before: int,
    progress: Progress | None,
    options: dict[str, Any],
) -> list[Moved]:
    """Move levers, some at a time; `before` runs were done already."""
    studies = [(batch, with_levers(scenario, batch)) for batch in batches(levers)]
    total = before + sum(len(study.arms) for _, study in studies) * options["replicates"]
    moved: list[Moved] = []
    for batch, study in studies:

        def show(done: int, _: int, before: int = before) -> None:
            if progress is not None:
                progress(before + done, total)

        comparison = compare(study, progress=show, **options)
        before += len(study.arms) * options["replicates"]
        moved += [_outcome_of(scenario, comparison, k, lever) for k, lever in enumerate(batch)]
    return moved


def batches(levers: Sequence[Lever]) -> list[Sequence[Lever]]:
    """Share levers out to studies; those of the setting apart, because contacts depend on all arms."""
    kinds = [[lever for lever in levers if lever.is_setting is kind] for kind in (True, False)]
    return [some[k : k + PER_STUDY] for some in kinds for k in range(0, len(some), PER_STUDY)]


def with_levers(scenario: Scenario, levers: Sequence[Lever]) -> Scenario:
    """Give a study whose arms have levers at low, middle and high, beside the arms as they are."""
    first = next(iter(scenario.arms))
    arms = {
        _as_it_is(scenario, name): scenario.arms[name].model_copy(update={"versus": None})
        for name in (first, *(lever.arm for lever in levers))
    }
    for k, lever in enumerate(levers):
        for point in POINTS:
            arms[_moved_to(k, point)] = moved_arm(
                scenario, lever, lever.number.write(getattr(lever.number, point))
            )
    return scenario.model_copy(update={"arms": arms, "finding": None, "workshop": Workshop()})


def _as_it_is(scenario: Scenario, arm: str) -> str:
    """Rename an arm, so that no name of the user's can be that of a lever."""
    return f"own_{list(scenario.arms).index(arm)}"


def _moved_to(k: int, point: str) -> str:
    return f"lever_{k}_{point}"


def moved_arm(scenario: Scenario, lever: Lever, value: Any) -> Arm:
    """Give the arm of a lever with the lever at another value, as a scenario has it written."""
    arm, path = scenario.arms[lever.arm], lever.path
    section, label, *way = path.split(".")
    if section == "interventions" and len(way) > 1:
        # An arm sets whole fields of an intervention, not parts of them.
        (one,) = (one for one in arm_interventions(scenario, lever.arm) if one.id == label)
        written = one.model_dump(mode="json")
        place(written, written, way, value)
        path, value = f"{section}.{label}.{way[0]}", written[way[0]]
    return arm.model_copy(update={"set": arm.set | {path: value}, "versus": None})


def _outcome_of(scenario: Scenario, comparison: Comparison, k: int, lever: Lever) -> Moved:
    """Collect what one lever of a batch did."""
    arms = {point: _moved_to(k, point) for point in POINTS} | {"own": _as_it_is(scenario, lever.arm)}
    outcome, expected = next(
        (one for one in lever.judged if not np.isnan(comparison.values(arms["high"], one[0])).all()),
        lever.judged[-1],
    )
    return Moved(
        lever=lever,
        outcome=outcome,
        expected=expected,
        judged={point: comparison.values(arm, outcome) for point, arm in arms.items()},
        first={point: comparison.values(arm, comparison.outcome) for point, arm in arms.items()},
        seed=scenario.run.seed,
    )
