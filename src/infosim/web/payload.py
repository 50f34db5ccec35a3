"""What a page carries: settings and planned runs, as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infosim.engines.state import Setting
from infosim.errors import InputError, Problem
from infosim.interventions.circuit_breaker import CircuitBreaker
from infosim.results import MODEL_VERSION
from infosim.rules import PERSUASION, rule_names
from infosim.simulation import Simulation
from infosim.study import Study
from infosim.web.encoding import encode, encode_contacts, encode_tables
from infosim.web.patches import Patches
from infosim.web.steering import Steering
from infosim.world import Plan

TABLES = ("interest", "correction_interest", "forgetting", "correction_forgetting", "verification")

OWN = ("seed", "replicate", "joined", "left", "back", "settled")
"""What of a setting may differ between runs of one study."""

LEFT_OUT = (*OWN, *TABLES, *(f"{name}_hints" for name in TABLES))
LEFT_OUT += ("follower_starts", "followers", "source_starts", "sources")
"""What is not written as it is: belongs to runs, or follows from something shorter."""


def payload(study: Study, arms: Sequence[str], replicates: Sequence[int]) -> dict[str, Any]:
    """Write down all that some runs need.

    Parameters
    ----------
    study : a scenario made ready
    arms, replicates : which runs, every replicate of each arm

    Raises
    ------
    InputError
        Something of it has no form in a browser.
    """
    settings: list[dict[str, Any]] = []
    place: dict[int, int] = {}
    runs = []
    for arm in arms:
        own = study.of(arm)
        for replicate in replicates:
            sim = Simulation(study, arm, replicate, "compiled")
            if id(own) not in place:
                place[id(own)] = len(settings)
                settings.append(encode_setting(own, sim.setting))
            runs.append({"setting": place[id(own)], **encode_run(sim)})
    return {"model_version": MODEL_VERSION, "settings": settings, "runs": runs}


def encode_setting(study: Study, setting: Setting) -> dict[str, Any]:
    """Write down what all runs of a setting share."""
    rule, society = study.scenario.rules.persuasion, study.society
    if rule not in rule_names():
        raise InputError(Problem(f"the rule {rule!r} is not known to browsers", "put it into PERSUASION"))
    fields = {name: plain(value) for name, value in setting._asdict().items() if name not in LEFT_OUT}
    return {
        "n_steps": society.clock.n_steps,
        "persuasion": rule if rule in PERSUASION else next(iter(PERSUASION)),
        "fields": fields,
        "tables": {name: encode_tables(getattr(setting, name)) for name in TABLES},
        "contacts": [encode_contacts(graph) for graph in society.followers],
        "mutual": [graph.is_symmetric for graph in society.followers],
        "group_sizes": society.population.group_sizes.tolist(),
    }


def plain(value: Any) -> Any:
    """Write down an array, or leave a number as it is."""
    return encode(value) if isinstance(value, np.ndarray) else value


def encode_run(sim: Simulation) -> dict[str, Any]:
    """Write down what belongs to one run: who is where when, what happens when."""
    steering = steering_of(sim, sim.programme.plans)
    return {
        "arm": sim.arm,
        "replicate": sim.replicate,
        "turns": turns_of(sim.programme.changes, steering, sim.programme.world.clock.n_steps),
        "own": {name: plain(getattr(sim.setting, name)) for name in OWN},
        "agenda": {name: encode(array) for name, array in sim.programme.agenda._asdict().items()},
        "marks": {
            "remaining": encode_tables(sim.marks.remaining),
            "weight": encode(sim.marks.weight),
            "weighed_by": encode(sim.marks.weighed_by),
        },
        "steering": {name: encode(array) for name, array in steering._asdict().items()},
    }


def turns_of(changes: Iterable[int], steering: Steering, n_steps: int) -> list[int]:
    """List the steps at which effects may change: fewer than Python asks at, with the same effects.

    Parameters
    ----------
    changes : steps at which the effects of marks begin, change or end
    steering : what else changes effects
    """
    turns = {step for step in changes if step < n_steps}
    for q in range(len(steering.brake)):
        first, last = int(steering.modifier_first[q]), int(steering.modifier_last[q])
        steps = range(first, min(last, steering.patch.shape[1] - 1) + 1)
        if steering.brake[q] >= 0:
            turns.update(steps)
        else:
            turns.update((np.flatnonzero(np.diff(steering.patch[q])) + 1).tolist())
    return sorted(turns)


def steering_of(sim: Simulation, chosen: Sequence[Plan]) -> Steering:
    """Write down how some plans of a run will change its effects, as far as it is known before."""
    world = sim.programme.world
    shape = len(world.platforms) + 2, world.n_items
    plans = [(plan, mark) for plan in chosen for mark in plan.marks]
    pairs = [(plan, sim.modifying[plan]) for plan in chosen if plan in sim.modifying]
    brakes = [(one, one.brake(world)) for _, one in pairs if type(one) is CircuitBreaker]
    is_brake = np.array([type(one) is CircuitBreaker for _, one in pairs], dtype=np.bool_)
    written = Patches(world.clock.n_steps)
    for plan, one in pairs:
        written.add(sim, plan, None if type(one) is CircuitBreaker else one)
    watched = np.zeros((len(brakes), len(world.claims)), dtype=np.bool_)
    for row, (_, brake) in enumerate(brakes):
        watched[row, brake.claims] = True
    return Steering(
        mark_first=whole(plan.first for plan, _ in plans),
        mark_until=whole(mark.until for _, mark in plans),
        mark_since=stacked([mark.since for _, mark in plans], shape[1:]).astype(np.int64),
        belief_cut=stacked([mark.belief_cut for _, mark in plans], shape),
        sharing_cut=stacked([mark.sharing_cut for _, mark in plans], shape),
        modifier_first=whole(plan.first for plan, _ in pairs),
        modifier_last=whole(plan.last for plan, _ in pairs),
        brake=np.where(is_brake, np.cumsum(is_brake) - 1, -1),
        **written.columns(),
        brake_row=whole(brake.row for _, brake in brakes),
        brake_after=whole(brake.after for _, brake in brakes),
        brake_hold=whole(-1 if brake.hold is None else brake.hold for _, brake in brakes),
        brake_window=whole(brake.window for _, brake in brakes),
        brake_limit=np.array([float(brake.limit) for _, brake in brakes]),
        brake_cut=np.array([one.cut for one, _ in brakes], dtype=np.float64),
        brake_claims=watched,
    )


def whole(numbers: Iterable[int]) -> NDArray[np.int64]:
    """Collect whole numbers."""
    return np.fromiter(numbers, dtype=np.int64)


def stacked(tables: Sequence[NDArray[Any]], shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Put tables of one shape upon each other, also if there are none."""
    return np.array(tables, dtype=np.float64).reshape(len(tables), *shape)
