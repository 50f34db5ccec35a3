"""The reference engine: an ordinary Mesa model, one person at a time.

Meant for reading, for teaching and as the yardstick of the compiled engine. Students
subclass `Person` and name their class in `person_class` of a model of their own, which
`Study.model` makes ready to run; Mesa's own tools work.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from infosim.draws import uniform
from infosim.engines.agenda import Agenda
from infosim.engines.changes import Changes
from infosim.engines.person import Person
from infosim.engines.record import Record, note_changes, open_row
from infosim.engines.state import Setting, State, change_code
from infosim.errors import InputError, Problem
from infosim.rules import Persuasion, persuasion_rule
from infosim.rules.belief import UNAWARE
from infosim.world import Effects, Marks

__all__ = ["Person", "SocietyModel"]


class SocietyModel(mesa.Model):  # type: ignore[misc]
    """The reference engine.

    Attributes
    ----------
    setting, effects, marks, agenda, state : the arrays of this run
    now : int, the present step
    people : list of Person, by row
    authors : for each claim posted in this step, who posted, and how often
    advance, result : what `step` does, a whole step of the run that the model belongs to; and
        what gives that run as far as it has come
    """

    person_class: type[Person] = Person

    def __init__(
        self, setting: Setting, effects: Effects, marks: Marks, agenda: Agenda, persuasion: Persuasion
    ) -> None:
        # Mesa wants a generator; nothing here draws from it.
        super().__init__(rng=0)
        self.setting, self.effects, self.marks, self.agenda = setting, effects, marks, agenda
        self.state = State.unaware(len(setting.family), len(setting.group), len(setting.joined))
        self.persuade = persuasion_rule(persuasion)
        self.now = 0
        self.claims_in_play: list[int] = []
        self.authors: dict[int, dict[int, int]] = {}
        # A draw is a pure function of its words, so asking again may as well be remembered.
        self.draw = lru_cache(maxsize=1 << 18)(uniform)
        self.contacts_of = lru_cache(maxsize=None)(self._contacts_of)
        self._changes: list[int] = []
        self.advance = self.result = self._belongs_to_no_run
        self.people = [self.person_class(self, i) for i in range(len(setting.group))]

    @property
    def ending(self) -> State:
        """What is known of everybody when the run is over."""
        return self.state

    def step(self) -> None:
        """Go one step on, with interventions and record; `Study.model` has said how."""
        self.advance()

    def _belongs_to_no_run(self) -> Any:
        raise InputError(Problem("this model belongs to no run", "make it with Study.model()"))

    def _contacts_of(self, i: int, p: int) -> tuple[int, ...]:
        start, stop = self.setting.source_starts[p, i : i + 2]
        return tuple(self.setting.sources[start:stop].tolist())

    def begin(self, step: int) -> None:
        """Start a step: nothing is posted, heard or counted yet."""
        self.now = step
        self._changes.clear()
        for counted in (self.state.posts, self.state.heard, self.state.tally):
            counted.fill(0)

    def intervene(self) -> None:
        """Seed claims, publish corrections and date marks, as the agenda says."""
        for claim, people in self.agenda.waves(self.now):
            for i in people:
                self.people[i].start_claim(claim)
        for claim, outlet, audience, sources in self.agenda.publications(self.now):
            self.state.heard[claim, audience, len(self.setting.joined) + outlet, 1] += 1
            for i in sources:
                self.people[i].start_correction(claim)
        for mark, people in self.agenda.deliveries(self.now):
            self.marks.at[mark, people] = self.now

    def share(self) -> None:
        """Let everybody decide what to pass on."""
        known = (self.state.stance != UNAWARE).any(axis=1) | self.state.heard.any(axis=(1, 2, 3))
        self.claims_in_play = [int(k) for k in np.flatnonzero(known)]
        self.agents.do("share")

    def expose(self) -> None:
        """Let everybody see what contacts posted."""
        self.authors = {
            k: {int(j): int(posts[j]) for j in np.flatnonzero(posts)}
            for k, posts in enumerate(self.state.posts)
            if posts.any()
        }
        self.agents.do("expose")

    def respond(self) -> None:
        """Let everybody respond to what was seen."""
        self.agents.do("respond")

    def fade(self) -> None:
        """Let beliefs, corrections and patience run out."""
        self.agents.do("fade")

    def note_change(self, claim: int, person: int, before: int, after: int) -> None:
        """Remember a change of stance for the record."""
        self._changes.append(change_code(claim, person, len(self.people), before, after))

    def changes(self) -> NDArray[np.int64]:
        """List this step's changes of stance as codes, in no particular order."""
        return np.array(self._changes, dtype=np.int64)

    def march(self, first: int, until: int, record: Record) -> Changes:
        """Go through steps during which no effect changes, and record them."""
        steps = []
        for step in range(first, until):
            self.begin(step)
            for phase in (self.intervene, self.share, self.expose, self.respond, self.fade):
                phase()
            codes = self.changes()
            open_row(record, step + 1)
            note_changes(record, self.setting.group, codes, 0, len(codes), step + 1)
            record.tallies[step] = self.state.tally
            steps.append(Changes(codes, np.array([0, len(codes)])))
        return Changes.joined(steps)
