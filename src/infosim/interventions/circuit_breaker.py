"""Circuit breakers: whatever spreads too fast is slowed down, true or not."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim.defaults import assumed, sourced
from infosim.interventions.base import Intervention
from infosim.units import Hours, Share
from infosim.world import Effects, Tallies, World


class Brake(NamedTuple):
    """What trips a circuit breaker in one world, and for how long.

    Attributes
    ----------
    row : platform
    first : step from which it watches
    after, hold, window : in steps; a hold of None is for good
    limit : posts within the window that trip it
    claims : those it watches
    """

    row: int
    first: int
    after: int
    hold: int | None
    window: int
    limit: float
    claims: list[int]


class CircuitBreaker(Intervention):
    """Slow down claims on one platform that are posted very often.

    Who: all who would see a post of such a claim there; it judges speed and not
    truth, so true claims trip it as well. When: a claim trips it in the step after
    its posts within `window`, on all platforms together, have reached `trigger` of
    the number of people; from `after` later it is slowed down for `hold`, again if
    it trips again. What: `cut` fewer contacts see a post of it. Ends with the
    intervention.
    """

    strengths: ClassVar[dict[str, Any]] = {"cut": 0}

    kind: Literal["circuit_breaker"] = "circuit_breaker"
    platform: str
    """Where claims are slowed down."""
    trigger: Share = assumed(0.01, "no measurement found", low="0.1%", high="10%", more="harms")
    """Posts within the window, as a proportion of the number of people, that trip it."""
    window: Hours = assumed(24.0, "a day", low="4 h", high="72 h", more="helps", gt=0)
    """How far back posts are counted."""
    after: Hours = sourced(4.0, "I03", low="0 h", high="24 h", more="harms")
    """From tripping until the claim is slowed down."""
    hold: Hours | None = assumed(None, "for good", low="24 h", high="14 days", more="helps", gt=0)
    """How long it is slowed down each time; for good if left out."""
    cut: Share = sourced(0.1, "I03", low="5%", high="30%", more="helps")
    """How many fewer contacts see a post of it."""

    def brake(self, world: World) -> Brake:
        """Give what decides about a claim, in steps, posts and claims of a world."""
        steps, (first, _) = world.clock.steps, self.active(world)
        return Brake(
            row=world.platforms.index(self.platform),
            first=first,
            after=steps(self.after),
            hold=None if self.hold is None else max(1, steps(self.hold)),
            window=max(1, steps(self.window)),
            # Rounded, so that 7% of a hundred people are seven.
            limit=round(self.trigger * int(world.population.is_person.sum()), 6),
            claims=world.claims_of(self.claims, "false", "true", "misleading"),
        )

    def modify(self, effects: Effects, world: World, step: int, history: Tallies) -> None:
        """Lower the visibility of the claims that have tripped it."""
        brake = self.brake(world)
        latest, earliest = step - brake.after, brake.first
        if brake.hold is not None:
            earliest = max(earliest, latest - brake.hold + 1)
        if latest < earliest:
            return
        begin = max(0, earliest - brake.window)
        trips = tripping(history[begin:latest, :, 0], brake.window, brake.limit)[earliest - begin :]
        slowed = np.flatnonzero(trips.any(axis=0))
        for k in brake.claims:
            if k in slowed:
                effects.visibility[brake.row, 2 * k] *= 1.0 - self.cut


def tripping(posts: NDArray[np.int64], window: int, limit: float) -> NDArray[np.bool_]:
    """Tell at which steps the posts of the steps before are too many.

    Parameters
    ----------
    posts : (n_steps, n_claims) int64
    window : int, at least 1, in steps
    limit : float, at least 0
        No post at all is never too many.

    Returns
    -------
    (n_steps + 1, n_claims) bool
        Row s is about the posts in steps ``s - window <= step < s``.
    """
    recent = np.zeros((len(posts) + 1, posts.shape[1]), dtype=np.int64)
    np.cumsum(posts, axis=0, out=recent[1:])
    recent[window:] -= recent[:-window].copy()
    too_many: NDArray[np.bool_] = (recent >= limit) & (recent > 0)
    return too_many
