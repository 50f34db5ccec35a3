"""Shipped studies are good for a workshop."""

from __future__ import annotations

import json

import pytest

from infosim.experiments import compare
from infosim.scenario import load
from infosim.simulation import prepare
from infosim.web.workshop.events import Event
from infosim.web.workshop.jobs import job_of
from infosim.web.workshop.request import Request
from infosim.web.workshop.session import after
from infosim.web.workshop.state import State
from infosim.web.workshop.views import stage_view, trainer_view
from infosim.web.workshop.work import done, made

PEOPLE = 150

SHAPES = ("correction_delay", "messaging_forward_limit", "scepticism_spillover", "verification_threshold")
"""Four that differ: with groups and without, no intervention at all, many claims, arms about a setting."""


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_a_session_of_a_study(name: str) -> None:
    """Make the material of a study, and go through all its activities with the runs that they ask for.

    Fault: a study without groups, or with sliders of its setting, in which something is missing.
    """
    request = Request(name, (), PEOPLE, None, 2)
    comparison = compare(prepare(load(name, size=PEOPLE).scenario), replicates=2, workers=1)
    packed = made(comparison)
    material = json.loads(json.dumps(packed["material"], allow_nan=False))
    activities = [one["id"] for one in material["programme"]]
    assert activities[0] == "peak"
    assert {"what_if", "roles"} <= set(activities)
    assert packed["film"] is not None
    state = State()
    for activity in activities:
        events = [Event("go", "", {"to": activity})]
        if activity == "what_if":
            events.append(
                Event("what_if", "", {"slider": 0, "stop": len(material["sliders"][0]["stops"]) - 1})
            )
        if activity in ("coins", "roles"):
            items = next(one for one in material["programme"] if one["id"] == activity)["items"]
            plan = {
                "question": "coins" if activity == "coins" else "roles:1",
                "team": 1,
                "items": {items[0]["id"]: 1},
            }
            events.append(Event("plan_for", "", plan))
        for event in (*events, Event("close", "", {})):
            state = after(state, event, material)
        if (job := job_of(state)) is not None:
            result = json.loads(json.dumps(done(request, job), allow_nan=False))
            state = after(state, Event("computed", "", {"key": job.key, "result": result}), material)
        state = after(state, Event("show", "", {}), material)
        assert stage_view(state, material)["phase"] == trainer_view(state, material)["phase"] == "shown"
