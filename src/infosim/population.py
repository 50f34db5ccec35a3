"""The people: their traits as arrays, one entry a person.

Everything here is drawn once per study with the society's replicate word, so all
arms and replicates are about the same people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from infosim import draws
from infosim.draws import Purpose

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROLE_ACTIVITY = {"person": 1.0, "bot": 7.0, "supersharer": 1250.0}
"""How much accounts of a role pass on, relative to ordinary people.

A bot: 6% of accounts made 31% of posts (H23), so 0.31 / 0.06 over 0.69 / 0.94. A
supersharer: 0.32% of accounts made 80% of false shares (H20), in the same way.
"""

NEVER = 2**31 - 1
"""A step that no study reaches."""


@dataclass(frozen=True)
class GroupTraits:
    """What the members of one group have in common.

    Attributes
    ----------
    id, age, region : names
    share : proportion of the population, in [0, 1]
    literacy, trust : means, in [0, 1]
    activity : mean activity relative to the other groups, at least 0
    credulity : multiplier of belief in what is false, at least 0
    role : 'person', 'supersharer', or 'bot'
    identity : whom its members feel they belong to
    """

    id: str
    share: float
    literacy: float = 0.5
    trust: float = 0.5
    activity: float = 1.0
    age: str = ""
    region: str = ""
    role: str = "person"
    identity: str = ""
    credulity: float = 1.0


@dataclass(frozen=True, eq=False)
class Population:
    """The people as a struct of arrays, all of shape ``(n_people,)``.

    Attributes
    ----------
    groups : the groups in file order
    group : int64, index of each person's group
    region : int64, index of each person's region
    literacy : float64 in [0, 1]
    trust : float64 in [0, 1], in those who correct
    activity : float64, at least 0, mean 1 within an average group
    access : float64 in [0, 1); on a platform are those below its penetration
    household : int64, number of the household
    """

    groups: tuple[GroupTraits, ...]
    group: Ints
    region: Ints
    literacy: Floats
    trust: Floats
    activity: Floats
    access: Floats
    household: Ints

    @property
    def n_people(self) -> int:
        """Number of people."""
        return len(self.group)

    @cached_property
    def group_sizes(self) -> Ints:
        """Number of people in each group, ``(n_groups,)``."""
        return np.bincount(self.group, minlength=len(self.groups))

    @cached_property
    def is_person(self) -> NDArray[np.bool_]:
        """Mark the people, ``(n_people,)``: bots are accounts, and nobody's beliefs."""
        return np.array([traits.role != "bot" for traits in self.groups])[self.group]

    @cached_property
    def credulity(self) -> Floats:
        """Multiplier of each person's susceptibility, as its group has it, ``(n_people,)``."""
        return np.array([traits.credulity for traits in self.groups], dtype=np.float64)[self.group]

    def labels(self, by: str) -> Ints:
        """Give the number of each person's 'group', 'region' or 'identity', ``(n_people,)``."""
        if by == "group":
            return self.group
        names = [getattr(traits, by) for traits in self.groups]
        distinct = list(dict.fromkeys(names))
        return np.array([distinct.index(name) for name in names], dtype=np.int64)[self.group]

    def members_of(self, names: Sequence[str] | None) -> NDArray[np.bool_]:
        """Mark the accounts of the groups named; all people, and no bots, if none is named."""
        if names is None:
            return self.is_person
        chosen = [g for g, traits in enumerate(self.groups) if traits.id in names]
        return np.isin(self.group, chosen)


def quota(fractions: Sequence[float], n_people: int) -> Ints:
    """Turn proportions into whole numbers of people, by largest remainder."""
    exact = np.asarray(fractions) * n_people
    counts: Ints = np.floor(exact).astype(np.int64)
    remainder = exact - counts
    for winner in np.argsort(-remainder, kind="stable")[: n_people - int(counts.sum())]:
        counts[winner] += 1
    return counts


def lognormal_activity(seed: int, people: Ints, sigma: float) -> Floats:
    """Draw how active people are: lognormal with mean 1.

    Kept to six decimals, so that the last bit of a logarithm, which differs
    between machines, can never decide anything.
    """
    first = draws.uniforms(seed, draws.SOCIETY, Purpose.ACTIVITY, 0, people, 0)
    second = draws.uniforms(seed, draws.SOCIETY, Purpose.ACTIVITY, 0, people, 1)
    normal = np.sqrt(-2.0 * np.log(1.0 - first)) * np.cos(2.0 * np.pi * second)
    activity: Floats = np.exp(sigma * normal - sigma * sigma / 2.0)
    return activity.round(6)


def scatter(seed: int, purpose: Purpose, people: Ints, mean: Floats, spread: float) -> Floats:
    """Draw a trait evenly around the mean of the group, kept inside [0, 1]."""
    u = draws.uniforms(seed, draws.SOCIETY, purpose, 0, people, 0)
    return np.clip(mean + spread * (2.0 * u - 1.0), 0.0, 1.0)


def draw_groups(seed: int, groups: Sequence[GroupTraits], n_people: int) -> Ints:
    """Assign everybody to a group; the sizes are exact, the ids are mixed."""
    people = np.arange(n_people, dtype=np.int64)
    order = np.argsort(draws.uniforms(seed, draws.SOCIETY, Purpose.GROUP, 0, people, 0), kind="stable")
    group = np.empty(n_people, dtype=np.int64)
    group[order] = np.repeat(np.arange(len(groups)), quota([g.share for g in groups], n_people))
    return group


def region_of_groups(groups: Sequence[GroupTraits]) -> Ints:
    """Give each group the number of its region, in order of mention, ``(n_groups,)``."""
    names = list(dict.fromkeys(traits.region for traits in groups))
    return np.array([names.index(traits.region) for traits in groups], dtype=np.int64)


def draw_population(
    seed: int,
    groups: Sequence[GroupTraits],
    n_people: int,
    *,
    activity_sigma: float,
    spread: float,
    household: Ints | None = None,
) -> Population:
    """Draw the people of a study.

    Parameters
    ----------
    seed : int in [0, 2**32)
    groups : their shares add to 1
    n_people : int, at least 1
    activity_sigma : float, at least 0
        Sigma of the lognormal law of activity.
    spread : float in [0, 1]
        Half-width of literacy and trust around the mean of the group.
    household : (n_people,) int64, optional
        Household numbers; everybody lives alone if left out.

    Draws
    -----
    GROUP, LITERACY, TRUST, ACTIVITY, ACCESS, all keyed by person.
    """
    people = np.arange(n_people, dtype=np.int64)
    group = draw_groups(seed, groups, n_people)
    means = np.array([[g.literacy, g.trust, g.activity * ROLE_ACTIVITY[g.role]] for g in groups])[group]
    return Population(
        groups=tuple(groups),
        group=group,
        region=region_of_groups(groups)[group],
        literacy=scatter(seed, Purpose.LITERACY, people, means[:, 0], spread),
        trust=scatter(seed, Purpose.TRUST, people, means[:, 1], spread),
        activity=means[:, 2] * lognormal_activity(seed, people, activity_sigma),
        access=draws.uniforms(seed, draws.SOCIETY, Purpose.ACCESS, 0, people, 0),
        household=people if household is None else household,
    )
