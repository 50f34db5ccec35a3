"""One study against another, arm by arm, on the same draws."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from infosim.errors import counted
from infosim.experiments.compare import Comparison, Progress, compare
from infosim.experiments.intervals import Estimate, estimate
from infosim.experiments.sentences import MEASURED, amount, arm_words
from infosim.measures.catalogue import OUTCOMES
from infosim.study import Study


class Pair(NamedTuple):
    """An arm of A, and the arm of B that it is held against."""

    a: str
    b: str


@dataclass(frozen=True, eq=False)
class Against:
    """Two studies, run with the same seed and as many replicates.

    Attributes
    ----------
    a, b : both comparisons, of the arms in `pairs` only
    pairs : the arms that both have, in the order of A; the first of each if there is none
    """

    a: Comparison
    b: Comparison
    pairs: tuple[Pair, ...]

    def outcomes(self, pair: Pair) -> list[str]:
        """List the outcomes that A asks for and that exist in both studies."""
        named = dict.fromkeys((self.a.outcome, *self.a.scenario.outcomes))
        return [name for name in named if not math.isnan(self.difference(pair, name).mean)]

    def levels(self, pair: Pair, outcome: str) -> tuple[Estimate, Estimate]:
        """Estimate the mean of an outcome in A and in B."""
        return self.a.level(pair.a, outcome), self.b.level(pair.b, outcome)

    def difference(self, pair: Pair, outcome: str) -> Estimate:
        """Estimate B - A, replicate by replicate."""
        values = self.b.values(pair.b, outcome) - self.a.values(pair.a, outcome)
        return estimate(values, self.a.scenario.run.seed)

    @property
    def replicates(self) -> int:
        """Number of replicates of each arm."""
        return self.a.replicates

    @property
    def names(self) -> tuple[str, str]:
        """What to call the two studies: their ids, or A and B where these are equal."""
        ids = self.a.scenario.id, self.b.scenario.id
        return ids if ids[0] != ids[1] else ("A", "B")


def arm_pairs(a: Study, b: Study) -> tuple[Pair, ...]:
    """Pair the arms of the same name; where there are none, the first arm of each."""
    common = tuple(Pair(name, name) for name in a.arms if name in b.arms)
    return common or (Pair(next(iter(a.arms)), next(iter(b.arms))),)


def run_against(
    a: Study,
    b: Study,
    *,
    replicates: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Against:
    """Run the arms that two studies share, with the same replicates.

    Parameters
    ----------
    a, b : made ready with the same seed
    replicates : int, at least 1; as A says if left out
    workers : int, at least 1; one for each core if left out
    progress : called after each run, with the runs of both studies in all
    """
    pairs = arm_pairs(a, b)
    count = a.scenario.run.replicates if replicates is None else replicates
    runs = len(pairs) * count

    def run(study: Study, names: list[str], before: int) -> Comparison:
        def show(done: int, _: int) -> None:
            if progress is not None:
                progress(before + done, 2 * runs)

        # Contacts stay those of all arms: leaving arms out changes nothing in the others.
        chosen = replace(study, arms={name: study.arms[name] for name in names})
        return compare(chosen, replicates=count, workers=workers, progress=show)

    with_a = run(a, [pair.a for pair in pairs], 0)
    return Against(with_a, run(b, [pair.b for pair in pairs], runs), pairs)


def remarks(against: Against) -> list[str]:
    """Say what the pairs have in common, and what they have not."""
    a, b, first = against.a.study, against.b.study, against.pairs[0]
    lines = []
    if first.a != first.b or first.a not in b.arms:
        lines.append(f"No arm is in both: {first.a} of A is held against {first.b} of B.")
    clocks = [study.society.clock for study in (a, b)]
    days = [clock.n_steps * clock.step_days for clock in clocks]
    if days[0] != days[1]:
        lines.append(f"A runs {days[0]:g} days and B {days[1]:g}.")
    if not all(same_people(a, b, pair) for pair in against.pairs):
        people = [counted(study.society.population.n_people, "person", "people") for study in (a, b)]
        who = f" ({people[0]} in A, {people[1]} in B)" if people[0] != people[1] else ""
        lines.append(
            f"The people are not the same{who}: replicates are compared all the same, paired by seed alone."
        )
    elif clocks[0].step_days != clocks[1].step_days:
        lines.append("The same people, in steps of other lengths, so not with the same luck: paired by seed.")
    elif not all(same_contacts(a, b, pair) for pair in against.pairs):
        lines.append("The same people with the same luck, and other contacts.")
    else:
        lines.append("The same people, contacts and luck.")
    return lines + [_rate_remark(*found) for found in other_rates(a, b)]


def other_rates(a: Study, b: Study) -> list[tuple[str, float, float]]:
    """List claims with the same branching that takes another share rate in B than in A.

    What B changes about people or platforms is then made up for, and shows less.
    """
    asked = [{claim.id: claim.sharing.branching for claim in study.scenario.claims} for study in (a, b)]
    rates = [dict(zip(ids, study.rates, strict=True)) for ids, study in zip(asked, (a, b), strict=True)]
    return [
        (claim, rates[0][claim], rates[1][claim])
        for claim, branching in asked[0].items()
        if branching is not None and branching == asked[1].get(claim) and rates[0][claim] != rates[1][claim]
    ]


def _rate_remark(claim: str, rate_a: float, rate_b: float) -> str:
    return (
        f"Claim {claim} has the same branching in both, for which its share rate was found anew: "
        f"{100 * rate_a:.3g}% in A, {100 * rate_b:.3g}% in B."
    )


def same_people(a: Study, b: Study, pair: Pair) -> bool:
    """Tell whether each person is in both studies, and in the same group."""
    ours, theirs = a.of(pair.a).society.population, b.of(pair.b).society.population
    named = [[traits.id for traits in people.groups] for people in (ours, theirs)]
    return named[0] == named[1] and np.array_equal(ours.group, theirs.group)


def same_contacts(a: Study, b: Study, pair: Pair) -> bool:
    """Tell whether both studies have the same platforms with the same contacts."""
    ours, theirs = a.of(pair.a).society, b.of(pair.b).society
    graphs = [
        dict(zip(one.platforms, (graph.digest() for graph in one.followers), strict=True))
        for one in (ours, theirs)
    ]
    return graphs[0] == graphs[1]


def sentence(against: Against) -> str:
    """Say in one sentence what became of A's first outcome, where the studies differ most."""
    name = against.a.outcome
    outcome = OUTCOMES[name]
    words = outcome.words[0].upper() + outcome.words[1:]
    sizes = {pair: abs(against.difference(pair, name).mean) for pair in against.pairs}
    known = {pair: size for pair, size in sizes.items() if not math.isnan(size)}
    if not known:
        return f"{words}: unknown, so nothing can be said of the difference."
    most = max(known, key=known.__getitem__)
    found = against.difference(most, name)
    level_a, level_b = against.levels(most, name)
    arm = arm_words(against.a, most.a)
    if found.low == found.high == found.mean == 0:
        where = f"the arm {arm!r}" if len(known) == 1 else f"any of {len(known)} arms"
        return f"{words}: no difference in {where}, in {counted(against.replicates, 'replicate')}."
    where = f"in the arm {arm!r}" + (", where they differ most" if len(known) > 1 else "")
    name_a, name_b = against.names
    per = " of 100" if outcome.unit == "%" else ""
    return (
        f"{words}, {where}: {amount(level_a.mean, outcome.unit)}{per} with {name_a}, "
        f"{amount(level_b.mean, outcome.unit)}{per} with {name_b}; {change(found, name)}."
    )


def change(found: Estimate, outcome: str) -> str:
    """Word a difference and its interval: fewer or more, and whether it could be chance."""
    unit, smaller = OUTCOMES[outcome].unit, "less" if outcome in MEASURED else "fewer"
    text = f"that is {amount(abs(found.mean), unit)} {smaller if found.mean < 0 else 'more'}"
    low, high = sorted((abs(found.low), abs(found.high)))
    if found.low <= 0 <= found.high:
        ends = f"{amount(abs(found.low), unit)} {smaller} to {amount(found.high, unit)} more"
        return f"{text}, which could be chance (95% interval from {ends})"
    return f"{text} (95% interval {amount(low, unit)} to {amount(high, unit)})"


def to_json(against: Against) -> dict[str, Any]:
    """Give levels and differences as plain data."""
    return {
        "replicates": against.replicates,
        "seed": against.a.scenario.run.seed,
        "arms": [
            {
                "a": pair.a,
                "b": pair.b,
                "outcomes": {name: _numbers(against, pair, name) for name in against.outcomes(pair)},
            }
            for pair in against.pairs
        ],
        "remarks": remarks(against),
        "sentence": sentence(against),
    }


def _numbers(against: Against, pair: Pair, outcome: str) -> dict[str, Any]:
    estimates = (*against.levels(pair, outcome), against.difference(pair, outcome))
    return {key: found._asdict() for key, found in zip(("a", "b", "difference"), estimates, strict=True)}
