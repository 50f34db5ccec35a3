"""What the levers of a study do, in sentences, as JSON and as a table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from infosim import __version__
from infosim.draws import SCHEME
from infosim.errors import counted
from infosim.experiments.intervals import Estimate, estimate
from infosim.experiments.levers import Levers, Moved
from infosim.experiments.sentences import CAVEAT, MEASURED, amount
from infosim.experiments.tables import to_csv
from infosim.measures.catalogue import OUTCOMES
from infosim.results import MODEL_VERSION
from infosim.scenario.resolved import digest

WAYS = {1: "up", -1: "down", 0: "unclear"}
DECLARED = {1: "up", -1: "down", 0: "-"}

NOTHING_MORE = 1e-9
"""Parts of an effect below this are none."""


def verdict_words(one: Moved) -> str:
    """Say how a lever is judged, and beyond what it does little."""
    if one.verdict != "saturated":
        return one.verdict
    return f"saturated: {'nothing' if one.upper < NOTHING_MORE else 'little'} beyond {beyond(one)}"


def beyond(one: Moved) -> str:
    """Give the value beyond which a saturated lever does little, the middle of its range."""
    return one.lever.number.say(one.lever.number.middle)


def sentences(levers: Levers) -> list[str]:
    """Say which lever is strongest, which are saturated, and which are out of order."""
    if not levers.moved:
        return ["There is no lever: no slider, and no arm with an intervention whose strength has a range."]
    lines = [strongest_sentence(levers)]
    for one in levers.moved:
        if one.verdict == "saturated":
            little = "nothing more" if one.upper < NOTHING_MORE else "hardly anything more"
            lines.append(f"{named(one)} does {little} beyond {beyond(one)}.")
    unclear = [one.lever.path for one in levers.moved if one.verdict == "too small to tell"]
    if unclear:
        few = counted(levers.replicates, "replicate")
        lines.append(f"Too small to tell in {few} of this size: {', '.join(unclear)}.")
    return [*lines, *fault_sentences(levers), CAVEAT]


def strongest_sentence(levers: Levers) -> str:
    """Say what the strongest lever changes in the study's first outcome."""
    best = levers.moved[0]
    low, high = best.lever.range
    changed = change_words(levers.outcome, best.first_effect)
    return f"The strongest lever is {best.lever.words}: moved from {low} to {high} it makes {changed}."


def change_words(outcome: str, effect: Estimate) -> str:
    """Say a paired difference with its interval: 1.23 fewer days spent believing ... ."""
    unit, words = OUTCOMES[outcome].unit, OUTCOMES[outcome].words
    if effect.mean == 0 or math.isnan(effect.mean):
        return f"no difference in {words}"
    share = " in 100" if unit == "%" else ""
    ends = sorted((effect.low, effect.high), key=abs)
    low, high = (("-" if end * effect.mean < 0 else "") + amount(abs(end), unit) for end in ends)
    said, interval = f"{amount(abs(effect.mean), unit)}{share}", f"(95% interval {low} to {high})"
    if outcome in MEASURED:
        return f"{said} {'less' if effect.mean < 0 else 'more'} {words} {interval}"
    return f"{said} {'fewer' if effect.mean < 0 else 'more'} {words} {interval}"


def fault_sentences(levers: Levers) -> list[str]:
    """Say which levers are dead or go the wrong way, or that none is."""
    lines = []
    for one in levers.faulty:
        low, high = one.lever.range
        span = f"from {low} to {high}, in the arm {one.lever.arm}"
        if one.verdict == "dead":
            lines.append(f"{named(one)} is DEAD: {span}, it changes nothing in any replicate.")
        else:
            change = change_words(one.outcome, one.effect)
            lines.append(f"{named(one)} goes the WRONG WAY: {span}, it makes {change}.")
    if not lines:
        lines.append(f"None of {counted(len(levers.moved), 'lever')} is dead or goes the wrong way.")
    return lines


def named(one: Moved) -> str:
    """Begin a sentence about a lever."""
    return one.lever.words[:1].upper() + one.lever.words[1:]


def to_json(levers: Levers, files: Sequence[Path] = ()) -> dict[str, Any]:
    """Give the object that `infosim levers --json` prints."""
    return {
        "study": levers.scenario.id,
        "people": levers.scenario.population.size,
        "replicates": levers.replicates,
        "seed": levers.scenario.run.seed,
        "engine": levers.engine,
        "outcome": levers.outcome,
        "added": levers.scenario.additions.everything(),
        "levers": [lever_json(one) for one in levers.moved],
        "faulty": [one.lever.path for one in levers.faulty],
        "sentences": sentences(levers),
        "provenance": {
            "infosim": __version__,
            "model_version": MODEL_VERSION,
            "draws": SCHEME,
            "scenario": digest(levers.scenario),
        },
        "files": [str(path) for path in files],
    }


def lever_json(one: Moved) -> dict[str, Any]:
    """Give all that is known of one lever."""
    number = one.lever.number
    points = {"own": number.own, "low": number.low, "middle": number.middle, "high": number.high}
    return {
        "lever": one.lever.path,
        "arm": one.lever.arm,
        "values": {name: None if value is None else number.say(value) for name, value in points.items()},
        "outcome": one.outcome,
        "effect": _interval(one.effect),
        "levels": {name: _interval(estimate(values, one.seed)) for name, values in one.judged.items()},
        "first_effect": _interval(one.first_effect),
        "first_levels": {name: _interval(estimate(values, one.seed)) for name, values in one.first.items()},
        "declared": WAYS[one.expected] if one.expected else None,
        "seen": WAYS[one.seen] if one.seen else None,
        "verdict": one.verdict,
        "beyond": beyond(one) if one.verdict == "saturated" else None,
    }


def _interval(found: Estimate) -> dict[str, float | None]:
    return {name: value if math.isfinite(value) else None for name, value in found._asdict().items()}


def rows(levers: Levers) -> Iterable[list[Any]]:
    """List levers with their ranges, effects and verdicts, one line each."""
    yield [
        *("lever", "arm", "low", "high", "outcome", "effect", "effect_low", "effect_high"),
        *("first_outcome", "first_effect", "first_effect_low", "first_effect_high"),
        *("declared", "seen", "verdict", "replicates"),
    ]
    for one in levers.moved:
        yield [
            *(one.lever.path, one.lever.arm, *one.lever.range, one.outcome, *one.effect),
            *(levers.outcome, *one.first_effect),
            *(WAYS[one.expected] if one.expected else "", WAYS[one.seen], one.verdict, levers.replicates),
        ]


def write_table(levers: Levers, folder: Path) -> Path:
    """Write the levers of a study as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "levers.csv"
    path.write_text(to_csv(rows(levers)), encoding="utf-8")
    return path
