"""What the shipped studies found, as a page: `make findings` writes scenarios/README.md.

The sizes are those of the tests: fewer people than shipped, where the finding is there
to be seen in less time.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from infosim.experiments import Comparison, compare
from infosim.experiments.sentences import arm_words, number
from infosim.measures.catalogue import OUTCOMES
from infosim.scenario import load, shipped

PAGE = Path(__file__).parents[2] / "scenarios" / "README.md"

SIZE = {
    "correction_delay": 800,
    "messaging_forward_limit": 700,
    "prebunk_targeting": 1000,
    "segregated_bubbles": 500,
    "supersharers": 1000,
    "verification_threshold": 500,
}
"""People, where a study is shipped with more than the test needs."""

REPLICATES = {"bhutan_2022": 40}
"""More pairs than thirty, where more were promised."""

HEAD = """# The shipped studies

Each is one YAML file: a question, its sources, arms, and a finding that the tests check. `infosim compare`
runs one, `infosim show` prints it, `infosim cite` gives its references, `infosim levers` moves its numbers.

This page is generated: `make findings`. Numbers are means over pairs of runs about the same people with the
same luck, with 95% bootstrap intervals, at the sizes that the tests use, mostly smaller than those shipped.
Synthetic people, borrowed effect sizes: trust directions, not digits.
"""


@cache
def comparison(name: str) -> Comparison:
    """Compare the arms of a shipped study as the tests do, once."""
    return compare(load(name, size=SIZE.get(name)).scenario, replicates=REPLICATES.get(name, 30))


def section(study: Comparison) -> str:
    """Write what one study asks, what it found, and each arm's effect."""
    scenario, outcome = study.scenario, OUTCOMES[study.outcome]
    assert scenario.finding is not None
    verdict = "holds" if study.finding_holds else "DOES NOT HOLD"
    people, pairs = f"{scenario.population.size:,} people", f"{study.replicates} pairs of runs"
    level = number(study.level(study.baseline, study.outcome).mean, outcome.unit)
    lines = [
        f"## {scenario.id}",
        "",
        f"**{scenario.question}** {scenario.finding.claim} The finding {verdict} ({people}, {pairs}).",
        "",
        f"| {outcome.words} | compared with | difference | 95% interval | better in |",
        "|---|---|---|---|---|",
        f"| {arm_words(study, study.baseline)}: {level} | | | | |",
    ]
    return "\n".join(lines + [arm_row(study, arm) for arm in study.arms[1:]]) + "\n"


def arm_row(study: Comparison, arm: str) -> str:
    """Write one arm's level, and its effect on the study's first outcome."""
    unit = OUTCOMES[study.outcome].unit
    level, effect = study.level(arm, study.outcome), study.paired(arm, study.outcome)
    low, high = number(effect.low, unit), number(effect.high, unit)
    better = "" if effect.helped != effect.helped else f"{round(effect.helped * study.replicates)}"
    cells = [
        f"{arm_words(study, arm)}: {number(level.mean, unit)}",
        arm_words(study, study.reference(arm)),
        number(effect.mean, unit),
        f"{low} to {high}",
        f"{better} of {study.replicates}" if better else "",
    ]
    return "| " + " | ".join(cells) + " |"


def contents(names: list[str]) -> str:
    """List the studies with their questions."""
    rows = [f"| [{name}]({name}.yaml) | {load(name).scenario.question} |" for name in names]
    return "\n".join(["| study | asks |", "|---|---|", *rows]) + "\n"


def page() -> str:
    """Write the whole page."""
    names = list(shipped())
    return "\n".join([HEAD, contents(names), *(section(comparison(name)) for name in names)])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.name}: {len(shipped())} studies", file=sys.stderr)  # noqa: T201
