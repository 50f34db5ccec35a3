"""Published models a second time, in plain NumPy, written from their papers and not from the engines.

Nothing of infosim is used here but the type of its generators of random numbers.
"""

from __future__ import annotations

import numpy as np

from infosim.network.ties import Rng

Edges = np.ndarray
"""(n_ties, 2) int, each tie once."""


def all_pairs(n: int) -> Edges:
    """List all pairs of people."""
    return np.column_stack(np.triu_indices(n, 1))


def random_graph(n: int, n_ties: int, rng: Rng) -> Edges:
    """Choose ties among all pairs."""
    pairs = all_pairs(n)
    return pairs[rng.choice(len(pairs), n_ties, replace=False)]


def segregated_graph(n: int, gullible: int, n_ties: int, segregation: float, rng: Rng) -> Edges:
    """Tie anybody to somebody of the own group, then the lonely, then anybody to the other group."""
    ends = ((0, gullible), (gullible, n))
    contacts: list[set[int]] = [set() for _ in range(n)]

    def tie_until(count: int, own: bool) -> None:
        while sum(map(len, contacts)) < 2 * count:
            for _ in range(max(1, count - sum(map(len, contacts)) // 2)):
                a = int(rng.integers(n))
                b = int(rng.integers(*ends[(a >= gullible) == own]))
                if a != b:
                    contacts[a].add(b)
                    contacts[b].add(a)

    tie_until(round(segregation * n_ties), own=True)
    for a in range(n):
        if not contacts[a]:
            others = [b for b in range(*ends[a >= gullible]) if len(contacts[b]) > 1]
            b = others[int(rng.integers(len(others)))]
            c = min(contacts[b])
            contacts[b].remove(c)
            contacts[c].remove(b)
            contacts[a].add(b)
            contacts[b].add(a)
    tie_until(n_ties, own=False)
    return np.array([(a, b) for a in range(n) for b in sorted(contacts[a]) if a < b])


def neighbours(edges: Edges, n: int) -> np.ndarray:
    """Give the matrix of who is tied to whom."""
    tied = np.zeros((n, n), np.float32)
    tied[edges[:, 0], edges[:, 1]] = tied[edges[:, 1], edges[:, 0]] = 1
    return tied


def hoax(
    tied: np.ndarray,
    credibility: np.ndarray,
    beta: float,
    p_forget: float,
    started: int,
    steps: int,
    last: int,
    rng: Rng,
) -> np.ndarray:
    """Give who believes, as a proportion of the last steps: S 0, B 1, F 2, as the authors write it."""
    n = len(tied)
    state = np.zeros(n, int)
    state[rng.choice(n, started, replace=False)] = 1
    believed = np.zeros(n)
    for step in range(steps):
        pro = tied @ (state == 1).astype(np.float32) * (1 + credibility)
        contra = tied @ (state == 2).astype(np.float32) * (1 - credibility)
        total = np.where(pro + contra > 0, pro + contra, 1)
        f, g = beta * pro / total, beta * contra / total
        u, v = rng.random(n), rng.random(n)
        after = state.copy()
        after[(state == 0) & (u < f)] = 1
        after[(state == 0) & (u >= f) & (u < f + g)] = 2
        after[(state > 0) & (u < p_forget)] = 0
        after[(state == 1) & (u >= p_forget) & (v < 1 - credibility)] = 2
        state = after
        believed += (state == 1) * (step >= steps - last)
    return believed / last


def epidemic(
    tied: np.ndarray, beta: float, gamma: float, started: int, steps: int, immune: bool, rng: Rng
) -> np.ndarray:
    """Count who is susceptible, infected and recovered at each of `steps` iterations, 0 being the start."""
    n = len(tied)
    state = np.zeros(n, int)
    state[rng.choice(n, started, replace=False)] = 1
    counted = [np.bincount(state, minlength=3)]
    for _ in range(steps - 1):
        k = tied @ (state == 1).astype(np.float32)
        after = state.copy()
        after[(state == 0) & (rng.random(n) < 1 - (1 - beta) ** k)] = 1
        after[(state == 1) & (rng.random(n) < gamma)] = 2 if immune else 0
        state = after
        counted.append(np.bincount(state, minlength=3))
    return np.array(counted)


def preferential_graph(n: int, m: int, rng: Rng) -> Edges:
    """Let newcomers tie themselves to `m` others in proportion to their contacts."""
    ends: list[int] = []
    ties: list[tuple[int, int]] = []
    chosen = set(range(m))
    for newcomer in range(m, n):
        ties += [(old, newcomer) for old in sorted(chosen)]
        ends += [*sorted(chosen), *[newcomer] * m]
        chosen = set()
        while len(chosen) < m:
            chosen.add(ends[int(rng.integers(len(ends)))])
    return np.array(ties)


def goes_viral(
    n: int, mean_degree: float, cluster: int, theta: float, opinion: float, polarisation: float, rng: Rng
) -> bool:
    """Tell whether more than half become active: the first `cluster` people are the chamber."""
    tied = neighbours(random_graph(n, round(n * mean_degree / 2), rng), n).astype(bool)
    is_inside = np.arange(n) < cluster
    crossing = [(a, b) for a, b in all_pairs(n) if tied[a, b] and is_inside[a] != is_inside[b]]
    for k in rng.choice(len(crossing), round(polarisation * len(crossing)), replace=False):
        a, b = crossing[k]
        tied[a, b] = tied[b, a] = False
        free = np.flatnonzero(is_inside & ~tied[a])
        free = free[free != a]
        if len(free):
            c = rng.choice(free)
            tied[a, c] = tied[c, a] = True
    threshold = np.where(is_inside, theta - opinion, theta)
    active = np.zeros(n, bool)
    first = rng.integers(cluster)
    active[first] = True
    active |= tied[first]
    degree = tied.sum(axis=1)
    while True:
        won = active | ((degree > 0) & (tied @ active.astype(float) >= threshold * degree - 1e-9))
        if (won == active).all():
            return bool(2 * active.sum() > n)
        active = won
