"""What people make of what they heard."""

from __future__ import annotations

from infosim.draws import Purpose, uniform
from infosim.engines.kernels.chance import luck_of_episode, remaining_factor
from infosim.engines.kernels.stances import take_stance
from infosim.engines.kernels.work import Work
from infosim.engines.state import Setting, State, posts_in
from infosim.rules.belief import (
    CORRECTED,
    UNAWARE,
    UNCONVINCED,
    acceptance_of_claim,
    acceptance_of_correction,
    notice,
    settle,
    yields,
)
from infosim.rules.competition import compete, credibility, heard_of
from infosim.rules.persuasion import independent as persuade
from infosim.rules.sharing import pick
from infosim.world import MESSENGER, Effects, Marks

NOTICE = int(Purpose.NOTICE)
RESISTANCE = int(Purpose.RESISTANCE)
ACCEPT = int(Purpose.ACCEPT)
PARENT = int(Purpose.PARENT)
COMPETE = int(Purpose.COMPETE)


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
            factor = remaining_factor(marks, effects.acceptance[p, 2 * k], cuts, i, step)
            acceptance = acceptance_of_claim(setting.plausibility[f], susceptibility, factor)
            n_before = int(state.exposures[k, i])
            n_contacts = setting.source_starts[p, i + 1] - setting.source_starts[p, i]
            state.doubt[k, i] = persuade(
                state.doubt[k, i], visibility, acceptance, n_new, n_before, n_contacts
            )
            state.unseen[k, i] = notice(state.unseen[k, i], visibility, n_new)
            state.exposures[k, i] += n_new


def accepts(setting: Setting, f: int, i: int, p: int, stance: int, factor: float) -> float:
    """Give the probability that a person accepts a correction that is seen."""
    is_trusted = p == len(setting.joined) + MESSENGER
    authority = setting.messenger_authority if is_trusted else setting.authority[i]
    return acceptance_of_correction(
        setting.correction_acceptance[f], authority, setting.residual[f], stance, factor
    )


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
            factor = remaining_factor(marks, effects.acceptance[p, item], cuts, i, step)
            acceptance = accepts(setting, f, i, p, int(state.stance[k, i]), factor)
            state.hesitation[k, i] = notice(state.hesitation[k, i], visibility * acceptance, n_new)


def choose_parent(setting: Setting, state: State, k: int, i: int, n_heard: int) -> int:
    """Choose, among the posts that were heard, the one that counts; give its author."""
    luck = uniform(setting.seed, setting.replicate, PARENT, 0, i, int(setting.claim_key[k]))
    left = pick(luck, n_heard)
    for p in range(len(setting.joined)):
        here = int(state.heard[k, i, p, 0])
        if left >= here:
            left -= here
            continue
        for tie in range(setting.source_starts[p, i], setting.source_starts[p, i + 1]):
            j = int(setting.sources[tie])
            left -= posts_in(int(state.posts[k, j]), p, 0)
            if left < 0:
                return j
    return -1


def weigh(
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
) -> int:
    """Let what was heard wear down doubt and hesitation; give the stance that follows."""
    before = int(state.stance[k, i])
    is_aware = is_convinced = is_corrected = False
    if claims_heard > 0 and before in (UNAWARE, UNCONVINCED):
        if state.exposures[k, i] == 0:
            work.attention[k, i] = luck_of_episode(setting, state, NOTICE, k, i)
            work.resistance[k, i] = luck_of_episode(setting, state, RESISTANCE, k, i)
        weigh_claim(setting, state, effects, marks, k, i, step)
        is_aware = yields(work.attention[k, i], state.unseen[k, i])
        is_convinced = yields(work.resistance[k, i], state.doubt[k, i])
    if corrections_heard > 0 and before != CORRECTED:
        if state.hesitation[k, i] == 1.0:
            work.openness[k, i] = luck_of_episode(setting, state, ACCEPT, k, i)
        weigh_correction(setting, state, effects, marks, k, i, step)
        is_corrected = yields(work.openness[k, i], state.hesitation[k, i])
    return settle(before, is_aware, is_convinced, is_corrected)


def contend(setting: Setting, state: State, effects: Effects, marks: Marks, k: int, i: int, step: int) -> int:
    """Let a claim and its correction compete for somebody who knows neither."""
    f, unheard, pro, contra = setting.family[k], 1.0, 0.0, 0.0
    for p in range(len(setting.reach)):
        n_claim, n_correction = int(state.heard[k, i, p, 0]), int(state.heard[k, i, p, 1])
        if n_claim + n_correction > 0:
            cuts = effects.belief_cut[:, p, 2 * k]
            factor = remaining_factor(marks, effects.acceptance[p, 2 * k], cuts, i, step)
            weight = credibility(setting.plausibility[f], setting.literacy[i], factor)
            seen = setting.reach[p] * effects.visibility[p, 2 * k]
            checked = setting.reach[p] * effects.visibility[p, 2 * k + 1]
            if p < len(setting.joined):
                checked = checked * setting.correction_visibility[f]
            else:
                checked = checked * accepts(setting, f, i, p, UNAWARE, 1.0)
            pro = pro + seen * n_claim * (1.0 + weight)
            contra = contra + checked * n_correction * (1.0 - weight)
            heard = (seen * n_claim + checked * n_correction) / (n_claim + n_correction)
            unheard = heard_of(unheard, heard)
    key = int(setting.claim_key[k])
    luck = uniform(setting.seed, setting.replicate, COMPETE, step, i, key)
    return compete(luck, 1.0 - unheard, pro, contra)


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
    if claims_heard > 0 and before in (UNAWARE, UNCONVINCED):
        state.tally[k, 4] += 1
    if not setting.competing:
        after = weigh(setting, state, effects, marks, work, k, i, claims_heard, corrections_heard, step)
    elif before == UNAWARE:
        after = contend(setting, state, effects, marks, k, i, step)
    else:
        after = before
    if after != before:
        if before == UNAWARE and after != CORRECTED and state.parent[k, i] == -2:
            state.parent[k, i] = choose_parent(setting, state, k, i, claims_heard)
        take_stance(setting, state, work, k, i, after, step + 1)


def respond(setting: Setting, state: State, effects: Effects, marks: Marks, work: Work, step: int) -> None:
    """Let those who heard something notice, believe or be corrected."""
    for k in range(len(work.n_reached)):
        for n in range(work.n_reached[k]):
            i = int(work.reached[k, n])
            if not setting.responds[i]:
                continue
            claims_heard = corrections_heard = 0
            for p in range(len(setting.reach)):
                claims_heard += int(state.heard[k, i, p, 0])
                corrections_heard += int(state.heard[k, i, p, 1])
            respond_to(setting, state, effects, marks, work, k, i, claims_heard, corrections_heard, step)
