"""The compiled engine: the kernels, compiled around the chosen rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim import draws, world
from infosim.compiling import compile_together, layout, type_of
from infosim.engines import agenda, cascade, contest, pressure, record, state
from infosim.engines.agenda import Agenda
from infosim.engines.changes import Changes
from infosim.engines.kernels import KERNELS, MODULES, PHASES, RULES
from infosim.engines.kernels.whole import march
from infosim.engines.kernels.work import NEVER, Work, new_memory
from infosim.engines.record import Record
from infosim.engines.state import Ending, Setting, State
from infosim.errors import InfosimError
from infosim.fingerprint import fingerprint
from infosim.rules import AddedRule, Persuasion, persuasion_rule
from infosim.world import Effects, Marks

DRAWS = (draws.philox, draws.uniform, draws.episode_word, state.posts_in, state.change_code)


class CompiledEngine:
    """Runs the kernels over the state of one run.

    Attributes
    ----------
    setting, effects, marks, agenda, state : the arrays of this run
    now : int, the present step
    """

    def __init__(
        self, setting: Setting, effects: Effects, marks: Marks, agenda: Agenda, persuasion: Persuasion
    ) -> None:
        self.setting, self.effects, self.marks, self.agenda = setting, effects, marks, agenda
        self.now = 0
        self._persuasion = persuasion
        self._n_steps = setting.interest.shape[1] - 2
        self._ending: Ending | None = None

    @cached_property
    def _memory(self) -> tuple[State, Work]:
        sizes = len(self.setting.family), len(self.setting.group), len(self.setting.joined)
        return new_memory(*sizes, self._n_steps, self.agenda.most_changes)

    def _kernel(self, verb: str) -> Callable[..., Any]:
        verbs = PHASES if verb != march.__name__ else (march,)
        given = (self.setting, self.state, self.effects, self.marks, self._work, self.agenda)
        return compiled_kernels(persuasion_rule(self._persuasion), verbs, given)[verb]

    @property
    def state(self) -> State:
        """The state of everybody, now."""
        return self._memory[0]

    @property
    def _work(self) -> Work:
        return self._memory[1]

    @property
    def ending(self) -> State | Ending:
        """What is known of everybody when the run is over."""
        return self._ending or self.state

    def begin(self, step: int) -> None:
        """Start a step: nothing is posted, heard or counted yet."""
        self.now = step
        self._work.n_changes[0] = 0
        self._kernel("begin")(self.state, self._work)

    def intervene(self) -> None:
        """Seed claims, publish corrections and date marks, as the agenda says."""
        arrays = (self.setting, self.state, self.marks, self._work, self.agenda)
        self._kernel("intervene")(*arrays, self.now)

    def share(self) -> None:
        """Let everybody decide what to pass on."""
        self._kernel("share")(self.setting, self.state, self.effects, self.marks, self._work, self.now)

    def expose(self) -> None:
        """Let everybody see what contacts posted."""
        self._kernel("expose")(self.setting, self.state, self._work, self.now)

    def respond(self) -> None:
        """Let everybody respond to what was seen."""
        self._kernel("respond")(self.setting, self.state, self.effects, self.marks, self._work, self.now)

    def fade(self) -> None:
        """Let beliefs, corrections and patience run out."""
        self._kernel("fade")(self.setting, self.state, self._work, self.now)

    def changes(self) -> NDArray[np.int64]:
        """List this step's changes of stance as codes, in no particular order."""
        return self._work.change[self._work.n_changes[1] : self._work.n_changes[0]]

    def march(self, first: int, until: int, record: Record) -> Changes:
        """Go through steps during which no effect changes, or the first of them, and record them."""
        for way in SHORTCUTS if self._is_undisturbed(first, until) else ():
            if way.applies(self.setting, self.agenda, self._persuasion):
                self.now = until
                course = way.go(self.setting, self.agenda, record)
                self._ending = course.ending
                changes: Changes = course.changes
                return changes
        arrays = (self.setting, self.state, self.effects, self.marks, self._work, self.agenda)
        try:
            self.now = self._kernel("march")(*arrays, record, first, until)
        except ZeroDivisionError:
            # No kernel of ours divides by what can be zero.
            raise InfosimError("the rule divides by zero; the reference engine says where") from None
        ends = self._work.ends[: self.now - first + 1]
        # The lists are used again.
        return Changes(self._work.change[: ends[-1]].copy(), ends.copy())

    def _is_undisturbed(self, first: int, until: int) -> bool:
        """Tell whether this is a whole run in which nobody intervenes."""
        changed = (self.effects.visibility, self.effects.acceptance, self.effects.sharing)
        return (
            (first, until) == (0, self._n_steps)
            and len(self.marks.at) == len(self.agenda.publication_claim) == 0
            and all((multiplier == 1.0).all() for multiplier in changed)
            and bool((self.setting.joined == 0).all() and (self.setting.left == NEVER).all())
        )


SHORTCUTS = (cascade, pressure, contest)
"""Quicker ways through a whole run, for what they apply to; they give the same bits."""

_COMPILED: dict[Any, dict[str, Callable[..., Any]]] = {}


def compiled_kernels(
    persuade: Callable[..., float], verbs: tuple[Callable[..., Any], ...], given: tuple[NamedTuple, ...]
) -> dict[str, Callable[..., Any]]:
    """Compile the kernels around a persuasion rule, or take them from the cache.

    Parameters
    ----------
    persuade : the rule
    verbs : those of them that are called
    given : the named tuples that the kernels will be given, or others like them
    """
    key = (persuade, verbs, *map(layout, given))
    if key not in _COMPILED:
        functions = (*DRAWS, *RULES, *KERNELS)
        rule = persuade.function if isinstance(persuade, AddedRule) else persuade
        # The text of a rule does not tell what numbers of its module it takes.
        sources = (draws, state, agenda, record, world, *MODULES, fingerprint(rule))
        known = {type(one): type_of(one) for one in (*given, Record.empty(1, 1, 1, np.zeros(1, np.int64)))}
        _COMPILED[key] = compile_together(functions, verbs, sources, known, {"persuade": rule})
    return _COMPILED[key]
