"""What a sweep has kept, as files for others: tables, a dictionary of the data, a manifest."""

from __future__ import annotations

import csv
import io
import json
import math
import platform
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from infosim import __version__
from infosim.draws import SCHEME
from infosim.errors import InfosimError
from infosim.experiments.store import Store
from infosim.experiments.store.durable import sha_of, write_whole
from infosim.experiments.store.records import Kept
from infosim.experiments.sweep.crate import FILE as CRATE
from infosim.experiments.sweep.crate import crate
from infosim.experiments.sweep.labelled import to_netcdf
from infosim.experiments.sweep.plan import Cell
from infosim.experiments.sweep.results import kept_runs
from infosim.experiments.sweep.status import where
from infosim.measures.catalogue import OUTCOMES
from infosim.results import MODEL_VERSION

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""

RUN_COLUMNS = ("run", "point", "arm", "replicate", "seed", "digest")

DESCRIBED = {
    "run": "what names the run: SHA-256 of all that it depends on",
    "point": "number of the point, counted from 1; its values are in points.csv",
    "arm": "arm of the study",
    "replicate": "number of the replicate; those of one replicate share their luck everywhere",
    "seed": "seed of the study at this point",
    "digest": "SHA-256 of the whole trajectory; infosim replay gives it again",
    "group": "group of people; all of them where it is `all`",
}


class Columns(NamedTuple):
    """A table: names, and rows of plain values."""

    names: tuple[str, ...]
    rows: list[list[Any]]


def safe_cell(value: Any) -> str:
    """Write a value for a spreadsheet: text that would be a formula begins with an apostrophe."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool | int | float):
        return repr(value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def to_csv(table: Columns) -> bytes:
    """Write a table as CSV: numbers in full, nothing where there is none."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows([safe_cell(value) for value in row] for row in table.rows)
    return text.getvalue().encode()


def points_table(plan: dict[str, Any]) -> Columns:
    """List the points, with the value of each path as it is written in a scenario."""
    paths = tuple(axis["path"] for axis in plan["axes"])
    rows = [
        [number + 1, *(point["values"][path] for path in paths)]
        for number, point in enumerate(plan["points"])
    ]
    return Columns(("point", *paths), rows)


def runs_table(plan: dict[str, Any], runs: Sequence[tuple[Cell, Kept]]) -> Columns:
    """List every run with its outcomes, one line each."""
    names = [name for name in OUTCOMES if any(name in kept.outcomes for _, kept in runs)]
    rows = [
        [*_who(plan, cell, kept), *(_number(kept.outcomes.get(name)) for name in names)]
        for cell, kept in runs
    ]
    return Columns((*RUN_COLUMNS, *names), rows)


def groups_table(plan: dict[str, Any], runs: Sequence[tuple[Cell, Kept]]) -> Columns:
    """List every run and group with its outcomes, one line each."""
    names = [name for name, one in OUTCOMES.items() if one.by_group]
    rows = [
        [*_who(plan, cell, kept)[:4], group, *(_number(numbers.get(name)) for name in names)]
        for cell, kept in runs
        for group, numbers in kept.groups.items()
    ]
    return Columns((*RUN_COLUMNS[:4], "group", *names), rows)


def _who(plan: dict[str, Any], cell: Cell, kept: Kept) -> list[Any]:
    told = where(plan, cell)
    return [cell.key, told["point"], told["arm"], told["replicate"], told["seed"], kept.digest]


def _number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value


def dictionary(plan: dict[str, Any], tables: dict[str, Columns]) -> dict[str, Any]:
    """Say what each column of each table is."""
    units = {axis["path"]: axis["unit"] for axis in plan["axes"]}

    def about(name: str) -> dict[str, str]:
        if name in OUTCOMES:
            outcome = OUTCOMES[name]
            unit = "proportion from 0 to 1" if outcome.unit == "%" else outcome.unit
            return {"meaning": outcome.words, "unit": unit, "better": outcome.better or "neither"}
        if name in units:
            return {"meaning": f"value of {name} in the scenario", "unit": units[name] or "as written"}
        return {"meaning": DESCRIBED[name]}

    return {file: {name: about(name) for name in table.names} for file, table in tables.items()}


def write_export(
    store: Store,
    folder: Path,
    *,
    parquet: bool = False,
    netcdf: bool = False,
    command: str,
    progress: Callable[[int], None] | None = None,
) -> list[Path]:
    """Write what the latest sweep of a store has kept.

    Parameters
    ----------
    parquet : whether to write the tables as Parquet as well
    netcdf : whether to write all runs as one labelled cube as well
    command : what was typed, for the manifest

    Raises
    ------
    InfosimError
        Parquet is wanted and pyarrow is not there, or NetCDF and xarray is not.
    StoreError
        A run is damaged; nothing is written then.
    """
    plan = store.plan()
    runs = list(_counted(kept_runs(store, plan), progress))
    tables = {
        "points": points_table(plan),
        "runs": runs_table(plan, runs),
        "groups": groups_table(plan, runs),
    }
    files = {f"{name}.csv": to_csv(table) for name, table in tables.items()}
    if parquet:
        files |= {f"{name}.parquet": to_parquet(table) for name, table in tables.items()}
    if netcdf:
        files["sweep.nc"] = to_netcdf(store)
    files["dictionary.json"] = _json(dictionary(plan, tables))
    files["scenario.resolved.json"] = store.text(plan["written"]).encode() + b"\n"
    said = manifest(store, plan, runs, files, command)
    files["manifest.json"] = _json(said)
    files[CRATE] = crate(said, store.last_finished(), vouched(files))
    for name, data in files.items():
        write_whole(folder / name, data)
    return [folder / name for name in files]


def _counted(
    runs: Iterator[tuple[Cell, Kept]], progress: Callable[[int], None] | None
) -> Iterator[tuple[Cell, Kept]]:
    for number, one in enumerate(runs):
        yield one
        if progress is not None:
            progress(number + 1)


def manifest(
    store: Store, plan: dict[str, Any], runs: Sequence[Any], files: dict[str, bytes], command: str
) -> dict[str, Any]:
    """Say how everything was made, and what each file is to hash to."""
    versions = {"infosim": __version__, "numpy": np.__version__, "python": platform.python_version()}
    kept = {
        key: plan[key]
        for key in ("study", "title", "question", "seed", "replicates", "arms", "design", "axes")
    }
    return kept | {
        "command": command,
        "store": store.path.name,
        "versions": versions | {"model": MODEL_VERSION, "draws": SCHEME},
        "platform": f"{platform.system()} {platform.machine()}",
        "runs": len(runs),
        "points": len(plan["points"]),
        "share_rates": plan["rates"],
        "scenario_sha256": plan["written"],
        "digest": sha_of("\n".join(sorted(f"{cell.key} {one.digest}" for cell, one in runs)).encode()),
        "failed": [{"run": one.key, "reason": one.reason, "tries": one.tries} for one in store.failures()],
        "files": vouched(files),
        "note": "Synthetic people, borrowed effect sizes: trust directions, not digits.",
    }


def vouched(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """Give the hash and the size of each file."""
    return {name: {"sha256": sha_of(data), "bytes": len(data)} for name, data in files.items()}


def to_parquet(table: Columns) -> bytes:
    """Write a table as Parquet.

    Raises
    ------
    InfosimError
        pyarrow is not there.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415  an extra, and slow to load
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise InfosimError(
            "Parquet needs pyarrow: pip install 'infosim[parquet]'; CSV needs nothing"
        ) from None
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.names)
    arrays = [_array(pa, list(column)) for column in columns]
    file = io.BytesIO()
    pq.write_table(pa.table(arrays, names=list(table.names)), file)
    return file.getvalue()


def _array(pa: Any, column: list[Any]) -> Any:
    """Give a column its type; what is written in several ways is text."""
    kinds = {type(value) for value in column if value is not None}
    if kinds <= {int, float}:
        return pa.array(column)
    return pa.array([None if value is None else str(value) for value in column], pa.string())


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()
