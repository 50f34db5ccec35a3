"""Which sliders each part of a study depends on, found by moving them.

First each slider is moved alone. Then several are moved at once, at random, and what was
put together is compared with what Python makes there; what is not explained teaches one
more dependence, until nothing is left unexplained.
"""

from __future__ import annotations

import numpy as np

from infosim import draws
from infosim.draws import Purpose
from infosim.web.sliders.resolving import IMPOSSIBLE, Parts, Path, Place, Resolver

LOOKS = 16
"""Random places at which parts have to be as expected."""

LUCKS = 2
"""How many lucks are looked at; what depends on a slider does so at one of its stops with one of them."""


class Dependence:
    """Which sliders each part depends on; parts that are not listed depend on none.

    Attributes
    ----------
    of : for each part the indices of its sliders, whatever the luck
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self.of: dict[Path, set[int]] = {}
        for place in moved_alone(resolver):
            self._note(place)
        for place in random_places(resolver, LOOKS):
            while missed := self.unexplained(place):
                self._learn(missed[0], place)

    def sliders(self, path: Path) -> list[int]:
        """List the sliders that a part depends on."""
        return sorted(self.of.get(whatever_the_luck(path), ()))

    def part(self, path: Path, place: Place) -> str | None:
        """Make a part at a place; None if there is no such part."""
        if path[0] == "arms":
            return self._resolver.run(place, int(path[1]), int(path[2])).get(path)
        return self._resolver.settings(place).get(path)

    def nearest(self, path: Path, place: Place) -> Place:
        """Move back every slider that a part does not depend on."""
        known, own = self.sliders(path), self._resolver.own
        return tuple(stop if s in known else own[s] for s, stop in enumerate(place))

    def unexplained(self, place: Place) -> list[Path]:
        """List the parts that are not at a place what they are where the other sliders are not moved."""
        if self._resolver.fault(place) != self.part(IMPOSSIBLE, self.nearest(IMPOSSIBLE, place)):
            return [IMPOSSIBLE]
        return [
            path
            for path, part in self._parts(place).items()
            if self.part(path, self.nearest(path, place)) != part
        ]

    def _parts(self, place: Place) -> Parts:
        """Give the parts at a place, of a few lucks."""
        resolver = self._resolver
        return {**resolver.settings(place), **resolver.runs(place, min(LUCKS, resolver.n_lucks))}

    def _note(self, place: Place) -> None:
        """Note what differs from the scenario's own place as depending on what was moved."""
        own = self._resolver.own
        moved = {s for s, stop in enumerate(place) if stop != own[s]}
        is_possible = self._resolver.fault(place) == '""'
        for path in self._parts(place) if is_possible else [IMPOSSIBLE]:
            if self.part(path, place) != self.part(path, own):
                self.of.setdefault(whatever_the_luck(path), set()).update(moved)

    def _learn(self, path: Path, place: Place) -> None:
        """Find one more slider that a part depends on at a place."""
        own, known = self._resolver.own, self.of.setdefault(whatever_the_luck(path), set())
        left = [s for s, stop in enumerate(place) if s not in known and stop != own[s]]
        part = self.part(path, place)
        for s in left:
            if self.part(path, (*place[:s], own[s], *place[s + 1 :])) != part:
                known.add(s)
                return
        known.update(left)


def whatever_the_luck(path: Path) -> Path:
    """Name the same part of all runs of an arm."""
    return (*path[:2], *path[3:]) if path[0] == "arms" else path


def moved_alone(resolver: Resolver) -> list[Place]:
    """List the places at which one slider is moved, and the others are where the scenario has them."""
    own = resolver.own
    return [
        (*own[:s], stop, *own[s + 1 :])
        for s, slider in enumerate(resolver.sliders)
        for stop in range(len(slider.values))
        if stop != own[s]
    ]


def random_places(resolver: Resolver, count: int) -> list[Place]:
    """Choose places at which all sliders are moved; the same for every page of a study."""
    sizes = [len(slider.values) for slider in resolver.sliders]
    which = np.arange(len(sizes), dtype=np.int64)
    lucks = [draws.uniforms(0, n, Purpose.COVERAGE, 0, which, 0) for n in range(count if sizes else 0)]
    return [tuple((one * sizes).astype(int).tolist()) for one in lucks]
