"""An analysis in words, as JSON and as CSV."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from infosim.errors import counted
from infosim.experiments.analysis.analyse import Analysis
from infosim.experiments.analysis.indices import Index
from infosim.experiments.analysis.prim import Limit
from infosim.experiments.sentences import group_words, number
from infosim.experiments.store.durable import write_whole
from infosim.experiments.sweep.export import Columns, to_csv
from infosim.measures.catalogue import OUTCOMES
from infosim.scenario.axes import Axis


def sentences(found: Analysis) -> list[str]:
    """Say what an analysis shows: what is looked at, what drives it, what is luck, where it fails."""
    return [heading(found), *driver_lines(found), noise_sentence(found), failure_sentence(found)]


def heading(found: Analysis) -> str:
    """Say what is looked at, and on how many points."""
    points = int(np.isfinite(found.means).sum())
    runs = f"{counted(points, 'point')} x {counted(int(found.values.shape[1]), 'replicate')}"
    words = OUTCOMES[found.outcome].words
    who = f", {group_words(found.group)}" if found.group else ""
    if not found.versus:
        return f"{found.title(found.arm)}: {words}{who}, {runs}"
    return f"What {found.title(found.arm)} changes against {found.title(found.versus)}: {words}{who}, {runs}"


def ranked(found: Analysis) -> list[str]:
    """List the paths, the one that drives most first."""
    lead = [one for one in found.indices.indices if one.kind in ("alone", "size")]
    total = {one.path: one.value for one in found.indices.indices if one.kind == "in all"}
    ordered = sorted(lead, key=lambda one: -_size(total.get(one.path, one.value)))
    return [one.path for one in ordered]


def _size(value: float) -> float:
    return value if math.isfinite(value) else -math.inf


def driver_lines(found: Analysis) -> list[str]:
    """Say of each path how much it drives, the strongest first."""
    if not found.indices.indices:
        return ["Nothing that was varied changes it."]
    unit = OUTCOMES[found.outcome].unit
    by_path = {(one.path, one.kind): one for one in found.indices.indices}
    kinds = list(dict.fromkeys(one.kind for one in found.indices.indices))
    head = {
        "alone": "What drives it, as a part of the spread between points (95% bootstrap interval):",
        "size": "Mean size of its changes when one value moves alone (95% bootstrap interval):",
    }[kinds[0]]
    lines = [head]
    for path in ranked(found):
        said = [_said(by_path[path, kind], unit) for kind in kinds if (path, kind) in by_path]
        lines.append(f"  {path}: {', '.join(said)}")
    left_out = f", {found.indices.left_out:,} incomplete left out" if found.indices.left_out else ""
    return [*lines, f"  ({found.indices.method}; {found.indices.used:,} points{left_out})"]


def _said(index: Index, unit: str) -> str:
    """Write one index for people."""
    if index.kind in ("size", "spread"):
        text = number(index.value, unit)
        if index.kind == "spread":
            return f"varying by {text}"
        return f"{text} ({number(index.low, unit)} to {number(index.high, unit)})"
    low, high = (min(1.0, max(0.0, end)) for end in (index.low, index.high))
    return f"{index.kind} {index.value:.0%} ({low:.0%} to {high:.0%})"


def noise_sentence(found: Analysis) -> str:
    """Say how much is luck."""
    noise = found.noise
    if math.isnan(noise.chance):
        return "With one replicate, luck cannot be told from what was varied."
    left = "" if math.isnan(noise.left) else f", and {noise.left:.0%} of the spread of the points' means"
    return f"Luck makes {noise.chance:.0%} of the spread of single runs{left}."


def failure_sentence(found: Analysis) -> str:
    """Say where an arm fails, so that it can be read out."""
    unit, words = OUTCOMES[found.outcome].unit, OUTCOMES[found.outcome].words
    limit = number(found.failing, unit)
    if found.versus:
        verb = "averts" if OUTCOMES[found.outcome].better == "lower" else "adds"
        what = f"{found.title(found.arm)} {verb} less than {limit} ({words})"
    else:
        side = "below" if OUTCOMES[found.outcome].better == "higher" else "above"
        what = f"{found.title(found.arm)}: {words} is {side} {limit}"
    known = np.isfinite(found.means)
    failed, points = int(found.fails[known].sum()), int(known.sum())
    if found.box is None:
        if 0 < failed < points:
            few = "failures" if failed < points - failed else "others"
            return f"{what} at {failed:,} of {points:,} points: too few {few} to say when."
        return f"{what} at {'every point' if failed else 'no point'} of {points:,}."
    if not found.box.limits:
        return f"{what} at {failed:,} of {points:,} points, and no part of the space stands out."
    limits = found.box.limits
    when = " and ".join(limit_words(axis, limits[axis.path]) for axis in found.axes if axis.path in limits)
    return (
        f"{what} when {when}: so at {found.box.density:.0%} of the points there, which are "
        f"{found.box.coverage:.0%} of all {failed:,} such points of {points:,}."
    )


def limit_words(axis: Axis, limit: Limit) -> str:
    """Say what a box allows on one axis."""
    if axis.choices:
        named = [axis.say(axis.choices[k]) for k in limit.choices]
        return f"{axis.path} is {' or '.join(named)}"
    low, high = _briefly(axis, limit.low), _briefly(axis, limit.high)
    if limit.low > 0 and limit.high < 1:
        return f"{axis.path} is between {low} and {high}"
    return f"{axis.path} is at least {low}" if limit.low > 0 else f"{axis.path} is at most {high}"


def _briefly(axis: Axis, place: float) -> str:
    """Write the value at a place with three digits."""
    value = axis.at(place)
    if isinstance(value, float):
        return axis.say(float(f"{value:.3g}"))
    if isinstance(value, str) and value.endswith(" h"):
        hours = float(value.removesuffix(" h"))
        return f"{hours / 24:.3g} days" if hours >= 48 else f"{hours:.3g} h"
    return axis.say(value)


def to_json(found: Analysis, files: Iterable[Path] = ()) -> dict[str, Any]:
    """Give an analysis as plain data."""
    box = found.box
    limits = {
        axis.path: {"words": limit_words(axis, box.limits[axis.path]), **_limit(axis, box.limits[axis.path])}
        for axis in found.axes
        if box is not None and axis.path in box.limits
    }
    return {
        "study": found.plan["study"],
        "seed": found.plan["seed"],
        "design": found.plan["design"]["design"],
        "arm": found.arm,
        "versus": found.versus or None,
        "outcome": found.outcome,
        "group": found.group or None,
        "points": int(np.isfinite(found.means).sum()),
        "method": found.indices.method,
        "left_out": found.indices.left_out,
        "indices": [_plain(one._asdict()) for one in found.indices.indices],
        "noise": _plain(found.noise._asdict()),
        "failing": found.failing,
        "fails": int(found.fails[np.isfinite(found.means)].sum()),
        "box": None
        if box is None
        else {"limits": limits, "density": box.density, "coverage": box.coverage, "mass": box.mass},
        "sentences": sentences(found),
        "files": [str(path) for path in files],
    }


def _limit(axis: Axis, limit: Limit) -> dict[str, Any]:
    if axis.choices:
        return {"choices": [axis.choices[k] for k in limit.choices]}
    return {"low": axis.at(limit.low), "high": axis.at(limit.high)}


def _plain(numbers: dict[str, Any]) -> dict[str, Any]:
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in numbers.items()
    }


def write_analysis(found: Analysis, folder: Path) -> list[Path]:
    """Write an analysis as JSON, and its indices as CSV."""
    rows = [list(_plain(one._asdict()).values()) for one in found.indices.indices]
    text = json.dumps(to_json(found), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    files = {"indices.csv": to_csv(Columns(Index._fields, rows)), "analysis.json": text.encode()}
    for name, data in files.items():
        write_whole(folder / name, data)
    return [folder / name for name in files]
