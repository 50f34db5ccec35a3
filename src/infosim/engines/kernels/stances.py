"""Taking a stance, and losing it again."""

from __future__ import annotations

from infosim.compiling import Ids
from infosim.draws import Purpose
from infosim.engines.kernels.chance import duration
from infosim.engines.kernels.timers import forgets_at, set_timer, unschedule, verifies_at
from infosim.engines.kernels.work import NOBODY, Work
from infosim.engines.state import Setting, State, change_code
from infosim.rules.belief import BELIEVER, CORRECTED, UNAWARE

INTEREST_UNTHINKING = int(Purpose.INTEREST_UNTHINKING)
INTEREST_BELIEF = int(Purpose.INTEREST_BELIEF)
INTEREST_CORRECTION = int(Purpose.INTEREST_CORRECTION)


def become_interested(work: Work, k: int, i: int) -> None:
    """Put a person on the list of those who may share."""
    if not work.is_interested[k, i]:
        work.is_interested[k, i] = True
        work.interested[k, work.n_interested[k]] = i
        work.n_interested[k] += 1


def list_change(state: State, work: Work, k: int, i: int, stance: int) -> None:
    """Write a change of stance down, and make it."""
    before = int(state.stance[k, i])
    work.change[work.n_changes[0]] = change_code(k, i, state.stance.shape[1], before, stance)
    work.n_changes[0] += 1
    state.stance[k, i] = stance


def take_interest(setting: Setting, state: State, work: Work, k: int, i: int, before: int, step: int) -> None:
    """Draw how long a person goes on sharing; nobody goes on with what is never shared."""
    f, stance = setting.family[k], state.stance[k, i]
    if stance == CORRECTED:
        work.unthinking_until[k, i] = work.sharing_until[k, i] = 0
        if setting.correction_rate[f] > 0.0:
            lasting, hints = setting.correction_interest[f], setting.correction_interest_hints[f]
            age = duration(setting, state, INTEREST_CORRECTION, k, i, lasting, hints)
            work.sharing_until[k, i] = step + age
            become_interested(work, k, i)
        return
    lasting, hints = setting.interest[f], setting.interest_hints[f]
    if before == UNAWARE and setting.unthinking_rate[f] > 0.0:
        age = duration(setting, state, INTEREST_UNTHINKING, k, i, lasting, hints)
        work.unthinking_until[k, i] = step + age
        become_interested(work, k, i)
    if stance == BELIEVER and setting.rate[f] > 0.0:
        age = duration(setting, state, INTEREST_BELIEF, k, i, lasting, hints)
        work.sharing_until[k, i] = step + age
        become_interested(work, k, i)


def take_stance(setting: Setting, state: State, work: Work, k: int, i: int, stance: int, step: int) -> None:
    """Hold a stance from a step on, and draw how long it and its interest last."""
    before = int(state.stance[k, i])
    list_change(state, work, k, i, stance)
    state.stance_at[k, i] = step
    if before == UNAWARE:
        state.aware_at[k, i] = step
        if stance != CORRECTED:
            work.verifies_at[k, i] = verifies_at(setting, state, k, i)
    take_interest(setting, state, work, k, i, before, step)
    set_timer(setting, state, work, k, i)


def forget(state: State, work: Work, k: int, i: int, step: int) -> None:
    """Go back to never having heard of a claim; a new episode can begin."""
    unschedule(work, k, i)
    list_change(state, work, k, i, UNAWARE)
    state.stance_at[k, i] = step
    state.aware_at[k, i] = -1
    state.episode[k, i] += 1
    state.exposures[k, i] = 0
    state.doubt[k, i] = 1.0
    state.unseen[k, i] = 1.0
    state.hesitation[k, i] = 1.0
    work.unthinking_until[k, i] = 0
    work.sharing_until[k, i] = 0


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
    if not work.is_reached[k, i]:
        work.is_reached[k, i] = True
        work.reached[k, work.n_reached[k]] = i
        work.n_reached[k] += 1
    state.heard[k, i, p, what] += n_posts


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
    for k in range(len(work.due)):
        while work.due[k, after] != NOBODY:
            i = int(work.due[k, after])
            verifies = state.stance[k, i] != CORRECTED and work.verifies_at[k, i] <= after
            if verifies and forgets_at(setting, state, k, i) > after:
                take_stance(setting, state, work, k, i, CORRECTED, after)
            else:
                forget(state, work, k, i, after)
