"""The parts that runs are put together from, so that a page can exchange those that a slider moves.

`payload` writes whole runs down. Here the same is taken apart: what all runs of a setting
share, number by number where there are few; and for each run who starts what, who is
where, and for each intervention its own plan. Interventions do not know of each other, so
what moves one of them leaves the parts of all others as they are. `static/programme.js`
puts parts together again.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from infosim.engines.agenda import Agenda
from infosim.programme import turning_points
from infosim.simulation import Simulation
from infosim.study import Study
from infosim.web.encoding import base64, encode, encode_tables, varints
from infosim.web.payload import OWN, encode_setting, plain, steering_of, turns_of
from infosim.world import Mark, Plan

FEW = 64
"""Arrays of as many numbers are taken apart, so that each number can be exchanged alone."""

SEEDS = ("wave_rows", "wave_claim", "wave_ends", "wave_people")

PUBLISHED = (
    "publication_rows",
    "publication_claim",
    "publication_outlet",
    "audience_ends",
    "audience",
    "source_ends",
    "sources",
)

Part = dict[str, Any]


def setting_parts(study: Study, sim: Simulation) -> Part:
    """Take apart what all runs of a setting share."""
    written = encode_setting(study, sim.setting)
    lasting = sim.setting._asdict()
    fields = {
        name: in_numbers(lasting[name]) if isinstance(value, dict) else value
        for name, value in written["fields"].items()
    }
    return {**written, "fields": fields}


def in_numbers(array: NDArray[Any]) -> Part:
    """Write an array down number by number if it has few, else as a whole."""
    if array.size > FEW or array.dtype.kind == "b":
        return encode(array)
    numbers = [number.item() for number in array.ravel()]
    return {"kind": f"{array.dtype.kind}{array.dtype.itemsize}", "shape": list(array.shape), "items": numbers}


def run_parts(sim: Simulation) -> Part:
    """Take one run apart: who is where, who starts what, and the plan of each intervention."""
    programme = sim.programme
    return {
        "own": {name: plain(getattr(sim.setting, name)) for name in OWN},
        "seeds": {name: encode(getattr(programme.agenda, name)) for name in SEEDS},
        "plans": [plan_parts(sim, plan) for plan in programme.plans],
    }


def plan_parts(sim: Simulation, plan: Plan) -> Part:
    """Write down what one intervention does in a run: its marks, what it publishes, what it multiplies."""
    clock = sim.programme.world.clock
    steering = steering_of(sim, [plan])
    publications: dict[int, list[Any]] = {}
    for one in plan.publications:
        publications.setdefault(one.step, []).append(one)
    agenda = Agenda.of(clock.n_steps, {}, publications, {})
    turns = turns_of(turning_points([plan]), steering, clock.n_steps)
    return {
        "turns": encode(np.array(turns, dtype=np.int64)),
        "marks": [
            mark_parts(mark, sim.study.society.population.n_people, clock.n_steps) for mark in plan.marks
        ],
        "published": {name: encode(getattr(agenda, name)) for name in PUBLISHED},
        "steering": {name: encode(array) for name, array in steering._asdict().items()},
    }


def mark_parts(mark: Mark, n_people: int, n_steps: int) -> Part:
    """Write down one mark: how it wanes, how strongly it works on whom, and who gets it when."""
    given = mark.steps < n_steps
    # Within a step the order does not matter: all that happens is that a date is written.
    codes = np.unique(mark.steps[given].astype(np.int64) * n_people + mark.people[given])
    return {
        "remaining": encode_tables(mark.remaining),
        "weight": encode(np.ones(1) if mark.weight is None else mark.weight),
        "told": {"codes": base64(varints(np.diff(codes, prepend=0)))},
    }
