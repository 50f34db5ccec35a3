"""Choosing among very many: some of the ties, and directions for them."""

from __future__ import annotations

from infosim.compiling import Flags, Ids, People
from infosim.draws import philox, uniform


def keep_some(source: People, target: People, n_kept: int, key0: int, key1: int) -> None:
    """Move `n_kept` of the pairs to the front, all sets alike, in their order."""
    at, n_pairs = 0, len(source)
    for k in range(n_pairs):
        if uniform(key0, key1, 0, 0, k, 0) * (n_pairs - k) < n_kept - at:
            source[at], target[at] = source[k], target[k]
            at += 1


def rename(people: People, name: People) -> None:
    """Put the name of each person in its place."""
    for k in range(len(people)):
        people[k] = name[people[k]]


def direct(
    indptr: Ids, indices: People, is_mutual: Flags, is_turned: Flags, source: People, target: People
) -> None:
    """Let in each pair the one with fewer contacts follow the other, and some follow back.

    Parameters
    ----------
    indptr, indices : a graph in which all ties are mutual
    is_mutual, is_turned : (n_pairs,) bool
        Whether both follow; whether of equals the second is followed.
    source, target : (n_pairs + n_mutual,) int32
        One tie of each pair, then those that are returned.
    """
    k, back = 0, len(is_mutual)
    for i in range(len(indptr) - 1):
        for place in range(indptr[i], indptr[i + 1]):
            j = int(indices[place])
            if j < i:
                continue
            gap = (indptr[j + 1] - indptr[j]) - (indptr[i + 1] - indptr[i])
            turned = is_turned[k] if gap == 0 else gap > 0
            followed, follower = (j, i) if turned else (i, j)
            source[k], target[k] = followed, follower
            if is_mutual[k]:
                source[back], target[back] = follower, followed
                back += 1
            k += 1


KERNELS = (philox, uniform, keep_some, rename, direct)
VERBS = (keep_some, rename, direct)
"""For `network.compiled`."""
