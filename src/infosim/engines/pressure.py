"""Where a claim spreads like an epidemic: the quicker way through all steps, and when it may be taken."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from infosim.engines.agenda import Agenda
from infosim.engines.changes import Changes
from infosim.engines.course import Course, people_hearing, told, whole_run
from infosim.engines.kernels import pressure
from infosim.engines.kernels.chance import Remaining
from infosim.engines.kernels.pressure import DEAF, HEARD_FROM, STANCE, TAKEN, new_pressure
from infosim.engines.record import Record
from infosim.engines.state import Setting
from infosim.rules import Persuasion
from infosim.rules.belief import UNAWARE, acceptance_of_claim, notice
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


def applies(setting: Setting, agenda: Agenda, persuasion: Persuasion) -> bool:
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
    tables = common_doubt(setting)
    assert tables is not None
    work = new_pressure(people_hearing(setting), len(record.tallies), *tables)
    if not setting.responds.all():
        work.minds[~setting.responds, STANCE] = DEAF
    whole_run(pressure, pressure.spread, setting, work, agenda, record)(setting, work, agenda, record)
    stance = work.minds[:, STANCE]
    if not setting.responds.all():
        stance[stance == DEAF] = UNAWARE
    ending = told(stance, work.past[:, TAKEN], work.past[:, HEARD_FROM], agenda, record)
    return Course(Changes(work.codes[: work.ends[-1]], work.ends), ending)
