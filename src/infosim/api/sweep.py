"""A sweep in the hand: every run that a store keeps, as tables or as one labelled cube."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from infosim.errors import InputError, Problem
from infosim.experiments.store import Store
from infosim.experiments.sweep.export import Columns, groups_table, points_table, runs_table
from infosim.experiments.sweep.labelled import to_dataset
from infosim.experiments.sweep.results import kept_runs
from infosim.measures.catalogue import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd
    import xarray


@dataclass(frozen=True)
class Sweep:
    """The latest sweep of a store, opened for reading; a sweep may be going on meanwhile.

    Attributes
    ----------
    path : the file of the runs, which `infosim sweep` writes
    """

    path: Path

    @classmethod
    def open(cls, where: str | Path) -> Self:
        """Find the runs of a study: a store, the folder that it is in, or the name of a study.

        Raises
        ------
        InputError
            None are kept there.
        """
        given = Path(where)
        for path in (given, given / "sweep.sqlite", Path("results") / given / "sweep.sqlite"):
            if path.is_file():
                return cls(path)
        raise InputError(Problem(f"no runs of {where} are kept here", "make some with infosim sweep"))

    def points(self) -> pd.DataFrame:
        """List the points, with the value of each path that was varied, as it is written in a scenario."""
        with Store(self.path) as store:
            return _frame(points_table(store.plan()))

    def runs(self) -> pd.DataFrame:
        """List every run that is kept: a row each, outcomes as columns; NaN where there is none."""
        with Store(self.path) as store:
            plan = store.plan()
            return _frame(runs_table(plan, list(kept_runs(store, plan))))

    def groups(self) -> pd.DataFrame:
        """List every run and group of people: a row each, outcomes as columns."""
        with Store(self.path) as store:
            plan = store.plan()
            return _frame(groups_table(plan, list(kept_runs(store, plan))))

    def to_xarray(self, *, curves: bool = False) -> xarray.Dataset:
        """Give all outcomes over point, arm, replicate and group.

        Parameters
        ----------
        curves : whether to give false beliefs per person by step as well

        Raises
        ------
        InfosimError
            xarray is not there: `pip install 'infosim[xarray]'`.
        """
        with Store(self.path) as store:
            return to_dataset(store, curves=curves)


def _frame(table: Columns) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415  slow to load

    frame = pd.DataFrame(table.rows, columns=list(table.names))
    # A column without any number would be one of objects.
    return frame.astype({name: float for name in table.names if name in OUTCOMES})
