"""Media literacy courses: sustained teaching that lasts, and spills over at home."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from infosim.interventions.base import Coverage, Intervention, covered, cuts, in_order, moments, on_channel
from infosim.units import Lasting, Share
from infosim.world import Mark, People, Plan, Steps, World


class MediaLiteracyCourse(Intervention):
    """Teach people to judge what they read.

    Who: the proportion `coverage` of the groups. When: each completes the course
    at one moment of `length`. What: lowers the acceptance of false and misleading
    claims by `effect`, waning with `half_life`; the people they live with gain
    `household_spillover` of it, unless they were taught themselves. A mark that
    wanes: nothing needs reversing.
    """

    strengths: ClassVar[tuple[str, ...]] = ("effect", "coverage")
    source: ClassVar[str] = "H09, H10, H11, H13, C22"

    kind: Literal["media_literacy_course"] = "media_literacy_course"
    channel: str = "school"
    """A platform, or offline: radio, sms, school, workshop, home_visits."""
    coverage: Coverage
    """Proportion of the groups who complete the course, for all or by group."""
    effect: Share = 0.3
    """Cut in the acceptance of false claims, when fresh (H09, H13)."""
    half_life: Lasting = Field(default="240 days", validate_default=True)
    """How long it lasts (H10)."""
    household_spillover: Share = 0.3
    """Proportion of the effect on those who live with a pupil (H11; size assumed)."""
    spillover: Share = 0.3
    """Proportion of the effect that falls on true claims as well (C22)."""

    def plan(self, world: World) -> Plan:
        """Decide who is taught, and when."""
        first, last = self.active(world)
        last = min(last, world.clock.n_steps)
        pupils = np.flatnonzero(covered(self, world, self.coverage)) if first < last else np.arange(0)
        when = moments(self, world, first, last)[pupils]
        arrives = on_channel(self.channel, world, when, pupils)
        when, pupils = in_order(when[arrives], pupils[arrives])
        taught = self._mark(world, when, pupils, self.effect)
        at_home = self._mark(world, *housemates(world, when, pupils), self.effect * self.household_spillover)
        return Plan(first, last, marks=(taught, at_home), n_deliveries=len(pupils))

    def _mark(self, world: World, steps: Steps, people: People, effect: float) -> Mark:
        return Mark(
            steps=steps,
            people=people,
            remaining=world.clock.survival(self.half_life),
            belief_cut=cuts(world, self.claims, effect, self.spillover),
            sharing_cut=cuts(world, self.claims, 0.0),
            since=np.zeros(world.n_items, dtype=np.int32),
        )


def housemates(world: World, steps: Steps, pupils: People) -> tuple[Steps, People]:
    """List those who live with a pupil and are none, from the first pupil's day on."""
    home = world.population.household
    first = np.full(int(home.max()) + 1, world.clock.n_steps + 1, dtype=np.int32)
    np.minimum.at(first, home[pupils], steps)
    others = np.ones(world.population.n_people, dtype=np.bool_)
    others[pupils] = False
    people = np.flatnonzero(others & (first[home] < world.clock.n_steps))
    return in_order(first[home[people]], people)
