"""Where a claim spreads as an independent cascade: the quickest way through a run, and when it applies."""

from __future__ import annotations

import numpy as np

from infosim.engines import pressure
from infosim.engines.agenda import Agenda
from infosim.engines.changes import Changes
from infosim.engines.course import Course, people_hearing, told, whole_run
from infosim.engines.kernels import cascade
from infosim.engines.kernels.cascade import COUNT, DONE, HEARD, HEARD_FROM, STANCE, TAKEN, new_cascade
from infosim.engines.record import Record
from infosim.engines.state import Setting
from infosim.rules import Persuasion

LARGEST = 2**31 - 1


def base_of(setting: Setting) -> int:
    """Find the power of two above the number of posts that anybody can hear in a step."""
    return 1 << int(np.diff(setting.source_starts[0]).max()).bit_length()


def applies(setting: Setting, agenda: Agenda, persuasion: Persuasion) -> bool:
    """Tell whether all is as for `pressure`, and interest is over after one step."""
    return (
        bool((setting.interest[:, 1] == 0.0).all())
        and pressure.applies(setting, agenda, persuasion)
        and base_of(setting) * setting.interest.shape[1] <= LARGEST
    )


def go(setting: Setting, agenda: Agenda, record: Record) -> Course:
    """Go through a whole run."""
    tables = pressure.common_doubt(setting)
    assert tables is not None
    work = new_cascade(people_hearing(setting), len(record.tallies), base_of(setting), *tables)
    if not setting.responds.all():
        work.minds[~setting.responds, COUNT], work.minds[~setting.responds, HEARD] = DONE, 1
    whole_run(cascade, cascade.cascade, setting, work, agenda, record)(setting, work, agenda, record)
    since, heard_from = work.past[:, TAKEN], work.past[:, HEARD_FROM]
    ending = told(work.minds[:, STANCE], since, heard_from, agenda, record)
    return Course(Changes(work.codes[: work.ends[-1]], work.ends), ending)
