"""Both engines side by side, phase by phase: the first difference, if there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from infosim.results import Run
from infosim.simulation import Simulation, Study


class Difference(NamedTuple):
    """Where two engines part for the first time; person -1 where a count is concerned."""

    arm: str
    replicate: int
    step: int
    phase: str
    field: str
    claim: int
    person: int
    reference: str
    compiled: str

    def __str__(self) -> str:
        return (
            f"arm {self.arm}, replicate {self.replicate}, step {self.step}, phase {self.phase}: "
            f"{self.field} of claim {self.claim}, person {self.person} is {self.reference} in the reference "
            f"engine and {self.compiled} in the compiled engine"
        )


def first_difference(
    study: Study, arm: str, replicate: int, progress: Callable[[int, int], None] | None = None
) -> Difference | None:
    """Run both engines in lock-step and compare every array after every phase.

    Returns
    -------
    The first difference, or None when whole trajectories and digests agree.
    """
    reference = Simulation(study, arm, replicate, "reference")
    compiled = Simulation(study, arm, replicate, "compiled")
    n_steps = study.society.clock.n_steps
    for step in range(n_steps):
        for (phase, go), (_, follow) in zip(reference.phases(), compiled.phases(), strict=True):
            go()
            follow()
            if found := _difference(reference, compiled, step, phase):
                return found
        if progress is not None:
            progress(step + 1, n_steps)
    return _record_difference(reference.result(), compiled.result(), n_steps)


def _difference(reference: Simulation, compiled: Simulation, step: int, phase: str) -> Difference | None:
    one, other = reference.engine.state, compiled.engine.state
    for field in one._fields:
        here, there = getattr(one, field), getattr(other, field)
        if not np.array_equal(here, there):
            where = np.argwhere(here != there)[0]
            # A tally is of a claim and of nobody in particular.
            claim, person = int(where[0]), -1 if field == "tally" else int(where[1])
            values = str(here[tuple(where)]), str(there[tuple(where)])
            return Difference(reference.arm, reference.replicate, step, phase, field, claim, person, *values)
    return None


def _record_difference(one: Run, other: Run, n_steps: int) -> Difference | None:
    """Compare what was recorded; states can only agree here if records do."""
    if one.digest == other.digest:
        return None
    return Difference(one.arm, one.replicate, n_steps, "record", "digest", -1, -1, one.digest, other.digest)
