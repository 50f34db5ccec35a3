"""Awareness campaigns: messages that make people harder to convince, for a while."""

from __future__ import annotations

from math import exp
from typing import Any, ClassVar, Literal

from infosim.defaults import assumed, sourced
from infosim.interventions.base import Coverage, Intervention, Target
from infosim.interventions.budget import within_budget
from infosim.interventions.messages import deliver, protection
from infosim.interventions.targeting import covered
from infosim.units import Cost, Hours, Lasting, Number, Share
from infosim.world import Plan, World

USUAL_REACH = 0.4
"""Proportion who remember a campaign, from memory (I35)."""


class AwarenessCampaign(Intervention):
    """Warn people over a channel that false claims are about.

    Who: the proportion `reach` of the people on the channel, in the order of `target`,
    or what `rating_points` buy; as many as the `budget` pays for. An online campaign
    reaches only those who are online. When: each at one moment between `start` and
    the end of `length`, then again at each booster. What: lowers the acceptance of
    false and misleading claims by `effect`, waning with `half_life`; `spillover` of
    it falls on true claims. A mark that wanes: nothing needs reversing.
    """

    strengths: ClassVar[dict[str, Any]] = {"effect": 0, "reach": 0, "audience": 0}

    kind: Literal["awareness_campaign"] = "awareness_campaign"
    channel: str
    """A platform, or offline: radio, sms, school, workshop, home_visits."""
    reach: Coverage | None = sourced(
        None, "I35", reason="40%, unless rating_points are bought", low="20%", high="60%", more="helps"
    )
    """Proportion of the channel's people who get the message, for all or by group."""
    rating_points: Number | None = sourced(
        None, "I36", reason="reach is easier to choose", low=20, high=400, more="helps", ge=0
    )
    """Gross rating points bought, instead of `reach`: 100 are one showing to everybody, on average."""
    audience: Coverage = sourced(
        1.0, "P05", reason="97% of households have a mobile phone", low="20%", high="100%", more="helps"
    )
    """Proportion that the channel can reach at all, for all or by group: owners of radios or phones."""
    target: Target = sourced("random", "I26", reason="nominees spread more, but have to be found")
    """Who is reached first."""
    budget: Cost | None = assumed(None, "no limit but the reach")
    """What may be spent; people are left out when it is used up."""
    effect: Share = sourced(
        0.08, "I08", "I30", reason="the gain in the field, as a cut", low="3%", high="15%", more="helps"
    )
    """Cut in the acceptance of false claims, when fresh."""
    half_life: Lasting = sourced("30 days", "I11", low="14 days", high="45 days", more="helps")
    """How long it lasts."""
    boosters: Hours | None = sourced(
        None, "I13", reason="none unless written", low="7 days", high="60 days", more="harms", gt=0
    )
    """Repeat it to those reached, every so often, until the study ends."""
    spillover: Share = sourced(0.3, "C22", "C23", reason="the size is assumed", low="0%", high="70%")
    """Proportion of the effect that falls on true claims as well."""

    def plan(self, world: World) -> Plan:
        """Decide who hears the message, and when."""
        first, last = self.active(world)
        chosen = covered(self, world, self.coverage(world), self.target)
        wanted = deliver(self, world, self.channel, chosen, self.boosters)
        told = within_budget(self, world, wanted, self.budget, self.target)
        if told is None:
            return Plan(first, last, is_cancelled=True)
        mark = protection(world, told, self.claims, self.effect, self.spillover, self.half_life)
        return Plan(first, last, marks=(mark,), n_deliveries=len(told.people))

    def coverage(self, world: World) -> Coverage:
        """Give the proportion reached, by group where anything is given by group."""
        if isinstance(self.reach, dict) or isinstance(self.audience, dict):
            return {group.id: self._reached(group.id) for group in world.population.groups}
        return self._reached("")

    def _reached(self, group: str) -> float:
        audience = in_group(self.audience, group)
        if self.rating_points is not None:
            return reach_curve(self.rating_points, audience)
        return audience * in_group(USUAL_REACH if self.reach is None else self.reach, group)


def in_group(coverage: Coverage, group: str) -> float:
    """Give the proportion that concerns one group; none where a map leaves it out."""
    return coverage.get(group, 0.0) if isinstance(coverage, dict) else coverage


def reach_curve(rating_points: float, audience: float) -> float:
    """Turn gross rating points into the proportion who meet the message at least once.

    Showings fall on the audience at random. Kept to six decimals, because
    exponentials differ in their last bit between machines.

    Parameters
    ----------
    rating_points : float, at least 0
        Showings for each hundred people, the audience or not.
    audience : float in [0, 1]
        Proportion that can be reached at all.

    Source
    ------
    I36.

    Examples
    --------
    >>> reach_curve(100, 1.0), reach_curve(100, 0.5), reach_curve(1e9, 0.5)
    (0.632121, 0.432332, 0.5)
    """
    if not audience:
        return 0.0
    return round(audience * (1.0 - exp(-rating_points / (100.0 * audience))), 6)
