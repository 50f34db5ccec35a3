"""Forward limits: a message can be passed on to a few contacts only."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import numpy as np

from infosim.defaults import sourced
from infosim.interventions.base import Intervention
from infosim.units import Share, Whole
from infosim.world import Floats, Mark, Plan, World


class ForwardLimit(Intervention):
    """Limit to how many contacts a message is passed on.

    Who: everybody of the groups on one messaging platform. When: while active. What:
    whoever has n contacts there passes each message on to at most `limit` of them,
    claims of any veracity and corrections alike; the proportion `leakage` goes round
    the limit, by copying or by broadcast lists. What somebody starts as a seed or a
    source is no forward and goes to all. Ends with the intervention.

    Notes
    -----
    A post goes to all contacts or to none, so posts are thinned out instead of their
    recipients: of those decided on, the proportion ``limit / n`` is made. The mean
    number of exposures is the same.
    """

    lowers: ClassVar[tuple[str, ...]] = ("shares_per_person",)
    strengths: ClassVar[dict[str, Any]] = {"leakage": 1.0}

    kind: Literal["forward_limit"] = "forward_limit"
    platform: str
    """The messaging platform."""
    limit: Whole = sourced(5, "I17", low=1, high=20, more="harms", ge=0)
    """To how many contacts a message can be passed on."""
    leakage: Share = sourced(
        0.3,
        "I18",
        reason="half of the missing labels, which is our reading",
        low="0%",
        high="60%",
        more="harms",
    )
    """Proportion of messages that go round the limit."""

    def plan(self, world: World) -> Plan:
        """Decide how much each person is held back."""
        first, last = self.active(world)
        row = world.platforms.index(self.platform)
        sharing = world.table()
        for k in world.claims_of(self.claims, "false", "true", "misleading"):
            sharing[row, [2 * k, 2 * k + 1]] = 1.0 - self.leakage
        people = np.flatnonzero(world.population.members_of(self.groups))
        mark = Mark(
            steps=np.full(len(people), min(first, world.clock.n_steps), dtype=np.int32),
            people=people,
            remaining=np.ones(world.clock.n_steps + 2),
            belief_cut=np.zeros_like(sharing),
            sharing_cut=sharing,
            since=np.zeros(world.n_items, dtype=np.int32),
            until=last,
            weight=self._held_back(world, row, first),
        )
        return Plan(first, last, marks=(mark,))

    def _held_back(self, world: World, p: int, first: int) -> Floats:
        """Give the proportion of each person's contacts beyond the limit, ``(n_people,)``."""
        followers = world.followers[p]
        # A graph spans all who are on the platform in any arm.
        is_there = np.concatenate([[0], np.cumsum(world.joined[p, followers.indices] <= first)])
        n_contacts = np.diff(is_there[followers.indptr])
        beyond: Floats = np.maximum(0, n_contacts - self.limit) / np.maximum(1, n_contacts)
        return beyond
