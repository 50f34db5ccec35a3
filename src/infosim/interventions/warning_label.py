"""Warning labels: a note under posts of claims that fact-checkers rated false."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import numpy as np

from infosim.defaults import sourced
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

    strengths: ClassVar[dict[str, Any]] = {"coverage": 0}

    kind: Literal["warning_label"] = "warning_label"
    platform: str
    """Where posts are labelled."""
    delay: Hours = sourced(13.0, "C17", "C18", low="2 h", high="60 h", more="harms")
    """From the first appearance of the claim to its label."""
    coverage: Share = sourced(
        0.15, "C07", reason="notes that were shown, of those proposed", low="5%", high="40%", more="helps"
    )
    """Proportion of its posts that carry the label."""
    belief_cut: Share = sourced(0.28, "C01", "C03", low="13%", high="35%", more="helps")
    """Cut in acceptance of a labelled post, at medium trust."""
    share_cut: Share = sourced(0.25, "C02", "C03", "C04", low="15%", high="50%", more="helps")
    """Cut in sharing of a labelled post, at medium trust."""

    def plan(self, world: World) -> Plan:
        """Decide from when each claim is labelled."""
        first, last = self.active(world)
        row = world.platforms.index(self.platform)
        belief = world.table()
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
            weight=world.authority,
        )
        return Plan(first, last, marks=(mark,))
