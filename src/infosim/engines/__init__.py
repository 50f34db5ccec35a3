"""How a step is computed. Both engines have the same verbs and give the same bits.

Nothing is imported until an engine is chosen: mesa and numba are slow to load.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from infosim.engines.agenda import Agenda
from infosim.engines.changes import Changes
from infosim.engines.record import Record
from infosim.engines.state import Ending, Setting, State
from infosim.rules import AddedRule, Persuasion
from infosim.world import Effects, Marks


class Engine(Protocol):
    """The verbs of an engine, in the order of a step."""

    @property
    def state(self) -> State:
        """The state of everybody, now."""

    @property
    def ending(self) -> State | Ending:
        """What is known of everybody when the run is over."""

    def begin(self, step: int) -> None:
        """Start a step: nothing is posted, heard or counted yet."""

    def intervene(self) -> None:
        """Seed claims, publish corrections and date marks, as the agenda says."""

    def share(self) -> None:
        """Let everybody decide what to pass on."""

    def expose(self) -> None:
        """Let everybody see what contacts posted."""

    def respond(self) -> None:
        """Let everybody respond to what was seen."""

    def fade(self) -> None:
        """Let beliefs, corrections and patience run out."""

    def changes(self) -> NDArray[np.int64]:
        """List this step's changes of stance as codes, in no particular order."""

    def march(self, first: int, until: int, record: Record) -> Changes:
        """Go through steps during which no effect changes, or the first of them, and record them."""


EngineFactory = Callable[[Setting, Effects, Marks, Agenda, Persuasion], Engine]


def _reference(
    setting: Setting, effects: Effects, marks: Marks, agenda: Agenda, persuasion: Persuasion
) -> Engine:
    from infosim.engines.reference import SocietyModel  # noqa: PLC0415  mesa is slow to load

    return SocietyModel(setting, effects, marks, agenda, persuasion)


def _compiled(
    setting: Setting, effects: Effects, marks: Marks, agenda: Agenda, persuasion: Persuasion
) -> Engine:
    from infosim.engines.compiled import CompiledEngine  # noqa: PLC0415  numba is slow to load

    return CompiledEngine(setting, effects, marks, agenda, persuasion)


ENGINES: dict[str, EngineFactory] = {"reference": _reference, "compiled": _compiled}
"""The engines that a run may name."""


def engine_for(engine: str, persuasion: Persuasion) -> str:
    """Choose the engine that runs a rule: the one asked for, unless only the readable one can."""
    return "reference" if isinstance(persuasion, AddedRule) and persuasion.fault else engine
