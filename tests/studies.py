"""Small studies for tests, written as a scenario file would be."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from typing import Any

import numpy as np

from infosim.errors import InputError
from infosim.scenario import load
from infosim.scenario.models import Scenario
from infosim.simulation import Simulation, Study, prepare

Written = dict[str, Any]

SMALL: Written = {
    "time": {"length": "30 days", "step": "1 days"},
    "population": {
        "size": 60,
        "groups": [
            {"id": "town", "share": "50%", "region": "south", "literacy": "mid_high", "trust": "high"},
            {"id": "village", "share": "50%", "region": "north", "literacy": "low", "trust": "low_mid"},
        ],
        "activity_sigma": 0.5,
    },
    "platforms": {
        "feed": {
            "kind": "feed",
            "graph": {"model": "powerlaw_cluster", "mean_degree": 6},
            "reach": "40%",
            "penetration": {"town": "90%", "village": "50%"},
        },
        "chat": {
            "kind": "messaging",
            "graph": {"model": "overlapping_groups", "size": "3..8", "groups_per_person": 2},
            "reach": "50%",
            "penetration": {"town": "80%", "village": "40%"},
        },
        "street": {
            "kind": "word_of_mouth",
            "graph": {"model": "households", "contacts_per_day": 3, "village_size": 20},
            "reach": "20%",
        },
    },
    "claims": [
        {
            "id": "hoax",
            "veracity": "false",
            "plausibility": "30%",
            "seeds": {"count": 2, "every": "6 days"},
            "sharing": {"rate": "30%", "interest": "3 days"},
            "forgetting": "20 days",
            "verification": "2%",
            "correction": {"sharing": "50%", "interest": "3 days"},
        },
        {"id": "twist", "veracity": "misleading", "plausibility": "20%", "sharing": {"rate": "30%"}},
        {"id": "advice", "veracity": "true", "plausibility": "30%", "sharing": {"rate": "30%"}},
    ],
    "arms": {"baseline": {}},
}
"""Sixty people of two groups, three platforms, three claims: something happens in every phase."""


def small(**changes: Any) -> Written:
    """Write the small study, with whole sections replaced."""
    return deepcopy(SMALL) | deepcopy(changes)


def with_arms(written: Written, *interventions: Written, **arms: list[str]) -> Written:
    """Add interventions, and arms that name them; without names, one arm `all`."""
    named = arms or {"all": [one["id"] for one in interventions]}
    listed = {name: {"interventions": ids} for name, ids in named.items()}
    return written | {"interventions": list(interventions), "arms": {"baseline": {}} | listed}


def with_settings(written: Written) -> Written:
    """Add arms of two settings, of which some are compared with another arm than the first."""
    ads = {"id": "ads", "kind": "awareness_campaign", "channel": "feed", "reach": "80%", "effect": "70%"}
    loud = {"set": {"platforms.street.reach": "60%"}}
    arms = {
        "baseline": {},
        "loud": loud,
        "ads": {"interventions": ["ads"]},
        "loud_ads": {"interventions": ["ads"], "versus": "loud", **loud},
        "loud_ads_across": {"interventions": ["ads"], "versus": "ads", **loud},
        "loud_ads_from_nothing": {"interventions": ["ads"], **loud},
    }
    return written | {"interventions": [ads | {"cost": "2 BTN"}], "arms": arms}


def study_of(written: Written) -> Study:
    """Make a written study ready to run."""
    return prepare(Scenario.model_validate(written))


SIZES = {"first_steps": (60,)}
FEW_HUNDREDS = (200, 400, 800, 1600)
"""So many people in shipped scenarios that are not named, the least that can be made."""


def smallest(name: str) -> Study:
    """Make a shipped study ready, with as few hundred people as its graphs allow."""
    for size in SIZES.get(name, FEW_HUNDREDS):
        with suppress(InputError):
            return prepare(load(name, size=size).scenario)
    raise AssertionError(f"{name} cannot be made with {FEW_HUNDREDS} people")


def first_difference(*sims: Simulation) -> str:
    """Advance simulations phase by phase; say where they first differ, or nothing."""
    clock = sims[0].programme.world.clock
    for step in range(clock.n_steps):
        for phases in zip(*(sim.phases() for sim in sims), strict=True):
            name = phases[0][0]
            for _, act in phases:
                act()
            if differing := _differing(*sims):
                return f"step {step}, after {name}: {', '.join(differing)}"
    digests = {sim.result().digest for sim in sims}
    return "" if len(digests) == 1 else "digest"


def _differing(one: Simulation, other: Simulation) -> list[str]:
    """Name the arrays of two simulations that are not equal, bit for bit."""
    pairs = (
        (one.engine.state, other.engine.state),
        (one.effects, other.effects),
        (one.marks, other.marks),
    )
    return [
        name
        for mine, theirs in pairs
        for name, array in mine._asdict().items()
        if not _same_bits(array, getattr(theirs, name))
    ]


def _same_bits(one: np.ndarray, other: np.ndarray) -> bool:
    return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
