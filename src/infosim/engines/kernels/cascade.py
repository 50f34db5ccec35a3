"""A claim that whoever believes it posts once, in the next step: an independent cascade.

What is heard in a step is heard in that step alone, so a person only counts: upwards,
from how many posts are still missing, and at nought its mind changes. Four numbers
a person are all that a post touches, and nobody is looked at who has not heard enough.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim.compiling import prefetch, prefetch_from
from infosim.draws import Purpose, philox, uniform
from infosim.engines.agenda import Agenda
from infosim.engines.kernels.chance import NOT_NEGATIVE, Remaining, draw_alike, first_below, posts_needed
from infosim.engines.record import Record, count_change, open_row
from infosim.engines.state import EXPOSURES, RECEPTIVE, SHARES, Floats, Ints, Setting, Steps, change_code
from infosim.engines.state import aligned_zeros as zeros
from infosim.rules.belief import BELIEVER, UNAWARE, UNCONVINCED
from infosim.rules.sharing import pick
from infosim.rules.time import lasts

NOTICE = int(Purpose.NOTICE)
RESISTANCE = int(Purpose.RESISTANCE)
PARENT = int(Purpose.PARENT)

N_MIND = 4
COUNT, HEARD, AUTHORS, STANCE = range(N_MIND)
"""Columns of what a person has in mind, 0 at first: posts heard less those needed for the
stance to change; the step (plus 1) and how many posts were heard in it, as one number, 0 only
of those who must still draw their luck; who posted them, added without carry; the stance."""

N_PAST = 3
TAKEN, HEARD_FROM, REST = range(N_PAST)
"""Columns of what a person did: the step at which it shares; its parent (plus 2); how many
posts more it takes to believe than to notice."""

DONE, NEVER = 2**29, 2**30
"""The count of those whose mind no longer changes; and how far those are from it who never will."""

N_BEGINNING, N_FRESH, N_DUE, N_RECEPTIVE, N_TIES, N_CHANGES = range(6)

AHEAD = 16
"""How many contacts memory is asked for ahead of time."""


class Cascade(NamedTuple):
    """What is kept of a cascade.

    Attributes
    ----------
    minds : (N, 4), past : (N, 3), the columns above
    shares_at : int16, (N,), the step (plus 1) in which somebody posts
    n_hearing : (N,), how many hear what each person says
    beginning, fresh, due : (N + 1,), who posts now, hears of it for the first time, and has heard enough
    luck : (2, N), drawn for some of them
    base : (1,), two to the power of how many bits the count of posts takes in `HEARD`
    unseen, doubt : what is left after n posts; with hints where to look
    codes, ends : changes of stance, and how many there are after each step
    n : how many begin, are fresh, due, could be convinced; ties of those who post; changes
    """

    minds: Steps
    past: Steps
    shares_at: NDArray[np.int16]
    n_hearing: Steps
    beginning: Steps
    fresh: Steps
    due: Steps
    luck: Floats
    base: Ints
    unseen: Floats
    doubt: Floats
    unseen_hints: Steps
    doubt_hints: Steps
    codes: Ints
    ends: Ints
    n: Ints


def turn(setting: Setting, work: Cascade, record: Record, i: int, stance: int, step: int) -> None:
    """Take a stance after a step, and write it down; who believes will post."""
    before = int(work.minds[i, STANCE])
    work.minds[i, STANCE] = stance
    work.codes[work.n[N_CHANGES]] = change_code(0, i, len(work.minds), before, stance)
    work.n[N_CHANGES] += 1
    # A group is asked for only where there are several: everybody's lies elsewhere in memory.
    g = int(setting.group[i]) if record.counts.shape[3] > 1 else 0
    count_change(record, step + 1, 0, g, before, stance)
    if stance == BELIEVER:
        work.minds[i, COUNT] = DONE
        work.past[i, TAKEN] = step + 1
        work.shares_at[i] = step + 2
        work.beginning[work.n[N_BEGINNING]] = i
        work.n[N_BEGINNING] += 1


def start(setting: Setting, work: Cascade, agenda: Agenda, record: Record, step: int) -> None:
    """Let those who start the claim believe it, and post it in this step."""
    for w in range(agenda.wave_rows[step], agenda.wave_rows[step + 1]):
        for n in range(agenda.wave_ends[w], agenda.wave_ends[w + 1]):
            i = int(agenda.wave_people[n])
            turn(setting, work, record, i, BELIEVER, step)
            work.past[i, TAKEN] = step
            work.past[i, HEARD_FROM] = work.minds[i, HEARD] = 1
            work.shares_at[i] = step + 1


def reach(setting: Setting, work: Cascade, i: int, base: int) -> None:
    """Let the contacts of somebody hear what it posts in this step."""
    n_fresh, n_due, n_receptive = work.n[N_FRESH], work.n[N_DUE], work.n[N_RECEPTIVE]
    for tie in range(setting.follower_starts[0, i], setting.follower_starts[0, i + 1]):
        j = int(setting.followers[tie]) & NOT_NEGATIVE
        count, heard = work.minds[j, COUNT], work.minds[j, HEARD]
        goes_on = heard > base
        work.minds[j, COUNT] = count + 1
        work.minds[j, HEARD] = max(heard, base) + 1
        work.minds[j, AUTHORS] = (goes_on * work.minds[j, AUTHORS]) ^ i
        # Written in any case, and counted only where it is so: quicker than to ask.
        work.fresh[n_fresh] = j
        n_fresh += heard == 0
        work.due[n_due] = j
        n_due += count == -1
        n_receptive += (not goes_on) & (count < DONE)
    work.n[N_FRESH], work.n[N_DUE], work.n[N_RECEPTIVE] = n_fresh, n_due, n_receptive
    work.n[N_TIES] += work.n_hearing[i]


def reach_all(setting: Setting, work: Cascade, base: int) -> None:
    """Let everybody post whose turn it is, asking for the contacts of who comes next meanwhile."""
    n_people = int(work.n[N_BEGINNING])
    for n in range(n_people):
        if n + 3 < n_people:
            prefetch(setting.follower_starts, 0, int(work.beginning[n + 3]))
        if n + 2 < n_people:
            prefetch_from(setting.followers, int(setting.follower_starts[0, work.beginning[n + 2]]))
        if n + 1 < n_people:
            first = setting.follower_starts[0, work.beginning[n + 1]]
            last = min(first + AHEAD, setting.follower_starts[0, work.beginning[n + 1] + 1])
            for tie in range(first, last):
                prefetch(work.minds, int(setting.followers[tie]), 0)
        reach(setting, work, int(work.beginning[n]), base)
    work.n[N_BEGINNING] = 0


def draw_luck(setting: Setting, work: Cascade) -> None:
    """Draw, for those who hear of it for the first time, after how many posts they notice and believe."""
    seed, replicate, key = setting.seed, setting.replicate, int(setting.claim_key[0])
    n_fresh, n_due = int(work.n[N_FRESH]), work.n[N_DUE]
    draw_alike(work.luck[0], seed, replicate, NOTICE, 0, work.fresh, n_fresh, key)
    draw_alike(work.luck[1], seed, replicate, RESISTANCE, 0, work.fresh, n_fresh, key)
    for n in range(n_fresh):
        if n + AHEAD < n_fresh:
            prefetch(work.minds, int(work.fresh[n + AHEAD]), 0)
            prefetch(work.past, int(work.fresh[n + AHEAD]), 0)
        j = work.fresh[n]
        notices = posts_needed(work.luck[0, n], work.unseen, work.unseen_hints)
        believes = min(NEVER, posts_needed(work.luck[1, n], work.doubt, work.doubt_hints))
        needed = min(notices, believes)
        work.past[j, REST] = believes - needed
        count = work.minds[j, COUNT] - needed
        work.minds[j, COUNT] = count
        work.due[n_due] = j
        n_due += count >= 0
    work.n[N_DUE] = n_due


def find_parents(setting: Setting, work: Cascade, step: int, base: int) -> None:
    """Find from whom those who notice heard it: one of the contacts who posted in this step."""
    n_unsure = 0
    for n in range(work.n[N_DUE]):
        j = work.due[n]
        if work.minds[j, STANCE] == UNAWARE:
            work.past[j, HEARD_FROM] = work.minds[j, AUTHORS] + 2
            work.fresh[n_unsure] = j
            n_unsure += work.minds[j, HEARD] - base > 1
    seed, replicate, key = setting.seed, setting.replicate, int(setting.claim_key[0])
    draw_alike(work.luck[0], seed, replicate, PARENT, 0, work.fresh, n_unsure, key)
    for n in range(n_unsure):
        if n + 4 < n_unsure:
            prefetch_from(setting.sources, int(setting.source_starts[0, work.fresh[n + 4]]))
        j = int(work.fresh[n])
        work.past[j, HEARD_FROM] = one_of(setting, work, j, step, work.luck[0, n], base) + 2


def one_of(setting: Setting, work: Cascade, j: int, step: int, luck: float, base: int) -> int:
    """Choose one of the contacts who posted in this step."""
    left = pick(luck, int(work.minds[j, HEARD]) - base)
    for tie in range(setting.source_starts[0, j], setting.source_starts[0, j + 1]):
        left -= work.shares_at[setting.sources[tie]] == step + 1
        if left < 0:
            return int(setting.sources[tie])
    return -1


def respond(setting: Setting, work: Cascade, record: Record, step: int, base: int) -> None:
    """Let those change their minds who have heard enough by now."""
    find_parents(setting, work, step, base)
    for n in range(work.n[N_DUE]):
        j = int(work.due[n])
        if work.minds[j, STANCE] == UNAWARE:
            work.minds[j, COUNT] -= work.past[j, REST]
        believes = work.minds[j, COUNT] >= 0
        turn(setting, work, record, j, BELIEVER if believes else UNCONVINCED, step)


def cascade(setting: Setting, work: Cascade, agenda: Agenda, record: Record) -> None:
    """Go through all steps of a run."""
    for step in range(len(work.ends) - 1):
        base = (step + 1) * int(work.base[0])
        work.n[N_FRESH] = work.n[N_DUE] = work.n[N_RECEPTIVE] = work.n[N_TIES] = 0
        open_row(record, step + 1)
        start(setting, work, agenda, record, step)
        record.tallies[step, 0, SHARES] = work.n[N_BEGINNING]
        reach_all(setting, work, base)
        draw_luck(setting, work)
        record.tallies[step, 0, EXPOSURES] = work.n[N_TIES]
        record.tallies[step, 0, RECEPTIVE] = work.n[N_RECEPTIVE]
        respond(setting, work, record, step, base)
        work.ends[step + 1] = work.n[N_CHANGES]


KERNELS = (
    *(philox, uniform, draw_alike, lasts, first_below, posts_needed, pick, change_code, open_row),
    *(count_change, turn, start, reach, reach_all, draw_luck, one_of, find_parents, respond, cascade),
)
"""In the order in which they call each other."""


def new_cascade(n_hearing: Steps, n_steps: int, base: int, unseen: Remaining, doubt: Remaining) -> Cascade:
    """Make what is kept of a claim that nobody has heard of."""
    n_people = len(n_hearing)

    def people() -> Steps:
        return np.empty(n_people + 1, dtype=np.int32)

    return Cascade(
        minds=zeros(n_people, N_MIND),
        past=np.empty((n_people, N_PAST), dtype=np.int32),
        shares_at=np.zeros(n_people, dtype=np.int16),
        n_hearing=n_hearing,
        beginning=people(),
        fresh=people(),
        due=people(),
        luck=np.empty((2, n_people)),
        base=np.array([base]),
        unseen=unseen.table,
        doubt=doubt.table,
        unseen_hints=unseen.hints,
        doubt_hints=doubt.hints,
        codes=np.empty(2 * n_people, dtype=np.int64),
        ends=np.zeros(n_steps + 1, dtype=np.int64),
        n=np.zeros(6, dtype=np.int64),
    )
