"""The model once more, as plainly as it can be said: an oracle for the engines.

Written from docs/model.md without a look at the engines, and sharing nothing with
them but the random numbers. It is given the people, their contacts, the share
rates, and what is decided before a run: who joins and leaves when, seeds,
publications and marks. Modifiers are asked of the interventions in every step, which
are shown what this run has counted. Everything else, multipliers and survival tables
included, is written anew, one person at a time and with no care for speed. Numbers in
brackets are sections of the document; plain.py is the other half.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from math import floor

import numpy as np

from infosim.draws import Purpose, label_key, uniform
from infosim.programme import Programme, plan_run
from infosim.study import Study
from infosim.world import Effects
from plain import PERSUADED, Family, authority, in_steps, susceptibility

UNAWARE, UNCONVINCED, BELIEVER, CORRECTED = range(4)
CLAIM, CORRECTION = range(2)

CLOCKS = (
    ({UNCONVINCED, BELIEVER}, "aware_at", "unthinking_rate", "interest", 17, 14),
    ({BELIEVER}, "stance_at", "rate", "interest", 18, 15),
    ({CORRECTED}, "stance_at", "correction_rate", "correction_interest", 19, 16),
)
"""The table of (7.4): who it runs for, since when, rate, interest, draws of interest and of sharing."""

FORGETTING = {
    UNCONVINCED: (Purpose.FORGET_EXPOSURE, "forgetting"),
    BELIEVER: (Purpose.FORGET_BELIEF, "forgetting"),
    CORRECTED: (Purpose.FORGET_CORRECTION, "correction_forgetting"),
}
"""Draw and table by which each stance is forgotten (8.7)."""


@dataclass
class Mind:
    """What one person makes of one claim (2), with the two operations on it (8.1)."""

    stance: int = UNAWARE
    stance_at: int = -1
    aware_at: int = -1
    episode: int = 0
    doubt: float = 1.0
    unseen: float = 1.0
    hesitation: float = 1.0
    exposures: int = 0
    seeded_at: int = -1
    parent: int = -2
    first_shared: int = -1

    def take(self, stance: int, step: int) -> None:
        """Take a stance."""
        if self.stance == UNAWARE:
            self.aware_at = step
        self.stance, self.stance_at = stance, step

    def forget(self, step: int) -> None:
        """End the episode; `seeded_at`, `parent` and `first_shared` stay."""
        self.stance, self.stance_at, self.aware_at, self.exposures = UNAWARE, step, -1, 0
        self.doubt = self.unseen = self.hesitation = 1.0
        self.episode += 1


@dataclass(frozen=True)
class Story:
    """What came out of a run.

    Attributes
    ----------
    stances : by step (row 0 before the first one), claim and person
    minds : at the end, by claim and person; with parent, episode and first_shared
    tallies : by step and claim, the five numbers of (8.9)
    """

    stances: list[list[list[int]]]
    minds: list[list[Mind]]
    tallies: list[list[list[int]]]


def simulate(study: Study, arm: str, replicate: int) -> Story:
    """Run one replicate of one arm (3)."""
    setting = study.of(arm)
    run = Naive(setting, plan_run(setting, arm, replicate))
    stances = [run.stances()]
    for t in range(run.n_steps):
        run.intervene(t)
        run.share(t)
        run.expose(t)
        run.respond(t)
        run.fade(t)
        stances.append(run.stances())
        run.tallies.append(run.tally)
    return Story(stances, run.minds, run.tallies)


class Naive:
    """A run in progress: what is given (8), and a method for each phase (8.3 to 8.7)."""

    def __init__(self, study: Study, programme: Programme) -> None:
        scenario, world, people = study.scenario, programme.world, study.society.population
        self.n_steps = max(1, in_steps(scenario.time.length, scenario))
        self.programme = programme
        # The same question is asked at every age of a stance.
        self.uniform: Callable[[int, int, int, int], float] = cache(
            partial(uniform, world.seed, world.replicate)
        )
        self.group, self.activity = people.group.tolist(), people.activity.tolist()
        credulity = [group.credulity for group in scenario.population.groups]
        self.susceptibility = [
            susceptibility(literacy) * credulity[g]
            for literacy, g in zip(people.literacy.tolist(), self.group, strict=True)
        ]
        self.authority = [authority(trust) for trust in people.trust.tolist()]
        self.literacy = people.literacy.tolist()
        roles = [group.role for group in scenario.population.groups]
        self.responds = [roles[g] != "bot" for g in self.group]
        self.joined, self.left, self.back = (x.tolist() for x in (world.joined, world.left, world.back))
        self.rule = scenario.rules.persuasion
        # Rows P and P + 1 stand for publications.
        self.reach = [platform.reach for platform in scenario.platforms.values()] + [1.0, 1.0]
        self.platforms, self.rows = range(len(scenario.platforms)), range(len(self.reach))
        self.sources: list[list[list[int]]] = [[[] for _ in self.group] for _ in self.platforms]
        for seen_on, graph in zip(self.sources, study.society.followers, strict=True):
            for j in range(len(self.group)):
                for i in graph.contacts(j).tolist():
                    seen_on[i].append(j)
        pairs = zip(scenario.claims, study.rates, strict=True)
        numbers = {c.id: Family(c, rate, scenario, self.n_steps + 2) for c, rate in pairs}
        self.family = [numbers[info.family] for info in world.claims]
        self.claim_key = [label_key("claim", info.id) for info in world.claims]
        self.share_key = [
            [label_key("share", info.id, p) for info in world.claims] for p in scenario.platforms
        ]
        self.marks = [(mark, plan.first) for plan in programme.plans for mark in plan.marks]
        self.at: list[dict[int, int]] = [{} for _ in self.marks]
        self.minds = [[Mind() for _ in self.group] for _ in world.claims]
        self.tallies: list[list[list[int]]] = []

    def stances(self) -> list[list[int]]:
        """Write down everybody's stance (8.8)."""
        return [[mind.stance for mind in row] for row in self.minds]

    def luck(self, purpose: int, k: int, i: int) -> float:
        """Draw a number for this person, claim and episode: `e` of (8)."""
        episode = self.minds[k][i].episode
        return self.uniform(purpose, episode, i, self.claim_key[k])

    def here(self, p: int, i: int, t: int) -> bool:
        """Tell whether a person is present on a platform (2)."""
        away = self.left[p][i] <= t < self.back[p][i]
        return self.joined[p][i] <= t and not away

    def marked(self, factor: float, cuts: str, p: int, item: int, i: int, t: int) -> float:
        """Give what the marks on a person leave of acceptance or sharing (8.2)."""
        for (mark, first), at in zip(self.marks, self.at, strict=True):
            active = first <= t < mark.until and mark.since[item] <= t
            cut = float(getattr(mark, cuts)[p, item]) if active else 0.0
            if i in at and cut > 0.0:
                weight = 1.0 if mark.weight is None else float(mark.weight[i])
                lowered = min(1.0, cut * float(mark.remaining[t - at[i]]) * weight)
                factor = factor * (1.0 - lowered)
        return factor

    def intervene(self, t: int) -> None:
        """Seed claims, publish corrections, date marks (8.3)."""
        self.posts: defaultdict[tuple[int, int, int], dict[int, int]] = defaultdict(dict)
        self.heard: defaultdict[tuple[int, int], dict[tuple[int, int], int]] = defaultdict(dict)
        self.tally = [[0] * 5 for _ in self.minds]
        for k, seeds in self.programme.seeds.get(t, []):
            for mind in (self.minds[k][i] for i in seeds.tolist()):
                if mind.stance == CORRECTED:
                    mind.forget(t)
                if mind.stance != BELIEVER:
                    mind.take(BELIEVER, t)
                if mind.parent == -2:
                    mind.parent = -1
                mind.seeded_at = t
        for item in self.programme.publications.get(t, []):
            for i in item.audience.tolist():
                self.hear(item.claim, i, len(self.platforms) + item.outlet, CORRECTION, 1)
            for mind in (self.minds[item.claim][i] for i in item.sources.tolist()):
                if mind.stance != CORRECTED:
                    mind.take(CORRECTED, t)
                mind.seeded_at = t
        for (mark, _), at in zip(self.marks, self.at, strict=True):
            at.update((i, t) for i in mark.people[mark.steps == t].tolist())
        self.modify(t)

    def modify(self, t: int) -> None:
        """Let interventions modify what is seen, accepted and shared, from nothing (8.3)."""
        programme, n_claims = self.programme, len(self.minds)
        effects = Effects.baseline(len(self.platforms), 2 * n_claims, len(self.marks))
        counted = np.array(self.tallies, dtype=np.int64).reshape(t, n_claims, 5)
        for intervention, plan in zip(programme.interventions, programme.plans, strict=True):
            if plan.first <= t < plan.last:
                intervention.modify(effects, programme.world, t, counted)
        self.visibility, self.acceptance, self.sharing = (
            table.tolist() for table in (effects.visibility, effects.acceptance, effects.sharing)
        )

    def hear(self, k: int, i: int, p: int, what: int, n: int) -> None:
        """Count posts that reach a person."""
        heard = self.heard[k, i]
        heard[p, what] = heard.get((p, what), 0) + n

    def share(self, t: int) -> None:
        """Decide how often everybody posts what (8.4)."""
        for k, row in enumerate(self.minds):
            for i, mind in enumerate(row):
                # Whoever is unaware runs no clock, and seeds believe.
                for p in self.platforms if mind.stance != UNAWARE else ():
                    if self.here(p, i, t) and (count := self.count_posts(k, i, p, t)) > 0:
                        what = CORRECTION if mind.stance == CORRECTED else CLAIM
                        self.posts[k, p, what][i] = count
                        self.tally[k][what] += count
                        if what == CLAIM and mind.first_shared < 0:
                            mind.first_shared = t

    def count_posts(self, k: int, i: int, p: int, t: int) -> int:
        """Count the posts of a person on a platform (8.4)."""
        mind, f = self.minds[k][i], self.family[k]
        item = 2 * k + (mind.stance == CORRECTED)
        count = int(mind.seeded_at == t)
        for stances, since, rate, interest, lasts, shares in CLOCKS:
            age = t - getattr(mind, since)
            if age == 0 and mind.seeded_at == t:
                continue
            if mind.stance in stances and self.luck(lasts, k, i) < getattr(f, interest)[age]:
                chance = min(1.0, getattr(f, rate) * self.activity[i])
                chance = chance * self.marked(self.sharing[p][item], "sharing_cut", p, item, i, t)
                count += self.uniform(shares, age + 65536 * mind.episode, i, self.share_key[p][k]) < chance
        return count

    def expose(self, t: int) -> None:
        """Count the posts of contacts that reach everybody (8.5)."""
        for (k, p, what), by in self.posts.items():
            for i, sources in enumerate(self.sources[p]):
                n = sum(by.get(j, 0) for j in sources)
                if self.here(p, i, t) and n > 0:
                    self.hear(k, i, p, what, n)

    def respond(self, t: int) -> None:
        """Let everybody notice, believe, be corrected (8.6)."""
        for (k, i), heard in self.heard.items():
            if not self.responds[i]:
                continue
            mind = self.minds[k][i]
            before = after = mind.stance
            n_claim, n_correction = (
                sum(n for (_, kind), n in heard.items() if kind == what) for what in (CLAIM, CORRECTION)
            )
            open_minded = before in {UNAWARE, UNCONVINCED}
            self.tally[k][2] += n_claim
            self.tally[k][3] += n_correction
            self.tally[k][4] += n_claim > 0 and open_minded
            if self.rule == "sbfc":
                after = self.compete(k, i, t) if before == UNAWARE else before
            else:
                if n_claim > 0 and open_minded:
                    aware, convinced = self.consider_claim(k, i, t)
                    after = BELIEVER if convinced else UNCONVINCED if aware else before
                if n_correction > 0 and before != CORRECTED and self.consider_correction(k, i, t):
                    after = CORRECTED
            if after != before:
                if before == UNAWARE and after != CORRECTED and mind.parent == -2:
                    mind.parent = self.heard_from(k, i, t)
                mind.take(after, t + 1)

    def consider_claim(self, k: int, i: int, t: int) -> tuple[bool, bool]:
        """Wear doubt down by what was heard; tell whether the person is aware, and convinced (8.6)."""
        mind, f = self.minds[k][i], self.family[k]
        for p in self.platforms:
            n = self.heard[k, i].get((p, CLAIM), 0)
            visibility = self.reach[p] * self.visibility[p][2 * k]
            judgement = self.susceptibility[i] if f.judged else 1.0
            factor = self.marked(self.acceptance[p][2 * k], "belief_cut", p, 2 * k, i, t)
            acceptance = min(1.0, f.plausibility * judgement * factor)
            if n > 0:
                heard = n, mind.exposures, len(self.sources[p][i])
                mind.doubt = PERSUADED[self.rule](mind.doubt, visibility, acceptance, *heard)
            for _ in range(n):
                mind.unseen = mind.unseen * (1.0 - visibility)
            mind.exposures += n
        aware = not self.luck(Purpose.NOTICE, k, i) < mind.unseen
        return aware, not self.luck(Purpose.RESISTANCE, k, i) < mind.doubt

    def consider_correction(self, k: int, i: int, t: int) -> bool:
        """Wear hesitation down by what was heard; tell whether the person accepts (8.6)."""
        mind, f, item = self.minds[k][i], self.family[k], 2 * k + 1
        for p in self.rows:
            visibility = self.reach[p] * self.visibility[p][item]
            if p in self.platforms:
                visibility = visibility * f.visibility
            factor = self.marked(self.acceptance[p][item], "belief_cut", p, item, i, t)
            acceptance = self.accepted(k, i, p, mind.stance, factor)
            for _ in range(self.heard[k, i].get((p, CORRECTION), 0)):
                mind.hesitation = mind.hesitation * (1.0 - visibility * acceptance)
        return not self.luck(Purpose.ACCEPT, k, i) < mind.hesitation

    def accepted(self, k: int, i: int, p: int, stance: int, factor: float) -> float:
        """Say how readily a correction is accepted from a platform or from who published it (8.6)."""
        f, messenger = self.family[k], len(self.platforms) + 1
        accepted = f.acceptance * (authority(1.0) if p == messenger else self.authority[i]) * factor
        if stance == BELIEVER:
            accepted = accepted * (1.0 - f.residual)
        return min(1.0, accepted)

    def compete(self, k: int, i: int, t: int) -> int:
        """Choose a side, or none, by how much was heard of each (8.6, number 4)."""
        f, heard = self.family[k], self.heard[k, i]
        unheard, pro, contra = 1.0, 0.0, 0.0
        for p in self.rows:
            nc, nk = heard.get((p, CLAIM), 0), heard.get((p, CORRECTION), 0)
            if nc + nk == 0:
                continue
            factor = self.marked(self.acceptance[p][2 * k], "belief_cut", p, 2 * k, i, t)
            weight = min(1.0, 2.0 * f.plausibility * (1.0 - self.literacy[i]) * factor)
            seen = self.reach[p] * self.visibility[p][2 * k]
            trusted = f.visibility if p in self.platforms else self.accepted(k, i, p, UNAWARE, 1.0)
            checked = self.reach[p] * self.visibility[p][2 * k + 1] * trusted
            pro = pro + seen * nc * (1.0 + weight)
            contra = contra + checked * nk * (1.0 - weight)
            unheard = unheard * (1.0 - (seen * nc + checked * nk) / (nc + nk))
        informed, total = 1.0 - unheard, pro + contra
        if total <= 0.0:
            return UNAWARE
        believing, u = informed * pro / total, self.uniform(Purpose.COMPETE, t, i, self.claim_key[k])
        if u < believing:
            return BELIEVER
        return CORRECTED if u < believing + informed * contra / total else UNAWARE

    def heard_from(self, k: int, i: int, t: int) -> int:
        """Choose whom the claim was heard from (8.6)."""
        authors = [
            j
            for p in self.platforms
            if self.here(p, i, t)
            for j in self.sources[p][i]
            for _ in range(self.posts[k, p, CLAIM].get(j, 0))
        ]
        luck = self.uniform(Purpose.PARENT, 0, i, self.claim_key[k])
        return authors[floor(luck * len(authors))]

    def fade(self, t: int) -> None:
        """Let beliefs and corrections be forgotten, claims be verified (8.7)."""
        for k, row in enumerate(self.minds):
            for i, mind in enumerate(row):
                if mind.stance != UNAWARE and mind.stance_at != t + 1:
                    self.fade_one(k, i, t)

    def fade_one(self, k: int, i: int, t: int) -> None:
        """Let one person forget or verify (8.7)."""
        mind, f = self.minds[k][i], self.family[k]
        purpose, table = FORGETTING[mind.stance]
        if not self.luck(purpose, k, i) < getattr(f, table)[t + 1 - mind.stance_at]:
            mind.forget(t + 1)
        elif mind.stance != CORRECTED and f.checkable:
            lasting = f.verification[self.group[i]]
            if not self.luck(Purpose.VERIFY, k, i) < lasting[t + 1 - mind.aware_at]:
                mind.take(CORRECTED, t + 1)
