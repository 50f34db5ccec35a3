"""The compiled engine: the kernels, compiled around the chosen rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infosim import draws, world
from infosim.compiling import compile_together, type_of
from infosim.engines import state
from infosim.engines.kernels import KERNELS, MODULES, RULES, VERBS
from infosim.engines.kernels.work import new_work
from infosim.engines.state import Setting, State
from infosim.rules import persuasion_rule
from infosim.world import Effects, Marks

DRAWS = (draws.philox, draws.uniform, draws.episode_word, state.posts_in, state.change_code)


class CompiledEngine:
    """Runs the kernels over the state of one run.

    Attributes
    ----------
    setting, state, effects, marks : the arrays of this run
    now : int, the present step
    """

    def __init__(
        self, setting: Setting, state: State, effects: Effects, marks: Marks, persuasion: str
    ) -> None:
        self.setting, self.state, self.effects, self.marks = setting, state, effects, marks
        self.now = 0
        self._work = new_work(*state.stance.shape)
        tuples = (setting, state, effects, marks, self._work)
        types = tuple((type(one), type_of(one)) for one in tuples)
        self._kernel = compiled_kernels(persuasion_rule(persuasion), types)

    def begin(self, step: int) -> None:
        """Start a step: nothing is posted, heard or counted yet."""
        self.now = step
        self._kernel["begin"](self.state, self._work)

    def seed(self, claim: int, people: NDArray[np.int64]) -> None:
        """Let people start a claim."""
        self._kernel["seed"](self.setting, self.state, self._work, claim, people, self.now)

    def publish(
        self, claim: int, audience: NDArray[np.int64], sources: NDArray[np.int64], outlet: int
    ) -> None:
        """Show a correction to an audience, and let sources pass it on."""
        arrays = (self.setting, self.state, self._work)
        self._kernel["publish"](*arrays, claim, audience, sources, outlet, self.now)

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

    def act(self) -> None:
        """Share, expose, respond and fade, in one call."""
        self._kernel["act"](self.setting, self.state, self.effects, self.marks, self._work, self.now)

    def changes(self) -> NDArray[np.int64]:
        """List this step's changes of stance as codes, in no particular order."""
        return self._work.change[: self._work.n_changes[0]]


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
    sources = (draws, state, world, *MODULES)
    return compile_together(functions, VERBS, sources, dict(types), {"persuade": persuade})
