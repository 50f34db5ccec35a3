"""Chat groups: people join some, and all members of one see each other's shares."""

from __future__ import annotations

import numpy as np

from infosim.errors import InputError, Problem, counted
from infosim.network.graph import Int32Array, Int64Array
from infosim.network.pairs import pairs_within
from infosim.network.ties import Members, Rng, Ties, check_fraction


def overlapping_groups(
    members: Members,
    rng: Rng,
    *,
    size_min: int,
    size_max: int,
    groups_per_person: float,
    mixing: float,
) -> Ties:
    """Deal people into chat groups, round after round, and tie the members of each.

    A round deals everybody once, so that nobody is twice in a group; the last round
    deals only the part of the people that brings the mean to `groups_per_person`.

    Parameters
    ----------
    size_min, size_max : int, 2 <= size_min <= size_max <= n
        Sizes are uniform between them; the last group of a round may be smaller.
    groups_per_person : float >= 0
        Mean number of groups that somebody is in.
    mixing : float in [0, 1]
        Proportion of places filled from everybody, the others from one region.

    Returns
    -------
    Ties
        Mutual; two people who share several groups occur several times.

    Raises
    ------
    InputError
        If the sizes are impossible.

    Source
    ------
    Assumption, as no graph of chat groups was found; sizes are P11 and P12.
    """
    _check(members.n, size_min, size_max, groups_per_person)
    check_fraction(mixing, "mixing")
    n_full, part = divmod(groups_per_person, 1)
    everybody = np.arange(members.n, dtype=np.int32)
    rounds = [everybody] * int(n_full)
    rounds.append(rng.permutation(everybody)[: round(part * members.n)])
    rows, sizes = [], []
    for people in rounds:
        rows.append(_row(people, members.region, mixing, rng))
        sizes.append(_cut(len(people), size_min, size_max, rng))
    return Ties(*pairs_within(np.concatenate(rows), np.concatenate(sizes)))


def _row(people: Int32Array, region: Int64Array, mixing: float, rng: Rng) -> Int32Array:
    """Line people up by region, in random order inside it, some anywhere: neighbours form groups."""
    row = rng.permutation(people)
    row = row[np.argsort(region[row], kind="stable")]
    moved = np.flatnonzero(rng.random(len(row)) < mixing)
    row[moved] = row[rng.permutation(moved)]
    return row


def _cut(n: int, size_min: int, size_max: int, rng: Rng) -> Int64Array:
    """Cut `n` places into groups of random size."""
    ends = np.cumsum(rng.integers(size_min, size_max, n // size_min + 1, endpoint=True))
    return np.diff(np.append(ends[ends < n], n), prepend=0)


def _check(n: int, size_min: int, size_max: int, groups_per_person: float) -> None:
    """Refuse impossible groups."""
    if size_min < 2:
        raise InputError(
            Problem(f"chat groups of {size_min} have nobody to see a share", "let sizes begin at 2")
        )
    if size_max < size_min:
        raise InputError(
            Problem(f"chat groups of {size_min} to {size_max} are impossible", "put the smaller size first")
        )
    if n >= 3 and size_max > n:
        raise InputError(
            Problem(
                f"chat groups of up to {size_max:,} are impossible among {counted(n, 'person', 'people')}",
                f"let sizes end at {n:,} or less, or simulate more people",
            )
        )
    if groups_per_person < 0:
        raise InputError(
            Problem(f"groups_per_person of {groups_per_person:g} is negative", "write 0 or more")
        )
