"""All phases of an engine in one call: what happens between two looks at the state."""

from __future__ import annotations

from infosim.engines.kernels.response import respond
from infosim.engines.kernels.sharing import expose, share
from infosim.engines.kernels.stances import fade
from infosim.engines.kernels.work import Work
from infosim.engines.state import Setting, State
from infosim.world import Effects, Marks


def act(setting: Setting, state: State, effects: Effects, marks: Marks, work: Work, step: int) -> None:
    """Share, expose, respond and fade."""
    share(setting, state, effects, marks, work, step)
    expose(setting, state, work, step)
    respond(setting, state, effects, marks, work, step)
    fade(setting, state, work, step)
