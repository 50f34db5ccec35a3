"""Fact checks: corrections that are published, and passed on by those they convince."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from infosim import draws
from infosim.draws import Purpose
from infosim.interventions.base import Coverage, Intervention, covered, on_channel
from infosim.units import Hours, Share, Whole
from infosim.world import People, Plan, Publication, World


class FactCheck(Intervention):
    """Publish corrections of false claims.

    Who: an outlet with an audience, the proportion `reach` of the channel, and
    `sources` people who pass the correction on from the start. When: `delay` after
    a claim begins, and again `every` so often. What: the audience sees the
    correction once each time; who accepts it is corrected, stops sharing the claim
    and may share the correction. Permanent until it is forgotten.
    """

    strengths: ClassVar[tuple[str, ...]] = ("reach", "sources")
    raises: ClassVar[tuple[str, ...]] = ("corrected_end_fraction",)
    source: ClassVar[str] = "C17, C18, C19, C20"

    kind: Literal["fact_check"] = "fact_check"
    channel: str
    """A platform, or offline: radio, sms, school, workshop, home_visits."""
    delay: Hours = 13.0
    """From the first appearance of the claim to its correction (C17)."""
    reach: Coverage = 0.15
    """Proportion of the channel's people who see it, for all or by group (C19)."""
    every: Hours | None = Field(default=None, gt=0)
    """Publish it again, every so often, while active."""
    sources: Whole = Field(default=0, ge=0)
    """People on the channel who pass it on from the start (assumption)."""
    checked: Share = 1.0
    """Proportion of false claims that are checked at all (assumption)."""

    def plan(self, world: World) -> Plan:
        """Decide which claims are corrected, when, and who sees it."""
        first, last = self.active(world)
        last = min(last, world.clock.n_steps)
        readers = np.flatnonzero(covered(self, world, self.reach))
        publications = []
        for k in world.claims_of(self.claims, "false"):
            if world.claims[k].has_correction and self._is_checked(world, k):
                publications += self._publish(world, k, readers, first, last)
        publications.sort(key=lambda item: (item.step, item.claim))
        reached = sum(len(item.audience) + len(item.sources) for item in publications)
        return Plan(first, last, publications=tuple(publications), n_deliveries=reached)

    def _is_checked(self, world: World, claim: int) -> bool:
        key = draws.label_key("intervention", self.id, world.claims[claim].id)
        luck = draws.uniform(world.seed, world.replicate, int(Purpose.COVERAGE), 1, 0, key)
        return bool(luck < self.checked)

    def _publish(self, world: World, claim: int, readers: People, first: int, last: int) -> list[Publication]:
        begin = max(first, world.claims[claim].start + world.clock.steps(self.delay))
        every = max(1, world.clock.steps(self.every)) if self.every else world.clock.n_steps
        published = []
        for step in range(begin, last, every):
            here = on_channel(self.channel, world, np.full(len(readers), step, dtype=np.int32), readers)
            sources = self._sources(world, claim, step) if step == begin else readers[:0]
            published.append(Publication(step, claim, readers[here], sources))
        return published

    def _sources(self, world: World, claim: int, step: int) -> People:
        """Choose the first `sources` people of the channel in order of their draws."""
        people = np.flatnonzero(world.population.members_of(self.groups))
        people = people[on_channel(self.channel, world, np.full(len(people), step, dtype=np.int32), people)]
        key = draws.label_key("intervention", self.id, world.claims[claim].id)
        luck = draws.uniforms(world.seed, world.replicate, Purpose.SOURCE, 0, people, key)
        return np.sort(people[np.lexsort((people, luck))[: self.sources]])
