"""What a sweep has kept, as one cube with labelled dimensions: points, arms, replicates, groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from infosim import __version__
from infosim.errors import InfosimError
from infosim.experiments.store import Store
from infosim.experiments.sweep.results import arms_of, kept_runs
from infosim.measures.catalogue import OUTCOMES
from infosim.results import MODEL_VERSION

if TYPE_CHECKING:
    import xarray

DIMENSIONS = ("point", "arm", "replicate")

NOTE = "Synthetic people, borrowed effect sizes: trust directions, not digits."

BY_GROUP = "_by_group"
"""What the name of an outcome ends with that is given for each group of people."""


def to_dataset(store: Store, *, curves: bool = False) -> xarray.Dataset:
    """Give the latest sweep of a store.

    Parameters
    ----------
    curves : whether to give false beliefs per person by step as well, ``believing``

    Returns
    -------
    xarray.Dataset
        Each outcome over ``point, arm, replicate``, and with ``group`` as ``OUTCOME_by_group`` where
        it can be; NaN where a run is missing or has none. The values of what was varied are
        coordinates of the points, as they are written in a scenario.

    Raises
    ------
    InfosimError
        xarray is not there.
    StoreError
        A run is damaged.
    """
    try:
        import xarray as xr  # noqa: PLC0415  an extra, and slow to load
    except ImportError:
        raise InfosimError("labelled arrays need xarray: pip install 'infosim[xarray]'") from None
    plan = store.plan()
    arms, groups = list(arms_of(plan)), list(plan["groups"])
    shape = len(plan["points"]), len(arms), plan["replicates"]
    whole = {name: np.full(shape, np.nan) for name in OUTCOMES}
    parts = {name: np.full((*shape, len(groups)), np.nan) for name, one in OUTCOMES.items() if one.by_group}
    series: dict[tuple[int, int, int], Any] = {}
    for cell, kept in kept_runs(store, plan):
        place = cell.point, arms.index(cell.arm), cell.replicate
        for name, table in whole.items():
            table[place] = kept.outcomes.get(name, np.nan)
        for name, table in parts.items():
            table[place] = [kept.groups.get(group, {}).get(name, np.nan) for group in groups]
        if curves:
            series[place] = store.series(cell.key)
    variables: dict[str, Any] = {name: (DIMENSIONS, table, _about(name)) for name, table in whole.items()}
    by_group = (*DIMENSIONS, "group")
    variables |= {f"{name}{BY_GROUP}": (by_group, table, _about(name)) for name, table in parts.items()}
    if curves:
        variables["believing"] = (*DIMENSIONS, "step"), _padded(shape, series), _BELIEVING
    return xr.Dataset(variables, _coordinates(plan, arms, groups), _attributes(plan))


_BELIEVING = {
    "long_name": "false beliefs per person after each step, the beginning first",
    "units": "beliefs",
}


def _about(name: str) -> dict[str, str]:
    outcome = OUTCOMES[name]
    units = "1" if outcome.unit == "%" else outcome.unit
    return {"long_name": outcome.words, "units": units, "better": outcome.better or "neither"}


def _padded(shape: tuple[int, ...], series: dict[tuple[int, int, int], Any]) -> Any:
    """Put curves side by side; where the length of the study is varied, short ones end in NaN."""
    longest = max((len(one) for one in series.values()), default=0)
    table = np.full((*shape, longest), np.nan)
    for place, one in series.items():
        table[place][: len(one)] = one
    return table


def _coordinates(plan: dict[str, Any], arms: list[str], groups: list[str]) -> dict[str, Any]:
    """Label everything: points from 1, as everywhere, with what was varied beside them."""
    count = len(plan["points"])
    labels: dict[str, Any] = {"point": np.arange(1, count + 1, dtype=np.int32), "arm": arms}
    labels |= {"replicate": np.arange(plan["replicates"], dtype=np.int32), "group": groups}
    for axis in plan["axes"]:
        values = [point["values"][axis["path"]] for point in plan["points"]]
        is_number = all(isinstance(value, int | float) for value in values)
        written = np.array(values, dtype=np.float64) if is_number else [str(value) for value in values]
        units = {"%": "1"}.get(axis["unit"], axis["unit"]) or "as written"
        labels[axis["path"]] = "point", written, {"units": units}
    return labels


def _attributes(plan: dict[str, Any]) -> dict[str, Any]:
    told = {key: plan[key] for key in ("study", "title", "question")} | {"seed": str(plan["seed"])}
    versions = {"infosim": __version__, "model_version": MODEL_VERSION}
    return (
        told | versions | {"note": "Synthetic people, borrowed effect sizes: trust directions, not digits."}
    )


def to_netcdf(store: Store) -> bytes:
    """Write the latest sweep of a store as NetCDF, which most programs for science read.

    Raises
    ------
    InfosimError
        xarray is not there.
    """
    data = to_dataset(store).to_netcdf(engine="scipy")
    return bytes(data)
