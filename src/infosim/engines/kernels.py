"""The loops of the compiled engine: plain Python that numba takes as it stands.

Each kernel does for everybody concerned what a `Person` of the reference engine
does for itself, calling the same rules. Cost follows activity: `share` visits only
those still interested, `expose` only their contacts, `respond` only those who heard
something. Counts are whole numbers (LAW 2), so no order of visits can matter.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim.draws import Purpose, episode_word, uniform
from infosim.engines.state import Setting, State, Steps, change_code
from infosim.rules.belief import (
    acceptance_of_claim,
    acceptance_of_correction,
    lessen,
    notice,
    settle,
    yields,
)
from infosim.rules.persuasion import independent as persuade
from infosim.rules.sharing import pick, share_probability
from infosim.rules.time import lasts
from infosim.world import Effects, Marks

UNAWARE, UNCONVINCED, BELIEVER, CORRECTED = range(4)
NEVER = 2**31 - 1

NOTICE = int(Purpose.NOTICE)
RESISTANCE = int(Purpose.RESISTANCE)
ACCEPT = int(Purpose.ACCEPT)
SHARE_UNTHINKING = int(Purpose.SHARE_UNTHINKING)
SHARE_BELIEF = int(Purpose.SHARE_BELIEF)
SHARE_CORRECTION = int(Purpose.SHARE_CORRECTION)
INTEREST_UNTHINKING = int(Purpose.INTEREST_UNTHINKING)
INTEREST_BELIEF = int(Purpose.INTEREST_BELIEF)
INTEREST_CORRECTION = int(Purpose.INTEREST_CORRECTION)
FORGET_EXPOSURE = int(Purpose.FORGET_EXPOSURE)
FORGET_BELIEF = int(Purpose.FORGET_BELIEF)
FORGET_CORRECTION = int(Purpose.FORGET_CORRECTION)
VERIFY = int(Purpose.VERIFY)
PARENT = int(Purpose.PARENT)


Row = Annotated[NDArray[np.float64], "contiguous"]
Column = Annotated[NDArray[np.float64], "strided"]
Ids = Annotated[NDArray[np.int64], "contiguous"]
"""What kernels pass to each other, besides numbers and named tuples; see `compiled`."""


class Work(NamedTuple):
    """Lists and timers that only the compiled engine keeps.

    Attributes
    ----------
    interested : (K, N) and n_interested (K,), people who may still share
    is_interested : (K, N), whether somebody is in that list
    posted, n_posted : who posted in this step
    reached, n_reached : who heard something in this step
    unthinking_until, sharing_until : (K, N), step at which the interest is over
    fades_at : (K, N), step at which the stance may fade, NEVER if it does not
    n_known : (K,), people who are not unaware
    change, n_changes : codes of this step's changes of stance, and how many
    """

    interested: Steps
    n_interested: NDArray[np.int64]
    is_interested: NDArray[np.bool_]
    posted: Steps
    n_posted: NDArray[np.int64]
    reached: Steps
    n_reached: NDArray[np.int64]
    unthinking_until: Steps
    sharing_until: Steps
    fades_at: Steps
    n_known: NDArray[np.int64]
    change: NDArray[np.int64]
    n_changes: NDArray[np.int64]


def luck_of_episode(setting: Setting, state: State, purpose: int, k: int, i: int) -> float:
    """Draw the number that belongs to a person's present episode with a claim."""
    episode, key = int(state.episode[k, i]), int(setting.claim_key[k])
    return uniform(setting.seed, setting.replicate, purpose, episode, i, key)  # type: ignore[no-any-return]


def dwell(luck: float, survival: Row) -> int:
    """Find the first age, at least 1, that is not reached; by bisection."""
    low, high = 1, len(survival)
    while low < high:
        middle = (low + high) // 2
        if lasts(luck, survival[middle]):
            low = middle + 1
        else:
            high = middle
    return low


def remaining_factor(
    setting: Setting, marks: Marks, factor: float, cuts: Column, i: int, step: int
) -> float:
    """Multiply the effects of all marks on a person, as far as they last."""
    for m in range(len(cuts)):
        at = int(marks.at[m, i])
        if at >= 0 and cuts[m] > 0.0:
            weight = setting.authority[i] if marks.trusting[m] else 1.0
            factor = lessen(factor, cuts[m], marks.remaining[m, step - at], weight)
    return factor


def begin(state: State, work: Work) -> None:
    """Start a step: clear what was posted, heard and counted, where it was."""
    for k in range(len(work.n_posted)):
        for n in range(work.n_posted[k]):
            state.posts[k, work.posted[k, n]] = 0
        for n in range(work.n_reached[k]):
            state.heard[k, work.reached[k, n]] = 0
        work.n_posted[k] = 0
        work.n_reached[k] = 0
    state.tally[:] = 0
    work.n_changes[0] = 0


def take_stance(setting: Setting, state: State, work: Work, k: int, i: int, stance: int, step: int) -> None:
    """Hold a stance from a step on, and draw how long it and its interest last."""
    before = int(state.stance[k, i])
    work.change[work.n_changes[0]] = change_code(k, i, state.stance.shape[1], before, stance)
    work.n_changes[0] += 1
    if before == UNAWARE:
        work.n_known[k] += 1
        state.aware_at[k, i] = step
    state.stance[k, i] = stance
    state.stance_at[k, i] = step
    f = setting.family[k]
    if before == UNAWARE and stance != CORRECTED:
        luck = luck_of_episode(setting, state, INTEREST_UNTHINKING, k, i)
        work.unthinking_until[k, i] = step + dwell(luck, setting.interest[f])
    if stance == BELIEVER:
        luck = luck_of_episode(setting, state, INTEREST_BELIEF, k, i)
        work.sharing_until[k, i] = step + dwell(luck, setting.interest[f])
    elif stance == CORRECTED:
        luck = luck_of_episode(setting, state, INTEREST_CORRECTION, k, i)
        work.sharing_until[k, i] = step + dwell(luck, setting.correction_interest[f])
        work.unthinking_until[k, i] = 0
    set_timer(setting, state, work, k, i)
    become_interested(work, k, i)


def become_interested(work: Work, k: int, i: int) -> None:
    """Put a person on the list of those who may share."""
    if not work.is_interested[k, i]:
        work.is_interested[k, i] = True
        work.interested[k, work.n_interested[k]] = i
        work.n_interested[k] += 1


def set_timer(setting: Setting, state: State, work: Work, k: int, i: int) -> None:
    """Find the step at which the present stance fades."""
    f, stance, taken = setting.family[k], int(state.stance[k, i]), int(state.stance_at[k, i])
    if stance == CORRECTED:
        luck = luck_of_episode(setting, state, FORGET_CORRECTION, k, i)
        fades_at = taken + dwell(luck, setting.correction_forgetting[f])
    else:
        purpose = FORGET_BELIEF if stance == BELIEVER else FORGET_EXPOSURE
        luck = luck_of_episode(setting, state, purpose, k, i)
        fades_at = taken + dwell(luck, setting.forgetting[f])
        fades_at = min(fades_at, verifies_at(setting, state, k, i))
    # Nobody changes stance twice in one step.
    work.fades_at[k, i] = max(taken + 1, fades_at)


def verifies_at(setting: Setting, state: State, k: int, i: int) -> int:
    """Find the step at which a person finds out that a claim is false."""
    f = setting.family[k]
    if not setting.checkable[f]:
        return NEVER
    luck = luck_of_episode(setting, state, VERIFY, k, i)
    return int(state.aware_at[k, i]) + dwell(luck, setting.verification[f, setting.group[i]])


def forget(state: State, work: Work, k: int, i: int, step: int) -> None:
    """Go back to never having heard of a claim; a new episode can begin."""
    before = int(state.stance[k, i])
    work.change[work.n_changes[0]] = change_code(k, i, state.stance.shape[1], before, UNAWARE)
    work.n_changes[0] += 1
    work.n_known[k] -= 1
    state.stance[k, i] = UNAWARE
    state.stance_at[k, i] = step
    state.aware_at[k, i] = -1
    state.episode[k, i] += 1
    state.exposures[k, i] = 0
    state.doubt[k, i] = 1.0
    state.unseen[k, i] = 1.0
    state.hesitation[k, i] = 1.0
    work.unthinking_until[k, i] = 0
    work.sharing_until[k, i] = 0
    work.fades_at[k, i] = NEVER


def seed(setting: Setting, state: State, work: Work, k: int, people: Ids, step: int) -> None:
    """Let people start a claim: believe it and post it, whatever was before."""
    for n in range(len(people)):
        i = int(people[n])
        if state.stance[k, i] == CORRECTED:
            forget(state, work, k, i, step)
        if state.stance[k, i] != BELIEVER:
            take_stance(setting, state, work, k, i, BELIEVER, step)
        if state.parent[k, i] == -2:
            state.parent[k, i] = -1
        state.seeded_at[k, i] = step
        become_interested(work, k, i)


def publish(
    setting: Setting,
    state: State,
    work: Work,
    k: int,
    audience: Ids,
    sources: Ids,
    step: int,
) -> None:
    """Show a correction to an audience, and let sources pass it on."""
    outlet = len(setting.joined)
    for n in range(len(audience)):
        hear(state, work, k, int(audience[n]), outlet, 1)
    for n in range(len(sources)):
        i = int(sources[n])
        if state.stance[k, i] != CORRECTED:
            take_stance(setting, state, work, k, i, CORRECTED, step)
        state.seeded_at[k, i] = step
        become_interested(work, k, i)


def hear(state: State, work: Work, k: int, i: int, p: int, what: int) -> None:
    """Count one contact whose post reaches a person."""
    heard = state.heard[k, i]
    if not heard.any():
        work.reached[k, work.n_reached[k]] = i
        work.n_reached[k] += 1
    heard[p, what] += 1


def share(setting: Setting, state: State, effects: Effects, marks: Marks, work: Work, step: int) -> None:
    """Let those still interested decide what to pass on, and drop the others."""
    for k in range(len(work.n_interested)):
        kept = 0
        for n in range(work.n_interested[k]):
            i = int(work.interested[k, n])
            posts = posts_of(setting, state, effects, marks, work, k, i, step)
            if posts:
                state.posts[k, i] = posts
                work.posted[k, work.n_posted[k]] = i
                work.n_posted[k] += 1
                if state.stance[k, i] != CORRECTED and state.first_shared[k, i] < 0:
                    state.first_shared[k, i] = step
            if max(work.unthinking_until[k, i], work.sharing_until[k, i]) > step + 1:
                work.interested[k, kept] = i
                kept += 1
            else:
                work.is_interested[k, i] = False
        work.n_interested[k] = kept


def posts_of(
    setting: Setting, state: State, effects: Effects, marks: Marks, work: Work, k: int, i: int, step: int
) -> int:
    """Decide on which platforms a person passes on a claim, or its correction."""
    is_corrected = 1 if state.stance[k, i] == CORRECTED else 0
    is_seed = state.seeded_at[k, i] == step
    posts = 0
    for p in range(len(setting.joined)):
        if setting.joined[p, i] <= step and (
            is_seed or passes_on(setting, state, effects, marks, work, k, i, p, step)
        ):
            posts |= 1 << (2 * p + is_corrected)
            state.tally[k, is_corrected] += 1
    return posts


def passes_on(
    setting: Setting, state: State, effects: Effects, marks: Marks, work: Work, k: int, i: int, p: int, step: int
) -> bool:
    """Decide whether to pass on a claim, or its correction, on one platform."""
    f, stance = setting.family[k], int(state.stance[k, i])
    taken, aware = int(state.stance_at[k, i]), int(state.aware_at[k, i])
    if stance == UNAWARE:
        return False
    item = 2 * k + 1 if stance == CORRECTED else 2 * k
    factor = effects.sharing[p, item]
    factor = remaining_factor(setting, marks, factor, effects.sharing_cut[:, p, item], i, step)
    if stance == CORRECTED:
        rate = setting.correction_rate[f]
        return step < work.sharing_until[k, i] and shares(
            setting, state, SHARE_CORRECTION, rate, factor, k, i, p, step - taken
        )
    if step < work.unthinking_until[k, i] and shares(
        setting, state, SHARE_UNTHINKING, setting.unthinking_rate[f], factor, k, i, p, step - aware
    ):
        return True
    return (
        stance == BELIEVER
        and step < work.sharing_until[k, i]
        and shares(setting, state, SHARE_BELIEF, setting.rate[f], factor, k, i, p, step - taken)
    )


def shares(
    setting: Setting, state: State, purpose: int, rate: float, factor: float, k: int, i: int, p: int, age: int
) -> bool:
    """Share with some probability."""
    chance = share_probability(rate, setting.activity[i], factor)
    if chance <= 0.0:
        return False
    word, key = episode_word(age, int(state.episode[k, i])), int(setting.share_key[p, k])
    luck = uniform(setting.seed, setting.replicate, purpose, word, i, key)
    return luck < chance  # type: ignore[no-any-return]


def expose(setting: Setting, state: State, work: Work, step: int) -> None:
    """Show every post to the contacts of who posted it."""
    for k in range(len(work.n_posted)):
        for n in range(work.n_posted[k]):
            i = int(work.posted[k, n])
            for p in range(len(setting.joined)):
                bits = int(state.posts[k, i]) >> (2 * p) & 3
                if bits:
                    start, stop = setting.follower_starts[p, i], setting.follower_starts[p, i + 1]
                    for tie in range(start, stop):
                        j = int(setting.followers[tie])
                        if setting.joined[p, j] <= step:
                            hear(state, work, k, j, p, bits >> 1)


def respond(setting: Setting, state: State, effects: Effects, marks: Marks, work: Work, step: int) -> None:
    """Let those who heard something notice, believe or be corrected."""
    for k in range(len(work.n_reached)):
        for n in range(work.n_reached[k]):
            i = int(work.reached[k, n])
            claims_heard = corrections_heard = 0
            for p in range(len(setting.reach)):
                claims_heard += int(state.heard[k, i, p, 0])
                corrections_heard += int(state.heard[k, i, p, 1])
            respond_to(setting, state, effects, marks, work, k, i, claims_heard, corrections_heard, step)


def respond_to(
    setting: Setting,
    state: State,
    effects: Effects,
    marks: Marks,
    work: Work,
    k: int,
    i: int,
    claims_heard: int,
    corrections_heard: int,
    step: int,
) -> None:
    """Change a person's stance towards a claim by what was heard of it."""
    before = int(state.stance[k, i])
    state.tally[k, 2] += claims_heard
    state.tally[k, 3] += corrections_heard
    is_aware = is_convinced = is_corrected = False
    if claims_heard > 0 and before in (UNAWARE, UNCONVINCED):
        state.tally[k, 4] += 1
        weigh_claim(setting, state, effects, marks, k, i, step)
        is_aware = yields(luck_of_episode(setting, state, NOTICE, k, i), state.unseen[k, i])
        is_convinced = yields(luck_of_episode(setting, state, RESISTANCE, k, i), state.doubt[k, i])
    if corrections_heard > 0 and before != CORRECTED:
        weigh_correction(setting, state, effects, marks, k, i, step)
        is_corrected = yields(luck_of_episode(setting, state, ACCEPT, k, i), state.hesitation[k, i])
    after = settle(before, is_aware, is_convinced, is_corrected)
    if after != before:
        if before == UNAWARE and after != CORRECTED and state.parent[k, i] == -2:
            state.parent[k, i] = choose_parent(setting, state, k, i, claims_heard)
        take_stance(setting, state, work, k, i, after, step + 1)


def weigh_claim(
    setting: Setting, state: State, effects: Effects, marks: Marks, k: int, i: int, step: int
) -> None:
    """Let the shares of a claim work on a person's doubt."""
    f = setting.family[k]
    susceptibility = setting.susceptibility[i] if setting.judged[f] else 1.0
    for p in range(len(setting.joined)):
        n_new = int(state.heard[k, i, p, 0])
        if n_new > 0:
            visibility = setting.reach[p] * effects.visibility[p, 2 * k]
            cuts = effects.belief_cut[:, p, 2 * k]
            factor = remaining_factor(setting, marks, effects.acceptance[p, 2 * k], cuts, i, step)
            acceptance = acceptance_of_claim(setting.plausibility[f], susceptibility, factor)
            n_before = int(state.exposures[k, i])
            n_contacts = setting.source_starts[p, i + 1] - setting.source_starts[p, i]
            state.doubt[k, i] = persuade(state.doubt[k, i], visibility, acceptance, n_new, n_before, n_contacts)
            state.unseen[k, i] = notice(state.unseen[k, i], visibility, n_new)
            state.exposures[k, i] += n_new


def weigh_correction(
    setting: Setting, state: State, effects: Effects, marks: Marks, k: int, i: int, step: int
) -> None:
    """Let corrections of a claim work on a person."""
    f, item = setting.family[k], 2 * k + 1
    for p in range(len(setting.reach)):
        n_new = int(state.heard[k, i, p, 1])
        if n_new > 0:
            visibility = setting.reach[p] * effects.visibility[p, item]
            if p < len(setting.joined):
                visibility = visibility * setting.correction_visibility[f]
            cuts = effects.belief_cut[:, p, item]
            factor = remaining_factor(setting, marks, effects.acceptance[p, item], cuts, i, step)
            acceptance = acceptance_of_correction(
                setting.correction_acceptance[f],
                setting.authority[i],
                setting.residual[f],
                int(state.stance[k, i]),
                factor,
            )
            state.hesitation[k, i] = notice(state.hesitation[k, i], visibility * acceptance, n_new)


def choose_parent(setting: Setting, state: State, k: int, i: int, n_sharers: int) -> int:
    """Choose, among the contacts who shared, the one the claim was heard from."""
    luck = uniform(setting.seed, setting.replicate, PARENT, 0, i, int(setting.claim_key[k]))
    left = pick(luck, n_sharers)
    for p in range(len(setting.joined)):
        here = int(state.heard[k, i, p, 0])
        if left >= here:
            left -= here
            continue
        for tie in range(setting.source_starts[p, i], setting.source_starts[p, i + 1]):
            j = int(setting.sources[tie])
            if int(state.posts[k, j]) >> (2 * p) & 1:
                if left == 0:
                    return j
                left -= 1
    return -1


def fade(setting: Setting, state: State, work: Work, step: int) -> None:
    """Let those whose time is over verify or forget."""
    after = step + 1
    for k in range(len(work.n_known)):
        if work.n_known[k] == 0:
            continue
        for i in range(work.fades_at.shape[1]):
            if work.fades_at[k, i] == after:
                stance = int(state.stance[k, i])
                if stance != CORRECTED and verifies_at(setting, state, k, i) <= after:
                    take_stance(setting, state, work, k, i, CORRECTED, after)
                else:
                    forget(state, work, k, i, after)


KERNELS = (
    luck_of_episode,
    dwell,
    remaining_factor,
    begin,
    become_interested,
    verifies_at,
    set_timer,
    take_stance,
    forget,
    seed,
    hear,
    publish,
    shares,
    passes_on,
    posts_of,
    share,
    expose,
    weigh_claim,
    weigh_correction,
    choose_parent,
    respond_to,
    respond,
    fade,
)
"""In the order in which they call each other."""

RULES = (
    acceptance_of_claim,
    acceptance_of_correction,
    lessen,
    notice,
    settle,
    yields,
    pick,
    share_probability,
    lasts,
)
"""What the kernels take from the rule-book as it stands."""

VERBS = (begin, seed, publish, share, expose, respond, fade)
"""What the engine calls; the others only call each other."""
