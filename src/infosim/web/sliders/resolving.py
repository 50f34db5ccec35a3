"""Every part of every run of a study, at any place of its sliders."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from infosim.errors import InputError
from infosim.scenario.loading import changed
from infosim.scenario.models import Scenario
from infosim.simulation import Simulation, Study, prepare
from infosim.web.sliders.parts import run_parts, setting_parts
from infosim.web.sliders.stops import Slider

Place = tuple[int, ...]
"""A stop of every slider."""

Path = tuple[str | int, ...]
"""The way to a part in the tree of parts."""

Parts = dict[Path, str]
"""Every part at one place, as JSON."""

IMPOSSIBLE: Path = ("impossible",)
"""Where it stands why there is no study at a place; alone there if there is none."""

WHOLE = frozenset({"as", "gaps", "codes"})
"""A map with one of these keys is an array that was written down, and one part."""


class Resolver:
    """Makes the parts of a study at places of its sliders, each place once.

    Attributes
    ----------
    own : where the scenario has its sliders
    sliders, arms, n_lucks : what is moved, and which runs are made
    """

    def __init__(
        self, scenario: Scenario, sliders: Sequence[Slider], arms: Sequence[str], n_lucks: int
    ) -> None:
        self.sliders, self.arms, self.n_lucks = tuple(sliders), tuple(arms), n_lucks
        self.own: Place = tuple(slider.own for slider in sliders)
        self.scenario = scenario
        self._studies: dict[Place, Study | str] = {}
        self._settings: dict[Place, Parts] = {}
        self._runs: dict[tuple[Place, int, int], Parts] = {}

    def settings(self, place: Place) -> Parts:
        """Give at a place what all runs of a setting share."""
        if place not in self._settings:
            study = self.study(place)
            tree = {"settings": settings_of(study, self.arms)} if isinstance(study, Study) else {}
            self._settings[place] = {IMPOSSIBLE: self.fault(place), **dict(flattened(tree))}
        return self._settings[place]

    def run(self, place: Place, a: int, luck: int) -> Parts:
        """Give at a place what belongs to one run: of the arm with this index, with one luck."""
        if place != self.own and not self._concerns(place, self.arms[a]):
            # What belongs to an intervention bears on nothing in arms without it.
            place = self.own
        if (place, a, luck) not in self._runs:
            study = self.study(place)
            parts: Parts = {}
            if isinstance(study, Study):
                sim = Simulation(study, self.arms[a], luck, "compiled")
                parts = dict(flattened(run_parts(sim), ("arms", a, luck)))
            self._runs[place, a, luck] = parts
        return self._runs[place, a, luck]

    def runs(self, place: Place, n_lucks: int) -> Parts:
        """Give at a place what belongs to each run of the first lucks."""
        each = (self.run(place, a, luck) for a in range(len(self.arms)) for luck in range(n_lucks))
        return {path: part for run in each for path, part in run.items()}

    def study(self, place: Place) -> Study | str:
        """Make the study at a place ready, or say why there is none."""
        if place not in self._studies:
            try:
                self._studies[place] = prepare(self.scenario_at(place))
            except InputError as error:
                self._studies[place] = "; ".join(problem.message for problem in error.problems)
        return self._studies[place]

    def scenario_at(self, place: Place) -> Scenario:
        """Write the values of a place into the scenario."""
        moved = {
            slider.path: slider.values[stop]
            for slider, stop in zip(self.sliders, place, strict=True)
            if stop != slider.own
        }
        return changed(self.scenario, moved) if moved else self.scenario

    def fault(self, place: Place) -> str:
        """Say as JSON why there is no study at a place; nothing if there is one."""
        study = self.study(place)
        return json.dumps(study if isinstance(study, str) else "")

    def _concerns(self, place: Place, arm: str) -> bool:
        used = {f"interventions.{name}." for name in self.scenario.arms[arm].interventions}
        moved = [slider.path for slider, stop in zip(self.sliders, place, strict=True) if stop != slider.own]
        return any(not path.startswith("interventions.") or path.startswith(tuple(used)) for path in moved)


def settings_of(study: Study, arms: Sequence[str]) -> list[dict[str, Any]]:
    """Write down the settings of some arms, each once."""
    settings: dict[int, dict[str, Any]] = {}
    for arm in arms:
        own = study.of(arm)
        if id(own) not in settings:
            settings[id(own)] = setting_parts(own, Simulation(study, arm, 0, "compiled"))
    return list(settings.values())


def setting_of(study: Study, arms: Sequence[str]) -> list[int]:
    """Tell of each arm which of these settings is its own."""
    known = list(dict.fromkeys(id(study.of(arm)) for arm in arms))
    return [known.index(id(study.of(arm))) for arm in arms]


def flattened(tree: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """List the parts of a tree."""
    if isinstance(tree, dict) and not WHOLE & tree.keys():
        for name, one in tree.items():
            yield from flattened(one, (*path, name))
    elif isinstance(tree, list):
        for n, one in enumerate(tree):
            yield from flattened(one, (*path, n))
    else:
        yield path, json.dumps(tree, separators=(",", ":"))
