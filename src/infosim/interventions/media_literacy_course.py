"""Media literacy courses: sustained teaching that lasts, and spills over to others."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from infosim.defaults import assumed, chosen, sourced
from infosim.interventions.base import Coverage, Intervention, Target
from infosim.interventions.budget import within_budget
from infosim.interventions.messages import Deliveries, deliver, protection
from infosim.interventions.spillover import housemates, peers
from infosim.interventions.targeting import covered
from infosim.units import Cost, Lasting, Share
from infosim.world import Mark, Plan, World


class MediaLiteracyCourse(Intervention):
    """Teach people to judge what they read.

    Who: the proportion `coverage` of the groups, in the order of `target`, as many as
    the `budget` pays for. When: each completes the course at one moment of `length`.
    What: lowers the acceptance of false and misleading claims by `effect`, waning
    with `half_life`; `spillover` of it falls on true claims. The people they live
    with gain `household_spillover` of it, and others who hear from them on any
    platform `peer_spillover`; nobody gains twice. A mark that wanes: nothing needs
    reversing.
    """

    strengths: ClassVar[dict[str, Any]] = {"effect": 0, "coverage": 0}

    kind: Literal["media_literacy_course"] = "media_literacy_course"
    channel: str = sourced("school", "H09", reason="where it was studied")
    """A platform, or offline: radio, sms, school, workshop, home_visits."""
    coverage: Coverage = chosen(low="5%", high="60%", more="helps")
    """Proportion of the groups who complete the course, for all or by group."""
    target: Target = assumed("random", "classes are not chosen by who has most contacts")
    """Who is taught first."""
    budget: Cost | None = assumed(None, "no limit but the coverage")
    """What may be spent; people are left out when it is used up."""
    effect: Share = sourced(
        0.3, "H09", "H13", reason="rounded down from 35%", low="20%", high="40%", more="helps"
    )
    """Cut in the acceptance of false claims, when fresh."""
    half_life: Lasting = sourced("240 days", "H10", low="120 days", high="720 days", more="helps")
    """How long it lasts."""
    household_spillover: Share = sourced(
        0.3, "H11", reason="parents gained; the size is assumed", low="0%", high="60%", more="helps"
    )
    """Proportion of the effect on those who live with a pupil."""
    peer_spillover: Share = assumed(
        0.0, "nothing was measured outside the family", low="0%", high="20%", more="helps"
    )
    """Proportion of the effect on others who hear from a pupil."""
    spillover: Share = sourced(0.3, "C22", reason="the size is assumed", low="0%", high="70%")
    """Proportion of the effect that falls on true claims as well."""

    def plan(self, world: World) -> Plan:
        """Decide who is taught, and when."""
        first, last = self.active(world)
        wanted = deliver(self, world, self.channel, covered(self, world, self.coverage, self.target))
        taught = within_budget(self, world, wanted, self.budget, self.target)
        if taught is None:
            return Plan(first, last, is_cancelled=True)
        at_home = housemates(world, taught)
        marks = [self._mark(world, taught, 1.0), self._mark(world, at_home, self.household_spillover)]
        if self.peer_spillover:
            marks.append(self._mark(world, peers(world, taught, at_home), self.peer_spillover))
        return Plan(first, last, marks=tuple(marks), n_deliveries=len(taught.people))

    def _mark(self, world: World, learnt: Deliveries, portion: float) -> Mark:
        """Make the mark of those who gain a portion of the effect."""
        effect = self.effect * portion
        return protection(world, learnt, self.claims, effect, self.spillover, self.half_life)
