"""The hoax against the fact-check where everybody says in every step what they hold.

Most of those who hold nothing stay so in a step: the draw is looked at first, and
the contacts are counted of those only who may take a side. Of the others one contact
who believes is enough to know that they were exposed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from infosim.compiling import prefetch_from
from infosim.draws import Purpose, philox, uniform
from infosim.engines.agenda import Agenda
from infosim.engines.kernels.calendar import Calendar, new_calendar, tear_off, write_down
from infosim.engines.kernels.chance import first_below
from infosim.engines.record import Record, count_change, open_row
from infosim.engines.state import (
    CORRECTION_EXPOSURES,
    CORRECTION_SHARES,
    EXPOSURES,
    RECEPTIVE,
    SHARES,
    Floats,
    Ints,
    Setting,
    Steps,
    aligned_zeros,
    change_code,
)
from infosim.rules.belief import BELIEVER, CORRECTED, UNAWARE
from infosim.rules.competition import compete, credibility, heard_of
from infosim.rules.sharing import pick
from infosim.rules.time import lasts

COMPETE = int(Purpose.COMPETE)
PARENT = int(Purpose.PARENT)
FORGET_BELIEF = int(Purpose.FORGET_BELIEF)
FORGET_CORRECTION = int(Purpose.FORGET_CORRECTION)
VERIFY = int(Purpose.VERIFY)

N_COLUMNS = 8
EPISODE, HEARD_FROM, FIRST, BELIEVED, VERIFIES, PLACE, ASKED = range(7)
"""Columns of a person, 0 at first: episode; parent (plus 2); step of the first post (plus 1);
see `Record.believed`; whether a belief ends by verifying; place among those who hold
something (plus 1); the step in which it was last found to have heard something (plus 1)."""

SURE = 1e-9
"""Beyond rounding: a draw that is larger than what is possible by this much can be left alone."""

AHEAD = 8


class Contest(NamedTuple):
    """What is kept of a contest.

    Attributes
    ----------
    stance : int8, (N,)
    people : (N, 8), the columns above
    n_hearing : (N,), how many hear what each person says
    holders : (N,), who holds something; kept only as long as few do
    listed, sides : (N,), who is dealt with just now, and the side it takes
    luck : (2, N), drawn for those
    fading : who loses what it holds when
    codes, ends : changes of stance, and how many there are after each step
    n : how many hold something, are listed, believe, are corrected, hear these and
        those, changes, whether the holders are listed
    """

    stance: np.ndarray[tuple[int], np.dtype[np.int8]]
    people: Steps
    n_hearing: Steps
    holders: Steps
    listed: Steps
    sides: Steps
    luck: Floats
    fading: Calendar
    codes: Ints
    ends: Ints
    n: Ints


N_HOLDERS, N_LISTED, N_BELIEVERS, N_CORRECTED, N_TIES, N_CORRECTED_TIES, N_CHANGES, ARE_FEW = range(8)


def draw(setting: Setting, work: Contest, purpose: int, i: int) -> float:
    """Draw the number that belongs to a person's present episode."""
    episode, key = int(work.people[i, EPISODE]), int(setting.claim_key[0])
    return uniform(setting.seed, setting.replicate, purpose, episode, i, key)  # type: ignore[no-any-return]


def list_holder(work: Contest, i: int) -> None:
    """Put somebody on the list of those who hold something."""
    work.holders[work.n[N_HOLDERS]] = i
    work.n[N_HOLDERS] += 1
    work.people[i, PLACE] = work.n[N_HOLDERS]


def strike_holder(work: Contest, i: int) -> None:
    """Take somebody off that list; the last one takes the place."""
    place, last = int(work.people[i, PLACE]) - 1, int(work.n[N_HOLDERS]) - 1
    moved = work.holders[last]
    work.holders[place] = moved
    work.people[moved, PLACE] = place + 1
    work.n[N_HOLDERS] = last


def switch(setting: Setting, work: Contest, record: Record, i: int, stance: int, row: int) -> None:
    """Change a stance, and write it down."""
    before, n_hearing = int(work.stance[i]), int(work.n_hearing[i])
    work.codes[work.n[N_CHANGES]] = change_code(0, i, len(work.stance), before, stance)
    work.n[N_CHANGES] += 1
    # A group is asked for only where there are several: everybody's lies elsewhere in memory.
    g = int(setting.group[i]) if record.counts.shape[3] > 1 else 0
    count_change(record, row, 0, g, before, stance)
    work.stance[i] = stance
    if before == BELIEVER:
        work.people[i, BELIEVED] += row
        work.n[N_BELIEVERS] -= 1
        work.n[N_TIES] -= n_hearing
    elif before == CORRECTED:
        work.n[N_CORRECTED] -= 1
        work.n[N_CORRECTED_TIES] -= n_hearing
    elif work.n[ARE_FEW]:
        list_holder(work, i)
    if stance == BELIEVER:
        work.people[i, BELIEVED] -= row
        work.n[N_BELIEVERS] += 1
        work.n[N_TIES] += n_hearing
    elif stance == CORRECTED:
        work.n[N_CORRECTED] += 1
        work.n[N_CORRECTED_TIES] += n_hearing
    elif work.n[ARE_FEW]:
        strike_holder(work, i)


def hold_belief(setting: Setting, work: Contest, i: int, forgets: float, verifies: float, step: int) -> None:
    """Find by the luck of both how long a belief from a step on will last, and how it ends."""
    age = first_below(forgets, setting.forgetting[0], setting.forgetting_hints[0])
    if setting.checkable[0]:
        g = int(setting.group[i]) if setting.verification.shape[1] > 1 else 0
        patience = first_below(verifies, setting.verification[0, g], setting.verification_hints[0, g])
        work.people[i, VERIFIES] = patience < age
        age = min(age, patience)
    write_down(work.fading, i, step + age)


def hold_correction(setting: Setting, work: Contest, i: int, forgets: float, step: int) -> None:
    """Find by the luck how long a correction from a step on will be held."""
    age = first_below(forgets, setting.correction_forgetting[0], setting.correction_forgetting_hints[0])
    write_down(work.fading, i, step + age)


def start(setting: Setting, work: Contest, agenda: Agenda, record: Record, step: int) -> None:
    """Let those who start the claim believe it and say so."""
    for w in range(agenda.wave_rows[step], agenda.wave_rows[step + 1]):
        for n in range(agenda.wave_ends[w], agenda.wave_ends[w + 1]):
            i = int(agenda.wave_people[n])
            switch(setting, work, record, i, BELIEVER, step + 1)
            forgets, verifies = draw(setting, work, FORGET_BELIEF, i), draw(setting, work, VERIFY, i)
            hold_belief(setting, work, i, forgets, verifies, step)
            work.people[i, HEARD_FROM] = 1
            work.people[i, FIRST] = step + 1


def list_unaware(setting: Setting, work: Contest) -> None:
    """List all who hold nothing, in their order."""
    n_listed = 0
    for i in range(len(work.stance)):
        work.listed[n_listed] = i
        n_listed += work.stance[i] == UNAWARE and setting.responds[i]
    work.n[N_LISTED] = n_listed


def count_on_few(work: Contest, are_few: bool) -> None:
    """Begin to list those who hold something when they become few, and leave it when they are not."""
    if are_few and not work.n[ARE_FEW]:
        work.n[N_HOLDERS] = 0
        for i in range(len(work.stance)):
            if work.stance[i] != UNAWARE:
                list_holder(work, i)
    work.n[ARE_FEW] = are_few


def list_reached(setting: Setting, work: Contest, step: int) -> None:
    """List those who hold nothing and hear somebody, where few hold anything."""
    n_listed = 0
    for n in range(work.n[N_HOLDERS]):
        i = work.holders[n]
        for tie in range(setting.follower_starts[0, i], setting.follower_starts[0, i + 1]):
            j = int(setting.followers[tie])
            if work.stance[j] == UNAWARE and work.people[j, ASKED] != step + 1 and setting.responds[j]:
                work.people[j, ASKED] = step + 1
                work.listed[n_listed] = j
                n_listed += 1
    work.n[N_LISTED] = n_listed


def choose_parent(setting: Setting, work: Contest, i: int, n_heard: int) -> int:
    """Choose one of the believing contacts."""
    luck = uniform(setting.seed, setting.replicate, PARENT, 0, i, int(setting.claim_key[0]))
    left = pick(luck, n_heard)
    for tie in range(setting.source_starts[0, i], setting.source_starts[0, i + 1]):
        j = int(setting.sources[tie])
        if work.stance[j] == BELIEVER:
            left -= 1
            if left < 0:
                return j
    return -1


def take_side(setting: Setting, work: Contest, i: int, luck: float, step: int) -> int:
    """Let those who hold something contend for somebody who may take a side; tell whether it was exposed."""
    n_claim = n_correction = 0
    for tie in range(setting.source_starts[0, i], setting.source_starts[0, i + 1]):
        held = work.stance[setting.sources[tie]]
        n_claim += held == BELIEVER
        n_correction += held == CORRECTED
    if n_claim + n_correction == 0:
        return 0
    weight = credibility(setting.plausibility[0], setting.literacy[i], 1.0)
    seen = setting.reach[0]
    checked = seen * setting.correction_visibility[0]
    pro = seen * n_claim * (1.0 + weight)
    contra = checked * n_correction * (1.0 - weight)
    heard = (seen * n_claim + checked * n_correction) / (n_claim + n_correction)
    side = compete(luck, 1.0 - heard_of(1.0, heard), pro, contra)
    if side != UNAWARE:
        if side == BELIEVER and work.people[i, HEARD_FROM] == 0:
            work.people[i, HEARD_FROM] = choose_parent(setting, work, i, n_claim) + 2
        work.listed[work.n[N_LISTED]] = i
        work.sides[work.n[N_LISTED]] = side
        work.n[N_LISTED] += 1
    return 1 if n_claim > 0 else 0


def hears_claim(setting: Setting, work: Contest, i: int) -> int:
    """Tell (1 or 0) whether any contact believes."""
    for tie in range(setting.source_starts[0, i], setting.source_starts[0, i + 1]):
        if work.stance[setting.sources[tie]] == BELIEVER:
            return 1
    return 0


def ask(setting: Setting, work: Contest, step: int) -> int:
    """Ask those listed which side they take; list those who take one, and count who was exposed."""
    n_asked, n_exposed, key = int(work.n[N_LISTED]), 0, int(setting.claim_key[0])
    for n in range(n_asked):
        work.luck[0, n] = uniform(setting.seed, setting.replicate, COMPETE, step, int(work.listed[n]), key)
    most = setting.reach[0] * max(1.0, setting.correction_visibility[0]) + SURE
    work.n[N_LISTED] = 0
    for n in range(n_asked):
        if n + AHEAD < n_asked:
            prefetch_from(setting.sources, int(setting.source_starts[0, work.listed[n + AHEAD]]))
        i = int(work.listed[n])
        # Who takes a side is listed in the place of somebody who has been asked.
        if work.luck[0, n] < most:
            n_exposed += take_side(setting, work, i, work.luck[0, n], step)
        else:
            n_exposed += hears_claim(setting, work, i)
    return n_exposed


def settle_sides(setting: Setting, work: Contest, record: Record, step: int) -> None:
    """Let those who have taken a side hold it from the next step on."""
    for n in range(work.n[N_LISTED]):
        purpose = FORGET_BELIEF if work.sides[n] == BELIEVER else FORGET_CORRECTION
        work.luck[0, n] = draw(setting, work, purpose, int(work.listed[n]))
    if setting.checkable[0]:
        for n in range(work.n[N_LISTED]):
            work.luck[1, n] = draw(setting, work, VERIFY, int(work.listed[n]))
    for n in range(work.n[N_LISTED]):
        i, side = int(work.listed[n]), int(work.sides[n])
        switch(setting, work, record, i, side, step + 1)
        if side == BELIEVER:
            hold_belief(setting, work, i, work.luck[0, n], work.luck[1, n], step + 1)
            if work.people[i, FIRST] == 0:
                work.people[i, FIRST] = step + 2
        else:
            hold_correction(setting, work, i, work.luck[0, n], step + 1)


def fade(setting: Setting, work: Contest, record: Record, step: int) -> None:
    """Let those whose time is over forget, or verify."""
    sheet = tear_off(work.fading, step + 1)
    while sheet > 0:
        n_fading = int(work.fading.sheets[sheet, 1])
        # Copied first: what is written down meanwhile may use the sheet.
        for n in range(n_fading):
            work.listed[n] = work.fading.sheets[sheet, 2 + n]
        for n in range(n_fading):
            i = int(work.listed[n])
            if work.stance[i] == BELIEVER and work.people[i, VERIFIES] == 1:
                switch(setting, work, record, i, CORRECTED, step + 1)
                hold_correction(setting, work, i, draw(setting, work, FORGET_CORRECTION, i), step + 1)
            else:
                switch(setting, work, record, i, UNAWARE, step + 1)
                work.people[i, EPISODE] += 1
        sheet = tear_off(work.fading, step + 1)


def contest(setting: Setting, work: Contest, agenda: Agenda, record: Record, first: int) -> int:
    """Go through the steps of a run, until there is no more room for changes; give the next step."""
    work.n[N_CHANGES] = 0
    for step in range(first, len(record.tallies)):
        if work.n[N_CHANGES] > len(work.codes) - 3 * len(work.stance):
            return step
        open_row(record, step + 1)
        start(setting, work, agenda, record, step)
        record.tallies[step, 0, SHARES] = work.n[N_BELIEVERS]
        record.tallies[step, 0, CORRECTION_SHARES] = work.n[N_CORRECTED]
        record.tallies[step, 0, EXPOSURES] = work.n[N_TIES]
        record.tallies[step, 0, CORRECTION_EXPOSURES] = work.n[N_CORRECTED_TIES]
        count_on_few(work, 4 * (work.n[N_TIES] + work.n[N_CORRECTED_TIES]) < len(work.stance))
        if work.n[ARE_FEW]:
            list_reached(setting, work, step)
        else:
            list_unaware(setting, work)
        record.tallies[step, 0, RECEPTIVE] = ask(setting, work, step)
        settle_sides(setting, work, record, step)
        fade(setting, work, record, step)
        work.ends[step - first + 1] = work.n[N_CHANGES]
    return len(record.tallies)


KERNELS = (
    *(philox, uniform, lasts, first_below, pick, change_code, open_row, count_change),
    *(compete, credibility, heard_of, write_down, tear_off, draw, list_holder, strike_holder),
    *(switch, hold_belief, hold_correction, start, list_unaware, count_on_few),
    *(list_reached, choose_parent, take_side, hears_claim, ask, settle_sides, fade, contest),
)
"""In the order in which they call each other."""


def new_contest(n_steps: int, n_hearing: Steps) -> Contest:
    """Make what is kept of a contest that has not begun."""
    n_people = len(n_hearing)

    def people() -> Steps:
        return np.empty(n_people + 1, dtype=np.int32)

    return Contest(
        stance=np.zeros(n_people, dtype=np.int8),
        people=aligned_zeros(n_people, N_COLUMNS),
        n_hearing=n_hearing,
        holders=people(),
        listed=people(),
        sides=people(),
        luck=np.empty((2, n_people)),
        fading=new_calendar(n_people, n_steps),
        codes=np.empty(6 * n_people, dtype=np.int64),
        ends=np.zeros(n_steps + 1, dtype=np.int64),
        n=np.zeros(8, dtype=np.int64),
    )
