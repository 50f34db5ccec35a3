"""Access subsidies: more people online, where claims and corrections both travel."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from infosim.defaults import chosen
from infosim.interventions.base import Intervention
from infosim.units import Share
from infosim.world import People, Plan, Steps, World


class AccessSubsidy(Intervention):
    """Bring people of some groups onto platforms.

    Who: those next in line, in the order in which people of the group would have
    come online anyway. When: from `start` on, for good. What: raises the
    penetration of `platforms` by `increase`; the ties of those who join exist
    already, so nobody else's contacts change. Alone it raises exposure to claims
    and to corrections alike.
    """

    lowers: ClassVar[tuple[str, ...]] = ()
    raises: ClassVar[tuple[str, ...]] = ("memberships_per_person",)
    strengths: ClassVar[dict[str, Any]] = {"increase": 0}

    kind: Literal["access_subsidy"] = "access_subsidy"
    platforms: tuple[str, ...] = chosen(min_length=1)
    """Platforms that they come onto."""
    increase: Share = chosen(low="5%", high="30%")
    """Percentage points that penetration rises by, at most to 100%."""

    def join(self, joined: Steps, world: World) -> None:
        """Let the next in line join from the start of the subsidy."""
        start, _ = self.active(world)
        if start < world.clock.n_steps:
            for p, newcomers in self._newcomers(world):
                joined[p, newcomers] = np.minimum(joined[p, newcomers], start)

    def plan(self, world: World) -> Plan:
        """Count those who join."""
        first, _ = self.active(world)
        reached = [people for _, people in self._newcomers(world)] if first < world.clock.n_steps else []
        distinct = np.unique(np.concatenate(reached)) if reached else np.arange(0)
        return Plan(first, n_deliveries=len(distinct))

    def _newcomers(self, world: World) -> list[tuple[int, People]]:
        """List, for each platform, those whom the higher penetration brings on."""
        people = world.population
        eligible = people.members_of(self.groups)
        rows = [world.platforms.index(name) for name in self.platforms]
        return [(p, np.flatnonzero(eligible & self._gains(world, p))) for p in rows]

    def _gains(self, world: World, p: int) -> NDArray[np.bool_]:
        people = world.population
        before = world.penetration[p, people.group]
        gains: NDArray[np.bool_] = (people.access >= before) & (people.access < before + self.increase)
        return gains
