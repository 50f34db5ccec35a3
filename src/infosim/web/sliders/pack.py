"""All that a page needs to run a study at every place of its sliders, and to get what Python gets.

A page cannot resolve a scenario: graphs, share rates and plans are made by Python. So every
part of every run is made here at each stop of each slider, and at each combination of those
sliders that it depends on; what does not change is kept once. `static/pack.js` reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import product
from math import prod
from typing import Any

from infosim.errors import InputError, Problem
from infosim.results import MODEL_VERSION
from infosim.web.sliders.dependence import Dependence, whatever_the_luck
from infosim.web.sliders.masks import masked
from infosim.web.sliders.resolving import Path, Place, Resolver, setting_of
from infosim.web.sliders.stops import Slider

MOST_PLACES = 450
"""Places of sliders that are resolved beforehand; where it would be more, sliders get fewer stops."""

FEWEST_STOPS = 3


class Packer:
    """Collects parts, each once, and writes for each where it is found at any place of the sliders."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._depends = Dependence(resolver)
        self.kept = thinned(resolver.sliders, self._depends.of.values())
        self._leaves: dict[str, int] = {}

    @property
    def leaves(self) -> list[str]:
        """The parts, as JSON."""
        return list(self._leaves)

    def tree(self) -> dict[str, Any]:
        """Write down where every part is found."""
        own = self._resolver.own
        lucky: dict[Path, list[Any]] = {}
        tree: dict[str, Any] = {}
        for path in self._resolver.settings(own):
            put(tree, path, self._found(path))
        for path in self._resolver.runs(own, self._resolver.n_lucks):
            lucky.setdefault(whatever_the_luck(path), []).append(self._found(path))
        for path, found in lucky.items():
            put(tree, path, found[0] if all(one == found[0] for one in found) else {"luck": found})
        return {name: listed(part) for name, part in tree.items()}

    def _found(self, path: Path) -> Any:
        """Write where a part is found: its number, or one for each combination of sliders."""
        by = self._depends.sliders(path)
        parts = [self._part(path, place) for place in self._places(by)]
        if len(set(parts)) == 1:
            return self._leaf(parts[0])
        together = masked(parts)
        if together is not None:
            return {"by": by, "mask": self._leaf(together)}
        return {"by": by, "of": [self._leaf(part) for part in parts]}

    def _part(self, path: Path, place: Place) -> str:
        part = self._depends.part(path, place)
        return part if part is not None else self._resolver.fault(place)

    def _places(self, by: Sequence[int]) -> Iterable[Place]:
        """List the places of some sliders, the last one moving first; the others stay."""
        own = self._resolver.own
        return product(*(self.kept[s] if s in by else (own[s],) for s in range(len(own))))

    def _leaf(self, part: str) -> int:
        return self._leaves.setdefault(part, len(self._leaves))


def thinned(sliders: Sequence[Slider], dependences: Iterable[set[int]]) -> list[list[int]]:
    """Choose the stops of each slider, fewer where too many of them work together.

    Raises
    ------
    InputError
        Even with few stops there would be too many places.
    """
    together = {frozenset(one) for one in dependences}
    kept = [list(range(len(slider.values))) for slider in sliders]
    while sum(prod(len(kept[s]) for s in one) for one in together) > MOST_PLACES:
        worst = max(together, key=lambda one: prod(len(kept[s]) for s in one))
        most = max(worst, key=lambda s: len(kept[s]))
        if len(kept[most]) <= FEWEST_STOPS:
            names = ", ".join(sliders[s].path for s in sorted(worst))
            fault = f"too many sliders work together to be resolved beforehand: {names}"
            raise InputError(Problem(fault, "take one of them out of workshop.sliders"))
        kept[most] = fewer(kept[most], sliders[most].own)
    return kept


def fewer(stops: list[int], own: int) -> list[int]:
    """Leave out one stop in the middle, neither an end nor what the scenario has."""
    inner = [k for k in range(1, len(stops) - 1) if stops[k] != own]
    # The one whose neighbours are nearest to each other is missed least.
    least = min(inner, key=lambda k: (stops[k + 1] - stops[k - 1], k))
    return stops[:least] + stops[least + 1 :]


def put(tree: dict[Any, Any], path: Path, value: Any) -> None:
    """Put a value at the end of a path."""
    for step in path[:-1]:
        tree = tree.setdefault(step, {})
    tree[path[-1]] = value


def listed(tree: Any) -> Any:
    """Make lists of maps whose keys are 0, 1, 2 and so on."""
    if not isinstance(tree, dict):
        return tree
    inside = {key: listed(one) for key, one in tree.items()}
    return list(inside.values()) if inside and all(isinstance(key, int) for key in inside) else inside


def pack(resolver: Resolver) -> dict[str, Any]:
    """Write down a study with its sliders, for `static/pack.js`.

    Raises
    ------
    InputError
        Something of it has no form in a browser, or too many sliders work together.
    """
    study = resolver.study(resolver.own)
    if isinstance(study, str):
        raise InputError(Problem(study, "mend the scenario"))
    packer = Packer(resolver)
    tree = packer.tree()
    sliders = zip(resolver.sliders, packer.kept, strict=True)
    return {
        "model_version": MODEL_VERSION,
        "n_lucks": resolver.n_lucks,
        "setting_of": setting_of(study, resolver.arms),
        "sliders": [slider_written(slider, kept) for slider, kept in sliders],
        "tree": tree,
        "leaves": [json.loads(leaf) for leaf in packer.leaves],
    }


def slider_written(slider: Slider, kept: Sequence[int]) -> dict[str, Any]:
    """Write down a slider with the stops that were kept."""
    return {
        "path": slider.path,
        "words": slider.words,
        "values": [slider.values[stop] for stop in kept],
        "said": [slider.said[stop] for stop in kept],
        "own": list(kept).index(slider.own),
    }
