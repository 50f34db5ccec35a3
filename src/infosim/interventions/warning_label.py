"""Warning labels: a note under posts of claims that fact-checkers rated false."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from infosim.interventions.base import Intervention
from infosim.population import NEVER
from infosim.units import Hours, Share
from infosim.world import Mark, Plan, World


class WarningLabel(Intervention):
    """Label posts of false claims on one platform.

    Who: everybody of the groups who sees a labelled post there. When: `delay` after
    a claim begins, while active. What: the proportion `coverage` of posts carries
    the label, which lowers belief by `belief_cut` and sharing by `share_cut`, more for
    people who trust those who check. Misleading claims are never labelled. Ends
    with the intervention.
    """

    strengths: ClassVar[tuple[str, ...]] = ("coverage",)
    source: ClassVar[str] = "C01, C02, C03, C07"

    kind: Literal["warning_label"] = "warning_label"
    platform: str
    delay: Hours = 13.0
    """From the first appearance of the claim to its label (C17)."""
    coverage: Share = 0.15
    """Proportion of its posts that carry the label (C07)."""
    belief_cut: Share = 0.28
    """Cut in acceptance of a labelled post, at medium trust (C01)."""
    share_cut: Share = 0.25
    """Cut in sharing of a labelled post, at medium trust (C02)."""

    def plan(self, world: World) -> Plan:
        """Decide from when each claim is labelled."""
        first, last = self.active(world)
        row = world.platforms.index(self.platform)
        belief = np.zeros((len(world.platforms) + 1, world.n_items))
        sharing = belief.copy()
        since = np.full(world.n_items, NEVER, dtype=np.int32)
        for k in world.claims_of(self.claims, "false"):
            belief[row, 2 * k] = self.coverage * self.belief_cut
            sharing[row, 2 * k] = self.coverage * self.share_cut
            since[2 * k] = max(first, world.claims[k].start + world.clock.steps(self.delay))
        people = np.flatnonzero(world.population.members_of(self.groups))
        mark = Mark(
            steps=np.full(len(people), min(first, world.clock.n_steps), dtype=np.int32),
            people=people,
            remaining=np.ones(world.clock.n_steps + 2),
            belief_cut=belief,
            sharing_cut=sharing,
            since=since,
            until=last,
            trusting=True,
        )
        return Plan(first, last, marks=(mark,))
