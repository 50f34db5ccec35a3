"""A scenario in the hand: load it, change it, run it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack

from infosim.api.given import known, mapping, whole
from infosim.api.html import Html, definition_list, page
from infosim.api.own import Own, with_own
from infosim.scenario import loading, models
from infosim.scenario.estimates import estimate

if TYPE_CHECKING:
    from infosim.api.comparison import Comparison
    from infosim.api.run import Run
    from infosim.api.study import Study
    from infosim.api.sweep import Sweep
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
        """Take a scenario written as plain data.

        Parameters
        ----------
        written : keys and values as in a file, ``{"time": {"length": "4 weeks"}, ...}``

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
        example = 'with_({"population.size": 2000})'
        return type(self)(loading.changed(self.model, mapping("what is changed", changes, example)))

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

    def using(self, **own: Unpack[Own]) -> Self:
        """Give the scenario with something that you have written; nothing is registered anywhere.

        Parameters
        ----------
        interventions : list of `Intervention`
            Each gets an arm of its own, named by its id, beside what the first arm has.
        rule : function of doubt, visibility, acceptance, n_new, n_before and n_contacts
            Takes the place of the rule of persuasion and gives the new doubt, in [0, 1]. If it
            cannot be compiled a line says why, and the reference engine runs it.
        generators : by platform, function of `members`, `rng` and parameters by name
            Gives `infosim.network.Ties`, or a graph of networkx with nodes from 0.
        measures : by name, function of a run and a mask of people, ``(n_people,)``, or `Outcome`
            Appear among the outcomes of runs and comparisons.

        Raises
        ------
        InputError
            Something does not fit the scenario, or has the name of something shipped.

        Examples
        --------
        >>> def first_share_counts(doubt, visibility, acceptance, n_new, n_before, n_contacts):
        ...     return doubt if n_before > 0 else doubt * (1 - visibility * acceptance)
        >>> village = Scenario.load("first_steps").using(rule=first_share_counts)
        >>> village.model.rules.persuasion
        'first_share_counts'
        """
        return type(self)(with_own(self.model, own))

    def run(
        self, arm: str | None = None, replicate: int = 0, *, engine: str = "compiled", **own: Unpack[Own]
    ) -> Run:
        """Run one replicate of one arm.

        Parameters
        ----------
        arm : one of the arms; the first if left out
        replicate : int, at least 0
            Arms share the luck of a replicate.
        engine : 'compiled' or 'reference'
            They give the same bits.
        own : as for `using`, but `interventions` join those of the arm that is run

        Raises
        ------
        InputError
            There is no such arm, replicate or engine; something of `own` does not fit; the
            society cannot be drawn.
        """
        if own:
            name = next(iter(self.model.arms)) if arm is None else known("arm", arm, self.model.arms)
            return type(self)(with_own(self.model, own, name)).run(name, replicate, engine=engine)
        return self.prepare().run(arm, replicate, engine=engine)

    def compare(
        self,
        *,
        replicates: int | None = None,
        engine: str = "compiled",
        workers: int | None = None,
        progress: Progress | None = None,
        **own: Unpack[Own],
    ) -> Comparison:
        """Run every arm in every replicate, the same people with the same luck.

        Parameters
        ----------
        replicates : int, at least 1
            As the scenario says if left out.
        engine : 'compiled' or 'reference'
        workers : int, at least 1
            Processes; one for each core if left out. Changes no bit.
        progress : called after each run with how many are done, and of how many
        own : as for `using`: each of your interventions gets an arm of its own

        Raises
        ------
        InputError
            A number is none or too small; something of `own` does not fit; the society cannot
            be drawn.
        """
        study = self.using(**own).prepare() if own else self.prepare()
        return study.compare(replicates=replicates, engine=engine, workers=workers, progress=progress)

    def sweep(
        self,
        vary: Mapping[str, Any],
        *,
        design: str = "grid",
        samples: int | None = None,
        levels: int | None = None,
        replicates: int | None = None,
        store: str | Path | None = None,
        engine: str = "compiled",
        workers: int | None = None,
        progress: Progress | None = None,
        **own: Unpack[Own],
    ) -> Sweep:
        """Run every arm at many points; what a store keeps already is not run again.

        Parameters
        ----------
        vary : by path, a list of values or a range ``"5%..30%"``, written as in a file
        design : 'grid', 'list', 'latin_hypercube', 'sobol', 'halton', 'morris' or 'saltelli'
        samples : points of a sample, at least 1
        levels : values of a range in a grid, at least 2
        replicates : runs of each arm at each point; as many as the scenario says if left out
        store : file that keeps every run: stop at any time, and the same call goes on
            If left out, the runs are kept as long as the result is.
        engine, workers, progress : as for `compare`
        own : as for `using`

        Raises
        ------
        InputError
            A path that leads nowhere, values that are none of it, a point that is impossible.
        InfosimError
            A run failed.

        Examples
        --------
        >>> found = Scenario.load("first_steps").sweep(
        ...     {"claims.rumour.plausibility": ["10%", "30%"]}, replicates=2, workers=1
        ... )
        >>> found.frame()[["point", "claims.rumour.plausibility", "arm", "replicate"]].shape
        (8, 4)
        """
        from infosim.api.sweeping import swept  # noqa: PLC0415  what runs is slow to load
        from infosim.engines import ENGINES  # noqa: PLC0415
        from infosim.experiments.sweep.coordinator import Options  # noqa: PLC0415

        example = 'sweep({"claims.rumour.plausibility": "5%..30%"})'
        said: dict[str, Any] = {"vary": mapping("what is varied", vary, example)}
        said["replicates"] = replicates
        said |= {"design": design, "samples": samples, "levels": levels}
        path = None if store is None else Path(store)
        known("engine", engine, ENGINES)
        options = Options(engine) if workers is None else Options(engine, whole("workers", workers, 1))
        model = with_own(self.model, own) if own else self.model
        return swept(model, said, path, options, progress)

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
