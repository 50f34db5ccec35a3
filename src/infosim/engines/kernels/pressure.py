"""A claim that everybody who believes it posts in every step: an epidemic, computed from beginnings and ends.

The pressure on a person is how many contacts are sharing now. It changes only when a
contact begins or ends, so contacts are read twice and not in every step. How many
posts a person must hear to notice, and to believe, follows from its luck at once; and
so the step at which it will, unless the pressure changes before.

Memory is slower than arithmetic: whoever comes next is asked for ahead of time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim.compiling import People, prefetch, prefetch_from
from infosim.draws import Purpose, philox, uniform
from infosim.engines.agenda import Agenda
from infosim.engines.kernels.calendar import Calendar, new_calendar, tear_off, write_down
from infosim.engines.kernels.chance import (
    FOR_EVER,
    NOT_NEGATIVE,
    Remaining,
    draw_alike,
    first_below,
    posts_needed,
)
from infosim.engines.record import Record, count_change, open_row
from infosim.engines.state import EXPOSURES, RECEPTIVE, SHARES, Floats, Ints, Setting, Steps, change_code
from infosim.engines.state import aligned_zeros as zeros
from infosim.rules.belief import BELIEVER, UNAWARE, UNCONVINCED
from infosim.rules.sharing import pick
from infosim.rules.time import lasts

NOTICE = int(Purpose.NOTICE)
RESISTANCE = int(Purpose.RESISTANCE)
INTEREST_BELIEF = int(Purpose.INTEREST_BELIEF)
PARENT = int(Purpose.PARENT)

N_MIND = 8
STANCE, PRESSURE, HEARD, SINCE, AUTHORS, NEEDED, BELIEVES, PLACE = range(N_MIND)
"""Columns of what a person has in mind, 0 at first: the stance; contacts sharing now; posts
heard before the step from which that holds (plus 1); the contacts sharing now, added
without carry; posts after which the stance changes, and after which it believes; place
among those under pressure (plus 1)."""

N_PAST = 2
TAKEN, HEARD_FROM = range(2)
"""Columns of what a person did: the step at which sharing begins; parent (plus 2)."""

DEAF = 4
"""Stance of an account of which nobody is behind: what it hears does nothing."""

AHEAD = 8
"""How many people, or contacts of one person, memory is asked for ahead of time."""


class Pressure(NamedTuple):
    """What is kept of a claim under pressure.

    Attributes
    ----------
    minds : (N, 8), past : (N, 2), the columns above
    sharing : int8, (N,), whether somebody shares now
    pressed, crosses_at : (N,), who is under pressure, and the step at which it changes its mind
    n_hearing : (N,), how many hear what each person says
    listed : (N,), who is dealt with just now
    beginning, touched : (N,), who begins to share, and who is concerned by that
    endings : who ends sharing when
    luck : (2, N), drawn for those who hear of it first
    unseen, doubt : what is left after n posts; with hints where to look
    codes, ends : changes of stance, and how many there are after each step
    n : how many are pressed, begin, are touched, share now, ties of those, changes
    """

    minds: Steps
    past: Steps
    sharing: NDArray[np.int8]
    pressed: Steps
    crosses_at: Steps
    n_hearing: Steps
    listed: Steps
    beginning: Steps
    touched: Steps
    endings: Calendar
    luck: Floats
    unseen: Floats
    doubt: Floats
    unseen_hints: Steps
    doubt_hints: Steps
    codes: Ints
    ends: Ints
    n: Ints


N_PRESSED, N_BEGINNING, N_TOUCHED, N_SHARING, N_TIES, N_CHANGES = range(6)


def change_mind(setting: Setting, work: Pressure, record: Record, i: int, stance: int, row: int) -> None:
    """Take a stance, and write it down."""
    before = int(work.minds[i, STANCE])
    if before == DEAF:
        before = UNAWARE
    work.minds[i, STANCE] = stance
    work.codes[work.n[N_CHANGES]] = change_code(0, i, len(work.minds), before, stance)
    work.n[N_CHANGES] += 1
    # A group is asked for only where there are several: everybody's lies elsewhere in memory.
    g = int(setting.group[i]) if record.counts.shape[3] > 1 else 0
    count_change(record, row, 0, g, before, stance)


def begin_sharing(work: Pressure, i: int, step: int) -> None:
    """Share from a step on."""
    work.past[i, TAKEN] = step
    work.beginning[work.n[N_BEGINNING]] = i
    work.n[N_BEGINNING] += 1


def take_interest(setting: Setting, work: Pressure, step: int) -> None:
    """Draw for those who begin to share in this step how long their interest lasts."""
    key, n_people = int(setting.claim_key[0]), int(work.n[N_BEGINNING])
    draw_alike(
        work.luck[0], setting.seed, setting.replicate, INTEREST_BELIEF, 0, work.beginning, n_people, key
    )
    for n in range(n_people):
        until = step + first_below(work.luck[0, n], setting.interest[0], setting.interest_hints[0])
        write_down(work.endings, int(work.beginning[n]), until)
    work.n[N_BEGINNING] = 0


def press(setting: Setting, work: Pressure, i: int, more: int, step: int) -> None:
    """Raise the pressure on the contacts of somebody who begins to share, or lower it again."""
    first, last = setting.follower_starts[0, i], setting.follower_starts[0, i + 1]
    n_touched = work.n[N_TOUCHED]
    for tie in range(first, last):
        j = int(setting.followers[tie]) & NOT_NEGATIVE
        if tie + AHEAD < last:
            prefetch(work.minds, int(setting.followers[tie + AHEAD]), 0)
        pressure, since = work.minds[j, PRESSURE], work.minds[j, SINCE]
        # Of those who believe already it does not matter, and asking would take longer.
        work.minds[j, HEARD] += pressure * (step + 1 - since)
        work.minds[j, SINCE] = step + 1
        work.minds[j, PRESSURE] = pressure + more
        work.minds[j, AUTHORS] ^= i
        work.touched[n_touched] = j
        n_touched += (since != step + 1) & (work.minds[j, STANCE] <= UNCONVINCED)
    work.n[N_TOUCHED] = n_touched
    work.sharing[i] = more > 0
    work.n[N_SHARING] += more
    work.n[N_TIES] += more * work.n_hearing[i]


def press_all(setting: Setting, work: Pressure, people: People, n_people: int, more: int, step: int) -> None:
    """Let people begin or end sharing, asking for the contacts of who comes next meanwhile."""
    for n in range(n_people):
        if n + 3 < n_people:
            prefetch(setting.follower_starts, 0, int(people[n + 3]))
        if n + 2 < n_people:
            first = setting.follower_starts[0, people[n + 2]]
            prefetch_from(setting.followers, int(first))
        if n + 1 < n_people:
            first = setting.follower_starts[0, people[n + 1]]
            last = min(first + AHEAD, setting.follower_starts[0, people[n + 1] + 1])
            for tie in range(first, last):
                prefetch(work.minds, int(setting.followers[tie]), 0)
        press(setting, work, int(people[n]), more, step)


def end_sharing(setting: Setting, work: Pressure, step: int) -> None:
    """Let those stop whose interest is over."""
    sheet = tear_off(work.endings, step)
    while sheet > 0:
        people = work.endings.sheets[sheet]
        press_all(setting, work, people[2:], int(people[1]), -1, step)
        sheet = tear_off(work.endings, step)


def draw_luck(setting: Setting, work: Pressure) -> None:
    """Draw, for those who are concerned for the first time, after how many posts they notice and believe."""
    n_fresh = 0
    for n in range(work.n[N_TOUCHED]):
        j = work.touched[n]
        work.listed[n_fresh] = j
        n_fresh += work.minds[j, BELIEVES] == 0
    seed, replicate, key = setting.seed, setting.replicate, int(setting.claim_key[0])
    draw_alike(work.luck[0], seed, replicate, NOTICE, 0, work.listed, n_fresh, key)
    draw_alike(work.luck[1], seed, replicate, RESISTANCE, 0, work.listed, n_fresh, key)
    for n in range(n_fresh):
        notices = posts_needed(work.luck[0, n], work.unseen, work.unseen_hints)
        believes = posts_needed(work.luck[1, n], work.doubt, work.doubt_hints)
        work.minds[work.listed[n], BELIEVES] = believes
        work.minds[work.listed[n], NEEDED] = min(notices, believes)


def crossing(work: Pressure, j: int) -> int:
    """Compute the step at which enough will have been heard, if the pressure stays as it is."""
    needed, pressure = int(work.minds[j, NEEDED]), int(work.minds[j, PRESSURE])
    if needed == FOR_EVER:
        return FOR_EVER
    missing = needed - int(work.minds[j, HEARD])
    return int(work.minds[j, SINCE]) + (missing + pressure - 1) // pressure - 2


def release(work: Pressure, j: int) -> None:
    """Take somebody off the list of those under pressure; the last one takes the place."""
    place, last = int(work.minds[j, PLACE]) - 1, int(work.n[N_PRESSED]) - 1
    moved = work.pressed[last]
    work.pressed[place] = moved
    work.crosses_at[place] = work.crosses_at[last]
    work.minds[moved, PLACE] = place + 1
    work.minds[j, PLACE] = 0
    work.n[N_PRESSED] = last


def reckon(work: Pressure) -> None:
    """Find out anew when those concerned in this step will change their minds."""
    for n in range(work.n[N_TOUCHED]):
        if n + AHEAD < work.n[N_TOUCHED]:
            prefetch(work.minds, int(work.touched[n + AHEAD]), 0)
        j = int(work.touched[n])
        place = int(work.minds[j, PLACE])
        if work.minds[j, PRESSURE] == 0:
            if place > 0:
                release(work, j)
            continue
        if place == 0:
            work.pressed[work.n[N_PRESSED]] = j
            work.n[N_PRESSED] += 1
            place = int(work.n[N_PRESSED])
            work.minds[j, PLACE] = place
        work.crosses_at[place - 1] = crossing(work, j)
    work.n[N_TOUCHED] = 0


def find_parents(setting: Setting, work: Pressure, n_due: int) -> None:
    """Find from whom those who notice heard it: one of the contacts who share now."""
    n_unsure = 0
    for n in range(n_due):
        if n + AHEAD < n_due:
            prefetch(work.minds, int(work.listed[n + AHEAD]), 0)
            prefetch(work.past, int(work.listed[n + AHEAD]), 0)
            prefetch(setting.source_starts, 0, int(work.listed[n + AHEAD]))
        j = work.listed[n]
        if work.minds[j, STANCE] == UNAWARE:
            work.past[j, HEARD_FROM] = work.minds[j, AUTHORS] + 2
            work.touched[n_unsure] = j
            n_unsure += work.minds[j, PRESSURE] > 1
    key = int(setting.claim_key[0])
    draw_alike(work.luck[0], setting.seed, setting.replicate, PARENT, 0, work.touched, n_unsure, key)
    for n in range(n_unsure):
        if n + 4 < n_unsure:
            prefetch_from(setting.sources, int(setting.source_starts[0, work.touched[n + 4]]))
        j = int(work.touched[n])
        work.past[j, HEARD_FROM] = one_of(setting, work, j, work.luck[0, n]) + 2


def one_of(setting: Setting, work: Pressure, j: int, luck: float) -> int:
    """Choose one of the contacts who share now."""
    left = pick(luck, int(work.minds[j, PRESSURE]))
    for tie in range(setting.source_starts[0, j], setting.source_starts[0, j + 1]):
        left -= work.sharing[setting.sources[tie]]
        if left < 0:
            return int(setting.sources[tie])
    return -1


def give_in(setting: Setting, work: Pressure, record: Record, j: int, step: int) -> None:
    """Let somebody notice or believe who has heard enough by now."""
    heard = work.minds[j, HEARD] + work.minds[j, PRESSURE] * (step + 2 - work.minds[j, SINCE])
    if heard >= work.minds[j, BELIEVES]:
        change_mind(setting, work, record, j, BELIEVER, step + 1)
        begin_sharing(work, j, step + 1)
        release(work, j)
    else:
        change_mind(setting, work, record, j, UNCONVINCED, step + 1)
        work.minds[j, NEEDED] = work.minds[j, BELIEVES]
        work.crosses_at[work.minds[j, PLACE] - 1] = crossing(work, j)


def respond(setting: Setting, work: Pressure, record: Record, step: int) -> None:
    """Find those who have heard enough by now, and let them change their minds."""
    n_due = 0
    for n in range(work.n[N_PRESSED]):
        work.listed[n_due] = work.pressed[n]
        n_due += work.crosses_at[n] <= step
    find_parents(setting, work, n_due)
    for n in range(n_due):
        if n + AHEAD < n_due:
            prefetch(work.minds, int(work.listed[n + AHEAD]), 0)
        give_in(setting, work, record, int(work.listed[n]), step)


def start(setting: Setting, work: Pressure, agenda: Agenda, record: Record, step: int) -> None:
    """Let those who start the claim believe and share it."""
    for w in range(agenda.wave_rows[step], agenda.wave_rows[step + 1]):
        for n in range(agenda.wave_ends[w], agenda.wave_ends[w + 1]):
            i = int(agenda.wave_people[n])
            change_mind(setting, work, record, i, BELIEVER, step + 1)
            begin_sharing(work, i, step)
            work.past[i, HEARD_FROM] = 1


def spread(setting: Setting, work: Pressure, agenda: Agenda, record: Record) -> None:
    """Go through all steps of a run."""
    for step in range(len(work.ends) - 1):
        open_row(record, step + 1)
        start(setting, work, agenda, record, step)
        end_sharing(setting, work, step)
        press_all(setting, work, work.beginning, int(work.n[N_BEGINNING]), 1, step)
        take_interest(setting, work, step)
        draw_luck(setting, work)
        reckon(work)
        record.tallies[step, 0, SHARES] = work.n[N_SHARING]
        record.tallies[step, 0, EXPOSURES] = work.n[N_TIES]
        record.tallies[step, 0, RECEPTIVE] = work.n[N_PRESSED]
        respond(setting, work, record, step)
        work.ends[step + 1] = work.n[N_CHANGES]


KERNELS = (
    *(philox, uniform, draw_alike, lasts, first_below, pick, change_code, open_row, count_change),
    *(
        posts_needed,
        write_down,
        tear_off,
        change_mind,
        begin_sharing,
        take_interest,
        press,
        press_all,
        end_sharing,
        draw_luck,
    ),
    *(crossing, release, reckon, one_of, find_parents, give_in, respond, start, spread),
)
"""In the order in which they call each other."""


def new_pressure(n_hearing: Steps, n_steps: int, unseen: Remaining, doubt: Remaining) -> Pressure:
    """Make what is kept of a claim that nobody has heard of."""
    n_people = len(n_hearing)

    def people() -> Steps:
        return np.empty(n_people + 1, dtype=np.int32)

    return Pressure(
        minds=zeros(n_people, N_MIND),
        past=zeros(n_people, N_PAST),
        sharing=np.zeros(n_people, dtype=np.int8),
        pressed=people(),
        crosses_at=people(),
        n_hearing=n_hearing,
        listed=people(),
        beginning=people(),
        touched=people(),
        endings=new_calendar(n_people, n_steps),
        luck=np.empty((2, n_people)),
        unseen=unseen.table,
        doubt=doubt.table,
        unseen_hints=unseen.hints,
        doubt_hints=doubt.hints,
        codes=np.empty(2 * n_people, dtype=np.int64),
        ends=np.zeros(n_steps + 1, dtype=np.int64),
        n=np.zeros(6, dtype=np.int64),
    )
