"""What the process beside the server does: everything that takes time."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from infosim.errors import InfosimError, InputError
from infosim.experiments import Comparison, compare
from infosim.experiments.levers import arm_of, lever_at, moved_arm
from infosim.scenario import Loaded, load
from infosim.scenario.models import Scenario
from infosim.simulation import prepare
from infosim.web.report import data_of, typical
from infosim.web.sliders.stops import sliders_of
from infosim.web.workshop import moves
from infosim.web.workshop.jobs import Job
from infosim.web.workshop.material import material
from infosim.web.workshop.measuring import entry, judged_by, moments, shown_arm
from infosim.web.workshop.request import Request
from infosim.web.workshop.shopping import bought


@lru_cache(maxsize=1)
def loaded(request: Request) -> Loaded:
    """Load the scenario once."""
    return load(request.name, sets=request.sets, size=request.size, seed=request.seed)


def made(comparison: Comparison) -> dict[str, Any]:
    """Make of the arms of a scenario what a session asks and shows.

    Returns
    -------
    `material`, and `film`: what the playback needs, None where a browser cannot follow.
    """
    arm = shown_arm(comparison)
    film: dict[str, Any] | None
    try:
        film = data_of(comparison, arm, typical(comparison, arm))
    except InputError as error:
        logging.getLogger("infosim").info("no playback of single people: %s", error)
        film = None
    return {"material": material(comparison), "film": film}


def done(request: Request, job: Job) -> dict[str, Any]:
    """Run what a session wants to know.

    Returns
    -------
    `baseline`, what it is compared with, and `arms`, by name, each as `measuring.entry`
    gives it; `days` of their curves.

    Raises
    ------
    InfosimError
        The arms cannot be run.
    """
    scenario = loaded(request).scenario
    arms, added, base = arms_of(scenario, job)
    study = prepare(moves.widened(scenario, arms, added))
    # Only what is asked for is run, among all contacts that any arm of the scenario has.
    chosen = {name: study.arms[name] for name in (base, *arms)}
    comparison = compare(replace(study, arms=chosen), replicates=request.quick, workers=1)
    return told(comparison, base, list(arms))


def told(comparison: Comparison, base: str, arms: list[str]) -> dict[str, Any]:
    """Describe the arms that were run."""
    steps, outcome = moments(comparison), judged_by(comparison)
    entries = {arm: entry(comparison, arm, steps, outcome) for arm in arms}
    return {
        "days": [round(float(comparison.days()[k]), 2) for k in steps],
        "baseline": entry(comparison, base, steps, outcome),
        "arms": {arm.removeprefix("asked_"): one for arm, one in entries.items()},
    }


def arms_of(scenario: Scenario, job: Job) -> tuple[dict[str, Mapping[str, Any]], list[dict[str, Any]], str]:
    """Write the arms of a job, what they add to the scenario, and what they are compared with."""
    first = next(iter(scenario.arms))
    if job.kind == "coins":
        return {f"asked_{name}": bought(scenario, coins) for name, coins in job.arms.items()}, [], first
    if job.kind == "roles":
        arms = {f"asked_{name}": moves.played(scenario, ids) for name, ids in job.arms.items()}
        every = {move for ids in job.arms.values() for move in ids}
        return dict(arms), moves.extras(scenario, every), first
    place = job.arms["moved"]
    slider = sliders_of(scenario)[place["slider"]]
    base = arm_of(scenario, slider.path)
    lever = lever_at(scenario, slider.path, base)
    if lever is None:
        raise InfosimError(f"{slider.path} cannot be moved")
    moved = moved_arm(scenario, lever, slider.values[place["stop"]])
    return {"asked_moved": moved.model_dump(mode="json", exclude_unset=True)}, [], base
