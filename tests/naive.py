"""The model once more, as plainly as it can be said: an oracle for the engines.

Written from docs/model.md without a look at the engines, and sharing nothing with
them but the random numbers. It is given the people, their contacts, the share
rates, and what is decided before a run: who joins when, seeds, publications and
marks. Everything else, multipliers and survival tables included, is written anew,
one person at a time and with no care for speed. Numbers in brackets are sections of
the document. Modifiers are left out: no kind of intervention uses them (7.9).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from math import floor, sqrt

from infosim.draws import Purpose, label_key, uniform
from infosim.programme import Programme, plan_run
from infosim.scenario.models import Claim, Scenario
from infosim.study import Study
from infosim.units import Dwell

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
    run = Naive(study, plan_run(study, arm, replicate))
    stances, tallies = [run.stances()], []
    for t in range(run.n_steps):
        run.intervene(t)
        run.share(t)
        run.expose(t)
        run.respond(t)
        run.fade(t)
        stances.append(run.stances())
        tallies.append(run.tally)
    return Story(stances, run.minds, tallies)


def susceptibility(literacy: float) -> float:
    """Say how easily somebody accepts a claim that is not true (7.1)."""
    if literacy < 0.5:
        return 1.15 + (1.0 - 1.15) * (2.0 * literacy)
    return 1.0 + (0.75 - 1.0) * (2.0 * literacy - 1.0)


def authority(trust: float) -> float:
    """Say how much somebody listens to those who correct and label (7.1)."""
    return 0.47 + (1.0 - 0.47) * (2.0 * trust)


def in_steps(hours: float, scenario: Scenario) -> int:
    """Turn hours into steps (2)."""
    return floor(hours / scenario.time.step + 0.5)


def half_power(x: float) -> float:
    """Raise one half to the power x (7.2)."""
    power, root = 1.0, 0.5
    while x >= 1.0 and power > 0.0:
        power, x = power * 0.5, x - 1.0
    for _ in range(53):
        root, x = sqrt(root), x * 2.0
        if x >= 1.0:
            power, x = power * root, x - 1.0
    return power


def powers(ratio: float, n: int) -> list[float]:
    """Multiply 1 by the ratio again and again (7.2)."""
    table = [1.0]
    while len(table) < n:
        table.append(table[-1] * ratio)
    return table


def survival(lasting: Dwell, scenario: Scenario, n: int) -> list[float]:
    """Tabulate what proportion still lasts at each age (7.2)."""
    if lasting.exactly is not None:
        end = max(1, in_steps(lasting.exactly, scenario))
        return [1.0 if age < end else 0.0 for age in range(n)]
    if lasting.half_life is not None:
        return powers(half_power(scenario.time.step / lasting.half_life), n)
    return [1.0] * n


class Family:
    """The numbers of a claim of the scenario, and of its correction (7.2, 7.3)."""

    def __init__(self, claim: Claim, rate: float, scenario: Scenario, n: int) -> None:
        correction = claim.correction
        self.judged, self.checkable = claim.veracity != "true", claim.veracity == "false"
        self.plausibility, self.rate = claim.plausibility, rate
        self.unthinking_rate = rate * claim.sharing.unconvinced
        self.correction_rate = rate * correction.sharing if correction else 0.0
        self.acceptance = correction.acceptance if correction else 0.0
        self.residual = correction.residual if correction else 0.0
        self.visibility = correction.visibility if correction else 0.0
        self.interest = survival(claim.sharing.interest, scenario, n)
        self.forgetting = survival(claim.forgetting, scenario, n)
        passing = correction.interest if correction else Dwell(half_life=12.0)
        self.correction_interest = survival(passing, scenario, n)
        lasting = correction.forgetting if correction else Dwell(half_life=14 * 24.0)
        self.correction_forgetting = survival(lasting, scenario, n)
        hazards = [claim.verification * group.literacy for group in scenario.population.groups]
        days = scenario.time.step / 24.0
        self.verification = [powers(1.0 - min(1.0, hazard * days), n) for hazard in hazards]


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
        self.susceptibility = [susceptibility(literacy) for literacy in people.literacy.tolist()]
        self.authority = [authority(trust) for trust in people.trust.tolist()]
        self.joined = world.joined.tolist()
        # Row P stands for publications.
        self.reach = [platform.reach for platform in scenario.platforms.values()] + [1.0]
        self.platforms = range(len(scenario.platforms))
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

    def stances(self) -> list[list[int]]:
        """Write down everybody's stance (8.8)."""
        return [[mind.stance for mind in row] for row in self.minds]

    def luck(self, purpose: int, k: int, i: int) -> float:
        """Draw a number for this person, claim and episode: `e` of (8)."""
        episode = self.minds[k][i].episode
        return self.uniform(purpose, episode, i, self.claim_key[k])

    def marked(self, cuts: str, p: int, item: int, i: int, t: int) -> float:
        """Give what the marks on a person leave of acceptance or sharing (8.2)."""
        factor = 1.0
        for (mark, first), at in zip(self.marks, self.at, strict=True):
            active = first <= t < mark.until and mark.since[item] <= t
            cut = float(getattr(mark, cuts)[p, item]) if active else 0.0
            if i in at and cut > 0.0:
                weight = self.authority[i] if mark.trusting else 1.0
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
                self.hear(item.claim, i, len(self.platforms), CORRECTION, 1)
            for mind in (self.minds[item.claim][i] for i in item.sources.tolist()):
                if mind.stance != CORRECTED:
                    mind.take(CORRECTED, t)
                mind.seeded_at = t
        for (mark, _), at in zip(self.marks, self.at, strict=True):
            at.update((i, t) for i in mark.people[mark.steps == t].tolist())

    def hear(self, k: int, i: int, p: int, what: int, n: int) -> None:
        """Count posts that reach a person."""
        heard = self.heard[k, i]
        heard[p, what] = heard.get((p, what), 0) + n

    def share(self, t: int) -> None:
        """Decide how often everybody posts what (8.4)."""
        for k, row in enumerate(self.minds):
            for i, mind in enumerate(row):
                for p in self.platforms:
                    if self.joined[p][i] <= t and (count := self.count_posts(k, i, p, t)) > 0:
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
                chance = chance * self.marked("sharing_cut", p, item, i, t)
                count += self.uniform(shares, age + 65536 * mind.episode, i, self.share_key[p][k]) < chance
        return count

    def expose(self, t: int) -> None:
        """Count the posts of contacts that reach everybody (8.5)."""
        for (k, p, what), by in self.posts.items():
            for i, sources in enumerate(self.sources[p]):
                n = sum(by.get(j, 0) for j in sources)
                if self.joined[p][i] <= t and n > 0:
                    self.hear(k, i, p, what, n)

    def respond(self, t: int) -> None:
        """Let everybody notice, believe, be corrected (8.6)."""
        for (k, i), heard in self.heard.items():
            mind = self.minds[k][i]
            before = after = mind.stance
            n_claim, n_correction = (
                sum(n for (_, kind), n in heard.items() if kind == what) for what in (CLAIM, CORRECTION)
            )
            open_minded = before in {UNAWARE, UNCONVINCED}
            self.tally[k][2] += n_claim
            self.tally[k][3] += n_correction
            self.tally[k][4] += n_claim > 0 and open_minded
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
            judgement = self.susceptibility[i] if f.judged else 1.0
            factor = self.marked("belief_cut", p, 2 * k, i, t)
            acceptance = min(1.0, f.plausibility * judgement * factor)
            for _ in range(n):
                mind.doubt = mind.doubt * (1.0 - self.reach[p] * acceptance)
                mind.unseen = mind.unseen * (1.0 - self.reach[p])
            mind.exposures += n
        aware = not self.luck(Purpose.NOTICE, k, i) < mind.unseen
        return aware, not self.luck(Purpose.RESISTANCE, k, i) < mind.doubt

    def consider_correction(self, k: int, i: int, t: int) -> bool:
        """Wear hesitation down by what was heard; tell whether the person accepts (8.6)."""
        mind, f = self.minds[k][i], self.family[k]
        for p in (*self.platforms, len(self.platforms)):
            visibility = self.reach[p] * (f.visibility if p in self.platforms else 1.0)
            factor = self.marked("belief_cut", p, 2 * k + 1, i, t)
            acceptance = f.acceptance * self.authority[i] * factor
            if mind.stance == BELIEVER:
                acceptance = acceptance * (1.0 - f.residual)
            for _ in range(self.heard[k, i].get((p, CORRECTION), 0)):
                mind.hesitation = mind.hesitation * (1.0 - visibility * min(1.0, acceptance))
        return not self.luck(Purpose.ACCEPT, k, i) < mind.hesitation

    def heard_from(self, k: int, i: int, t: int) -> int:
        """Choose whom the claim was heard from (8.6)."""
        authors = [
            j
            for p in self.platforms
            if self.joined[p][i] <= t
            for j in self.sources[p][i]
            for _ in range(self.posts[k, p, CLAIM].get(j, 0))
        ]
        luck = self.uniform(Purpose.PARENT, 0, i, self.claim_key[k])
        return authors[floor(luck * len(authors))]

    def fade(self, t: int) -> None:
        """Let claims be verified, beliefs and corrections be forgotten (8.7)."""
        for k, row in enumerate(self.minds):
            for i, mind in enumerate(row):
                if mind.stance != UNAWARE and mind.stance_at != t + 1:
                    self.fade_one(k, i, t)

    def fade_one(self, k: int, i: int, t: int) -> None:
        """Let one person verify or forget (8.7)."""
        mind, f = self.minds[k][i], self.family[k]
        if mind.stance != CORRECTED and f.checkable:
            lasting = f.verification[self.group[i]]
            if not self.luck(Purpose.VERIFY, k, i) < lasting[t + 1 - mind.aware_at]:
                mind.take(CORRECTED, t + 1)
                return
        purpose, table = FORGETTING[mind.stance]
        if not self.luck(purpose, k, i) < getattr(f, table)[t + 1 - mind.stance_at]:
            mind.forget(t + 1)
