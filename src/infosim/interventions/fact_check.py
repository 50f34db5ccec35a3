"""Fact checks: corrections that are published, and passed on by those they convince."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import numpy as np

from infosim import draws
from infosim.defaults import assumed, sourced
from infosim.draws import Purpose
from infosim.interventions.base import Coverage, Intervention, Target, on_channel
from infosim.interventions.queue import take_turns
from infosim.interventions.targeting import covered, in_line
from infosim.units import Arrivals, Hours, Share, Whole
from infosim.world import MESSENGER, OUTLET, People, Plan, Publication, World


class FactCheck(Intervention):
    """Publish corrections of false claims.

    Who: an outlet with an audience, the proportion `reach` of the channel, and
    `sources` people who pass the correction on from the start. When: `delay` after
    a claim begins, later if checks queue up for a limited `capacity`, and again
    `every` so often. What: the audience sees the correction once each time; who
    accepts it is corrected, stops sharing the claim and may share the correction.
    From a trusted messenger it is accepted whatever one thinks of institutions.
    Permanent until it is forgotten.
    """

    strengths: ClassVar[dict[str, Any]] = {"reach": 0, "sources": 0, "checked": 0}
    raises: ClassVar[tuple[str, ...]] = ("corrected_end_fraction",)

    kind: Literal["fact_check"] = "fact_check"
    channel: str
    """A platform, or offline: radio, sms, school, workshop, home_visits."""
    delay: Hours = sourced(13.0, "C17", "C18", "C09", low="2 h", high="60 h", more="harms")
    """From the first appearance of the claim to its correction."""
    capacity: Arrivals | None = assumed(
        None, "as many as there are", low="1 per week", high="4 per day", more="helps"
    )
    """How many checks can be done, `2 per day`; further ones wait, first come, first served."""
    reach: Coverage = sourced(0.15, "C19", "C20", low="5%", high="40%", more="helps")
    """Proportion of the channel's people who see it, for all or by group."""
    every: Hours | None = assumed(
        None, "a check is published once", low="3 days", high="30 days", more="harms", gt=0
    )
    """Publish it again, every so often, while active."""
    messenger: Literal["institution", "trusted"] = sourced(
        "institution", "I25", "I27", reason="trusted messengers did well, but have to be won"
    )
    """Who publishes it: trusted ones are believed as by somebody who trusts fully."""
    sources: Whole = assumed(0, "nobody is asked to", low=0, high=20, more="helps", ge=0)
    """People on the channel who pass it on from the start."""
    seeding: Target = sourced("random", "I26", reason="nominees spread more, but have to be found")
    """Who these sources are."""
    checked: Share = assumed(1.0, "no measurement found", low="10%", high="100%", more="helps")
    """Proportion of false claims that are checked at all."""

    def plan(self, world: World) -> Plan:
        """Decide which claims are corrected, when, and who sees it."""
        first, last = self.active(world)
        last = min(last, world.clock.n_steps)
        readers = np.flatnonzero(covered(self, world, self.reach))
        publications = []
        for claim, begin in self._first_published(world, first):
            publications += self._publish(world, claim, readers, begin, last)
        publications.sort(key=lambda item: (item.step, item.claim))
        reached = sum(len(item.audience) + len(item.sources) for item in publications)
        return Plan(first, last, publications=tuple(publications), n_deliveries=reached)

    def _first_published(self, world: World, first: int) -> list[tuple[int, int]]:
        """List the claims checked and the steps at which the checks are ready."""
        asked = [
            (world.claims[k].start, k)
            for k in world.claims_of(self.claims, "false")
            if world.claims[k].has_correction and self._is_checked(world, k)
        ]
        asked.sort()
        ready: list[float] = [max(first, start + world.clock.steps(self.delay)) for start, _ in asked]
        if self.capacity is not None:
            ready = take_turns(ready, self.capacity / world.clock.step_hours)
        return [(k, int(step + 0.5)) for (_, k), step in zip(asked, ready, strict=True)]

    def _is_checked(self, world: World, claim: int) -> bool:
        key = draws.label_key("intervention", self.id, world.claims[claim].id)
        luck = draws.uniform(world.seed, world.replicate, int(Purpose.COVERAGE), 1, 0, key)
        return bool(luck < self.checked)

    def _publish(self, world: World, claim: int, readers: People, begin: int, last: int) -> list[Publication]:
        every = max(1, world.clock.steps(self.every)) if self.every else world.clock.n_steps
        outlet = MESSENGER if self.messenger == "trusted" else OUTLET
        published = []
        for step in range(begin, last, every):
            here = on_channel(self.channel, world, np.full(len(readers), step, dtype=np.int32), readers)
            sources = self._sources(world, claim, step) if step == begin else readers[:0]
            published.append(Publication(step, claim, readers[here], sources, outlet))
        return published

    def _sources(self, world: World, claim: int, step: int) -> People:
        """Choose the first `sources` people of the channel in the order of `seeding`.

        Draws
        -----
        SOURCE, keyed by person, the intervention's id and the claim.
        """
        everybody = np.arange(world.population.n_people, dtype=np.int64)
        key = draws.label_key("intervention", self.id, world.claims[claim].id)
        luck = draws.uniforms(world.seed, world.replicate, Purpose.SOURCE, 0, everybody, key)
        here = on_channel(self.channel, world, np.full(len(everybody), step, dtype=np.int32), everybody)
        order = in_line(self, world, self.seeding, luck)
        order = order[(world.population.members_of(self.groups) & here)[order]]
        return np.sort(order[: self.sources])
