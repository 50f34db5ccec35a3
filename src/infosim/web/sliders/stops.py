"""The sliders of a page: a few values of each, in the words of a scenario and in those of people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from infosim.errors import InputError, Problem
from infosim.scenario.loading import changed
from infosim.scenario.models import Scenario
from infosim.scenario.paths import find_value
from infosim.scenario.sliders import TIMES, Movable, faults_of, movable

MOST_STOPS = 9
"""Values of a slider; all of them are resolved beforehand, with those of the sliders beside it."""


@dataclass(frozen=True)
class Slider:
    """One number that can be moved, and the values at which it stops.

    Attributes
    ----------
    path : which number of the scenario
    values : as a scenario has them written, from less to more
    said : the same for people
    own : index of what the scenario has; that one is never written
    """

    path: str
    values: tuple[Any, ...]
    said: tuple[str, ...]
    own: int

    @property
    def words(self) -> str:
        """Name it for people: `ads, reach` for `interventions.ads.reach`."""
        _, *rest = self.path.split(".")
        return ", ".join(part.replace("_", " ") for part in rest if part not in ("groups", "graph"))


def sliders_of(scenario: Scenario, more: Sequence[str] = ()) -> tuple[Slider, ...]:
    """Give the sliders of a scenario's workshop, and more of them.

    Parameters
    ----------
    more : paths of further numbers

    Raises
    ------
    InputError
        A path leads to no number that can be moved.
    """
    paths = dict.fromkeys([*scenario.workshop.sliders, *more])
    return tuple(slider_at(scenario, path) for path in paths)


def slider_at(scenario: Scenario, path: str) -> Slider:
    """Choose the values at which a slider stops; those that the scenario refuses are left out."""
    if faults := [Problem(*fault) for fault in faults_of(scenario, path)]:
        raise InputError(faults)
    number = movable(find_value(scenario, path), float(scenario.time.length))
    assert number is not None
    assert number.own is not None
    stops = [one for one in stops_of(number) if one == number.own or is_possible(scenario, path, number, one)]
    return Slider(
        path,
        tuple(number.write(one) for one in stops),
        tuple(number.say(one) for one in stops),
        stops.index(number.own),
    )


def stops_of(number: Movable) -> list[float]:
    """Spread stops evenly over a range, in round numbers; what the scenario has is one of them."""
    assert number.own is not None
    spread = [number.low + k * (number.high - number.low) / (MOST_STOPS - 1) for k in range(MOST_STOPS)]
    stops = [number.low, *(rounded(one, number) for one in spread[1:-1]), number.high]
    # Arrivals go from a long time between two to a short one.
    stops = sorted(set(stops), reverse=number.low > number.high)
    if number.own not in stops:
        nearest = min(range(len(stops)), key=lambda k: abs(stops[k] - (number.own or 0.0)))
        stops[nearest] = number.own
    return stops


def rounded(value: float, number: Movable) -> float:
    """Keep two digits, or whole hours."""
    if number.is_whole or (number.reader in TIMES and abs(value) >= 1):
        return float(round(value))
    return value if value == 0 else round(value, 1 - math.floor(math.log10(abs(value))))


def is_possible(scenario: Scenario, path: str, number: Movable, value: float) -> bool:
    """Tell whether a scenario takes a value."""
    try:
        changed(scenario, {path: number.write(value)})
    except InputError:
        return False
    return True
