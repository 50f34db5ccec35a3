"""Accuracy prompts: a moment's thought before passing something on."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import numpy as np

from infosim.defaults import assumed, sourced
from infosim.interventions.base import Coverage, Intervention, in_order
from infosim.interventions.targeting import covered
from infosim.units import Share
from infosim.world import Mark, Plan, World


class AccuracyPrompt(Intervention):
    """Ask people on one platform to think about accuracy.

    Who: the proportion `coverage` of the people on it, newcomers from when they
    join. When: while active. What: lowers their sharing of false and misleading
    claims there by `effect`; belief is not touched. Ends with the intervention.
    """

    lowers: ClassVar[tuple[str, ...]] = ("shares_per_person",)
    strengths: ClassVar[dict[str, Any]] = {"effect": 0, "coverage": 0}

    kind: Literal["accuracy_prompt"] = "accuracy_prompt"
    platform: str
    """Where it is shown."""
    coverage: Coverage = assumed(
        1.0, "a platform shows it to everybody", low="10%", high="100%", more="helps"
    )
    """Proportion of people who are shown it, for all or by group."""
    effect: Share = sourced(0.1, "I01", low="5%", high="15%", more="helps")
    """Cut in the sharing of false claims."""

    def plan(self, world: World) -> Plan:
        """Decide who is prompted."""
        first, last = self.active(world)
        row = world.platforms.index(self.platform)
        sharing = world.table()
        for k in world.claims_of(self.claims, "false", "misleading"):
            sharing[row, 2 * k] = self.effect
        people = np.flatnonzero(covered(self, world, self.coverage))
        when = np.maximum(world.joined[row, people], min(first, world.clock.n_steps))
        arrives = when < min(last, world.clock.n_steps)
        steps, people = in_order(when[arrives], people[arrives])
        mark = Mark(
            steps=steps,
            people=people,
            remaining=np.ones(world.clock.n_steps + 2),
            belief_cut=np.zeros_like(sharing),
            sharing_cut=sharing,
            since=np.zeros(world.n_items, dtype=np.int32),
            until=last,
        )
        return Plan(first, last, marks=(mark,), n_deliveries=len(people))
