"""Which parameter somebody asks for, by a path, a kind or a name, and which studies use it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from infosim.errors import InputError, Problem
from infosim.evidence.lookup import unknown
from infosim.scenario.arms import changes_to, with_changes, with_setting
from infosim.scenario.loading import Loaded
from infosim.scenario.meanings import Parameter, kinds, parameter_of, parameters
from infosim.scenario.models import Scenario
from infosim.scenario.paths import find_value, parts_of
from infosim.units import Part

_CHANGE = re.compile(r"arms\.([^.]+)\.set\.(.+)", re.DOTALL)
"""A path to what an arm sets: its name, and the path that is set."""


class Use(NamedTuple):
    """A place where a study writes a parameter.

    Attributes
    ----------
    scenario : id of the study
    path : where it is written
    value : as people write it
    """

    scenario: str
    path: str
    value: str


@dataclass(frozen=True)
class Topic:
    """What somebody asks for: a part of a kind, or one of its fields.

    Attributes
    ----------
    model : the part
    name : of the field, empty if the whole part is meant
    """

    model: type[Part]
    name: str = ""

    @property
    def parameters(self) -> list[Parameter]:
        """The one parameter, or all of the part, its own first."""
        if self.name:
            return [parameter_of(self.model, self.name)]
        found = [parameter_of(self.model, name) for name in self.model.model_fields]
        return sorted(found, key=lambda one: one.model is not self.model)


def topic_at(scenario: Scenario, path: str) -> tuple[Topic, Any]:
    """Find what a path of a scenario is about, and what is there.

    Raises
    ------
    InputError
        Nothing is there; says what is, at the last part that exists.
    """
    change = _CHANGE.fullmatch(path)
    if change and change[1] in scenario.arms:
        return topic_at(_in_arm(scenario, change[1]), change[2])
    found = find_value(scenario, path)
    if isinstance(found.value, Part):
        return Topic(type(found.value)), found.value
    return Topic(parameter_of(found.model, found.name).model, found.name), found.value


def _in_arm(scenario: Scenario, arm: str) -> Scenario:
    """Give the scenario as an arm changes it, all interventions included."""
    changes = scenario.arms[arm].set
    changed = (with_changes(one, changes_to(changes, one.id), scenario) for one in scenario.interventions)
    return with_setting(scenario, arm).model_copy(update={"interventions": tuple(changed)})


def topics(asked: str, library: Sequence[Loaded], own: Loaded | None = None) -> list[Topic]:
    """Find what somebody asks for.

    Parameters
    ----------
    asked : a path, KIND.FIELD, a kind, or the name of a field
    library : shipped studies, whose paths are known
    own : the study whose path is asked for, instead of the shipped ones

    Returns
    -------
    list, longer than 1 if a path leads to different things in different studies

    Raises
    ------
    InputError
        Nothing is called so, or several things are; says what may be meant.
    """
    if own is not None and (here := _at([own.scenario], asked)):
        return here
    if asked in kinds():
        return [Topic(kinds()[asked])]
    kind, _, name = asked.rpartition(".")
    if kind in kinds() and name in kinds()[kind].model_fields:
        return [Topic(kinds()[kind], name)]
    if own is None and (here := _at([one.scenario for one in library], asked)):
        return here
    found = [one for one in parameters() if one.name == asked and not one.is_tag]
    if len(found) == 1:
        return [Topic(found[0].model, found[0].name)]
    if found:
        labels = ", ".join(one.label for one in found)
        raise InputError(Problem(f"several parameters are called {asked}", f"did you mean {labels}?"))
    raise unknown("parameter", asked, _names(asked, library if own is None else [own]))


def _at(scenarios: Iterable[Scenario], path: str) -> list[Topic]:
    """List the different things at a path of some scenarios."""
    found: dict[Topic, None] = {}
    for scenario in scenarios:
        try:
            topic, _ = topic_at(scenario, path)
        except InputError:
            continue
        found[topic] = None
    return list(found)


def _names(asked: str, library: Sequence[Loaded]) -> list[str]:
    """List what could have been asked for: paths only if a path was."""
    labels = [one.label for one in parameters()]
    if "." in asked:
        return [*labels, *(path for one in library for path in one.origins)]
    return [*kinds(), *(one.name for one in parameters())]


def uses(library: Iterable[Loaded]) -> dict[Parameter, list[Use]]:
    """List where studies write each parameter in their own file, in arms as well."""
    found: dict[Parameter, list[Use]] = {}
    for loaded in library:
        for path, parameter, value in _written(loaded):
            use = Use(loaded.scenario.id, path, parameter.write(value))
            found.setdefault(parameter, []).append(use)
    return found


def _written(loaded: Loaded) -> Iterator[tuple[str, Parameter, Any]]:
    """Walk over what the file of a study says itself; defaults and what it inherits are left out."""
    places = {
        ".".join(path.split(".")[:depth])
        for path, origin in loaded.origins.items()
        if origin.startswith(f"{loaded.file}:")
        for depth in range(1, path.count(".") + 2)
    }
    yield from (spot for spot in spots(loaded.scenario) if spot[0] in places)
    for name, arm in loaded.scenario.arms.items():
        for way, value in arm.set.items():
            path = f"arms.{name}.set.{way}"
            topic, _ = topic_at(loaded.scenario, path)
            if path in places and topic.name:
                yield path, topic.parameters[0], value


def spots(value: Any, way: str = "") -> Iterator[tuple[str, Parameter, Any]]:
    """Walk over all fields of all parts of a scenario, each with its path and value."""
    for name, part in parts_of(value):
        path = f"{way}.{name}" if way else name
        if isinstance(value, Part):
            yield path, parameter_of(type(value), name), part
        yield from spots(part, path)
