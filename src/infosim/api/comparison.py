"""A comparison in the hand: effects as tables, sentences and figures."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Self

from infosim import experiments
from infosim.api.given import known
from infosim.api.html import Html, page, paragraphs, table
from infosim.api.picture import shown
from infosim.errors import InputError, Problem
from infosim.experiments.sentences import sentences
from infosim.experiments.tables import defined_outcomes, effect_rows, replicate_rows

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class Comparison(experiments.Comparison):
    """Arms times replicates, paired: the same people with the same luck.

    Examples
    --------
    >>> from infosim import Scenario
    >>> found = Scenario.load("first_steps").compare(replicates=5, workers=1)
    >>> found.effect("ever_believed_fraction")["arm"].tolist()
    ['with_talk']
    >>> len(found.frame().query("outcome == 'cost' and group == 'all'"))
    10
    """

    @classmethod
    def of_parts(cls, one: experiments.Comparison) -> Self:
        """Take over what `experiments.compare` has made."""
        return cls(**{part.name: getattr(one, part.name) for part in fields(one)})

    def frame(self) -> pd.DataFrame:
        """Give every number of every run.

        Returns
        -------
        pandas.DataFrame
            Columns `arm`, `replicate`, `group` ('all' for everybody), `outcome`, `value`; NaN where
            an outcome does not exist.
        """
        import pandas as pd  # noqa: PLC0415  slow to load

        head, *rows = replicate_rows(self)
        return pd.DataFrame(rows, columns=head)

    def effect(self, outcome: str | None = None, by: str | None = None) -> pd.DataFrame:
        """Give the paired effect of every arm.

        Parameters
        ----------
        outcome : one of the catalogue; all that the study has if left out
        by : 'group' for a row per group as well

        Returns
        -------
        pandas.DataFrame
            Columns `arm`, `versus`, `group` ('all' for everybody), `outcome`, `level` (the mean of
            the arm), `effect` with its 95% bootstrap interval `effect_low` to `effect_high`,
            `helped` (the proportion of replicates in which the arm was better) and `pairs`.

        Raises
        ------
        InputError
            There is no such outcome, or `by` is something else.
        """
        import pandas as pd  # noqa: PLC0415  slow to load

        if by not in (None, "group"):
            raise InputError(Problem(f"there are no effects by {by!r}", "write by='group', or leave it out"))
        if outcome is not None:
            known("outcome", outcome, self.catalogue)
        head, *rows = effect_rows(self)
        found = pd.DataFrame(rows, columns=head)
        chosen = found["arm"] != self.baseline
        if by is None:
            chosen &= found["group"] == "all"
        if outcome is not None:
            chosen &= found["outcome"] == outcome
        return found[chosen].reset_index(drop=True)

    def sentences(self) -> list[str]:
        """Say what came out, in sentences that can be read out."""
        return sentences(self)

    def plot(self, figure: str = "effect", style: str = "paper") -> Figure:
        """Draw one of the figures.

        Parameters
        ----------
        figure : 'effect', 'trajectories', 'groups' or 'network'
        style : 'paper' or 'projector'

        Raises
        ------
        InputError
            There is no such figure or style.
        """
        from infosim.plots import FIGURES, style_named  # noqa: PLC0415  matplotlib is slow to load

        return shown(FIGURES[known("figure", figure, FIGURES)](self, style_named(style)))

    def _repr_html_(self) -> Html:
        rows = []
        for arm in self.arms[1:]:
            shown = [*self.scenario.outcomes, *self.scenario.additions.outcomes]
            for name in [name for name in shown if name in defined_outcomes(self)]:
                one = self.paired(arm, name)
                between = f"{one.low:.3g} to {one.high:.3g}"
                rows.append([arm, self.catalogue[name].words, f"{one.mean:+.3g}", between])
        head = ["arm", "outcome", "effect", "95% interval"]
        title = f"{self.scenario.title or self.scenario.id}: {self.replicates} pairs of runs"
        return page(title, table(head, rows), paragraphs(self.sentences()))
