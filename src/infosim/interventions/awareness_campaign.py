"""Awareness campaigns: messages that make people harder to convince, for a while."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from infosim.interventions.base import Coverage, Intervention, covered, cuts, in_order, moments, on_channel
from infosim.units import Hours, Lasting, Share
from infosim.world import Mark, People, Plan, Steps, World


class AwarenessCampaign(Intervention):
    """Warn people over a channel that false claims are about.

    Who: the proportion `reach` of the people on the channel; an online campaign
    reaches only those who are online. When: each at one moment between `start`
    and the end of `length`, then again at each booster. What: lowers the
    acceptance of false and misleading claims by `effect`, waning with
    `half_life`; `spillover` of it falls on true claims. A mark that wanes:
    nothing needs reversing.
    """

    strengths: ClassVar[tuple[str, ...]] = ("effect", "reach")
    source: ClassVar[str] = "I08, I11, I13, I30, C22"

    kind: Literal["awareness_campaign"] = "awareness_campaign"
    channel: str
    """A platform, or offline: radio, sms, school, workshop, home_visits."""
    reach: Coverage
    """Proportion of the channel's people who get the message, for all or by group (I35)."""
    effect: Share = 0.08
    """Cut in the acceptance of false claims, when fresh (I08)."""
    half_life: Lasting = Field(default="30 days", validate_default=True)
    """How long it lasts (I11)."""
    boosters: Hours | None = Field(default=None, gt=0)
    """Repeat it to those reached, every so often, until the study ends (I13)."""
    spillover: Share = 0.3
    """Proportion of the effect that falls on true claims as well (C22)."""

    def plan(self, world: World) -> Plan:
        """Decide who hears the message, and when."""
        first, last = self.active(world)
        when, who = self._rounds(world, first, min(last, world.clock.n_steps))
        arrives = on_channel(self.channel, world, when, who)
        when, who = in_order(when[arrives], who[arrives])
        mark = Mark(
            steps=when,
            people=who,
            remaining=world.clock.survival(self.half_life),
            belief_cut=cuts(world, self.claims, self.effect, self.spillover),
            sharing_cut=cuts(world, self.claims, 0.0),
            since=np.zeros(world.n_items, dtype=np.int32),
        )
        return Plan(first, last, marks=(mark,), n_deliveries=len(who))

    def _rounds(self, world: World, first: int, last: int) -> tuple[Steps, People]:
        """List the first message and each booster, whether or not it arrives."""
        n_steps = world.clock.n_steps
        reachable = np.flatnonzero(covered(self, world, self.reach)) if first < last else np.arange(0)
        message = moments(self, world, first, last)[reachable]
        every = max(1, world.clock.steps(self.boosters)) if self.boosters else n_steps
        boosters = range(first + every, n_steps, every)
        due = [reachable[message < booster] for booster in boosters]
        when = [
            np.full(len(people), step, dtype=np.int32) for step, people in zip(boosters, due, strict=True)
        ]
        return np.concatenate([message, *when]), np.concatenate([reachable, *due])
