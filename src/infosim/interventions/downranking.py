"""Downranking: posts of claims that were rated false are shown to fewer people."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from infosim.defaults import assumed, sourced
from infosim.interventions.base import Intervention
from infosim.units import Hours, Share
from infosim.world import Effects, Tallies, World


class Downranking(Intervention):
    """Move posts of false claims down in the feeds of one platform.

    Who: all who would see such a post there; it bears on posts, not on people. When:
    from `delay` after a claim begins, while active. What: the proportion `coverage`
    of its posts is recognised, and `cut` fewer contacts see one. Misleading claims
    are never rated, so never moved. Ends with the intervention.
    """

    strengths: ClassVar[dict[str, Any]] = {"cut": 0, "coverage": 0}

    kind: Literal["downranking"] = "downranking"
    platform: str
    """Where posts are moved down."""
    delay: Hours = sourced(13.0, "C17", "C18", low="2 h", high="60 h", more="harms")
    """From the first appearance of the claim to its rating."""
    coverage: Share = assumed(
        1.0, "copies of a rated post are recognised as well", low="15%", high="100%", more="helps"
    )
    """Proportion of the posts of a rated claim that are moved down."""
    cut: Share = sourced(
        0.8,
        "I23",
        reason="an unaudited statement of the company, from memory",
        low="50%",
        high="80%",
        more="helps",
    )
    """How many fewer contacts see a post that was moved down."""

    def modify(self, effects: Effects, world: World, step: int, history: Tallies) -> None:
        """Lower the visibility of the claims rated by now."""
        row, delay = world.platforms.index(self.platform), world.clock.steps(self.delay)
        seen = 1.0 - self.coverage * self.cut
        for k in world.claims_of(self.claims, "false"):
            if step >= world.claims[k].start + delay:
                effects.visibility[row, 2 * k] *= seen
