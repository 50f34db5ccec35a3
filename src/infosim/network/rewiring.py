"""The ring of neighbours, some of whose ties are turned to anybody."""

from __future__ import annotations

from infosim.compiling import People
from infosim.draws import philox, uniform


def lay_ring(end: People, n: int, n_ahead: int) -> None:
    """Tie everybody to the next on a ring: tie number `i * n_ahead + d - 1` from i to i + d."""
    for i in range(n):
        for d in range(n_ahead):
            end[i * n_ahead + d] = (i + d + 1) % n


def is_tied(end: People, n_ahead: int, i: int, j: int) -> bool:
    """Tell whether one of the ties that belong to either leads to the other."""
    is_found = False
    for d in range(n_ahead):
        is_found = is_found or end[i * n_ahead + d] == j or end[j * n_ahead + d] == i
    return is_found


def rewire(end: People, degree: People, n_ahead: int, rewiring: float, key0: int, key1: int) -> None:
    """Turn ties to anybody who is no contact yet, the nearest neighbours' first.

    Parameters
    ----------
    end : (n * n_ahead,) int32, as `lay_ring` leaves it
    degree : (n,) int32, contacts of each person
    rewiring : float in [0, 1], the proportion of ties that are turned
    """
    n = len(degree)
    for d in range(n_ahead):
        for i in range(n):
            k = i * n_ahead + d
            if degree[i] >= n - 1 or uniform(key0, key1, 0, 0, k, 0) >= rewiring:
                continue
            tried = 0
            j = int(uniform(key0, key1, 0, 1, k, tried) * n)
            while j == i or is_tied(end, n_ahead, i, j):
                tried += 1
                j = int(uniform(key0, key1, 0, 1, k, tried) * n)
            degree[end[k]] -= 1
            degree[j] += 1
            end[k] = j


KERNELS = (philox, uniform, lay_ring, is_tied, rewire)
VERBS = (lay_ring, rewire)
"""For `network.compiled`."""
