"""Taking a stance, its timers, and losing it again."""

from __future__ import annotations

from infosim.compiling import Ids
from infosim.draws import Purpose
from infosim.engines.kernels.chance import dwell, luck_of_episode
from infosim.engines.kernels.work import NEVER, Work
from infosim.engines.state import Setting, State, change_code
from infosim.rules.belief import BELIEVER, CORRECTED, UNAWARE

INTEREST_UNTHINKING = int(Purpose.INTEREST_UNTHINKING)
INTEREST_BELIEF = int(Purpose.INTEREST_BELIEF)
INTEREST_CORRECTION = int(Purpose.INTEREST_CORRECTION)
FORGET_EXPOSURE = int(Purpose.FORGET_EXPOSURE)
FORGET_BELIEF = int(Purpose.FORGET_BELIEF)
FORGET_CORRECTION = int(Purpose.FORGET_CORRECTION)
VERIFY = int(Purpose.VERIFY)


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


def become_interested(work: Work, k: int, i: int) -> None:
    """Put a person on the list of those who may share."""
    if not work.is_interested[k, i]:
        work.is_interested[k, i] = True
        work.interested[k, work.n_interested[k]] = i
        work.n_interested[k] += 1


def verifies_at(setting: Setting, state: State, k: int, i: int) -> int:
    """Find the step at which a person finds out that a claim is false."""
    f = setting.family[k]
    if not setting.checkable[f]:
        return NEVER
    luck = luck_of_episode(setting, state, VERIFY, k, i)
    return int(state.aware_at[k, i]) + dwell(luck, setting.verification[f, setting.group[i]])


def forgets_at(setting: Setting, state: State, k: int, i: int) -> int:
    """Find the step at which a person forgets what it thinks of a claim."""
    f, stance, taken = setting.family[k], int(state.stance[k, i]), int(state.stance_at[k, i])
    if stance == CORRECTED:
        luck = luck_of_episode(setting, state, FORGET_CORRECTION, k, i)
        return taken + dwell(luck, setting.correction_forgetting[f])
    purpose = FORGET_BELIEF if stance == BELIEVER else FORGET_EXPOSURE
    luck = luck_of_episode(setting, state, purpose, k, i)
    return taken + dwell(luck, setting.forgetting[f])


def set_timer(setting: Setting, state: State, work: Work, k: int, i: int) -> None:
    """Find the step at which the present stance fades."""
    fades_at = forgets_at(setting, state, k, i)
    if state.stance[k, i] != CORRECTED:
        fades_at = min(fades_at, verifies_at(setting, state, k, i))
    # Nobody changes stance twice in one step.
    work.fades_at[k, i] = max(int(state.stance_at[k, i]) + 1, fades_at)


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


def hear(state: State, work: Work, k: int, i: int, p: int, what: int, n_posts: int) -> None:
    """Count what one contact posts and a person can see."""
    heard = state.heard[k, i]
    if not heard.any():
        work.reached[k, work.n_reached[k]] = i
        work.n_reached[k] += 1
    heard[p, what] += n_posts


def publish(
    setting: Setting,
    state: State,
    work: Work,
    k: int,
    audience: Ids,
    sources: Ids,
    outlet: int,
    step: int,
) -> None:
    """Show a correction to an audience, and let sources pass it on."""
    for n in range(len(audience)):
        hear(state, work, k, int(audience[n]), len(setting.joined) + outlet, 1, 1)
    for n in range(len(sources)):
        i = int(sources[n])
        if state.stance[k, i] != CORRECTED:
            take_stance(setting, state, work, k, i, CORRECTED, step)
        state.seeded_at[k, i] = step
        become_interested(work, k, i)


def fade(setting: Setting, state: State, work: Work, step: int) -> None:
    """Let those whose time is over forget or, if it is not yet over, verify."""
    after = step + 1
    for k in range(len(work.n_known)):
        if work.n_known[k] == 0:
            continue
        for i in range(work.fades_at.shape[1]):
            if work.fades_at[k, i] == after:
                if forgets_at(setting, state, k, i) <= after:
                    forget(state, work, k, i, after)
                else:
                    take_stance(setting, state, work, k, i, CORRECTED, after)
