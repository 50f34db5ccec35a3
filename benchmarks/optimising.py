"""Hold what `infosim optimise` finds against an even split, and against the best of random allocations.

All three are chosen on the same people and luck, and judged on societies that none of them
saw. `python benchmarks/optimising.py` takes minutes; the suite does the same, smaller.
"""

from __future__ import annotations

import argparse
import sys
from typing import NamedTuple

from infosim import draws
from infosim.draws import Purpose
from infosim.experiments.allocation import Optimum, optimise
from infosim.experiments.allocation.optimise import SEEN
from infosim.experiments.allocation.trials import Trials, Tried
from infosim.experiments.intervals import Estimate
from infosim.experiments.sweep.plan import with_seed
from infosim.scenario import load
from infosim.study import prepare


class Race(NamedTuple):
    """What was found, and the best random allocation, judged on the same unseen societies."""

    found: Optimum
    random: Tried

    def more_than(self, other: Tried) -> Estimate:
        """Estimate how many more days per person the optimum averts than another allocation."""
        return self.found.averted(self.found.best, other)


def race(name: str, budget: float, size: int, trials: int, randoms: int, replicates: int) -> Race:
    """Search, and draw at random as well, with the same number of runs for each allocation."""
    scenario = load(name, size=size).scenario
    found = optimise(scenario, budget, trials=trials, replicates=replicates)
    seeds = (*(scenario.run.seed + k for k in range(SEEN)), *found.seeds)
    studies = [prepare(with_seed(scenario, one)).of(found.arm) for one in seeds]
    seen, unseen = (
        Trials(tuple(some), found.arm, found.purse, repeated, None, lambda: None)
        for some, repeated in ((studies[:SEEN], -(-replicates // SEEN)), (studies[SEEN:], replicates))
    )
    # Exponentials give every way of splitting the same chance.
    luck = draws.generator(scenario.run.seed, Purpose.DESIGN, "random allocations")
    rows = luck.exponential(size=(randoms, len(found.purse.items)))
    tried = seen([found.purse.split(row.tolist()) for row in rows])
    best = min(tried, key=lambda one: float(one.days.mean()))
    return Race(found, unseen([best.amounts])[0])


def main() -> None:
    """Race as asked for, and print who averts how much."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--study", default="bhutan_2022")
    asked.add_argument("--budget", type=float, default=150.0)
    asked.add_argument("--size", type=int, default=2000)
    asked.add_argument("--trials", type=int, default=200)
    asked.add_argument("--randoms", type=int, default=200)
    asked.add_argument("--replicates", type=int, default=10)
    words = asked.parse_args()
    raced = race(words.study, words.budget, words.size, words.trials, words.randoms, words.replicates)
    found = raced.found
    lines = [f"{words.study}, {words.size:,} people, {words.budget:,.0f} {found.purse.currency}"]
    lines.append("averted per person, days (95% interval); what the optimum averts more; the money")
    named = {"optimum": found.best, "even split": found.even, f"best of {words.randoms}": raced.random}
    for name, one in named.items():
        level, more = found.averted(one), raced.more_than(one)
        spent = ", ".join(
            f"{item.id} {amount:,.0f}" for item, amount in zip(found.purse.items, one.amounts, strict=True)
        )
        lines.append(
            f"{name:12} {level.mean:6.3f} ({level.low:.3f} to {level.high:.3f}); "
            f"{more.mean:+.3f} ({more.low:+.3f} to {more.high:+.3f}); {spent}"
        )
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    main()
