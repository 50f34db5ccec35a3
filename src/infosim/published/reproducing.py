"""Reproducing published numbers: what is run, whether it came out, and the result as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infosim.errors import InputError, Problem
from infosim.published.facts import cells_of
from infosim.published.findings import Finding, findings_of
from infosim.published.models import MODELS
from infosim.published.parameters import Value
from infosim.published.running import Cell, Measured, Progress, measure
from infosim.published.targets import Target


@dataclass(frozen=True, eq=False)
class Reproduction:
    """What came out of some targets.

    Attributes
    ----------
    measured : cells in the order in which they were asked for
    findings : what must hold of several cells together
    is_one_cell : whether a single cell was asked for, with parameters
    """

    measured: tuple[Measured, ...]
    findings: tuple[Finding, ...]
    is_one_cell: bool

    @property
    def targets(self) -> list[Target]:
        """List the targets, each once."""
        return list({one.cell.target.id: one.cell.target for one in self.measured}.values())

    def of(self, target: Target) -> list[Measured]:
        """List the cells of a target."""
        return [one for one in self.measured if one.cell.target.id == target.id]

    @property
    def passed(self) -> bool:
        """Whether everything that was published came out."""
        numbers = all(one.holds(name) is not False for one in self.measured for name in one.values)
        return numbers and all(finding.holds for finding in self.findings)


def reproduce(
    targets: Sequence[Target],
    *,
    parameters: dict[str, Value] | None = None,
    sets: Sequence[str] = (),
    runs: int | None = None,
    seed: int = 1,
    engine: str = "compiled",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Reproduction:
    """Run published models and compare what comes out with what was published.

    Parameters
    ----------
    targets : at least one
    parameters : of one cell of a single target, the others being its defaults
    sets : further changes of the scenario of this cell, PATH=VALUE
    runs : of each cell, instead of as many as each target asks for
    seed, engine, workers, progress : as in `running.measure`

    Raises
    ------
    InputError
        Parameters for several targets, or such as do not go together.
    """
    asked = bool(parameters) or bool(sets)
    if asked and len(targets) != 1:
        fault = "parameters are of one model, and " + _listed(targets)
        raise InputError(Problem(fault, "name one target, as in infosim reproduce sbfc --p-forget 0.2"))
    if sets and targets[0].id not in MODELS:
        fault = f"{targets[0].id} is a set of equations: --set changes a scenario"
        raise InputError(Problem(fault, "use its own parameters"))
    cells = [
        Cell(target, values, tuple(sets))
        for target in targets
        for values in ([target.defaults | (parameters or {})] if asked else cells_of(target))
    ]
    plan = [(cell, (runs or cell.target.runs) if cell.target.runs else 1) for cell in cells]
    found = tuple(measure(plan, seed=seed, engine=engine, workers=workers, progress=progress))
    findings = () if asked else tuple(one for target in targets for one in findings_of(target, found))
    return Reproduction(found, findings, asked)


def _listed(targets: Sequence[Target]) -> str:
    return f"{len(targets)} were named" if len(targets) < 8 else "none was named"


def to_json(reproduction: Reproduction, files: Sequence[Path]) -> dict[str, Any]:
    """Give a reproduction as plain data: one object for a single cell, else a table."""
    written = {"files": [str(path) for path in files]} if files else {}
    if reproduction.is_one_cell:
        return cell_json(reproduction.measured[0]) | written
    return {
        "passed": reproduction.passed,
        "targets": [
            {
                "target": target.id,
                "title": target.title,
                "source": target.source,
                "counts": target.counts,
                "cells": [cell_json(one) for one in reproduction.of(target)],
            }
            for target in reproduction.targets
        ],
        "findings": [
            {"target": one.target, "finding": one.words, "holds": one.holds} for one in reproduction.findings
        ],
        **written,
    }


def cell_json(one: Measured) -> dict[str, Any]:
    """Give one cell as plain data; `ours` is the mean of its first quantity."""
    target, first = one.cell.target, quantity_json(one, one.quantity)
    more = {name: quantity_json(one, name) for name in list(one.values)[1:]}
    return {
        "target": target.id,
        "counts": target.counts,
        "parameters": dict(one.cell.values),
        **({"set": list(one.cell.sets)} if one.cell.sets else {}),
        "runs": len(one.values[one.quantity]),
        "seed": one.seed,
        "quantity": one.quantity,
        **first,
        "mean_field": one.mean_field,
        **({"more": more} if more else {}),
        "source": target.source,
    }


def quantity_json(one: Measured, name: str) -> dict[str, Any]:
    """Give one quantity of a cell as plain data."""
    mean, low, high = one.estimates[name]
    values, fact = one.values[name], one.facts.get(name)
    return {
        "ours": mean,
        "sd": float(values.std(ddof=1)) if len(values) > 1 else 0.0,
        "low": low,
        "high": high,
        "published": None if fact is None else fact.value,
        "tolerance": None if fact is None else fact.tolerance,
        "holds": one.holds(name),
    }
