"""A sweep in the hand: every run that a store keeps, as tables, indices, figures or one labelled cube."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from infosim.api.given import known
from infosim.api.html import Html, definition_list, page, paragraphs
from infosim.api.picture import shown
from infosim.errors import InputError, Problem
from infosim.experiments.analysis import Analysis, analyse
from infosim.experiments.analysis.told import sentences
from infosim.experiments.designs import notes_on
from infosim.experiments.intervals import estimate
from infosim.experiments.store import Store
from infosim.experiments.store.records import Kept
from infosim.experiments.sweep import Cell
from infosim.experiments.sweep.export import Columns, groups_table, points_table
from infosim.experiments.sweep.labelled import to_dataset
from infosim.experiments.sweep.results import arms_of, effects, kept_runs, outcome_of, table_of
from infosim.measures.catalogue import OUTCOMES
from infosim.scenario import models
from infosim.scenario.additions import NO_ADDITIONS, Additions

if TYPE_CHECKING:
    import pandas as pd
    import xarray
    from matplotlib.figure import Figure

FIGURES = ("response", "heat_map")


class Sweep:
    """Arms times points times replicates, every run kept in a store.

    Parameters
    ----------
    store : pathlib.Path
        The file that keeps the runs. Its latest sweep is read once, as far as it is by now.
    additions : what a user had added to the study

    Raises
    ------
    InputError
        There is no sweep in the file.
    """

    def __init__(self, store: Path, additions: Additions = NO_ADDITIONS) -> None:
        self.store, self._additions = store, additions
        with Store(store) as opened:
            self._said: dict[str, Any] = opened.plan()
            self._runs: list[tuple[Cell, Kept]] = list(kept_runs(opened, self._said))

    @classmethod
    def open(cls, where: str | Path) -> Self:
        """Find the runs of a study.

        Parameters
        ----------
        where : a store, the folder that it is in, or the name of a study whose runs are in `results`

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

    def frame(self) -> pd.DataFrame:
        """Give every run.

        Returns
        -------
        pandas.DataFrame
            A row for each run: `point` (from 1), a column for each path that is varied with its
            value, `arm`, `replicate`, and a column for each outcome, NaN where it does not exist.
        """
        import pandas as pd  # noqa: PLC0415  slow to load

        rows = [
            self._place(cell.point) | {"arm": cell.arm, "replicate": cell.replicate} | kept.outcomes
            for cell, kept in self._runs
        ]
        return pd.DataFrame(rows)

    def points(self) -> pd.DataFrame:
        """List the points.

        Returns
        -------
        pandas.DataFrame
            A row for each: `point` (from 1), and for each path that is varied its value, as it is
            written in a scenario.
        """
        return _frame(points_table(self._said))

    def groups(self) -> pd.DataFrame:
        """Give every run by group of people.

        Returns
        -------
        pandas.DataFrame
            A row for each run and group: `run` (its name), `point` (from 1), `arm`, `replicate`,
            `group`, and a column for each outcome of groups, NaN where it does not exist.
        """
        return _frame(groups_table(self._said, self._runs))

    def effect(self, outcome: str | None = None) -> pd.DataFrame:
        """Give the paired effect of every arm at every point.

        Parameters
        ----------
        outcome : one of the columns of `frame`; the first of the study if left out

        Returns
        -------
        pandas.DataFrame
            Columns `point`, the paths that are varied, `arm`, `versus`, `effect` with its 95%
            bootstrap interval `effect_low` to `effect_high`, and `pairs`.

        Raises
        ------
        InputError
            There is no such outcome.
        """
        import pandas as pd  # noqa: PLC0415  slow to load

        name = self._known(outcome)
        with Store(self.store) as opened:
            found = effects(table_of(opened, self._said, outcome_of(name)), self._said)
        versus, seed = arms_of(self._said), self._said["seed"]
        rows = []
        for arm, values in found.items():
            for point, differences in enumerate(values):
                one = estimate(differences, seed)
                rows.append(
                    self._place(point)
                    | {"arm": arm, "versus": versus[arm], "effect": one.mean}
                    | {"effect_low": one.low, "effect_high": one.high, "pairs": len(differences)}
                )
        return pd.DataFrame(rows)

    def sensitivity(self, outcome: str | None = None, arm: str | None = None) -> pd.DataFrame:
        """Tell how much each path drives an outcome.

        Parameters
        ----------
        outcome : of the catalogue; the first of the study if left out
        arm : whose effect is looked at; the last if left out, of the first its level

        Returns
        -------
        pandas.DataFrame
            Columns `path`, `kind` ('alone' or 'in all': proportions of the spread between points;
            'size' or 'spread': of elementary effects, in units of the outcome), `value`, and its
            95% bootstrap interval `low` to `high`.

        Raises
        ------
        InputError
            There is no such outcome or arm, or there are fewer than four points.
        """
        import pandas as pd  # noqa: PLC0415  slow to load

        return pd.DataFrame([one._asdict() for one in self._analysis(outcome, arm).indices.indices])

    def sentences(self, outcome: str | None = None, arm: str | None = None) -> list[str]:
        """Say what drives an outcome, how much of it is luck, and when an arm fails.

        Parameters
        ----------
        outcome, arm : as for `sensitivity`

        Raises
        ------
        InputError
            There is no such outcome or arm, or there are fewer than four points.
        """
        return sentences(self._analysis(outcome, arm))

    def plot(self, figure: str = "response", outcome: str | None = None, arm: str | None = None) -> Figure:
        """Draw how an outcome moves along each path, or over two of them.

        Parameters
        ----------
        figure : 'response', or 'heat_map' of the two paths that drive most
        outcome, arm : as for `sensitivity`

        Raises
        ------
        InputError
            There is no such figure, outcome or arm, or too little was varied.
        """
        from infosim.plots.heat_map import heat_map  # noqa: PLC0415  matplotlib is slow to load
        from infosim.plots.response import response  # noqa: PLC0415

        known("figure", figure, FIGURES)
        found = self._analysis(outcome, arm)
        return shown(heat_map(found) if figure == "heat_map" else response(found))

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
        with Store(self.store) as opened:
            return to_dataset(opened, curves=curves)

    def _analysis(self, outcome: str | None, arm: str | None) -> Analysis:
        with Store(self.store) as opened:
            return analyse(opened, arm=arm, outcome=outcome, additions=self._additions)

    def _place(self, point: int) -> dict[str, Any]:
        """Tell where a point is: its number from 1, and the value of each path."""
        return {"point": point + 1, **self._said["points"][point]["values"]}

    def _known(self, outcome: str | None) -> str:
        names = list(self._runs[0][1].outcomes) if self._runs else []
        return str(self._said["outcomes"][0]) if outcome is None else known("outcome", outcome, names)

    def _repr_html_(self) -> Html:
        facts = {
            "varied": ", ".join(axis["path"] for axis in self._said["axes"]),
            "points": f"{len(self._said['points']):,}",
            "arms": ", ".join(arms_of(self._said)),
            "runs kept": f"{len(self._runs):,}",
        }
        title = f"Sweep of {self._said['title'] or self._said['study']}"
        notes = notes_on(models.Sweep.model_validate(self._said["design"]))
        return page(title, definition_list(facts), paragraphs(notes))


def _frame(table: Columns) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415  slow to load

    frame = pd.DataFrame(table.rows, columns=list(table.names))
    # A column without any number would be one of objects.
    return frame.astype({name: float for name in table.names if name in OUTCOMES})
