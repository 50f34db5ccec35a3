"""A comparison as plain data: JSON for scripts, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from infosim import __version__
from infosim.draws import SCHEME
from infosim.experiments.compare import Comparison
from infosim.experiments.intervals import Estimate
from infosim.results import MODEL_VERSION
from infosim.scenario.resolved import canonical_json
from infosim.scenario.resolved import digest as scenario_digest


def defined_outcomes(comparison: Comparison) -> list[str]:
    """List the outcomes that exist in this study, those it asks for first."""
    named = dict.fromkeys((*comparison.scenario.outcomes, *comparison.catalogue))
    # Claims of another veracity have other outcomes.
    settings = [comparison.baseline, *(arm for arm in comparison.arms if arm in comparison.study.variants)]
    return [
        name for name in named if not all(math.isnan(comparison.level(arm, name).mean) for arm in settings)
    ]


def _interval(estimate: Estimate) -> dict[str, float | None]:
    return {name: _finite(value) for name, value in estimate._asdict().items()}


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _effect(comparison: Comparison, arm: str, name: str) -> dict[str, Any]:
    effect = comparison.paired(arm, name)._asdict()
    return {key: _finite(value) for key, value in effect.items()} | {"versus": comparison.reference(arm)}


def to_json(comparison: Comparison, files: Sequence[Path] = ()) -> dict[str, Any]:
    """Give the object that `infosim compare --json` prints."""
    outcomes = defined_outcomes(comparison)
    by_group = [name for name in outcomes if comparison.catalogue[name].by_group]
    arms = comparison.arms
    return {
        "study": comparison.scenario.id,
        "replicates": comparison.replicates,
        "seed": comparison.scenario.run.seed,
        "engine": comparison.engine,
        "digest": comparison.digest,
        "arms": {arm: {name: _interval(comparison.level(arm, name)) for name in outcomes} for arm in arms},
        "effects": {arm: {name: _effect(comparison, arm, name) for name in outcomes} for arm in arms[1:]},
        "groups": {
            arm: {
                group: {name: _interval(comparison.level(arm, name, group)) for name in by_group}
                for group in comparison.groups
            }
            for arm in arms
        },
        "finding": comparison.finding_holds,
        "cost_per_averted": {arm: _finite(comparison.cost_per_averted(arm)) for arm in arms[1:]},
        "branching": {
            claim: {"asked": asked, "came_out": _finite(came)}
            for claim, (asked, came) in comparison.branching().items()
        },
        "rates": dict(
            zip((claim.id for claim in comparison.scenario.claims), comparison.study.rates, strict=True)
        ),
        "society": list(comparison.study.society.notes),
        "provenance": provenance(comparison),
        "files": [str(path) for path in files],
    }


def provenance(comparison: Comparison) -> dict[str, Any]:
    """Say with what the numbers were made, so that they can be made again."""
    return {
        "infosim": __version__,
        "model_version": MODEL_VERSION,
        "draws": SCHEME,
        "scenario": scenario_digest(comparison.scenario),
        "graphs": {
            name: graph.digest()
            for name, graph in zip(
                comparison.study.society.platforms, comparison.study.society.followers, strict=True
            )
        },
    }


def effect_rows(comparison: Comparison) -> Iterable[list[Any]]:
    """List arm, what it is compared with, group, outcome and the paired effect; group `all` first."""
    effect_columns = ("effect", "effect_low", "effect_high", "helped")
    yield ["arm", "versus", "group", "outcome", "level", *effect_columns, "pairs"]
    for arm in comparison.arms:
        versus = comparison.reference(arm)
        for group in ("", *comparison.groups):
            for name in defined_outcomes(comparison):
                if group and not comparison.catalogue[name].by_group:
                    continue
                level = comparison.level(arm, name, group).mean
                effect = comparison.paired(arm, name, group)
                yield [arm, versus, group or "all", name, level, *effect, comparison.replicates]


def replicate_rows(comparison: Comparison) -> Iterable[list[Any]]:
    """List every number of every run, one line each."""
    yield ["arm", "replicate", "group", "outcome", "value"]
    for arm, summaries in comparison.summaries.items():
        for one in summaries:
            for group, numbers in (("all", one.outcomes), *one.groups.items()):
                for name, value in numbers.items():
                    yield [arm, one.replicate, group, name, value]


def to_csv(rows: Iterable[list[Any]]) -> str:
    """Write rows as CSV; numbers in full, nothing where a number does not exist."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return repr(float(value)) if math.isfinite(value) else ""
    return str(value)


def write_tables(comparison: Comparison, folder: Path) -> list[Path]:
    """Write effects, replicates, the resolved scenario and the JSON of a comparison."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "effects.csv": to_csv(effect_rows(comparison)),
        "replicates.csv": to_csv(replicate_rows(comparison)),
        "scenario.resolved.json": canonical_json(comparison.scenario) + "\n",
        "comparison.json": json.dumps(to_json(comparison), indent=1, allow_nan=False) + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]
