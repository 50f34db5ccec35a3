"""A run in the hand: who believed what when, as a table, a picture or a network."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from infosim import results
from infosim.api.html import Html, definition_list, page, table
from infosim.errors import InputError, Problem
from infosim.measures.catalogue import OUTCOMES, measure
from infosim.measures.stances import stances_at
from infosim.network import to_networkx
from infosim.results import STANCES
from infosim.scenario.wording import unknown
from infosim.society import Society

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from matplotlib.figure import Figure

TALLIES = ("posts", "correction_posts", "exposures", "correction_exposures", "exposed_and_receptive")


@dataclass(frozen=True, eq=False, kw_only=True)
class Run(results.Run):
    """One run of one arm, and the society that it was run in."""

    society: Society

    @classmethod
    def of_parts(cls, one: results.Run, society: Society) -> Self:
        """Take over what `simulation.run` has recorded."""
        return cls(**{part.name: getattr(one, part.name) for part in fields(one)}, society=society)

    def frame(self, by: str | None = None) -> pd.DataFrame:
        """Give people by stance over time.

        Parameters
        ----------
        by : 'group' for a row per group; bots are counted only there

        Returns
        -------
        pandas.DataFrame
            A row for each step, claim and, if asked for, group: `step` (0 is before the
            first), `day`, `claim`, the four stances in people; without groups also what was
            counted in the step that led there: posts and exposures of claim and correction,
            and people exposed who could still be convinced.

        Raises
        ------
        InputError
            `by` is something else.
        """
        import pandas as pd  # noqa: PLC0415  slow to load

        if by not in (None, "group"):
            raise InputError(Problem(f"a run has no table by {by!r}", "write by='group', or leave it out"))
        n_rows, n_claims, _, n_groups = self.counts.shape
        names = [claim.id for claim in self.claims]
        step = np.repeat(np.arange(n_rows), n_claims)
        if by is None:
            people = np.array([group.role != "bot" for group in self.population.groups])
            counted = self.counts[..., people].sum(axis=3).reshape(-1, len(STANCES))
            told = np.concatenate([np.zeros_like(self.tallies[:1]), self.tallies]).reshape(len(step), -1)
            columns = {"step": step, "day": step * self.clock.step_days, "claim": names * n_rows}
            columns |= dict(zip(STANCES, counted.T, strict=True)) | dict(zip(TALLIES, told.T, strict=True))
            return pd.DataFrame(columns)
        step = np.repeat(step, n_groups)
        counted = np.moveaxis(self.counts, 2, 3).reshape(-1, len(STANCES))
        columns = {"step": step, "day": step * self.clock.step_days}
        columns |= {"claim": np.tile(np.repeat(names, n_groups), n_rows)}
        columns |= {"group": [group.id for group in self.population.groups] * (n_rows * n_claims)}
        return pd.DataFrame(columns | dict(zip(STANCES, counted.T, strict=True)))

    def outcomes(self) -> dict[str, float]:
        """Measure every outcome of the catalogue; NaN where it does not exist."""
        return measure(self)

    def network(self, step: int | None = None, platform: str | None = None) -> nx.Graph[int]:
        """Give everybody and their contacts as a networkx graph.

        Parameters
        ----------
        step : the row of the record, 0 before the first step; the end if left out
        platform : one of the platforms; the first if left out

        Returns
        -------
        networkx.Graph, or a DiGraph where contacts go one way (j -> i: i sees what j shares)
            Nodes are person ids, with `group`, `role`, `literacy`, `trust`, `activity`, whether the
            person is a `member` of the platform by then, and a stance under the id of each claim.

        Raises
        ------
        InputError
            There is no such step or platform.
        """
        row = self.clock.n_steps if step is None else step
        if not 0 <= row <= self.clock.n_steps:
            raise InputError(Problem(f"there is no step {step}", f"name one from 0 to {self.clock.n_steps}"))
        names = list(self.society.platforms)
        chosen = names[0] if platform is None else platform
        if chosen not in names:
            raise InputError(Problem(*unknown("platform", chosen, names)))
        p, people = names.index(chosen), self.population
        graph = to_networkx(self.society.followers[p])
        stances = stances_at(self, row)
        for i, node in graph.nodes(data=True):
            traits = people.groups[people.group[i]]
            node |= {"group": traits.id, "role": traits.role, "member": bool(self.joined[p, i] <= row)}
            node |= {name: float(getattr(people, name)[i]) for name in ("literacy", "trust", "activity")}
            node |= {c.id: STANCES[s] for c, s in zip(self.claims, stances[:, i].tolist(), strict=True)}
        return graph

    def plot(self) -> Figure:
        """Draw how many people hold each stance towards each claim, over time."""
        from infosim.plots.stances import stances  # noqa: PLC0415  matplotlib is slow to load

        return stances(self)

    def _repr_html_(self) -> Html:
        facts: dict[str, Any] = {
            "arm": self.arm,
            "replicate": self.replicate,
            "people": f"{self.population.n_people:,}",
            "days": f"{self.clock.n_steps * self.clock.step_days:g}",
            "digest": self.digest[:16],
        }
        found = ((OUTCOMES[name].words, value) for name, value in self.outcomes().items())
        rows = [[words, f"{value:.4g}"] for words, value in found if not np.isnan(value)]
        return page("One run", definition_list(facts), table(["outcome", "value"], rows))
