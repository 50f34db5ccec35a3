"""A claim that whoever believes it posts once, in the next step: an independent cascade.

Of those under pressure nobody has to be remembered: what is heard in a step is
heard in that step alone. Otherwise as in `pressure`, whose columns it uses.
"""

from __future__ import annotations

from infosim.compiling import prefetch, prefetch_from
from infosim.engines.agenda import Agenda
from infosim.engines.kernels.pressure import (
    AHEAD,
    AUTHORS,
    BELIEVES,
    HEARD,
    HEARD_FROM,
    N_BEGINNING,
    N_CHANGES,
    N_SHARING,
    N_TIES,
    N_TOUCHED,
    NEEDED,
    PRESSURE,
    SINCE,
    STANCE,
    TAKEN,
    Pressure,
    change_mind,
    draw_luck,
    heard_from,
)
from infosim.engines.kernels.pressure import KERNELS as PRESSING
from infosim.engines.record import Record, open_row
from infosim.engines.state import EXPOSURES, RECEPTIVE, SHARES, Setting
from infosim.rules.belief import BELIEVER, UNAWARE, UNCONVINCED


def post_once(work: Pressure, i: int, step: int) -> None:
    """Post in one step."""
    work.past[i, TAKEN] = step
    work.sharing[i] = step + 1
    work.beginning[work.n[N_BEGINNING]] = i
    work.n[N_BEGINNING] += 1


def reach(setting: Setting, work: Pressure, i: int, step: int) -> None:
    """Let the contacts of somebody hear what it posts in this step."""
    n_touched = work.n[N_TOUCHED]
    for tie in range(setting.follower_starts[0, i], setting.follower_starts[0, i + 1]):
        j = int(setting.followers[tie])
        # Nothing of an earlier step counts; of those who believe it does not matter.
        goes_on = work.minds[j, SINCE] == step + 1
        work.minds[j, SINCE] = step + 1
        work.minds[j, PRESSURE] = goes_on * work.minds[j, PRESSURE] + 1
        work.minds[j, AUTHORS] = (goes_on * work.minds[j, AUTHORS]) ^ i
        work.touched[n_touched] = j
        n_touched += (not goes_on) & (work.minds[j, STANCE] <= UNCONVINCED)
    work.n[N_TOUCHED] = n_touched
    work.n[N_TIES] += work.n_hearing[i]


def reach_all(setting: Setting, work: Pressure, step: int) -> None:
    """Let everybody post whose turn it is, asking for the contacts of who comes next meanwhile."""
    n_people = int(work.n[N_BEGINNING])
    for n in range(n_people):
        if n + 3 < n_people:
            prefetch(setting.follower_starts, 0, int(work.beginning[n + 3]))
        if n + 2 < n_people:
            prefetch_from(setting.followers, int(setting.follower_starts[0, work.beginning[n + 2]]))
        if n + 1 < n_people:
            first = setting.follower_starts[0, work.beginning[n + 1]]
            last = min(first + 2 * AHEAD, setting.follower_starts[0, work.beginning[n + 1] + 1])
            for tie in range(first, last):
                prefetch(work.minds, int(setting.followers[tie]), 0)
        reach(setting, work, int(work.beginning[n]), step)
    work.n[N_SHARING] = n_people
    work.n[N_BEGINNING] = 0


def answer(setting: Setting, work: Pressure, record: Record, j: int, step: int) -> None:
    """Let somebody notice or believe who has heard enough by now."""
    if work.minds[j, STANCE] == UNAWARE:
        work.past[j, HEARD_FROM] = heard_from(setting, work, j, step + 1) + 2
    if work.minds[j, HEARD] >= work.minds[j, BELIEVES]:
        change_mind(setting, work, record, j, BELIEVER, step + 1)
        post_once(work, j, step + 1)
    else:
        change_mind(setting, work, record, j, UNCONVINCED, step + 1)
        work.minds[j, NEEDED] = work.minds[j, BELIEVES]


def respond(setting: Setting, work: Pressure, record: Record, step: int) -> None:
    """Find those who have heard enough by now, and let them change their minds."""
    n_due, n_touched = 0, int(work.n[N_TOUCHED])
    for n in range(n_touched):
        if n + AHEAD < n_touched:
            prefetch(work.minds, int(work.touched[n + AHEAD]), 0)
        j = work.touched[n]
        heard = work.minds[j, HEARD] + work.minds[j, PRESSURE]
        work.minds[j, HEARD] = heard
        work.listed[n_due] = j
        n_due += heard >= work.minds[j, NEEDED]
    for n in range(n_due):
        if n + AHEAD < n_due:
            prefetch(work.past, int(work.listed[n + AHEAD]), 0)
        answer(setting, work, record, int(work.listed[n]), step)


def cascade(setting: Setting, work: Pressure, agenda: Agenda, record: Record) -> None:
    """Go through all steps of a run."""
    for step in range(len(work.ends) - 1):
        open_row(record, step + 1)
        for w in range(agenda.wave_rows[step], agenda.wave_rows[step + 1]):
            for n in range(agenda.wave_ends[w], agenda.wave_ends[w + 1]):
                i = int(agenda.wave_people[n])
                change_mind(setting, work, record, i, BELIEVER, step + 1)
                post_once(work, i, step)
                work.past[i, HEARD_FROM] = 1
        work.n[N_TIES] = work.n[N_TOUCHED] = 0
        reach_all(setting, work, step)
        draw_luck(setting, work)
        record.tallies[step, 0, SHARES] = work.n[N_SHARING]
        record.tallies[step, 0, EXPOSURES] = work.n[N_TIES]
        record.tallies[step, 0, RECEPTIVE] = work.n[N_TOUCHED]
        respond(setting, work, record, step)
        work.ends[step + 1] = work.n[N_CHANGES]


KERNELS = (
    *(one for one in PRESSING if one.__name__ not in ("respond", "start", "spread")),
    *(post_once, reach, reach_all, answer, respond, cascade),
)
"""In the order in which they call each other."""
