"""What comes of a run that is gone through in one go."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from infosim import draws
from infosim.compiling import compile_together, layout, type_of
from infosim.engines import agenda, record, state
from infosim.engines.agenda import Agenda
from infosim.engines.changes import Changes
from infosim.engines.kernels import calendar, chance, telling
from infosim.engines.record import Record
from infosim.engines.state import Ending, Setting, Steps
from infosim.rules import competition
from infosim.rules import sharing as sharing_rules
from infosim.rules import time as time_rules


class Course(NamedTuple):
    """The changes of a run, and everybody at the end."""

    changes: Changes
    ending: Ending


def people_hearing(setting: Setting) -> Steps:
    """Count those who hear and heed what each person says, ``(n_people,)``."""
    starts = setting.follower_starts[0]
    if setting.responds.all():
        everybody: Steps = np.diff(starts).astype(np.int32)
        return everybody
    heeding = np.concatenate([[0], np.cumsum(setting.responds[setting.followers[starts[0] : starts[-1]]])])
    counted: Steps = np.diff(heeding[starts - starts[0]]).astype(np.int32)
    return counted


def told(stance: Steps, since: Steps, heard_from: Steps, agenda: Agenda, record: Record) -> Ending:
    """Tell of everybody at the end, and record when each believed; see `telling.tell`."""
    ending = Ending.empty(1, len(stance))
    verb = whole_run(telling, telling.tell, agenda, record, ending)
    verb(stance, since, heard_from, agenda, record, ending)
    return ending


def whole_run(module: ModuleType, verb: Callable[..., Any], *given: NamedTuple) -> Callable[..., Any]:
    """Compile a way through a whole run for what it is given, or take it from the cache.

    Parameters
    ----------
    module : of kernels, which it lists as KERNELS
    verb : the one of them that is called
    given : the named tuples that it will be given, or others like them
    """
    key = (verb, *map(layout, given))
    if key not in _COMPILED:
        _COMPILED[key] = compile_together(
            module.KERNELS,
            (verb,),
            (draws, state, agenda, record, calendar, chance, module, *RULES),
            {type(one): type_of(one) for one in (*given, calendar.new_calendar(1, 1))},
        )[verb.__name__]
    return _COMPILED[key]


RULES = (competition, sharing_rules, time_rules)

_COMPILED: dict[Any, Callable[..., Any]] = {}
