"""Segregation: an exact number of ties, an exact proportion of them inside the groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infosim.errors import InputError, Problem, counted
from infosim.network.graph import Int64Array
from infosim.network.pairs import pairs_sampled
from infosim.network.ties import Members, Rng, Ties, check_fraction, no_ties, wanted_ties

AT_LEAST = 1024
"""How many ties are proposed at a time, at least."""

TRIES = 50
"""How often somebody without contacts looks for a tie that can be spared, before all are looked through."""


@dataclass(frozen=True, eq=False)
class _Groups:
    """Who is in which group.

    Attributes
    ----------
    of : (n,) int64, the group of each person, counted from 0 without gaps
    order : (n,) int64, people group after group
    sizes, begins : (n_groups,) int64, people of each group, and where they begin in the order
    """

    of: Int64Array
    order: Int64Array
    sizes: Int64Array
    begins: Int64Array

    @classmethod
    def among(cls, group: Int64Array) -> _Groups:
        """Look at the groups of some people, ``(n,)``."""
        of = np.unique(group, return_inverse=True)[1]
        sizes = np.bincount(of)
        return cls(of, np.argsort(of, kind="stable"), sizes, np.cumsum(sizes) - sizes)

    def partner(self, people: Int64Array, inside: bool, rng: Rng) -> Int64Array:
        """Draw for each person somebody of its own group, itself not excluded, or of another one."""
        size, begin = self.sizes[self.of[people]], self.begins[self.of[people]]
        luck = rng.random(len(people))
        if inside:
            own: Int64Array = self.order[begin + (luck * size).astype(np.int64)]
            return own
        n = len(self.of)
        others: Int64Array = self.order[(begin + size + (luck * (n - size)).astype(np.int64)) % n]
        return others


def segregated(members: Members, rng: Rng, *, mean_degree: float, within: float) -> Ties:
    """Tie people at random, and move ties until an exact proportion of them is inside the groups.

    All pairs of people are alike at first. Of those ties of which there are too many, inside
    or between, some are taken away at random, and as many of the other sort are added:
    from somebody to somebody of the own or of another group. Whoever has no contact by then
    comes first. The number of ties is exact, ``n mean_degree / 2`` rounded; groups of
    different size come to have different numbers of contacts. (In `stochastic_block`
    everybody expects the same number, and only proportions are kept.)

    Parameters
    ----------
    within : float in [0, 1]
        Proportion of all ties, not of each person's, that are inside a group.

    Raises
    ------
    InputError
        If there are not as many pairs of people, inside the groups or between them.

    Source
    ------
    Tambuscio2018, after their program.
    """
    check_fraction(within, "within")
    n_ties = wanted_ties(members.n, mean_degree)
    if not n_ties:
        return no_ties()
    groups, n_inside = _Groups.among(members.group), round(within * n_ties)
    _check_room(groups.sizes, n_inside, n_ties - n_inside)
    ends = np.array(pairs_sampled(members.n, n_ties, rng), np.int64)
    is_inside = groups.of[ends[0]] == groups.of[ends[1]]
    surplus = int(is_inside.sum()) - n_inside
    if surplus:
        among = np.flatnonzero(is_inside if surplus > 0 else ~is_inside)
        gone = rng.choice(among, abs(surplus), replace=False, shuffle=False)
        ends = _added(np.delete(ends, gone, axis=1), groups, n_ties, surplus < 0, rng)
    _attach(ends, groups, rng)
    source, target = ends.astype(np.int32)
    return Ties(source, target)


def _check_room(sizes: Int64Array, n_inside: int, n_between: int) -> None:
    """Refuse more ties than there are pairs."""
    n, room = int(sizes.sum()), int((sizes * (sizes - 1) // 2).sum())
    for wanted, there, where in (
        (n_inside, room, "inside the groups"),
        (n_between, n * (n - 1) // 2 - room, "between the groups"),
    ):
        if wanted > there:
            pairs = counted(there, "pair of people is", "pairs of people are")
            fault = f"{counted(wanted, 'tie')} {where} cannot be made: {pairs} there"
            remedy = "write another proportion within, a lower mean_degree, or other sizes of groups"
            raise InputError(Problem(fault, remedy))


def _added(
    ends: NDArray[np.int64], groups: _Groups, n_ties: int, inside: bool, rng: Rng
) -> NDArray[np.int64]:
    """Add ties of one sort until there are enough, ``(2, n_ties)``; those without contacts come first."""
    n, n_kept = len(groups.of), ends.shape[1]
    first = np.flatnonzero(np.bincount(ends.ravel(), minlength=n) == 0)
    many = max(AT_LEAST, 2 * (n_ties - n_kept))
    while ends.shape[1] < n_ties:
        start = np.concatenate([first, rng.integers(n, size=many)])
        proposed = np.array([start, groups.partner(start, inside, rng)])
        ends = _distinct(np.concatenate([ends, proposed], axis=1), n)[:, :n_ties]
        # Where few pairs are left to find, more are tried at a time.
        first, many = first[:0], 2 * many
    return ends


def _distinct(ends: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Drop ties of somebody to itself and those that came before, in order."""
    ends = ends[:, ends[0] != ends[1]]
    _, at = np.unique(ends.min(axis=0) * n + ends.max(axis=0), return_index=True)
    return ends[:, np.sort(at)]


def _attach(ends: NDArray[np.int64], groups: _Groups, rng: Rng) -> None:
    """Give whoever is left without a contact one of somebody of the own group who has several."""
    degree = np.bincount(ends.ravel(), minlength=len(groups.of))
    row = ends.ravel()
    for person in np.flatnonzero(degree == 0).tolist():
        spare = _spare(row, degree, groups, person, rng)
        if spare >= 0:
            degree[row[spare]] -= 1
            degree[person] += 1
            row[spare] = person


def _spare(row: Int64Array, degree: Int64Array, groups: _Groups, person: int, rng: Rng) -> int:
    """Find an end of a tie that somebody of a person's group can spare; -1 if there is none."""
    for end in rng.integers(len(row), size=TRIES).tolist():
        if groups.of[row[end]] == groups.of[person] and degree[row[end]] > 1:
            return int(end)
    found = np.flatnonzero((groups.of[row] == groups.of[person]) & (degree[row] > 1))
    return int(rng.choice(found)) if len(found) else -1
