"""A scenario in the hand: load it, change it, run it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from infosim.api.html import Html, definition_list, page
from infosim.scenario import loading, models
from infosim.scenario.estimates import estimate

if TYPE_CHECKING:
    from infosim.api.comparison import Comparison
    from infosim.api.run import Run
    from infosim.api.study import Study
    from infosim.experiments.compare import Progress


@dataclass(frozen=True)
class Scenario:
    """A study as it is written and checked; nothing is drawn yet.

    Attributes
    ----------
    model : everything that the file says or leaves to a default

    Examples
    --------
    >>> from infosim import Scenario
    >>> village = Scenario.load("first_steps").with_({"population.size": 300})
    >>> village.model.population.size
    300
    >>> village.run(replicate=2).digest == village.run(replicate=2).digest
    True
    """

    model: models.Scenario

    @classmethod
    def load(cls, name: str | Path) -> Self:
        """Load a shipped scenario by its id, or a file.

        Parameters
        ----------
        name : id of `infosim list`, or path of a .yaml, .yml or .json file

        Raises
        ------
        InputError
            With every problem that was found, each at its line.
        """
        return cls(loading.load(name).scenario)

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Self:
        """Take a scenario written as plain data, with the keys and values of a file.

        Raises
        ------
        InputError
            With every problem that was found.
        """
        return cls(loading.built(written))

    def with_(self, changes: Mapping[str, Any]) -> Self:
        """Give the scenario with some values changed; this one stays as it is.

        Parameters
        ----------
        changes : new values by path, written as in a file
            ``{"interventions.ads.start": "week 4", "population.size": 2000}``; a map or a
            list takes the place of the one that was there.

        Raises
        ------
        InputError
            No such path, or no such value: with what is allowed there.
        """
        return type(self)(loading.changed(self.model, changes))

    def prepare(self) -> Study:
        """Draw the society and calibrate the claims, once for many runs.

        Raises
        ------
        InputError
            A graph that cannot be made, or a branching that cannot be reached.
        """
        from infosim.api.study import Study  # noqa: PLC0415  what runs is slow to load
        from infosim.simulation import prepare  # noqa: PLC0415

        return Study.of_parts(prepare(self.model))

    def run(self, arm: str | None = None, replicate: int = 0, *, engine: str = "compiled") -> Run:
        """Run one replicate of one arm; see `Study.run`."""
        return self.prepare().run(arm, replicate, engine=engine)

    def compare(
        self,
        *,
        replicates: int | None = None,
        engine: str = "compiled",
        workers: int | None = None,
        progress: Progress | None = None,
    ) -> Comparison:
        """Run every arm in every replicate, the same people with the same luck; see `Study.compare`."""
        study = self.prepare()
        return study.compare(replicates=replicates, engine=engine, workers=workers, progress=progress)

    def _repr_html_(self) -> Html:
        model, size = self.model, estimate(self.model)
        facts = {
            "question": model.question,
            "people": f"{size.people:,} in {len(model.population.groups)} groups",
            "platforms": ", ".join(model.platforms),
            "claims": ", ".join(claim.id for claim in model.claims),
            "interventions": ", ".join(one.id for one in model.interventions) or "none",
            "arms": ", ".join(model.arms),
            "steps": f"{size.steps:,} of {model.time.step:g} h",
        }
        return page(model.title or model.id, definition_list(facts))
