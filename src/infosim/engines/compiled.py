"""The compiled engine: the kernels, compiled around the chosen rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infosim import draws, world
from infosim.compiling import compile_together, type_of
from infosim.engines import agenda, record, state
from infosim.engines.agenda import Agenda
from infosim.engines.changes import Changes
from infosim.engines.kernels import KERNELS, MODULES, RULES, VERBS
from infosim.engines.kernels.work import new_memory
from infosim.engines.record import Record
from infosim.engines.state import Setting
from infosim.rules import persuasion_rule
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
        self, setting: Setting, effects: Effects, marks: Marks, agenda: Agenda, persuasion: str
    ) -> None:
        self.setting, self.effects, self.marks, self.agenda = setting, effects, marks, agenda
        self.now = 0
        sizes = len(setting.family), len(setting.group), len(setting.joined)
        n_steps = setting.interest.shape[1] - 2
        self.state, self._work = new_memory(*sizes, n_steps, agenda.most_changes)
        tuples = (setting, self.state, effects, marks, self._work, agenda)
        types = tuple((type(one), type_of(one)) for one in tuples)
        self._kernel = compiled_kernels(persuasion_rule(persuasion), types)

    def begin(self, step: int) -> None:
        """Start a step: nothing is posted, heard or counted yet."""
        self.now = step
        self._work.n_changes[0] = 0
        self._kernel["begin"](self.state, self._work)

    def intervene(self) -> None:
        """Seed claims, publish corrections and date marks, as the agenda says."""
        arrays = (self.setting, self.state, self.marks, self._work, self.agenda)
        self._kernel["intervene"](*arrays, self.now)

    def share(self) -> None:
        """Let everybody decide what to pass on."""
        self._kernel["share"](self.setting, self.state, self.effects, self.marks, self._work, self.now)

    def expose(self) -> None:
        """Let everybody see what contacts posted."""
        self._kernel["expose"](self.setting, self.state, self._work, self.now)

    def respond(self) -> None:
        """Let everybody respond to what was seen."""
        self._kernel["respond"](self.setting, self.state, self.effects, self.marks, self._work, self.now)

    def fade(self) -> None:
        """Let beliefs, corrections and patience run out."""
        self._kernel["fade"](self.setting, self.state, self._work, self.now)

    def changes(self) -> NDArray[np.int64]:
        """List this step's changes of stance as codes, in no particular order."""
        return self._work.change[self._work.n_changes[1] : self._work.n_changes[0]]

    def march(self, first: int, until: int, record: Record) -> Changes:
        """Go through steps during which no effect changes, or the first of them, and record them."""
        arrays = (self.setting, self.state, self.effects, self.marks, self._work, self.agenda)
        self.now = self._kernel["march"](*arrays, record, first, until)
        ends = self._work.ends[: self.now - first + 1]
        return Changes(self._work.change[: ends[-1]], ends)


@lru_cache(maxsize=16)
def compiled_kernels(
    persuade: Callable[..., float], types: tuple[tuple[type, Any], ...]
) -> dict[str, Callable[..., Any]]:
    """Compile the kernels around a persuasion rule, or take them from the cache.

    Parameters
    ----------
    persuade : the rule
    types : the numba type of each named tuple
    """
    functions = (*DRAWS, *RULES, *KERNELS)
    sources = (draws, state, agenda, record, world, *MODULES)
    known = dict(types) | {Record: type_of(Record.empty(1, 1, 1, np.zeros(1, dtype=np.int64)))}
    return compile_together(functions, VERBS, sources, known, {"persuade": persuade})
