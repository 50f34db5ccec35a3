"""Sliders in a page: at every place of them a run is the run that Python makes there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from infosim.scenario import load
from infosim.scenario.models import Scenario
from infosim.simulation import prepare, run
from infosim.web.script import PACKED, script
from infosim.web.sliders.dependence import random_places
from infosim.web.sliders.pack import pack
from infosim.web.sliders.resolving import Place, Resolver
from infosim.web.sliders.stops import sliders_of
from machines import in_node

LUCKS = 2

DIGESTS = """
const pack = new in_pack.Pack(given);
const answer = wanted.map(([arm, luck, place]) => {
  try {
    return in_engine.Run.of(pack.plan(arm, luck, place)).finish().digest();
  } catch (error) {
    if (error instanceof in_pack.Impossible) return error.message;
    throw error;
  }
});
"""


def packed(name: str, size: int) -> tuple[Resolver, dict[str, Any]]:
    """Write a shipped study down with its sliders."""
    scenario = load(name, size=size).scenario
    arms = list(scenario.arms)
    resolver = Resolver(
        scenario, sliders_of(scenario), [arms[0], *arms[-3:]] if len(arms) > 4 else arms, LUCKS
    )
    return resolver, pack(resolver)


def scenario_at(scenario: Scenario, written: Mapping[str, Any], place: Place) -> Scenario:
    """Move the sliders as somebody would who has only the page: by what it says the values are."""
    sets = [
        f"{slider['path']}={slider['values'][stop]}"
        for slider, stop in zip(written["sliders"], place, strict=True)
        if stop != slider["own"]
    ]
    return load(scenario.id, sets=sets, size=scenario.population.size).scenario


def places_of(written: Mapping[str, Any], resolver: Resolver, count: int) -> list[Place]:
    """Choose places among the stops that the page has; the first is the scenario's own."""
    own = tuple(slider["own"] for slider in written["sliders"])
    random = random_places(resolver, 100 + count)[100:]
    sizes = [len(slider["values"]) for slider in written["sliders"]]
    return [own, *(tuple(stop % n for stop, n in zip(one, sizes, strict=True)) for one in random)]


def digests(written: Mapping[str, Any], wanted: Sequence[Any], folder: Path) -> list[str]:
    """Run in Node what is wanted: arm, luck and place of each."""
    text = f"{script(*PACKED)}\nconst given = {json.dumps(written)};\nconst wanted = {json.dumps(wanted)};"
    told: list[str] = in_node(f"{text}\n{DIGESTS}", folder)
    return told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("first_steps", 60),
        ("digital_divide_campaign", 150),
    ],
)
def test_every_place_of_the_sliders_is_what_python_makes_of_it(
    name: str, size: int, tmp_path: Path, warm_engines: tuple[str, ...]
) -> None:
    """Compare digests at random places of all sliders at once, for every arm.

    Fault: share rates of the scenario's own plausibility when both were moved, deliveries of
    the stop beside, or the plan of another luck.
    """
    assert warm_engines
    resolver, written = packed(name, size)
    places = places_of(written, resolver, 6)
    wanted = [(a, n % LUCKS, place) for n, place in enumerate(places) for a in range(len(resolver.arms))]
    told = dict(zip(map(str, wanted), digests(written, wanted, tmp_path), strict=True))
    studies = {place: prepare(scenario_at(resolver.scenario, written, place)) for place in places}
    expected = {
        str((a, luck, place)): run(studies[place], resolver.arms[a], luck).digest for a, luck, place in wanted
    }
    assert told == expected
    assert len(set(told.values())) > len(places)
