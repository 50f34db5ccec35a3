"""Small sweeps for tests, and an intervention that harms its own process."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

from infosim.experiments.sweep import Plan, plan_sweep
from infosim.experiments.sweep.coordinator import Progress
from infosim.interventions.base import Intervention
from infosim.scenario import load
from infosim.world import Plan as Planned
from infosim.world import World

SWEEP = (
    "sweep.vary.claims.rumour.plausibility=[10%, 25%, 40%]",
    "time.length=10 days",
    "sweep.vary.run.seed=[1, 2]",
)
"""Six points of `first_steps`, cut short."""


class Poison(Intervention):
    """Harm the process that runs it.

    Who: nobody. When: in the replicates `dies`, `hangs` and `errs`. What: as they say.
    """

    lowers: ClassVar[tuple[str, ...]] = ()
    strengths: ClassVar[dict[str, object]] = {}
    kind: Literal["poison"] = "poison"
    dies: int = -1
    hangs: int = -1
    errs: int = -1

    def plan(self, world: World) -> Planned:
        """Do it while a run is being planned."""
        if world.replicate == self.dies:
            os.kill(os.getpid(), signal.SIGKILL)
        if world.replicate == self.errs:
            raise ValueError("this one is wrong")
        while world.replicate == self.hangs:
            time.sleep(1)
        return Planned(0)


POISONED = """
infosim: 1
extends: first_steps
time: {length: 10 days}
interventions: [{id: poison, kind: poison, dies: 1, hangs: 2, errs: 3}]
arms: {poisoned: {interventions: [poison]}}
sweep: {vary: {claims.rumour.plausibility: [10%, 40%]}}
"""


STORMY = """
infosim: 1
extends: first_steps
population: {size: 200}
interventions: [{id: poison, kind: poison}]
arms: {poisoned: {interventions: [poison]}}
sweep:
  design: list
  vary:
    claims.rumour.plausibility: [10%, 25%, 40%]
    interventions.poison.dies: [1, -1, -1]
    interventions.poison.hangs: [-1, -1, 2]
"""
"""Of all its runs one crashes, and one never ends."""


@dataclass
class Told:
    """Listens to a sweep."""

    lines: list[str] = field(default_factory=list)
    shown: list[Progress] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Note a line."""
        self.lines.append(line)

    def show(self, progress: Progress) -> None:
        """Note how far it has come."""
        self.shown.append(progress)


def small_plan(*sets: str, replicates: int = 3, shard: tuple[int, int] = (1, 1)) -> Plan:
    """Plan a small sweep."""
    return plan_sweep(load("first_steps", sets=(*SWEEP, *sets)), replicates=replicates, shard=shard)


def poisoned(folder: Path) -> Path:
    """Write a study with an arm that harms whoever runs it."""
    path = folder / "poisoned.yaml"
    path.write_text(POISONED, encoding="utf-8")
    return path
