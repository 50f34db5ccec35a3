"""Growth: newcomers tie themselves to the popular, and to contacts of contacts.

The newcomer that brings the ties k = s n_each, ..., (s + 1) n_each - 1 is person
n_each + s: who is tied need be written down only for one end, `target`.
"""

from __future__ import annotations

from infosim.compiling import Ids, People
from infosim.draws import philox, uniform

TRIES = 8
"""How often chance names a contact of a contact, before those who are free are counted."""


def is_among(target: People, first: int, last: int, person: int) -> bool:
    """Tell whether a person is the target of one of the ties from `first` up to `last`."""
    is_found = False
    for k in range(first, last):
        is_found = is_found or target[k] == person
    return is_found


def popular(target: People, first: int, k: int, n_each: int, n_lone: int, key0: int, key1: int) -> int:
    """Draw somebody in proportion to contacts who is no contact of the newcomer yet.

    Parameters
    ----------
    first, k : int
        The newcomer's first tie, and the one that is sought.
    n_lone : int
        How many of the first people count as if they had one contact more.
    """
    n_ends = n_lone + 2 * first
    tried = 0
    while True:
        end = int(uniform(key0, key1, 0, 0, k, tried) * n_ends)
        person = end
        if end >= n_lone:
            tie = (end - n_lone) >> 1
            person = int(target[tie]) if (end - n_lone) & 1 else n_each + tie // n_each
        if not is_among(target, first, k, person):
            return person
        tried += 1


def contact(target: People, begin: Ids, shelf: People, n_each: int, person: int, c: int) -> int:
    """Give a person's contact number `c`: first those that it joined, then those who joined it."""
    n_own = n_each if person >= n_each else 0
    if c < n_own:
        return int(target[(person - n_each) * n_each + c])
    return int(shelf[begin[person] + c - n_own])


def friend(
    target: People,
    begin: Ids,
    n_joined: People,
    shelf: People,
    n_each: int,
    person: int,
    first: int,
    k: int,
    key0: int,
    key1: int,
) -> int:
    """Draw one of a person's contacts who is no contact of the newcomer yet; -1 if all are."""
    n_contacts = int(n_joined[person]) + (n_each if person >= n_each else 0)
    for tried in range(TRIES):
        c = int(uniform(key0, key1, 0, 1, k, tried) * n_contacts)
        tie = contact(target, begin, shelf, n_each, person, c)
        if not is_among(target, first, k, tie):
            return tie
    n_free = 0
    for c in range(n_contacts):
        n_free += int(not is_among(target, first, k, contact(target, begin, shelf, n_each, person, c)))
    left = int(uniform(key0, key1, 0, 1, k, TRIES) * n_free)
    for c in range(n_contacts):
        tie = contact(target, begin, shelf, n_each, person, c)
        if not is_among(target, first, k, tie):
            if left == 0:
                return tie
            left -= 1
    return -1


def join(begin: Ids, n_joined: People, shelf: People, used: int, person: int, newcomer: int) -> int:
    """Note with a person who has joined it; what has no room left moves to twice as much.

    Returns
    -------
    int : how much of the shelf is used
    """
    n = int(n_joined[person])
    if n == 0:
        begin[person] = used
        used += 4
    elif n >= 4 and n & (n - 1) == 0:
        for c in range(n):
            shelf[used + c] = shelf[begin[person] + c]
        begin[person] = used
        used += 2 * n
    shelf[begin[person] + n] = newcomer
    n_joined[person] = n + 1
    return used


def grow(
    target: People,
    n_each: int,
    n_lone: int,
    triangles: float,
    begin: Ids,
    n_joined: People,
    shelf: People,
    key0: int,
    key1: int,
) -> None:
    """Let newcomers join, each with `n_each` ties; the first is tied to all who are there.

    Parameters
    ----------
    target : (n_each * n_newcomers,) int32
    triangles : float in [0, 1]
        Probability that a tie but a newcomer's first goes to a contact of the one drawn before.
    begin, n_joined, shelf : (n,) int64, (n,) int32 of zeros, (4 * n_ties,) int32
        Room for who joined whom; not used without triangles.
    """
    used, drawn = 0, 0
    for first in range(0, len(target), n_each):
        for k in range(first, first + n_each):
            person = k if first == 0 else -1
            if first > 0 and k > first and uniform(key0, key1, 0, 2, k, 0) < triangles:
                person = friend(target, begin, n_joined, shelf, n_each, drawn, first, k, key0, key1)
            if person < 0:
                person = drawn = popular(target, first, k, n_each, n_lone, key0, key1)
            target[k] = person
        if triangles > 0.0:
            for k in range(first, first + n_each):
                newcomer = n_each + first // n_each
                used = join(begin, n_joined, shelf, used, int(target[k]), newcomer)


KERNELS = (philox, uniform, is_among, popular, contact, friend, join, grow)
VERBS = (grow,)
"""For `network.compiled`."""
