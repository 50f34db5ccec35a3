"""Tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from infosim.cli.console import printable
from infosim.experiments.compare import Comparison
from infosim.experiments.sentences import arm_words, group_words, number
from infosim.experiments.versus import elsewhere, is_setting
from infosim.measures.catalogue import OUTCOMES


def effects_table(comparison: Comparison) -> Table:
    """Show each arm's level and paired effect for the outcomes that the study names.

    With what each arm is compared is shown where that is not always the first; how
    often it helped is left open in arms about another setting.
    """
    several = bool(elsewhere(comparison))
    table = Table(
        title=f"Mean of {comparison.replicates} replicates; paired difference with 95% bootstrap interval",
        box=SIMPLE_HEAD,
        title_justify="left",
    )
    table.add_column("outcome")
    table.add_column("arm")
    if several:
        table.add_column("versus")
    for heading in ("level", "difference", "from", "to", "helped"):
        table.add_column(heading, justify="right")
    for name in comparison.scenario.outcomes:
        outcome = OUTCOMES[name]
        for arm in comparison.arms:
            is_first = arm == comparison.baseline
            row: list[Text | str] = [Text(outcome.words if is_first else ""), _arm_text(comparison, arm)]
            if several:
                row += [Text() if is_first else _arm_text(comparison, comparison.reference(arm))]
            row += [number(comparison.level(arm, name).mean, outcome.unit)]
            if not is_first:
                effect = comparison.paired(arm, name)
                row += [_signed(value, outcome.unit) for value in effect[:3]]
                n, is_silent = comparison.replicates, isnan(effect.helped) or is_setting(comparison, arm)
                row += ["" if is_silent else f"{round(effect.helped * n)}/{n}"]
            table.add_row(*row, end_section=arm == comparison.arms[-1])
    return table


def _arm_text(comparison: Comparison, arm: str) -> Text:
    """Name an arm, as text that is no markup."""
    return Text(printable(arm_words(comparison, arm)))


def _signed(value: float, unit: str) -> str:
    text = number(value, unit)
    return "+" + text if value > 0 else text


def groups_table(comparison: Comparison) -> Table:
    """Show, by group, the baseline level and what each arm improves; for outcomes that groups have.

    A note below says which arms improve on another one than the first.
    """
    name = comparison.outcome
    outcome = OUTCOMES[name]
    table = Table(
        title=f"By group: {outcome.words}, and how much better with",
        box=SIMPLE_HEAD,
        title_justify="left",
        caption=_arms_compared(comparison),
        caption_justify="left",
    )
    table.add_column("group")
    table.add_column("baseline", justify="right")
    for arm in comparison.arms[1:]:
        table.add_column(_arm_text(comparison, arm), justify="right")
    for group in comparison.groups:
        level = number(comparison.level(comparison.baseline, name, group).mean, outcome.unit)
        gains = [_signed(comparison.averted(arm, name, group), outcome.unit) for arm in comparison.arms[1:]]
        table.add_row(group_words(group), level, *gains)
    return table


def _arms_compared(comparison: Comparison) -> Text | None:
    """Say which arms improve on another one than the first, one line each."""
    lines = [
        Text.assemble(
            _arm_text(comparison, arm),
            " is compared with ",
            _arm_text(comparison, comparison.reference(arm)),
            ".",
        )
        for arm in elsewhere(comparison)
    ]
    return Text("\n").join(lines) if lines else None


def series_table(claim: str, series: Mapping[str, Sequence[int]], days: Sequence[float]) -> Table:
    """Show how many hold each stance towards a claim, about ten times in the run."""
    table = Table(title=Text(f"People by stance towards {claim}"), box=SIMPLE_HEAD, title_justify="left")
    for heading in ("day", *series):
        table.add_column(heading, justify="right")
    every = max(1, (len(days) - 1) // 10)
    for row in sorted({*range(0, len(days), every), len(days) - 1}):
        table.add_row(f"{days[row]:g}", *(f"{numbers[row]:,}" for numbers in series.values()))
    return table


def outcomes_table(outcomes: Mapping[str, float | None]) -> Table:
    """Show the outcomes of one run."""
    table = Table(box=SIMPLE_HEAD)
    table.add_column("outcome")
    table.add_column("value", justify="right")
    for name, value in outcomes.items():
        if value is not None:
            known = OUTCOMES.get(name)
            # What a user has added is called as the user calls it.
            table.add_row(known.words if known else name, number(value, known.unit if known else ""))
    return table
