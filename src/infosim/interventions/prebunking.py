"""Prebunking: games, videos and tips that show how people are misled, before they are."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np

from infosim import draws
from infosim.defaults import assumed, chosen, sourced
from infosim.draws import Purpose
from infosim.interventions.base import Coverage, Intervention, Target
from infosim.interventions.budget import within_budget
from infosim.interventions.messages import deliver, protection
from infosim.interventions.spillover import peers
from infosim.interventions.targeting import covered
from infosim.units import Cost, Dwell, Hours, Lasting, Share
from infosim.world import Floats, Plan, World


class Format(NamedTuple):
    """What a format does unless a scenario says otherwise.

    Attributes
    ----------
    effect : cut in the acceptance of false claims, when fresh, in [0, 1]
    half_life : how long it lasts
    evidence : rows of the evidence table
    """

    effect: float
    half_life: Dwell
    evidence: tuple[str, ...]


FORMATS: dict[str, Format] = {
    "game": Format(0.20, Dwell(half_life=5 * 24.0), ("I08", "I12")),
    "video": Format(0.08, Dwell(half_life=30 * 24.0), ("I08", "I11")),
    "tips": Format(0.20, Dwell(half_life=16 * 24.0), ("H01", "H02", "H05")),
}
"""The formats: the effect of games is that of laboratories, of videos that of the field."""


class Prebunking(Intervention):
    """Show people how others mislead before it happens.

    Who: the proportion `reach` of the people on the channel, in the order of `target`,
    as many as the `budget` pays for, are shown it, which is what costs; the proportion
    `completion` of them watch it or play it to the end, and nothing happens to the
    others. When: each at one moment between `start` and the end of `length`, then
    again at each booster. What: lowers the acceptance of false and misleading claims
    by `effect`, waning with `half_life`; `spillover` of it falls on true claims, and
    `peer_spillover` of it on those who hear from somebody who finished. A mark that
    wanes: nothing needs reversing.
    """

    strengths: ClassVar[dict[str, Any]] = {"effect": 0, "reach": 0, "completion": 0}

    kind: Literal["prebunking"] = "prebunking"
    channel: str
    """A platform, or offline: radio, sms, school, workshop, home_visits."""
    format: Literal["game", "video", "tips"]
    """What is shown; sets the effect and how long it lasts."""
    reach: Coverage = chosen(low="10%", high="80%", more="helps")
    """Proportion of the channel's people who are shown it, for all or by group."""
    completion: Share = sourced(0.2, "I09", low="10%", high="40%", more="helps")
    """Proportion of those shown who watch or finish it."""
    target: Target = sourced("random", "I26", reason="nominees spread more, but have to be found")
    """Who is shown it first."""
    budget: Cost | None = assumed(None, "no limit but the reach")
    """What may be spent; people are left out when it is used up."""
    effect: Share | None = sourced(
        None,
        "I08",
        "H01",
        "H02",
        reason="by format: game 20% (laboratory), video 8% (field), tips 20%",
        low="3%",
        high="30%",
        more="helps",
    )
    """Cut in the acceptance of false claims, when fresh."""
    half_life: Lasting | None = sourced(
        None,
        "I12",
        "I11",
        "H05",
        reason="by format: game 5 days, video 30 days, tips 16 days",
        low="3 days",
        high="45 days",
        more="helps",
    )
    """How long it lasts."""
    boosters: Hours | None = sourced(
        None, "I13", "I15", reason="none unless written", low="7 days", high="60 days", more="harms", gt=0
    )
    """Show it again to those reached, every so often, until the study ends."""
    spillover: Share = sourced(0.3, "H04", "C22", reason="the size is assumed", low="0%", high="70%")
    """Proportion of the effect that falls on true claims as well."""
    peer_spillover: Share = sourced(0.0, "I14", low="0%", high="20%", more="helps")
    """Proportion of the effect on those who hear from somebody who finished."""

    def plan(self, world: World) -> Plan:
        """Decide who is shown it, who finishes it, and when."""
        first, last = self.active(world)
        reached = covered(self, world, self.reach, self.target)
        wanted = deliver(self, world, self.channel, reached, self.boosters)
        shown = within_budget(self, world, wanted, self.budget, self.target)
        if shown is None:
            return Plan(first, last, is_cancelled=True)
        usual = FORMATS[self.format]
        effect = usual.effect if self.effect is None else self.effect
        lasting = usual.half_life if self.half_life is None else self.half_life
        finished = shown.to(self._patience(world) < self.completion)
        marks = [protection(world, finished, self.claims, effect, self.spillover, lasting)]
        if self.peer_spillover:
            heard, passed_on = peers(world, finished), effect * self.peer_spillover
            marks.append(protection(world, heard, self.claims, passed_on, self.spillover, lasting))
        return Plan(first, last, marks=tuple(marks), n_deliveries=len(shown.people))

    def _patience(self, world: World) -> Floats:
        """Draw who finishes, once and for all boosters, ``(n_people,)``.

        Draws
        -----
        COVERAGE with step word 2, keyed by person and the intervention's id.
        """
        people = np.arange(world.population.n_people, dtype=np.int64)
        key = draws.label_key("intervention", self.id)
        return draws.uniforms(world.seed, world.replicate, Purpose.COVERAGE, 2, people, key)
