"""Removal: posts of false claims are taken down."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from infosim.defaults import assumed, sourced
from infosim.interventions.base import Intervention
from infosim.units import Hours, Lasting, Share
from infosim.world import Effects, Tallies, World


class Removal(Intervention):
    """Take posts of false claims off one platform.

    Who: all who would see such a post there; it bears on posts, not on people. When:
    from `delay` after a claim begins, but not before the intervention, while active.
    What: the proportion `share` of its posts is not seen by anybody; with a
    `half_life` they are found one after the other, half of them within it.
    Misleading claims are never removed. Ends with the intervention.
    """

    strengths: ClassVar[dict[str, Any]] = {"share": 0}

    kind: Literal["removal"] = "removal"
    platform: str
    """Where posts are removed."""
    share: Share = sourced(
        0.2, "I04", reason="the modest removal among measures combined", low="0%", high="100%", more="helps"
    )
    """Proportion of the posts of a false claim that are removed in the end."""
    delay: Hours = sourced(4.0, "I05", "I06", low="30 min", high="48 h", more="harms")
    """From the first appearance of the claim to its removal."""
    half_life: Lasting | None = assumed(None, "all of them at once", low="4 h", high="7 days", more="harms")
    """How long it takes until half of them are removed; all at once if left out."""

    def modify(self, effects: Effects, world: World, step: int, history: Tallies) -> None:
        """Lower the visibility of false claims by what is removed by now."""
        row, (first, _) = world.platforms.index(self.platform), self.active(world)
        left = None if self.half_life is None else world.clock.survival(self.half_life)
        for k in world.claims_of(self.claims, "false"):
            age = step - max(first, world.claims[k].start + world.clock.steps(self.delay))
            if age >= 0:
                found = 1.0 if left is None else 1.0 - float(left[age])
                effects.visibility[row, 2 * k] *= 1.0 - self.share * found
