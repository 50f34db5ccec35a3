"""Where the hoax and the fact-check are told in every step: the quicker way, and when it may be taken."""

from __future__ import annotations

import numpy as np

from infosim.engines.agenda import Agenda
from infosim.engines.changes import Changes
from infosim.engines.course import Course, people_hearing, whole_run
from infosim.engines.kernels import contest
from infosim.engines.kernels.contest import BELIEVED, EPISODE, FIRST, HEARD_FROM, new_contest
from infosim.engines.record import Record
from infosim.engines.state import Ending, Setting
from infosim.rules import COMPETITION, Persuasion


def applies(setting: Setting, agenda: Agenda, persuasion: Persuasion) -> bool:
    """Tell whether a run without interventions can be computed from what people hold.

    One claim, one platform that everybody is on, one wave of seeds; whoever believes the
    claim or holds its correction says so in every step, and nobody else does.
    """
    one_of_each = len(setting.family) == len(setting.joined) == 1 and len(agenda.wave_claim) <= 1
    return bool(
        one_of_each
        and persuasion == COMPETITION
        and setting.unthinking_rate[0] == 0.0
        and min(setting.rate[0], setting.correction_rate[0]) * setting.activity.min() >= 1.0
        and min(setting.interest[0, -1], setting.correction_interest[0, -1]) >= 1.0
    )


def go(setting: Setting, agenda: Agenda, record: Record) -> Course:
    """Go through a whole run."""
    work = new_contest(len(record.tallies), people_hearing(setting))
    kernel = whole_run(contest, contest.contest, setting, work, agenda, record)
    step, parts = 0, []
    while step < len(record.tallies):
        begun, step = step, kernel(setting, work, agenda, record, step)
        ends = work.ends[: step - begun + 1].copy()
        is_over = step == len(record.tallies)
        codes = work.codes[: ends[-1]]
        parts.append(Changes(codes if is_over else codes.copy(), ends))
    first = work.people[None, :, FIRST] - np.int32(1)
    record.first_believed[:] = first
    record.first_believed[0, agenda.wave_people] += 1
    record.believed[:] = work.people[:, BELIEVED]
    ending = Ending(
        stance=work.stance[None],
        episode=work.people[None, :, EPISODE],
        parent=work.people[None, :, HEARD_FROM] - np.int32(2),
        first_shared=np.where(first < len(record.tallies), first, np.int32(-1)),
    )
    return Course(Changes.joined(parts), ending)
