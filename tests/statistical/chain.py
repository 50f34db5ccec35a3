"""The Markov chain of all states of a small graph: exact laws of every stance at every step.

What a person may be in is a *condition*: its stance, and whatever else decides what
happens next (whether it is still interested, how much it has heard). A `Chain` says
how often somebody in a condition posts, and what becomes of it by what it hears. It
is written from docs/model.md, as a law of independent trials: nothing here knows of
resistances, episodes or keyed draws.

Given what everybody posts, people change independently of each other. So one step is,
for each pattern of posts, one small matrix a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import product

import numpy as np
from numpy.typing import NDArray

from statistical.small_graphs import SmallGraph

Law = Mapping[str, float]
"""A chance for each condition."""

Posts = tuple[int, int]
"""How often somebody posts, or hears, the claim and its correction."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Chain:
    """How one person goes from condition to condition.

    Attributes
    ----------
    stance : by condition, what is seen of it from outside; the first one is where all begin
    seeded : the condition of who starts the claim
    posts : by condition, the law of how often claim and correction are posted in a step
    moves : the law of the next condition, by the present one, posts heard of claim and
        correction, and the number of contacts
    """

    stance: Mapping[str, int]
    seeded: str
    posts: Callable[[str], Mapping[Posts, float]]
    moves: Callable[[str, int, int, int], Law]

    @property
    def conditions(self) -> list[str]:
        """List the conditions."""
        return list(self.stance)

    def laws(self, graph: SmallGraph, n_steps: int) -> list[Floats]:
        """Compute the law of all stances after each step, each ``(4,) * n``."""
        conditions, n = self.conditions, graph.n
        joint = np.zeros((len(conditions),) * n)
        joint[(conditions.index(self.seeded), *[0] * (n - 1))] = 1.0
        shown = np.zeros((4, len(conditions)))
        shown[list(self.stance.values()), range(len(conditions))] = 1.0
        posted = [self.posts(one) for one in conditions]
        laws = []
        for step in range(n_steps):
            joint = self._step(graph, joint, posted, is_first=step == 0)
            laws.append(reduce(lambda whole, i: along(whole, i, shown), range(n), joint))
        return laws

    def _step(
        self, graph: SmallGraph, joint: Floats, posted: list[Mapping[Posts, float]], *, is_first: bool
    ) -> Floats:
        """Go one step on; in the first one who starts the claim posts it once, for certain."""
        values = list(dict.fromkeys(value for law in posted for value in law))
        after = np.zeros_like(joint)
        for pattern in product(values, repeat=graph.n):
            part = joint
            for i, value in enumerate(pattern):
                certain = is_first and i == 0
                chance = [float(value == (1, 0)) if certain else law.get(value, 0.0) for law in posted]
                part = along(part, i, np.diag(chance))
            if part.any():
                claims, corrections = zip(*pattern, strict=True)
                for i in range(graph.n):
                    heard = graph.heard(i, claims), graph.heard(i, corrections)
                    part = along(part, i, self._matrix(*heard, graph.n_sources(i)))
                after += part
        return after

    def _matrix(self, n_claim: int, n_correction: int, n_contacts: int) -> Floats:
        """Tabulate the next condition against the present one, for what is heard."""
        rows = [
            [law.get(after, 0.0) for after in self.conditions]
            for law in (self.moves(one, n_claim, n_correction, n_contacts) for one in self.conditions)
        ]
        return np.array(rows).T


def along(joint: Floats, axis: int, matrix: Floats) -> Floats:
    """Apply a matrix to one person of a joint law."""
    moved: Floats = np.moveaxis(np.tensordot(matrix, joint, axes=(1, axis)), 0, axis)
    return moved


def mixed(*parts: tuple[float, Law]) -> Law:
    """Mix laws, each with its chance."""
    whole: dict[str, float] = {}
    for chance, law in parts:
        for one, p in law.items():
            whole[one] = whole.get(one, 0.0) + chance * p
    return {one: p for one, p in whole.items() if p > 0.0}
