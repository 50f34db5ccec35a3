"""Suspensions: accounts that share too much, or are inauthentic, are closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import numpy as np

from infosim.defaults import assumed, chosen, sourced
from infosim.draws import Purpose
from infosim.interventions.base import Coverage, Intervention, Target, moments
from infosim.interventions.targeting import covered, lots
from infosim.population import NEVER
from infosim.units import Hours, Share
from infosim.world import People, Plan, Steps, World


class Suspension(Intervention):
    """Close accounts on some platforms.

    Who: the proportion `coverage` of the groups, in the order of `target`, as far as
    they are on the platform by then; `groups` may name bots, who are left out
    otherwise. When: each at one moment of `length`, all at the start without it.
    What: whoever is suspended neither posts nor sees anything there. It is for good,
    except that the proportion `returns` has a new account with the same contacts
    `return_after` later. Who is suspended by two of these is away from the first
    time until the last return.
    """

    lowers: ClassVar[tuple[str, ...]] = ("shares_per_person",)
    strengths: ClassVar[dict[str, Any]] = {"coverage": 0}

    kind: Literal["suspension"] = "suspension"
    platforms: tuple[str, ...] = chosen(min_length=1)
    """Where accounts are closed."""
    target: Target = sourced(
        "sharers",
        "H19",
        "H20",
        "I21",
        reason="0.1% to 0.3% of users made most false shares; 0.25% were suspended",
    )
    """Whose accounts are closed first."""
    coverage: Coverage = chosen(low="0.1%", high="2%", more="helps")
    """Proportion of accounts that are closed, for all or by group."""
    returns: Share = assumed(0.0, "no measurement found", low="0%", high="60%", more="harms")
    """Proportion of those suspended who come back with a new account."""
    return_after: Hours = assumed(336.0, "two weeks", low="24 h", high="60 days", more="helps", gt=0)
    """When they come back."""

    def leave(self, world: World) -> None:
        """Close the accounts, and open the new ones."""
        is_returning = lots(self, world, Purpose.RETURN) < self.returns
        away = min(max(1, world.clock.steps(self.return_after)), world.clock.n_steps)
        for p, steps, people in self._closed(world):
            left, back = world.left[p, people], np.where(is_returning[people], steps + away, NEVER)
            world.back[p, people] = np.where(left == NEVER, back, np.maximum(world.back[p, people], back))
            world.left[p, people] = np.minimum(left, steps)

    def plan(self, world: World) -> Plan:
        """Count the accounts that are closed."""
        first, last = self.active(world)
        return Plan(first, last, n_deliveries=sum(len(people) for _, _, people in self._closed(world)))

    def _closed(self, world: World) -> Iterator[tuple[int, Steps, People]]:
        """List, for each platform, when accounts are closed and whose."""
        first, last = self.active(world)
        last = first + 1 if self.length is None else min(last, world.clock.n_steps)
        if first >= world.clock.n_steps:
            return
        people = np.flatnonzero(covered(self, world, self.coverage, self.target))
        steps = moments(self, world, first, last)[people]
        for p in (world.platforms.index(name) for name in dict.fromkeys(self.platforms)):
            is_there = world.joined[p, people] <= steps
            yield p, steps[is_there], people[is_there]
