"""One person of the reference engine: a Mesa agent that looks around and decides by the rules.

A person gathers from its contacts, and changes nobody but itself. Students subclass it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import mesa
import numpy as np
from numpy.typing import NDArray

from infosim.draws import Purpose, episode_word
from infosim.engines.state import (
    CORRECTION_EXPOSURES,
    CORRECTION_SHARES,
    EXPOSURES,
    RECEPTIVE,
    SHARES,
    posts_in,
)
from infosim.rules.belief import (
    BELIEVER,
    CORRECTED,
    UNAWARE,
    UNCONVINCED,
    acceptance_of_claim,
    acceptance_of_correction,
    lessen,
    notice,
    settle,
    yields,
)
from infosim.rules.competition import compete, credibility, heard_of
from infosim.rules.sharing import pick, share_probability
from infosim.rules.time import is_here, lasts
from infosim.world import MESSENGER

if TYPE_CHECKING:
    from infosim.engines.reference import SocietyModel


class SharingClock(NamedTuple):
    """One reason to share, with its own luck, interest and rate."""

    share: Purpose
    interest: Purpose
    rate: str
    is_correction: bool = False


UNTHINKING_CLOCK = SharingClock(Purpose.SHARE_UNTHINKING, Purpose.INTEREST_UNTHINKING, "unthinking_rate")
BELIEF_CLOCK = SharingClock(Purpose.SHARE_BELIEF, Purpose.INTEREST_BELIEF, "rate")
CORRECTION_CLOCK = SharingClock(
    Purpose.SHARE_CORRECTION, Purpose.INTEREST_CORRECTION, "correction_rate", is_correction=True
)


class Person(mesa.Agent):  # type: ignore[misc]
    """Somebody of the synthetic society: a row number, and what it does.

    Attributes
    ----------
    i : int, the person's row in every array
    """

    model: SocietyModel

    def __init__(self, model: SocietyModel, i: int) -> None:
        super().__init__(model)
        self.i = i

    def stance(self, k: int) -> int:
        """Give the stance towards claim k."""
        return int(self.model.state.stance[k, self.i])

    def luck(self, purpose: Purpose, step: int, key: Any) -> float:
        """Draw the number that belongs to this person, purpose and step."""
        setting = self.model.setting
        return float(self.model.draw(setting.seed, setting.replicate, int(purpose), step, self.i, int(key)))

    def luck_of_episode(self, purpose: Purpose, k: int) -> float:
        """Draw the number that belongs to the present episode with claim k."""
        return self.luck(purpose, int(self.model.state.episode[k, self.i]), self.model.setting.claim_key[k])

    def platforms(self) -> Iterator[int]:
        """List the platforms on which the person is by now."""
        setting, i, now = self.model.setting, self.i, self.model.now
        stays = (setting.joined[:, i], setting.left[:, i], setting.back[:, i])
        return (p for p, stay in enumerate(zip(*stays, strict=True)) if is_here(*stay, now))

    def share(self) -> None:
        """Decide how often to post each claim, or its correction, on each platform."""
        state, now = self.model.state, self.model.now
        for k in self.model.claims_in_play:
            is_corrected = self.stance(k) == CORRECTED
            for p in self.platforms():
                n_posts = self.posts_on(k, p)
                state.posts[k, self.i] |= n_posts << (4 * p + 2 * is_corrected)
                state.tally[k, CORRECTION_SHARES if is_corrected else SHARES] += n_posts
            if state.posts[k, self.i] and not is_corrected and state.first_shared[k, self.i] < 0:
                state.first_shared[k, self.i] = now

    def posts_on(self, k: int, p: int) -> int:
        """Count the posts of claim k, or of its correction, on platform p in this step.

        A seed posts once for certain; besides, everybody who knows the claim may post
        it without thinking, and everybody who believes it out of belief. The certain
        post stands for the first of a reason that begins in the same step.
        """
        state, i, stance = self.model.state, self.i, self.stance(k)
        n_posts = int(state.seeded_at[k, i] == self.model.now)
        if stance == CORRECTED:
            return n_posts + self.shares(k, p, CORRECTION_CLOCK, int(state.stance_at[k, i]))
        if stance != UNAWARE:
            n_posts += self.shares(k, p, UNTHINKING_CLOCK, int(state.aware_at[k, i]))
        if stance == BELIEVER:
            n_posts += self.shares(k, p, BELIEF_CLOCK, int(state.stance_at[k, i]))
        return n_posts

    def shares(self, k: int, p: int, clock: SharingClock, since: int) -> bool:
        """Share with some probability, as long as the interest lasts."""
        setting, effects, f = self.model.setting, self.model.effects, self.model.setting.family[k]
        age = self.model.now - since
        if age == 0 and self.model.state.seeded_at[k, self.i] == self.model.now:
            return False
        interest = setting.correction_interest[f] if clock.is_correction else setting.interest[f]
        if not lasts(self.luck_of_episode(clock.interest, k), interest[age]):
            return False
        item = 2 * k + clock.is_correction
        factor = self.remaining_factor(effects.sharing[p, item], effects.sharing_cut[:, p, item])
        rate = getattr(setting, clock.rate)[f]
        chance = share_probability(rate, setting.activity[self.i], factor)
        word = episode_word(age, int(self.model.state.episode[k, self.i]))
        return self.luck(clock.share, word, setting.share_key[p, k]) < chance

    def remaining_factor(self, factor: float, cuts: Any) -> float:
        """Multiply the effects of all marks on this person, as far as they last."""
        marks = self.model.marks
        for m, cut in enumerate(cuts):
            at = marks.at[m, self.i]
            if at >= 0 and cut > 0.0:
                weight = marks.weight[marks.weighed_by[m], self.i]
                factor = lessen(factor, cut, marks.remaining[m, self.model.now - at], weight)
        return float(factor)

    def contacts(self, p: int) -> tuple[int, ...]:
        """List those whose shares this person can see on platform p."""
        return self.model.contacts_of(self.i, p)

    def expose(self) -> None:
        """Count the posts of contacts, of each item, that can be seen now."""
        state = self.model.state
        for k, authors in self.model.authors.items():
            for p in self.platforms():
                for j in self.contacts(p):
                    posts = authors.get(j, 0)
                    if not posts:
                        continue
                    state.heard[k, self.i, p, 0] += posts_in(posts, p, 0)
                    state.heard[k, self.i, p, 1] += posts_in(posts, p, 1)

    def respond(self) -> None:
        """Notice, believe or be corrected, by what was heard in this step."""
        for k in self.model.claims_in_play:
            if self.model.setting.responds[self.i] and self.model.state.heard[k, self.i].any():
                self.respond_to(k)

    def respond_to(self, k: int) -> None:
        """Change the stance towards claim k by what was heard of it."""
        state, i, before = self.model.state, self.i, self.stance(k)
        claims_heard, corrections_heard = state.heard[k, i].sum(axis=0)
        state.tally[k, EXPOSURES] += claims_heard
        state.tally[k, CORRECTION_EXPOSURES] += corrections_heard
        if claims_heard and before in (UNAWARE, UNCONVINCED):
            state.tally[k, RECEPTIVE] += 1
        if not self.model.setting.competing:
            after = self.weigh(k, int(claims_heard), int(corrections_heard))
        else:
            after = self.contend(k) if before == UNAWARE else before
        if after != before:
            if before == UNAWARE and after != CORRECTED and state.parent[k, i] == -2:
                state.parent[k, i] = self.choose_parent(k)
            self.take_stance(k, after, self.model.now + 1)

    def weigh(self, k: int, claims_heard: int, corrections_heard: int) -> int:
        """Let what was heard wear down doubt and hesitation; give the stance that follows."""
        before = self.stance(k)
        is_aware = is_convinced = is_corrected = False
        if claims_heard and before in (UNAWARE, UNCONVINCED):
            is_aware, is_convinced = self.weigh_claim(k)
        if corrections_heard and before != CORRECTED:
            is_corrected = self.weigh_correction(k)
        return settle(before, is_aware, is_convinced, is_corrected)

    def contend(self, k: int) -> int:
        """Let claim k and its correction compete, as far as this person knows neither."""
        setting, effects, f = self.model.setting, self.model.effects, self.model.setting.family[k]
        unheard, pro, contra = 1.0, 0.0, 0.0
        for p, (n_claim, n_correction) in enumerate(self.model.state.heard[k, self.i].tolist()):
            if not n_claim + n_correction:
                continue
            factor = self.remaining_factor(effects.acceptance[p, 2 * k], effects.belief_cut[:, p, 2 * k])
            weight = credibility(setting.plausibility[f], setting.literacy[self.i], factor)
            seen = setting.reach[p] * effects.visibility[p, 2 * k]
            checked = setting.reach[p] * effects.visibility[p, 2 * k + 1]
            if p < len(setting.joined):
                checked = checked * setting.correction_visibility[f]
            else:
                checked = checked * self.accepts(f, p, UNAWARE, 1.0)
            pro = pro + seen * n_claim * (1.0 + weight)
            contra = contra + checked * n_correction * (1.0 - weight)
            unheard = heard_of(unheard, (seen * n_claim + checked * n_correction) / (n_claim + n_correction))
        luck = self.luck(Purpose.COMPETE, self.model.now, setting.claim_key[k])
        return compete(luck, 1.0 - unheard, pro, contra)

    def weigh_claim(self, k: int) -> tuple[bool, bool]:
        """Let the shares of claim k work; tell whether it is noticed and believed."""
        state, setting, effects, i = self.model.state, self.model.setting, self.model.effects, self.i
        f = setting.family[k]
        susceptibility = setting.susceptibility[i] if setting.judged[f] else 1.0
        for p in range(len(setting.joined)):
            n_new = int(state.heard[k, i, p, 0])
            if n_new:
                visibility = setting.reach[p] * effects.visibility[p, 2 * k]
                factor = self.remaining_factor(effects.acceptance[p, 2 * k], effects.belief_cut[:, p, 2 * k])
                acceptance = acceptance_of_claim(setting.plausibility[f], susceptibility, factor)
                n_before, n_contacts = int(state.exposures[k, i]), len(self.contacts(p))
                state.doubt[k, i] = self.model.persuade(
                    state.doubt[k, i], visibility, acceptance, n_new, n_before, n_contacts
                )
                state.unseen[k, i] = notice(state.unseen[k, i], visibility, n_new)
                state.exposures[k, i] += n_new
        is_aware = yields(self.luck_of_episode(Purpose.NOTICE, k), state.unseen[k, i])
        return is_aware, yields(self.luck_of_episode(Purpose.RESISTANCE, k), state.doubt[k, i])

    def weigh_correction(self, k: int) -> bool:
        """Let corrections of claim k work; tell whether they are accepted."""
        state, setting, effects, i = self.model.state, self.model.setting, self.model.effects, self.i
        f, item = setting.family[k], 2 * k + 1
        for p in range(len(setting.reach)):
            n_new = int(state.heard[k, i, p, 1])
            if n_new:
                visibility = setting.reach[p] * effects.visibility[p, item]
                if p < len(setting.joined):
                    visibility = visibility * setting.correction_visibility[f]
                factor = self.remaining_factor(effects.acceptance[p, item], effects.belief_cut[:, p, item])
                acceptance = self.accepts(f, p, self.stance(k), factor)
                state.hesitation[k, i] = notice(state.hesitation[k, i], visibility * acceptance, n_new)
        return yields(self.luck_of_episode(Purpose.ACCEPT, k), state.hesitation[k, i])

    def accepts(self, f: int, p: int, stance: int, factor: float) -> float:
        """Give the probability of accepting a correction that is seen on platform or outlet p."""
        setting = self.model.setting
        is_trusted = p == len(setting.joined) + MESSENGER
        authority = setting.messenger_authority if is_trusted else setting.authority[self.i]
        return acceptance_of_correction(
            setting.correction_acceptance[f], authority, setting.residual[f], stance, factor
        )

    def choose_parent(self, k: int) -> int:
        """Choose, among the posts that were heard, the one that counts; give its author."""
        posts = self.model.state.posts[k]
        authors = [
            j
            for p in self.platforms()
            for j in self.contacts(p)
            for _ in range(posts_in(int(posts[j]), p, 0))
        ]
        luck = self.luck(Purpose.PARENT, 0, self.model.setting.claim_key[k])
        return int(authors[pick(luck, len(authors))])

    def fade(self) -> None:
        """Forget or verify, when the time drawn for it is over."""
        state, setting, i, after = self.model.state, self.model.setting, self.i, self.model.now + 1
        for k in self.model.claims_in_play:
            stance, f = self.stance(k), setting.family[k]
            if stance == UNAWARE or state.stance_at[k, i] == after:
                continue
            luck, survival = self.forgetting(k)
            if not lasts(luck, survival[after - int(state.stance_at[k, i])]):
                self.forget(k, after)
            elif stance != CORRECTED and setting.checkable[f]:
                patience = setting.verification[f, setting.group[i], after - int(state.aware_at[k, i])]
                if not lasts(self.luck_of_episode(Purpose.VERIFY, k), patience):
                    self.take_stance(k, CORRECTED, after)

    def forgetting(self, k: int) -> tuple[float, NDArray[np.float64]]:
        """Give the luck and the law by which the present stance is forgotten."""
        setting, stance, f = self.model.setting, self.stance(k), self.model.setting.family[k]
        if stance == CORRECTED:
            return self.luck_of_episode(Purpose.FORGET_CORRECTION, k), setting.correction_forgetting[f]
        purpose = Purpose.FORGET_BELIEF if stance == BELIEVER else Purpose.FORGET_EXPOSURE
        return self.luck_of_episode(purpose, k), setting.forgetting[f]

    def take_stance(self, k: int, stance: int, step: int) -> None:
        """Hold a stance towards claim k from a step on."""
        state, i = self.model.state, self.i
        self.model.note_change(k, i, self.stance(k), stance)
        if state.stance[k, i] == UNAWARE:
            state.aware_at[k, i] = step
        state.stance[k, i] = stance
        state.stance_at[k, i] = step

    def forget(self, k: int, step: int) -> None:
        """Go back to never having heard of claim k; a new episode can begin."""
        state, i = self.model.state, self.i
        self.take_stance(k, UNAWARE, step)
        state.aware_at[k, i] = -1
        state.episode[k, i] += 1
        state.exposures[k, i] = 0
        state.doubt[k, i] = state.unseen[k, i] = state.hesitation[k, i] = 1.0

    def start_claim(self, k: int) -> None:
        """Bring claim k in from outside: believe it and post it, whatever was before."""
        state, i, now = self.model.state, self.i, self.model.now
        if self.stance(k) == CORRECTED:
            self.forget(k, now)
        if self.stance(k) != BELIEVER:
            self.take_stance(k, BELIEVER, now)
        if state.parent[k, i] == -2:
            state.parent[k, i] = -1
        state.seeded_at[k, i] = now

    def start_correction(self, k: int) -> None:
        """Be convinced that claim k is false, and post its correction."""
        state, i, now = self.model.state, self.i, self.model.now
        if self.stance(k) != CORRECTED:
            self.take_stance(k, CORRECTED, now)
        state.seeded_at[k, i] = now
