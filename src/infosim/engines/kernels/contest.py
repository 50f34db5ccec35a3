"""The hoax against the fact-check where everybody says in every step what they hold.

Most of those who hold nothing stay so in a step: the draw is looked at first, and
the contacts are counted of those only who may take a side. Of the others one contact
who believes is enough to know that they were exposed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from infosim.compiling import People, prefetch_from
from infosim.draws import Purpose, philox, uniform
from infosim.engines.agenda import Agenda
from infosim.engines.kernels.calendar import Calendar, new_calendar, take_off, tear_off, write_down
from infosim.engines.kernels.chance import draw_alike, draw_apart, first_below
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
EPISODE, HEARD_FROM, FIRST, BELIEVED, PLACE, ASKED = range(6)
"""Columns of a person, 0 at first: episode; parent (plus 2); step of the first post (plus 1);
see `Record.believed`; place among those who hold something (plus 1); the step in which it
was last found to have heard something (plus 1)."""

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
    listed, asked : (N,), who is dealt with just now
    convinced, checked : (N,), who takes which side
    luck : (2, N), drawn for those who are dealt with, and episodes : (N,), theirs
    forgetting, verifying, lapsing : who forgets a belief, verifies it, or forgets a
        correction when
    codes, ends : changes of stance, and how many there are after each step
    n : how many hold something, believe, are corrected, hear these and those, changes,
        whether the holders are listed, how many are convinced and checked in this step
    """

    stance: np.ndarray[tuple[int], np.dtype[np.int8]]
    people: Steps
    n_hearing: Steps
    holders: Steps
    listed: Steps
    asked: Steps
    convinced: Steps
    checked: Steps
    episodes: Steps
    luck: Floats
    forgetting: Calendar
    verifying: Calendar
    lapsing: Calendar
    codes: Ints
    ends: Ints
    n: Ints


N_HOLDERS, N_BELIEVERS, N_CORRECTED, N_TIES, N_CORRECTED_TIES, N_CHANGES, ARE_FEW = range(7)
N_CONVINCED, N_CHECKED = 7, 8


def draw(setting: Setting, work: Contest, row: int, purpose: int, people: People, n_people: int) -> None:
    """Draw the numbers that belong to the present episodes of people."""
    for n in range(n_people):
        work.episodes[n] = work.people[people[n], EPISODE]
    words = setting.seed, setting.replicate, purpose
    draw_apart(work.luck[row], *words, work.episodes, people, n_people, int(setting.claim_key[0]))


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


def count_holders(work: Contest, stance: int, n_people: int, n_hearing: int) -> None:
    """Count people who begin or, below nought, end to hold something, and those who hear them."""
    if stance == BELIEVER:
        work.n[N_BELIEVERS] += n_people
        work.n[N_TIES] += n_hearing
    elif stance == CORRECTED:
        work.n[N_CORRECTED] += n_people
        work.n[N_CORRECTED_TIES] += n_hearing


def switch(
    setting: Setting,
    work: Contest,
    record: Record,
    people: People,
    n_people: int,
    before: int,
    after: int,
    row: int,
) -> None:
    """Change the stance of people who all held the same, and write it down."""
    first, n_hearing = int(work.n[N_CHANGES]), 0
    for n in range(n_people):
        i = int(people[n])
        work.codes[first + n] = change_code(0, i, len(work.stance), before, after)
        work.stance[i] = after
        n_hearing += work.n_hearing[i]
        if before == BELIEVER:
            work.people[i, BELIEVED] += row
        if after == BELIEVER:
            work.people[i, BELIEVED] -= row
    work.n[N_CHANGES] += n_people
    count_holders(work, before, -n_people, -n_hearing)
    count_holders(work, after, n_people, n_hearing)
    for n in range(n_people):
        count_change(record, row, 0, int(setting.group[people[n]]), before, after)
    if work.n[ARE_FEW]:
        for n in range(n_people):
            if before == UNAWARE:
                list_holder(work, int(people[n]))
            if after == UNAWARE:
                strike_holder(work, int(people[n]))


def hold_belief(setting: Setting, work: Contest, i: int, forgets: float, verifies: float, step: int) -> None:
    """Find by the luck of both how long a belief from a step on will last, and how it ends."""
    age = first_below(forgets, setting.forgetting[0], setting.forgetting_hints[0])
    if setting.checkable[0]:
        g = int(setting.group[i])
        patience = first_below(verifies, setting.verification[0, g], setting.verification_hints[0, g])
        if patience < age:
            write_down(work.verifying, i, step + patience)
            return
    write_down(work.forgetting, i, step + age)


def hold_correction(setting: Setting, work: Contest, i: int, forgets: float, step: int) -> None:
    """Find by the luck how long a correction from a step on will be held."""
    age = first_below(forgets, setting.correction_forgetting[0], setting.correction_forgetting_hints[0])
    write_down(work.lapsing, i, step + age)


def believe(setting: Setting, work: Contest, record: Record, n_people: int, step: int, row: int) -> None:
    """Let those who are convinced believe from a step on."""
    draw(setting, work, 0, FORGET_BELIEF, work.convinced, n_people)
    if setting.checkable[0]:
        draw(setting, work, 1, VERIFY, work.convinced, n_people)
    switch(setting, work, record, work.convinced, n_people, UNAWARE, BELIEVER, row)
    for n in range(n_people):
        i = int(work.convinced[n])
        hold_belief(setting, work, i, work.luck[0, n], work.luck[1, n], step)
        if work.people[i, FIRST] == 0:
            work.people[i, FIRST] = step + 1


def correct(setting: Setting, work: Contest, people: People, n_people: int, step: int) -> None:
    """Let people hold the correction from a step on."""
    draw(setting, work, 0, FORGET_CORRECTION, people, n_people)
    for n in range(n_people):
        hold_correction(setting, work, int(people[n]), work.luck[0, n], step)


def start(setting: Setting, work: Contest, agenda: Agenda, record: Record, step: int) -> None:
    """Let those who start the claim believe it and say so."""
    for w in range(agenda.wave_rows[step], agenda.wave_rows[step + 1]):
        n_seeds = 0
        for n in range(agenda.wave_ends[w], agenda.wave_ends[w + 1]):
            work.convinced[n_seeds] = agenda.wave_people[n]
            n_seeds += 1
        believe(setting, work, record, n_seeds, step, step + 1)
        for n in range(n_seeds):
            work.people[work.convinced[n], HEARD_FROM] = 1


def list_unaware(setting: Setting, work: Contest) -> int:
    """List all who hold nothing, in their order."""
    n_listed = 0
    for i in range(len(work.stance)):
        work.listed[n_listed] = i
        n_listed += (work.stance[i] == UNAWARE) & setting.responds[i]
    return n_listed


def count_on_few(work: Contest, are_few: bool) -> None:
    """Begin to list those who hold something when they become few, and leave it when they are not."""
    if are_few and not work.n[ARE_FEW]:
        work.n[N_HOLDERS] = 0
        for i in range(len(work.stance)):
            if work.stance[i] != UNAWARE:
                list_holder(work, i)
    work.n[ARE_FEW] = are_few


def list_reached(setting: Setting, work: Contest, step: int) -> int:
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
    return n_listed


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
    # Written in any case, and kept if it counts: quicker than to guess which way it goes.
    work.convinced[work.n[N_CONVINCED]] = i
    work.n[N_CONVINCED] += side == BELIEVER
    work.checked[work.n[N_CHECKED]] = i
    work.n[N_CHECKED] += side == CORRECTED
    if side == BELIEVER and work.people[i, HEARD_FROM] == 0:
        work.people[i, HEARD_FROM] = choose_parent(setting, work, i, n_claim) + 2
    return 1 if n_claim > 0 else 0


def hears_claim(setting: Setting, work: Contest, i: int) -> int:
    """Tell (1 or 0) whether any contact believes."""
    for tie in range(setting.source_starts[0, i], setting.source_starts[0, i + 1]):
        if work.stance[setting.sources[tie]] == BELIEVER:
            return 1
    return 0


def ask(setting: Setting, work: Contest, n_listed: int, step: int) -> int:
    """Ask those listed which side they take; list those who take one, and count who was exposed."""
    words = setting.seed, setting.replicate, COMPETE, step
    draw_alike(work.luck[0], *words, work.listed, n_listed, int(setting.claim_key[0]))
    most = setting.reach[0] * max(1.0, setting.correction_visibility[0]) + SURE
    n_asked = n_left = n_exposed = 0
    for n in range(n_listed):
        i, may_move = work.listed[n], work.luck[0, n] < most
        work.asked[n_asked] = i
        work.luck[1, n_asked] = work.luck[0, n]
        n_asked += may_move
        work.listed[n_left] = i
        n_left += not may_move
    work.n[N_CONVINCED] = work.n[N_CHECKED] = 0
    for n in range(n_asked):
        if n + AHEAD < n_asked:
            prefetch_from(setting.sources, int(setting.source_starts[0, work.asked[n + AHEAD]]))
        n_exposed += take_side(setting, work, int(work.asked[n]), work.luck[1, n], step)
    for n in range(n_left):
        if n + AHEAD < n_left:
            prefetch_from(setting.sources, int(setting.source_starts[0, work.listed[n + AHEAD]]))
        n_exposed += hears_claim(setting, work, int(work.listed[n]))
    return n_exposed


def settle_sides(setting: Setting, work: Contest, record: Record, step: int) -> None:
    """Let those who have taken a side hold it from the next step on."""
    believe(setting, work, record, int(work.n[N_CONVINCED]), step + 1, step + 1)
    n_checked = int(work.n[N_CHECKED])
    switch(setting, work, record, work.checked, n_checked, UNAWARE, CORRECTED, step + 1)
    correct(setting, work, work.checked, n_checked, step + 1)


def fade(setting: Setting, work: Contest, record: Record, step: int) -> None:
    """Let those whose time is over forget, or verify."""
    n_verifying = take_off(work.verifying, step + 1, work.listed)
    switch(setting, work, record, work.listed, n_verifying, BELIEVER, CORRECTED, step + 1)
    correct(setting, work, work.listed, n_verifying, step + 1)
    n_forgetting = take_off(work.forgetting, step + 1, work.listed)
    switch(setting, work, record, work.listed, n_forgetting, BELIEVER, UNAWARE, step + 1)
    for n in range(n_forgetting):
        work.people[work.listed[n], EPISODE] += 1
    n_lapsing = take_off(work.lapsing, step + 1, work.listed)
    switch(setting, work, record, work.listed, n_lapsing, CORRECTED, UNAWARE, step + 1)
    for n in range(n_lapsing):
        work.people[work.listed[n], EPISODE] += 1


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
        few = work.n[ARE_FEW]
        n_listed = list_reached(setting, work, step) if few else list_unaware(setting, work)
        record.tallies[step, 0, RECEPTIVE] = ask(setting, work, n_listed, step)
        settle_sides(setting, work, record, step)
        fade(setting, work, record, step)
        work.ends[step - first + 1] = work.n[N_CHANGES]
    return len(record.tallies)


KERNELS = (
    *(philox, uniform, draw_alike, draw_apart, lasts, first_below, pick, change_code, open_row, count_change),
    *(compete, credibility, heard_of, write_down, tear_off, take_off, draw, list_holder, strike_holder),
    *(count_holders, switch, hold_belief, hold_correction, believe, correct, start, list_unaware),
    *(count_on_few, list_reached, choose_parent, take_side, hears_claim, ask, settle_sides, fade, contest),
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
        asked=people(),
        convinced=people(),
        checked=people(),
        episodes=people(),
        luck=np.empty((2, n_people)),
        forgetting=new_calendar(n_people, n_steps),
        verifying=new_calendar(n_people, n_steps),
        lapsing=new_calendar(n_people, n_steps),
        # Memory that is never written to is never taken.
        codes=np.empty(64 * n_people, dtype=np.int64),
        ends=np.zeros(n_steps + 1, dtype=np.int64),
        n=np.zeros(9, dtype=np.int64),
    )
