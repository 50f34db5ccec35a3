"""What happens at each step whatever becomes of the run: seeds, publications, deliveries.

Flat arrays, so that a kernel can go through many steps without asking Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from infosim.world import Publication

Ints = NDArray[np.int64]
T = TypeVar("T")
Wave = tuple[int, Ints]
"""A claim, and the people who start it."""
Delivery = tuple[int, Ints]
"""A row of marks, and the people who get it."""


class Agenda(NamedTuple):
    """What happens at each of T steps; of `n` lists one after the other, list m is ``ends[m]:ends[m + 1]``.

    Attributes
    ----------
    wave_rows : (T + 1,), the waves of seeds of step t are ``wave_rows[t]:wave_rows[t + 1]``
    wave_claim : (n_waves,); wave_ends : (n_waves + 1,) in wave_people
    publication_rows, publication_claim, publication_outlet : the same of publications
    audience_ends, audience, source_ends, sources : who sees each, and who passes it on
    delivery_rows, delivery_mark, delivery_ends, delivery_people : the same of marks
    """

    wave_rows: Ints
    wave_claim: Ints
    wave_ends: Ints
    wave_people: Ints
    publication_rows: Ints
    publication_claim: Ints
    publication_outlet: Ints
    audience_ends: Ints
    audience: Ints
    source_ends: Ints
    sources: Ints
    delivery_rows: Ints
    delivery_mark: Ints
    delivery_ends: Ints
    delivery_people: Ints

    @classmethod
    def of(
        cls,
        n_steps: int,
        seeds: dict[int, list[Wave]],
        publications: dict[int, list[Publication]],
        deliveries: dict[int, list[Delivery]],
    ) -> Agenda:
        """Lay out what a programme lists by step; what comes after the end is left out."""
        waves, given = _in_order(n_steps, seeds), _in_order(n_steps, deliveries)
        published = _in_order(n_steps, publications)
        return cls(
            _rows(n_steps, seeds),
            _whole(claim for claim, _ in waves),
            *_joined([people for _, people in waves]),
            _rows(n_steps, publications),
            _whole(one.claim for one in published),
            _whole(one.outlet for one in published),
            *_joined([one.audience for one in published]),
            *_joined([one.sources for one in published]),
            _rows(n_steps, deliveries),
            _whole(mark for mark, _ in given),
            *_joined([people for _, people in given]),
        )

    def waves(self, step: int) -> Iterator[Wave]:
        """List the seeds of a step."""
        for w in range(*self.wave_rows[step : step + 2]):
            yield int(self.wave_claim[w]), self.wave_people[self.wave_ends[w] : self.wave_ends[w + 1]]

    def publications(self, step: int) -> Iterator[tuple[int, int, Ints, Ints]]:
        """List the publications of a step: the claim, the outlet, who sees it, who passes it on."""
        for q in range(*self.publication_rows[step : step + 2]):
            claim, outlet = int(self.publication_claim[q]), int(self.publication_outlet[q])
            audience = self.audience[self.audience_ends[q] : self.audience_ends[q + 1]]
            yield claim, outlet, audience, self.sources[self.source_ends[q] : self.source_ends[q + 1]]

    def deliveries(self, step: int) -> Iterator[Delivery]:
        """List the deliveries of a step: the row of marks, and the people."""
        for d in range(*self.delivery_rows[step : step + 2]):
            people = self.delivery_people[self.delivery_ends[d] : self.delivery_ends[d + 1]]
            yield int(self.delivery_mark[d]), people

    @property
    def most_changes(self) -> int:
        """Bound the changes of stance that seeds and sources can make in one step."""
        return 2 * len(self.wave_people) + len(self.sources)


def _in_order(n_steps: int, listed: dict[int, list[T]]) -> list[T]:
    """List what happens, step by step, up to the end of the run."""
    return list(chain.from_iterable(listed[step] for step in sorted(listed) if step < n_steps))


def _rows(n_steps: int, listed: dict[int, list[T]]) -> Ints:
    """Tell where each step begins in such a list, ``(n_steps + 1,)``."""
    rows = np.zeros(n_steps + 1, dtype=np.int64)
    for step, happening in listed.items():
        if step < n_steps:
            rows[step + 1] = len(happening)
    return np.cumsum(rows)


def _whole(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, dtype=np.int64)


def _joined(lists: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Put lists one after the other; give where each ends, after a first 0, and the whole."""
    ends = np.cumsum([0, *map(len, lists)])
    return ends, np.concatenate([np.empty(0, dtype=np.int64), *lists])
