"""Bringing ties home: each of those that cross a divide seeks a new end, one after the other.

Pairs of people are the entries of compressed rows, each in the row of its lower
person; the number of a pair is its place there.
"""

from __future__ import annotations

from infosim.compiling import Bytes, Flags, Ids, People
from infosim.draws import philox, uniform

NOBODY = -1

TRIES = 100
"""How often a tie tries for a new end; only where nearly everybody is a contact already does it need many."""


def place_of(indptr: Ids, indices: People, low: int, high: int) -> int:
    """Find the number of a pair; -1 if there is no such pair."""
    begin, end = int(indptr[low]), int(indptr[low + 1])
    while begin < end:
        middle = (begin + end) // 2
        if indices[middle] < high:
            begin = middle + 1
        else:
            end = middle
    return begin if begin < indptr[low + 1] and indices[begin] == high else -1


def find_pairs(
    indptr: Ids, indices: People, source: People, target: People, of_tie: People, ways: Bytes
) -> None:
    """Find the pair of each tie, and the ways it goes: 1 up, 2 down, 3 both; none of oneself."""
    for t in range(len(source)):
        low, high = min(source[t], target[t]), max(source[t], target[t])
        of_tie[t] = -1 if low == high else place_of(indptr, indices, int(low), int(high))
        if low != high:
            ways[of_tie[t]] = ways[of_tie[t]] | (1 if source[t] < target[t] else 2)


def weigh(ways: int, is_mutual: bool) -> int:
    """Count a pair's ties: two if they are directed and go both ways."""
    return 2 if ways == 3 and not is_mutual else 1


def look_over(
    indptr: Ids,
    indices: People,
    label: People,
    ways: Bytes,
    is_mutual: bool,
    crosses: Flags,
    contacts: People,
    length: Ids,
    n_ties: Ids,
) -> None:
    """Mark pairs that cross, and count contacts inside, ends of each label and ties (inside, all)."""
    for i in range(len(label)):
        length[label[i]] += 1
        for k in range(indptr[i], indptr[i + 1]):
            j = indices[k]
            length[label[i]] += 1
            length[label[j]] += 1
            n_ties[1] += weigh(ways[k], is_mutual)
            crosses[k] = label[i] != label[j]
            if not crosses[k]:
                n_ties[0] += weigh(ways[k], is_mutual)
                contacts[i] += 1
                contacts[j] += 1


def line_up(indptr: Ids, indices: People, label: People, ends: Ids, row: People) -> None:
    """Line people up by label, as often as they have contacts and once more; `ends` turn into beginnings."""
    for i in range(len(label)):
        ends[label[i]] -= 1
        row[ends[label[i]]] = i
        for k in range(indptr[i], indptr[i + 1]):
            j = indices[k]
            ends[label[i]] -= 1
            row[ends[label[i]]] = i
            ends[label[j]] -= 1
            row[ends[label[j]]] = j


def is_new(slots: Ids, low: int, high: int, n: int) -> bool:
    """Note a pair in a table of pairs, -1 where it is empty; tell whether it was not there before."""
    at = (low * 1_000_003 + high * 998_244_353) % len(slots)
    while slots[at] >= 0:
        if slots[at] == low * n + high:
            return False
        at = (at + 1) % len(slots)
    slots[at] = low * n + high
    return True


def seek(
    indptr: Ids,
    indices: People,
    row: People,
    begin: int,
    length: int,
    slots: Ids,
    stays: int,
    k: int,
    key0: int,
    key1: int,
) -> int:
    """Find somebody of one's own label who is no contact yet."""
    for tried in range(TRIES):
        person = int(row[begin + int(uniform(key0, key1, 0, 0, k, tried) * length)])
        low, high = min(stays, person), max(stays, person)
        if (
            low != high
            and place_of(indptr, indices, low, high) < 0
            and is_new(slots, low, high, len(indptr) - 1)
        ):
            return person
    return NOBODY


def bring(
    indptr: Ids,
    indices: People,
    low: People,
    label: People,
    ways: Bytes,
    is_mutual: bool,
    order: People,
    is_low: Flags,
    begin: Ids,
    length: Ids,
    row: People,
    n_others: Ids,
    contacts: People,
    slots: Ids,
    n_ties: Ids,
    within: float,
    joiner: People,
    key0: int,
    key1: int,
) -> None:
    """Bring pairs home in their order until enough ties are inside.

    Parameters
    ----------
    joiner : (n_pairs,) int32 of -1
        Who takes the place of the higher person; or, as -2 minus the person, of the lower.
    """
    for k in range(len(order)):
        if n_ties[0] / n_ties[1] >= within:
            break
        pair = int(order[k])
        stays = int(low[pair]) if is_low[k] else int(indices[pair])
        own = label[stays]
        if contacts[stays] >= n_others[own]:
            continue
        person = seek(indptr, indices, row, int(begin[own]), int(length[own]), slots, stays, k, key0, key1)
        if person != NOBODY:
            joiner[pair] = person if is_low[k] else -2 - person
            contacts[stays] += 1
            contacts[person] += 1
            n_ties[0] += weigh(ways[pair], is_mutual)


def move(source: People, target: People, of_tie: People, joiner: People) -> None:
    """Put the joiner of each tie in place of the one who leaves, if it has one."""
    for t in range(len(source)):
        if of_tie[t] < 0 or joiner[of_tie[t]] == NOBODY:
            continue
        person = int(joiner[of_tie[t]])
        leaves_low = person < 0
        if leaves_low:
            person = -2 - person
        if (source[t] < target[t]) == leaves_low:
            source[t] = person
        else:
            target[t] = person


KERNELS = (philox, uniform, place_of, find_pairs, weigh, look_over, line_up, is_new, seek, bring, move)
VERBS = (find_pairs, look_over, line_up, bring, move)
"""For `network.compiled`."""
