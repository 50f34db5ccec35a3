"""Offline contacts: the people one lives with, and those one meets in the village or quarter."""

from __future__ import annotations

import numpy as np

from infosim.errors import InputError, Problem
from infosim.network.graph import Int64Array, as_people
from infosim.network.pairs import pairs_sampled, pairs_within
from infosim.network.ties import Members, Rng, Ties, check_enough


def household_of(members: Members, rng: Rng, household_size: float) -> Int64Array:
    """Put people into households, all of one region but of any groups.

    Parameters
    ----------
    household_size : float >= 1
        Mean number of people in one; sizes are 1 plus a Poisson number.

    Returns
    -------
    (n,) int64
        The number of each member's household; numbers run through one region after
        the other, and neighbouring numbers are neighbours.

    Raises
    ------
    InputError
        If the mean is below 1.
    """
    if household_size < 1:
        raise InputError(Problem(f"household_size of {household_size:g} is impossible", "write at least 1"))
    row = rng.permutation(members.n)
    row = row[np.argsort(members.region[row], kind="stable")]
    ends = np.cumsum(1 + rng.poisson(household_size - 1, members.n))
    is_first = np.diff(members.region[row], prepend=-1) != 0
    is_first[ends[ends < members.n]] = True
    home = np.empty(members.n, np.int64)
    home[row] = np.cumsum(is_first) - 1
    return home


def households(
    members: Members,
    rng: Rng,
    *,
    household_size: float,
    contacts_per_day: float,
    village_size: int,
    home: Int64Array | None = None,
) -> Ties:
    """Tie those who live together, and everybody to some others of the same village.

    A village is a stretch of neighbouring households of one region.

    Parameters
    ----------
    household_size : float >= 1
        Mean number of people who live together; not used if `home` is given.
    contacts_per_day : float >= 0, < village_size
        Mean number of contacts outside the home. In a village with fewer people
        everybody meets everybody.
    village_size : int >= 2
        People in a village, nearly.
    home : (n,) int64, optional
        What `household_of` returned, where the caller needs the households as well;
        also its part for these members. Drawn if left out.

    Raises
    ------
    InputError
        If sizes or contacts are impossible.

    Source
    ------
    Assumption, as in models of infection between neighbours; numbers are N10, N11 and N12.
    """
    _check(members.n, contacts_per_day, village_size)
    if home is None:
        home = household_of(members, rng, household_size)
    row = np.lexsort((home, members.region))
    later, earlier = pairs_within(as_people(row), _stretches(home[row]))
    source, target = [later], [earlier]
    village = _villages(home[row], members.region[row], village_size)
    for people in np.split(as_people(row), np.flatnonzero(np.diff(village)) + 1):
        one, other = _met(home[people], contacts_per_day, rng)
        source.append(people[one])
        target.append(people[other])
    return Ties(np.concatenate(source), np.concatenate(target))


def _stretches(values: Int64Array) -> Int64Array:
    """Count the length of each run of equal values."""
    starts = np.flatnonzero(np.diff(values, prepend=-1))
    return np.diff(np.append(starts, len(values)))


def _villages(home: Int64Array, region: Int64Array, village_size: int) -> Int64Array:
    """Assign a village to each place of a row that is ordered by region and household."""
    _, start, size = np.unique(region, return_index=True, return_counts=True)
    n_villages = np.maximum(1, np.rint(size / village_size).astype(np.int64))
    # Villages are cut at equal lengths of the row, but a household goes where its first member does.
    homes = _stretches(home)
    first = np.repeat(np.cumsum(homes) - homes, homes)
    of_region = np.repeat(np.arange(len(size)), size)
    inside: Int64Array = (first - start[of_region]) * n_villages[of_region] // size[of_region]
    inside += (np.cumsum(n_villages) - n_villages)[of_region]
    return inside


def _met(home: Int64Array, contacts_per_day: float, rng: Rng) -> tuple[Int64Array, Int64Array]:
    """Draw the pairs of one village who meet, as places in `home`; as many as asked for live apart."""
    n = len(home)
    n_all = n * (n - 1) // 2
    homes = _stretches(home)
    n_apart = n_all - int((homes * (homes - 1) // 2).sum())
    wanted = min(n * contacts_per_day / 2, n_apart)
    # Pairs who live together are drawn as well, and are tied already: so draw more.
    n_drawn = int(wanted * n_all / max(n_apart, 1) + rng.random())
    return pairs_sampled(n, n_drawn, rng)


def _check(n: int, contacts_per_day: float, village_size: int) -> None:
    """Refuse impossible villages."""
    if village_size < 2:
        raise InputError(Problem(f"village_size of {village_size} leaves nobody to meet", "write at least 2"))
    check_enough(n, contacts_per_day, "contacts_per_day")
    if contacts_per_day > village_size - 1:
        raise InputError(
            Problem(
                f"contacts_per_day of {contacts_per_day:g} is impossible in villages of {village_size:,}",
                f"write at most {village_size - 1}, or a larger village_size",
            )
        )
