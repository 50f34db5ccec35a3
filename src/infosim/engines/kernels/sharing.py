"""Who posts what, and whom it reaches."""

from __future__ import annotations

from infosim.compiling import prefetch
from infosim.draws import Purpose, episode_word, uniform
from infosim.engines.kernels.chance import is_on, remaining_factor
from infosim.engines.kernels.stances import hear
from infosim.engines.kernels.work import Work
from infosim.engines.state import Setting, State, posts_in
from infosim.rules.belief import BELIEVER, CORRECTED, UNAWARE
from infosim.rules.sharing import share_probability
from infosim.world import Effects, Marks

SHARE_UNTHINKING = int(Purpose.SHARE_UNTHINKING)
SHARE_BELIEF = int(Purpose.SHARE_BELIEF)
SHARE_CORRECTION = int(Purpose.SHARE_CORRECTION)

AHEAD = 12
"""How many contacts ahead memory is asked for."""


def shares(
    setting: Setting,
    state: State,
    purpose: int,
    rate: float,
    factor: float,
    k: int,
    i: int,
    p: int,
    age: int,
    step: int,
) -> bool:
    """Share with some probability; a seed's certain post stands for its first one."""
    if age == 0 and state.seeded_at[k, i] == step:
        return False
    chance = share_probability(rate, setting.activity[i], factor)
    if chance <= 0.0:
        return False
    if chance >= 1.0:
        return True
    word, key = episode_word(age, int(state.episode[k, i])), int(setting.share_key[p, k])
    luck = uniform(setting.seed, setting.replicate, purpose, word, i, key)
    return luck < chance  # type: ignore[no-any-return]


def posts_on(
    setting: Setting,
    state: State,
    effects: Effects,
    marks: Marks,
    work: Work,
    k: int,
    i: int,
    p: int,
    step: int,
) -> int:
    """Count a person's posts of a claim, or of its correction, on one platform."""
    f, stance = setting.family[k], int(state.stance[k, i])
    taken, aware = int(state.stance_at[k, i]), int(state.aware_at[k, i])
    n_posts = 1 if state.seeded_at[k, i] == step else 0
    if stance == UNAWARE:
        return n_posts
    item = 2 * k + 1 if stance == CORRECTED else 2 * k
    cuts = effects.sharing_cut[:, p, item]
    factor = remaining_factor(marks, effects.sharing[p, item], cuts, i, step)
    if stance == CORRECTED:
        rate = setting.correction_rate[f]
        if step < work.sharing_until[k, i]:
            n_posts += shares(setting, state, SHARE_CORRECTION, rate, factor, k, i, p, step - taken, step)
        return n_posts
    if step < work.unthinking_until[k, i]:
        rate = setting.unthinking_rate[f]
        n_posts += shares(setting, state, SHARE_UNTHINKING, rate, factor, k, i, p, step - aware, step)
    if stance == BELIEVER and step < work.sharing_until[k, i]:
        n_posts += shares(setting, state, SHARE_BELIEF, setting.rate[f], factor, k, i, p, step - taken, step)
    return n_posts


def posts_of(
    setting: Setting, state: State, effects: Effects, marks: Marks, work: Work, k: int, i: int, step: int
) -> int:
    """Decide how often a person posts a claim, or its correction, on each platform."""
    what = 1 if state.stance[k, i] == CORRECTED else 0
    posts = 0
    for p in range(len(setting.joined)):
        if is_on(setting, p, i, step):
            n_posts = posts_on(setting, state, effects, marks, work, k, i, p, step)
            posts |= n_posts << (4 * p + 2 * what)
            state.tally[k, what] += n_posts
    return posts


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


def show_post(
    setting: Setting, state: State, work: Work, k: int, i: int, p: int, what: int, n_posts: int, step: int
) -> None:
    """Show what a person posts on a platform to its contacts there."""
    first, last = setting.follower_starts[p, i], setting.follower_starts[p, i + 1]
    for tie in range(first, last):
        j = int(setting.followers[tie])
        if tie + AHEAD < last:
            prefetch(state.heard, k, int(setting.followers[tie + AHEAD]))
        if setting.settled[p] or is_on(setting, p, j, step):
            hear(state, work, k, j, p, what, n_posts)


def expose(setting: Setting, state: State, work: Work, step: int) -> None:
    """Show every post to the contacts of who posted it."""
    for k in range(len(work.n_posted)):
        for n in range(work.n_posted[k]):
            i = int(work.posted[k, n])
            posts = int(state.posts[k, i])
            for p in range(len(setting.joined)):
                for what in range(2):
                    n_posts = posts_in(posts, p, what)
                    if n_posts > 0:
                        show_post(setting, state, work, k, i, p, what, n_posts, step)
