"""Where a claim spreads like an epidemic: the quicker way through all steps, and when it may be taken."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from infosim import draws
from infosim.compiling import compile_together, layout, type_of
from infosim.engines import agenda, record, state
from infosim.engines.agenda import Agenda
from infosim.engines.changes import Changes
from infosim.engines.course import Course, people_hearing
from infosim.engines.kernels import calendar, cascade, chance, pressure
from infosim.engines.kernels.pressure import DEAF, HEARD_FROM, STANCE, TAKEN, Remaining, new_pressure
from infosim.engines.record import Record
from infosim.engines.state import Ending, Flags, Setting, Steps
from infosim.rules import sharing as sharing_rules
from infosim.rules import time as time_rules
from infosim.rules.belief import BELIEVER, UNAWARE, acceptance_of_claim, notice
from infosim.rules.persuasion import independent
from infosim.world import hints

LONGEST_RUN = 1 << 15
LONGEST_TABLE = 1 << 16
LEAST_LUCK = 2.0**-53


def common_doubt(setting: Setting) -> tuple[Remaining, Remaining] | None:
    """Tabulate what is unseen and doubted after n posts, if that is the same for everybody.

    None also if the tables would be too long.
    """
    susceptibility = setting.susceptibility[setting.responds] if setting.judged[0] else np.ones(1)
    if len(susceptibility) == 0 or susceptibility.min() < susceptibility.max():
        return None
    visibility = float(setting.reach[0])
    acceptance = acceptance_of_claim(float(setting.plausibility[0]), float(susceptibility[0]), 1.0)
    unseen, doubt = unseen_after(visibility), doubt_after(visibility, acceptance)
    return None if unseen is None or doubt is None else (unseen, doubt)


@lru_cache(maxsize=16)
def unseen_after(visibility: float) -> Remaining | None:
    """Tabulate by the rule what is unseen after n posts."""
    return worn_down(lambda left, n_before: notice(left, visibility, 1))


@lru_cache(maxsize=16)
def doubt_after(visibility: float, acceptance: float) -> Remaining | None:
    """Tabulate by the rule what is doubted after n posts."""
    return worn_down(lambda left, n_before: independent(left, visibility, acceptance, 1, n_before, 0))


def worn_down(post: Callable[[float, int], float]) -> Remaining | None:
    """Tabulate what posts leave of 1, down to where no luck is smaller; None if that takes too many."""
    table = [1.0, post(1.0, 0)]
    while LEAST_LUCK < table[-1] < table[-2]:
        if len(table) > LONGEST_TABLE:
            return None
        table.append(post(table[-1], len(table) - 1))
    left = np.array(table)
    return Remaining(left, hints(left))


def applies(setting: Setting, agenda: Agenda, persuasion: str) -> bool:
    """Tell whether a run without interventions can be computed from beginnings and ends of sharing.

    One claim, one platform that everybody is on, one wave of seeds; whoever believes posts in
    every step as long as interest lasts, and nobody else does; nothing is forgotten or checked.
    """
    one_of_each = len(setting.family) == len(setting.joined) == 1 and len(agenda.wave_claim) <= 1
    return bool(
        one_of_each
        and persuasion == "independent"
        and setting.interest.shape[1] < LONGEST_RUN
        and setting.unthinking_rate[0] == 0.0
        and setting.rate[0] * setting.activity.min() >= 1.0
        and setting.forgetting[0, -1] >= 1.0
        and (not setting.checkable[0] or setting.verification[0, :, -1].min() >= 1.0)
        and common_doubt(setting) is not None
    )


def go(setting: Setting, agenda: Agenda, record: Record) -> Course:
    """Go through a whole run."""
    n_people, n_steps = len(setting.group), len(record.tallies)
    tables = common_doubt(setting)
    assert tables is not None
    work = new_pressure(people_hearing(setting), n_steps, *tables)
    if not setting.responds.all():
        work.minds[~setting.responds, STANCE] = DEAF
    # Whose interest is over after one step, posts once.
    verb = cascade.cascade if setting.interest[0, 1] == 0.0 else pressure.spread
    kernel(verb, setting, work, agenda, record)(setting, work, agenda, record)
    sharing_from, stance = work.past[None, :, TAKEN], work.minds[None, :, STANCE]
    write_beliefs(record, stance == BELIEVER, sharing_from, agenda)
    ending = Ending(
        stance=np.where(stance == DEAF, np.int32(UNAWARE), stance).astype(np.int8),
        episode=np.zeros((1, n_people), dtype=np.int32),
        parent=work.past[None, :, HEARD_FROM] - np.int32(2),
        first_shared=np.where((stance == BELIEVER) & (sharing_from < n_steps), sharing_from, np.int32(-1)),
    )
    return Course(Changes(work.codes[: work.ends[-1]], work.ends), ending)


def write_beliefs(record: Record, believes: Flags, since: Steps, agenda: Agenda) -> None:
    """Record when everybody believed; those who started the claim, only after their first step."""
    record.first_believed[:] = np.where(believes, since, np.int32(-1))
    record.first_believed[0, agenda.wave_people] += 1
    record.believed[:] = np.where(believes, -record.first_believed, np.int32(0))


def kernel(verb: Callable[..., Any], *given: NamedTuple) -> Callable[..., Any]:
    """Compile one of the kernels for what it is given, or take it from the cache."""
    key = (verb, *map(layout, given))
    if key not in _COMPILED:
        module = cascade if verb is cascade.cascade else pressure
        rules = (sharing_rules, time_rules)
        _COMPILED[key] = compile_together(
            module.KERNELS,
            (verb,),
            (draws, state, agenda, record, calendar, chance, pressure, module, *rules),
            {type(one): type_of(one) for one in (*given, calendar.new_calendar(1, 1))},
        )[verb.__name__]
    return _COMPILED[key]


_COMPILED: dict[Any, Callable[..., Any]] = {}
