"""What a sweep runs: its points, the name of each run, and everything needed to run it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from infosim.errors import InputError, Problem
from infosim.experiments.designs import notes_on, places_of
from infosim.experiments.keys import arm_forms, canonical, digest_of, kept_rates, run_key
from infosim.experiments.store.durable import sha_of
from infosim.scenario import Loaded
from infosim.scenario.axes import Axis, axes_of, unit_of
from infosim.scenario.models import Scenario, Sweep
from infosim.scenario.points import Point, points_of
from infosim.scenario.resolved import canonical_json
from infosim.society import build_society
from infosim.study import Draw, prepare

VERSION = 1
"""Version of a plan as it is kept in a store."""


class Cell(NamedTuple):
    """One run of a sweep.

    Attributes
    ----------
    key : what names it
    form : digest of what its arm depends on
    point, arm, replicate : which run it is
    """

    key: str
    form: str
    point: int
    arm: str
    replicate: int


@dataclass(frozen=True, eq=False)
class Plan:
    """What a sweep runs.

    Attributes
    ----------
    written : the study as written
    sweep, axes, points : what is varied, and where
    replicates : runs of each arm at each point, at most
    forms : for each point, by arm, the digest of what its runs depend on
    texts : by digest, the forms and the studies at the points, in full
    rates : by seed, the share rates of the study as written that its points keep
    notes : what is worth knowing before it is run
    shard : which part of it is run here, (part, parts), counted from 1
    """

    written: Scenario
    sweep: Sweep
    axes: tuple[Axis, ...]
    points: tuple[Point, ...]
    replicates: int
    forms: tuple[Mapping[str, str], ...]
    texts: Mapping[str, str]
    notes: tuple[str, ...] = ()
    rates: dict[int, dict[str, float]] = field(default_factory=dict)
    shard: tuple[int, int] = (1, 1)

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms, in the order of the file."""
        return tuple(self.written.arms)

    def cells(self, replicates: int | None = None, point: int | None = None) -> Iterator[Cell]:
        """List the runs of this shard: points one after the other, arms of a replicate together."""
        part, parts = self.shard
        by_point = len(self.points) >= parts
        n = 0
        for number in range(len(self.points)) if point is None else [point]:
            if by_point and number % parts != part - 1:
                continue
            for replicate in range(self.replicates if replicates is None else replicates):
                for arm, form in self.forms[number].items():
                    n += 1
                    if by_point or n % parts == part - 1:
                        yield Cell(run_key(form, replicate), form, number, arm, replicate)

    def find_rates(self, draw: Draw = build_society) -> None:
        """Find the share rates that the points keep: those of the study as written, for each seed.

        Parameters
        ----------
        draw : what draws a society
        """
        for seed in {point.scenario.run.seed for point in self.points}:
            rates = dict.fromkeys((claim.id for claim in self.written.claims), 0.0)
            if kept_rates(rates, self.varied) and seed not in self.rates:
                study = prepare(with_seed(self.written, seed), draw=draw)
                found = dict(zip(rates, study.rates, strict=True))
                self.rates[seed] = kept_rates(found, self.varied)

    @property
    def varied(self) -> tuple[str, ...]:
        """The paths that are varied."""
        return tuple(axis.path for axis in self.axes)

    def rates_at(self, point: int) -> dict[str, float]:
        """Give the share rates that are kept at a point."""
        return self.rates.get(self.points[point].scenario.run.seed, {})

    def to_json(self) -> dict[str, Any]:
        """Give the plan as plain data, as a store keeps it."""
        written = self.written
        return {
            "version": VERSION,
            "study": written.id,
            "title": written.title,
            "question": written.question,
            "outcomes": list(written.outcomes),
            # A list, because keys are sorted and the first arm is what others are compared with.
            "arms": [
                {"name": name, "title": arm.title, "versus": arm.versus} for name, arm in written.arms.items()
            ],
            "groups": [group.id for group in written.population.groups if group.role != "bot"],
            "seed": written.run.seed,
            "replicates": self.replicates,
            "design": self.sweep.model_dump(mode="json"),
            "axes": [
                {"path": axis.path, "low": axis.low, "high": axis.high, "unit": unit_of(axis)}
                | {"choices": [axis.say(choice) for choice in axis.choices]}
                for axis in self.axes
            ],
            "written": sha_of(canonical_json(written).encode()),
            "rates": {str(seed): rates for seed, rates in self.rates.items()},
            "points": [
                {
                    "places": list(point.places),
                    "values": {path: point.values[path] for path in self.varied},
                    "said": point.said,
                    "scenario": sha_of(canonical_json(point.scenario).encode()),
                    "forms": dict(forms),
                }
                for point, forms in zip(self.points, self.forms, strict=True)
            ],
        }


def with_seed(scenario: Scenario, seed: int) -> Scenario:
    """Give a study with another seed."""
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"seed": seed})})


def plan_sweep(
    loaded: Loaded,
    *,
    replicates: int | None = None,
    shard: tuple[int, int] = (1, 1),
    progress: Callable[[int], None] | None = None,
) -> Plan:
    """Plan a sweep: choose its points, hold each against the schema, and name its runs.

    Parameters
    ----------
    loaded : the study, with what its sweep says
    replicates : runs of each arm at each point; as the sweep, or else the study says
    shard : which part of the runs, (part, parts), counted from 1
    progress : called with the number of points looked at

    Raises
    ------
    InputError
        A point that the schema refuses, a design that is too large.
    """
    scenario = loaded.scenario
    sweep = scenario.sweep
    axes = axes_of(scenario)
    if sweep.design in ("morris", "saltelli") and not axes:
        raise InputError(Problem(f"the design {sweep.design} varies nothing", "add --vary PATH=LOW..HIGH"))
    points = tuple(points_of(loaded.tree, axes, places_of(sweep, axes, scenario.run.seed), progress))
    written = scenario.model_copy(update={"sweep": Sweep()})
    paths = tuple(axis.path for axis in axes)
    texts: dict[str, str] = {}
    forms = []
    for point in points:
        base = with_seed(written, point.scenario.run.seed)
        named = {}
        for arm, form in arm_forms(point.scenario, base, paths).items():
            named[arm] = digest_of(form)
            texts[named[arm]] = canonical(form)
        forms.append(named)
    for one in (written, *(point.scenario for point in points)):
        text = canonical_json(one)
        texts[sha_of(text.encode())] = text
    count = replicates or sweep.replicates or scenario.run.replicates
    notes = tuple(notes_on(sweep))
    return Plan(written, sweep, axes, points, count, tuple(forms), texts, notes, shard=shard)
