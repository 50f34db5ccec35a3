"""What interventions will multiply at each step, found by asking them before the run."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from infosim.errors import InputError, Problem
from infosim.interventions.base import Intervention
from infosim.simulation import Simulation
from infosim.world import Effects, Plan, Tallies

MULTIPLIERS = ("visibility", "acceptance", "sharing")
"""In the order of `steering.VISIBILITY`, `ACCEPTANCE`, `SHARING`."""

PROBE = 0.7
"""A baseline other than 1, to see whether an intervention does nothing but multiply each cell once."""


class Unseen:
    """What has been counted so far, before anything has been: nobody may look at it."""

    def __init__(self, intervention: Intervention) -> None:
        self._intervention = intervention

    def __getitem__(self, place: Any) -> Any:
        """Refuse to be looked at."""
        raise refused(self._intervention, "looks at how the run goes")

    def __getattr__(self, name: str) -> Any:
        """Refuse to be looked at."""
        raise refused(self._intervention, "looks at how the run goes")

    def __len__(self) -> int:
        """Refuse to be looked at."""
        raise refused(self._intervention, "looks at how the run goes")


def refused(intervention: Intervention, what: str) -> InputError:
    """Say why an intervention cannot be taken to a browser."""
    return InputError(
        Problem(
            f"intervention {intervention.id!r} ({intervention.kind}) {what}, which a browser cannot follow",
            "leave it out of what is shown, or let `modify` multiply each cell once by what is known before",
        )
    )


class Patches:
    """Distinct sets of multiplied cells, and which of them is laid on when."""

    def __init__(self, n_steps: int) -> None:
        self._n_steps = n_steps
        self._rows: list[NDArray[np.int64]] = []
        self._known: dict[bytes, int] = {}
        self._cells: list[NDArray[np.float64]] = []

    def add(self, sim: Simulation, plan: Plan, intervention: Intervention | None) -> None:
        """Ask an intervention for every step at which it is active; None has nothing to say beforehand."""
        row = np.full(self._n_steps, -1, dtype=np.int64)
        steps = range(plan.first, min(plan.last, self._n_steps)) if intervention is not None else ()
        for step in steps:
            assert intervention is not None
            factors = asked(sim, intervention, step, 1.0)
            key = factors.tobytes()
            if key not in self._known:
                if not np.array_equal(asked(sim, intervention, step, PROBE), PROBE * factors):
                    raise refused(intervention, "does more than multiply each cell once")
                self._known[key] = len(self._cells)
                self._cells.append(factors)
            row[step] = self._known[key]
        self._rows.append(row)

    def columns(self) -> dict[str, Any]:
        """Give the fields of `Steering` that say what is laid on."""
        places = [np.argwhere(factors != 1.0) for factors in self._cells]
        cells = np.concatenate([np.zeros((0, 3), dtype=np.int64), *places])
        factors = [one[tuple(where.T)] for one, where in zip(self._cells, places, strict=True)]
        return {
            "patch": np.array(self._rows, dtype=np.int64).reshape(-1, self._n_steps),
            "patch_ends": np.cumsum([0, *map(len, places)]),
            "cell_table": cells[:, 0],
            "cell_row": cells[:, 1],
            "cell_item": cells[:, 2],
            "cell_factor": np.concatenate([np.zeros(0), *factors]),
        }


def asked(sim: Simulation, intervention: Intervention, step: int, start: float) -> NDArray[np.float64]:
    """Let an intervention modify a baseline of one value; give the three multipliers, one upon the other."""
    world = sim.programme.world
    effects = Effects.baseline(len(world.platforms), world.n_items, len(sim.programme.marks))
    for name in MULTIPLIERS:
        getattr(effects, name).fill(start)
    intervention.modify(effects, world, step, cast(Tallies, Unseen(intervention)))
    if effects.belief_cut.any() or effects.sharing_cut.any():
        raise refused(intervention, "changes what marks do")
    return np.array([getattr(effects, name) for name in MULTIPLIERS])
