"""What an intervention may look at, and what it may change.

The world is fixed before a run starts: the people, who is on which platform from
when, and when each claim begins. An intervention answers with a `Plan`: dated
marks on people, publications of corrections, and, while it is active, modifiers
in `Effects`, which are rebuilt from the baseline whenever they change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim.network import Graph
from infosim.population import NEVER, Population
from infosim.rules.time import half_power
from infosim.rules.traits import authority
from infosim.units import Dwell

Floats = NDArray[np.float64]
Steps = NDArray[np.int32]
People = NDArray[np.int64]
Tallies = NDArray[np.int64]

OUTLET, MESSENGER = 0, 1
"""Rows of published corrections, after those of the platforms: by an institution, or by
somebody trusted whatever one thinks of institutions."""

N_OUTLETS = 2


@dataclass(frozen=True)
class Clock:
    """Turns hours into steps.

    Attributes
    ----------
    step_hours : length of a step
    n_steps : number of steps of a run
    """

    step_hours: float
    n_steps: int

    @property
    def step_days(self) -> float:
        """Length of a step in days."""
        return self.step_hours / 24.0

    def steps(self, hours: float) -> int:
        """Give the nearest whole number of steps."""
        return int(hours / self.step_hours + 0.5)

    def survival(self, dwell: Dwell) -> Floats:
        """Tabulate what proportion still lasts at each age, ``(n_steps + 2,)``.

        A half-life and a hazard give an exponential law, an exact time a cliff, and a
        dwell without any lasts for ever. At age 0 everything lasts.
        """
        ages = np.arange(self.n_steps + 2)
        if dwell.exactly is not None:
            return (ages < max(1, self.steps(dwell.exactly))).astype(np.float64)
        if dwell.per_day is not None:
            return self.hazard_survival(dwell.per_day)
        if dwell.half_life is None:
            return np.ones(len(ages))
        return geometric(half_power(self.step_hours / dwell.half_life), len(ages))

    def hazard_survival(self, per_day: float) -> Floats:
        """Tabulate survival under a constant hazard per day, ``(n_steps + 2,)``."""
        return geometric(1.0 - min(1.0, per_day * self.step_days), self.n_steps + 2)


def geometric(ratio: float, length: int) -> Floats:
    """Tabulate the powers of a ratio by repeated multiplication."""
    powers = np.full(length, ratio)
    powers[0] = 1.0
    return np.multiply.accumulate(powers)


N_HINTS = 1024


def hints(table: Floats) -> Steps:
    """Find for each 1024th of a luck where to look in a falling table, ``(..., 1025)``.

    Entry b is the first place, at least 1, whose value is at most b / 1024, or the length
    of the table: so for a luck between b / 1024 and (b + 1) / 1024 the first place whose
    value is at most the luck lies between those of b + 1 and b.
    """
    rows = table.reshape(-1, table.shape[-1])
    bounds = -np.arange(N_HINTS + 1) / N_HINTS
    found = np.array([np.searchsorted(-row, bounds, side="left") for row in rows])
    places: Steps = np.maximum(1, found).astype(np.int32)
    return places.reshape(*table.shape[:-1], N_HINTS + 1)


@dataclass(frozen=True)
class ClaimInfo:
    """What is known of a claim before a run.

    Attributes
    ----------
    id : name of this claim, `rumour#3` for the third of a stream
    family : id of the claim in the scenario
    veracity : 'false', 'true' or 'misleading'
    start : first step at which it is seeded
    has_correction : whether a correction of it exists
    """

    id: str
    family: str
    veracity: str
    start: int
    has_correction: bool


@dataclass(frozen=True, eq=False)
class World:
    """The setting of one run, as interventions see it.

    Attributes
    ----------
    seed, replicate : words of the draws
    population : the people
    platforms : ids in file order
    penetration : float64, (n_platforms, n_groups), before any subsidy
    joined : int32, (n_platforms, n_people), step from which a person is on it
    left, back : the same; between the two it is not (suspended), NEVER as a rule
    claims : the claims, a stream unrolled
    followers, sources : one graph per platform, who sees the shares of a person and
        whose shares a person sees; empty while the society is being built
    """

    seed: int
    replicate: int
    clock: Clock
    population: Population
    platforms: tuple[str, ...]
    penetration: Floats
    joined: Steps
    left: Steps
    back: Steps
    claims: tuple[ClaimInfo, ...]
    followers: tuple[Graph, ...] = ()
    sources: tuple[Graph, ...] = ()

    @cached_property
    def authority(self) -> Floats:
        """Multiplier of labels and corrections by each person's trust, ``(n_people,)``."""
        return authority(self.population.trust)

    def table(self, value: float = 0.0) -> Floats:
        """Make a table of one value for each platform and outlet, and each item."""
        return np.full((len(self.platforms) + N_OUTLETS, self.n_items), value)

    def is_on(self, p: int, people: People, steps: Steps) -> NDArray[np.bool_]:
        """Tell whether people are on a platform at the step of each."""
        joined, left, back = (table[p, people] for table in (self.joined, self.left, self.back))
        here: NDArray[np.bool_] = (joined <= steps) & ~((left <= steps) & (steps < back))
        return here

    @property
    def n_items(self) -> int:
        """Number of items: claim k is item 2k, its correction 2k + 1."""
        return 2 * len(self.claims)

    def claims_of(self, names: Sequence[str] | None, *veracities: str) -> list[int]:
        """List the claims of a kind: those of the families named, or all."""
        return [
            k
            for k, claim in enumerate(self.claims)
            if claim.veracity in veracities and (names is None or claim.family in names)
        ]


@dataclass(frozen=True, eq=False)
class Mark:
    """A dated fact about people, which wanes: taught, warned, prompted.

    Attributes
    ----------
    steps : int32, (n_deliveries,), ascending, when each delivery happens
    people : int64, (n_deliveries,), to whom; a later one renews the date
    remaining : float64, (n_steps + 2,), what is left at each age, in [0, 1]
    belief_cut, sharing_cut : float64, (n_platforms + 2, n_items), in [0, 1]
        How much a fresh mark lowers acceptance and sharing of each item heard of,
        or passed on, on each platform (the last rows: published corrections).
    since : int32, (n_items,), step from which the mark bears on each item
    until : int, step from which it has no effect any more
    weight : float64, (n_people,), at least 0, how strongly it works on each person;
        1 for everybody if None
    """

    steps: Steps
    people: People
    remaining: Floats
    belief_cut: Floats
    sharing_cut: Floats
    since: Steps
    until: int = NEVER
    weight: Floats | None = None


@dataclass(frozen=True, eq=False)
class Publication:
    """A correction that is published at one step.

    Attributes
    ----------
    step, claim : when, and of which claim
    audience : int64, people who see it once, as if from one contact with reach 1
    sources : int64, people who are convinced of it and pass it on
    outlet : OUTLET or MESSENGER, who publishes it
    """

    step: int
    claim: int
    audience: People
    sources: People
    outlet: int = OUTLET


@dataclass(frozen=True, eq=False)
class Plan:
    """What an intervention will do in one run, all decided beforehand.

    Attributes
    ----------
    first, last : active in steps ``first <= step < last``
    marks, publications : see there
    n_deliveries : people reached, counted as often as they are; what costs money
    is_cancelled : whether it cannot be paid, so that nothing happens and nothing is spent
    """

    first: int = 0
    last: int = NEVER
    marks: tuple[Mark, ...] = ()
    publications: tuple[Publication, ...] = ()
    n_deliveries: int = 0
    is_cancelled: bool = False


class Effects(NamedTuple):
    """Modifiers of the baseline in one step; 1 means no change.

    Attributes
    ----------
    visibility, acceptance, sharing : float64, (n_platforms + 2, n_items)
        Multipliers of reach, of being convinced, and of sharing.
    belief_cut, sharing_cut : float64, (n_marks, n_platforms + 2, n_items)
        Strength of each mark while it is active, 0 when it is not.
    """

    visibility: Floats
    acceptance: Floats
    sharing: Floats
    belief_cut: Floats
    sharing_cut: Floats

    @classmethod
    def baseline(cls, n_platforms: int, n_items: int, n_marks: int) -> Effects:
        """Make modifiers that change nothing."""
        plain = (n_platforms + N_OUTLETS, n_items)
        marked = (n_marks, *plain)
        return cls(np.ones(plain), np.ones(plain), np.ones(plain), np.zeros(marked), np.zeros(marked))

    def reset(self) -> None:
        """Go back to the baseline."""
        for multiplier in (self.visibility, self.acceptance, self.sharing):
            multiplier.fill(1.0)
        for cut in (self.belief_cut, self.sharing_cut):
            cut.fill(0.0)


class Marks(NamedTuple):
    """The dates of all marks of a run, and how they wane.

    Attributes
    ----------
    at : int32, (n_marks, n_people), step of the latest delivery, -1 never
    remaining : float64, (n_marks, n_steps + 2)
    weight : float64, (n_weights, n_people), how strongly marks work on each person
    weighed_by : int64, (n_marks,), row of `weight`
    """

    at: Steps
    remaining: Floats
    weight: Floats
    weighed_by: NDArray[np.int64]

    @classmethod
    def none_yet(cls, planned: Sequence[Mark], n_people: int, n_steps: int) -> Marks:
        """Make room for the marks planned; nobody is marked yet."""
        distinct = {id(mark.weight): mark.weight for mark in planned if mark.weight is not None}
        rows = {label: row + 1 for row, label in enumerate(distinct)}
        remaining = np.array([mark.remaining for mark in planned]).reshape(len(planned), n_steps + 2)
        return cls(
            at=np.full((len(planned), n_people), -1, dtype=np.int32),
            remaining=remaining,
            weight=np.array([np.ones(n_people), *distinct.values()]),
            weighed_by=np.array([rows.get(id(mark.weight), 0) for mark in planned], dtype=np.int64),
        )
