"""Write the engine in JavaScript: `python -m infosim.web.translation.translate`.

The rules, the kernels of the compiled engine and `steering` are translated as they
stand. What is written by hand beside them knows arrays, draws and bytes, and no rule.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import numpy as np

from infosim import draws
from infosim.engines import state
from infosim.engines.kernels import KERNELS, RULES
from infosim.engines.kernels.work import NOBODY, new_memory
from infosim.engines.record import Record
from infosim.engines.state import BEGINNING
from infosim.rules import PERSUASION
from infosim.rules import time as time_rules
from infosim.scenario import load
from infosim.simulation import Simulation, prepare
from infosim.web import steering
from infosim.web.payload import steering_of
from infosim.web.script import STATIC
from infosim.web.translation.kinds import ANNOTATIONS, Callee, Kind, named
from infosim.web.translation.statements import callee_of, translate

Functions = tuple[Callable[..., Any], ...]

TARGET = STATIC / "kernels.js"

RULE_BOOK: Functions = (*RULES, time_rules.half_power, *PERSUASION.values())
HELPERS: Functions = (draws.episode_word, state.posts_in, state.change_code)
STEERING: Functions = (
    steering.set_cuts,
    steering.lay_on,
    steering.has_tripped,
    steering.slow_down,
    steering.rebuild,
    steering.find_hints,
)

HEAD = """\
// Written by `python -m infosim.web.translation.translate` from the rules and kernels; not by hand.

import * as $ from "./arrays.js";
import { uniform } from "./philox.js";
"""


@lru_cache(maxsize=1)
def samples() -> tuple[Any, ...]:
    """Make a small run, for its named tuples: what is translated has to know their arrays."""
    study = prepare(load("first_steps", size=60).scenario)
    sim = Simulation(study, study.baseline, 0, "compiled")
    agenda = sim.programme.agenda
    memory = new_memory(1, 1, 1, 1, agenda.most_changes)
    return (
        sim.setting,
        sim.effects,
        sim.marks,
        agenda,
        sim.recorder.columns,
        *memory,
        steering_of(sim, sim.programme.plans),
    )


def known_kinds() -> dict[Any, Kind]:
    """Give what annotations of rules and kernels stand for."""
    return {**ANNOTATIONS, **{type(one): named(one) for one in samples()}}


def kernels_text() -> str:
    """Write the whole file."""
    known, constants = known_kinds(), dict[str, float]()
    functions: Functions = (*RULE_BOOK, *HELPERS, *KERNELS, *STEERING)
    callees = {one.__name__: callee_of(one, known) for one in functions}
    callees["uniform"] = callee_of(draws.uniform, known)
    callees["persuade"] = Callee("persuade", *callee_of(PERSUASION["independent"], known)[1:])

    def written(which: Iterable[Callable[..., Any]]) -> list[str]:
        return ["\n".join(translate(one, known, callees, constants)) for one in which]

    plain, inner = written((*RULE_BOOK, *HELPERS, *STEERING)), written(KERNELS)
    return "\n\n".join(
        [
            HEAD.rstrip("\n"),
            "\n".join(f"const {name} = {number!r};" for name, number in sorted(constants.items())),
            *(one.replace("function ", "export function ", 1) for one in plain),
            "// How repeated exposure wears down doubt.\n"
            f"export const PERSUASION = {{ {', '.join(PERSUASION)} }};",
            "// Everything that the kernels write to: what it holds, in which dimensions, and at first.\n"
            + layout_text(),
            "// The kernels around a rule of persuasion.\nexport function kernels(persuade) {",
            *(indented(one) for one in inner),
            "  return { march };\n}\n",
        ]
    )


def indented(text: str) -> str:
    """Put a function inside another."""
    return "\n".join("  " + line if line else line for line in text.splitlines())


SIZES = {"n_claims": 101, "n_people": 103, "n_rows": 107, "n_steps": 109, "n_groups": 113}
"""Numbers by which a dimension is recognised; any that are no sums of others do."""


def layout_text() -> str:
    """List what the kernels write to, so that the browser takes the same memory."""
    n_claims, n_people, n_rows, n_steps, n_groups = SIZES.values()
    most = 2 * (n_claims * n_people + 7)
    state_, work = new_memory(n_claims, n_people, n_rows - 2, n_steps, 7)
    record = Record.empty(n_steps, n_claims, n_people, np.zeros(n_groups, dtype=np.int64))
    dimensions = {size: name for name, size in SIZES.items()}
    dimensions |= {
        n_steps + 1: "n_steps + 1",
        n_steps + 2: "n_steps + 2",
        most: "n_changes",
        4: "4",
        5: "5",
        2: "2",
    }
    beginning = {**BEGINNING, "due": NOBODY, "first_believed": -1}
    parts = []
    for name, memory in (("state", state_), ("work", work), ("record", record)):
        lines = [
            f'    {field}: ["{kind_of(one)}", [{", ".join(dimensions[n] for n in one.shape)}], '
            f"{beginning.get(field, 0)}],"
            for field, one in memory._asdict().items()
        ]
        parts += [f"  {name}: {{", *lines, "  },"]
    names = ", ".join(["n_claims", "n_people", "n_rows", "n_steps", "n_groups", "n_changes"])
    return "\n".join([f"export const layout = ({{ {names} }}) => ({{", *parts, "});"])


def kind_of(one: Any) -> str:
    """Name the numbers of an array by type and size: `i4`, `f8`, `b1`."""
    return f"{one.dtype.kind}{one.dtype.itemsize}"


def main() -> int:
    """Write the file."""
    TARGET.write_text(kernels_text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
