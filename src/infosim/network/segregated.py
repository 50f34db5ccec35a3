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

    def members(self, group: int) -> Int64Array:
        """List the people of a group."""
        return self.order[self.begins[group] : self.begins[group] + self.sizes[group]]


def segregated(members: Members, rng: Rng, *, mean_degree: float, within: float) -> Ties:
    """Tie people inside groups and between them, an exact number of ties of each sort.

    A tie inside begins with anybody and ends with somebody of the own group, so groups have
    their part of these ties by their people, and everybody expects as many of them. Whoever has
    none by then gets one; then ties between groups are added, all pairs alike.

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
    Tambuscio2018, after the program that their tables are from.
    """
    check_fraction(within, "within")
    n_ties = wanted_ties(members.n, mean_degree)
    if not n_ties:
        return no_ties()
    groups, n_inside = _Groups.among(members.group), round(within * n_ties)
    _check_room(groups.sizes, n_inside, n_ties - n_inside)
    ends = _attached(_inside(groups, n_inside, rng), groups, rng)
    ends = _with_ties_between(ends, groups, n_ties, rng)
    # Where ties inside are few or none, somebody may still be alone.
    ends = _attached(ends, groups, rng)
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


def _inside(groups: _Groups, n_ties: int, rng: Rng) -> NDArray[np.int64]:
    """Draw ties inside groups, ``(2, n_ties)``: numbers by people, then pairs of each group alike."""
    sizes, room = groups.sizes, groups.sizes * (groups.sizes - 1) // 2
    counts = np.zeros_like(room)
    while counts.sum() < n_ties:
        free = np.where(counts < room, sizes, 0)
        more = rng.multinomial(n_ties - int(counts.sum()), free / free.sum())
        counts = np.minimum(counts + more, room)
    drawn = [
        groups.members(group)[np.array(pairs_sampled(int(sizes[group]), count, rng), np.int64)]
        for group, count in enumerate(counts.tolist())
    ]
    return np.concatenate(drawn, axis=1)


def _with_ties_between(ends: NDArray[np.int64], groups: _Groups, n_ties: int, rng: Rng) -> NDArray[np.int64]:
    """Add ties between groups until there are enough, ``(2, n_ties)``."""
    n = len(groups.of)
    many = max(AT_LEAST, 2 * (n_ties - ends.shape[1]))
    while ends.shape[1] < n_ties:
        proposed = rng.integers(n, size=(2, many))
        proposed = proposed[:, groups.of[proposed[0]] != groups.of[proposed[1]]]
        ends = _distinct(np.concatenate([ends, proposed], axis=1), n)[:, :n_ties]
        # Where few pairs are left to find, more are tried at a time.
        many *= 2
    return ends


def _distinct(ends: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Drop ties that came before, in order."""
    _, at = np.unique(ends.min(axis=0) * n + ends.max(axis=0), return_index=True)
    return ends[:, np.sort(at)]


def _attached(ends: NDArray[np.int64], groups: _Groups, rng: Rng) -> NDArray[np.int64]:
    """Give whoever is left without a contact one of somebody of the own group who has several."""
    degree, row = np.bincount(ends.ravel(), minlength=len(groups.of)), ends.flatten()
    for person in np.flatnonzero(degree == 0).tolist() if len(row) else ():
        spare = _spare(row, degree, groups, person, rng)
        if spare >= 0:
            degree[row[spare]] -= 1
            degree[person] += 1
            row[spare] = person
    return row.reshape(2, -1)


def _spare(row: Int64Array, degree: Int64Array, groups: _Groups, person: int, rng: Rng) -> int:
    """Find an end of a tie that somebody of a person's group can spare; -1 if there is none."""
    for end in rng.integers(len(row), size=TRIES).tolist():
        if groups.of[row[end]] == groups.of[person] and degree[row[end]] > 1:
            return int(end)
    found = np.flatnonzero((groups.of[row] == groups.of[person]) & (degree[row] > 1))
    return int(rng.choice(found)) if len(found) else -1
