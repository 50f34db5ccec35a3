"""A study in the hand: its society is drawn, and any of its runs can be made."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Self

from infosim import simulation, study
from infosim.api.comparison import Comparison
from infosim.api.given import known, whole
from infosim.api.html import Html, definition_list, page
from infosim.api.run import Run
from infosim.engines import ENGINES
from infosim.errors import InputError, Problem
from infosim.experiments.compare import Progress, compare

if TYPE_CHECKING:
    from infosim.engines.reference import SocietyModel


class Study(study.Study):
    """A scenario made ready to run: people and contacts are drawn, share rates are found.

    Examples
    --------
    >>> from infosim import Scenario
    >>> study = Scenario.load("first_steps").prepare()
    >>> study.run(engine="reference").digest == study.run(engine="compiled").digest
    True
    """

    @classmethod
    def of_parts(cls, one: study.Study) -> Self:
        """Take over what `simulation.prepare` has made."""
        return cls(**{part.name: getattr(one, part.name) for part in fields(one)})

    def run(self, arm: str | None = None, replicate: int = 0, *, engine: str = "compiled") -> Run:
        """Run one replicate of one arm.

        Parameters
        ----------
        arm : one of the arms; the first if left out
        replicate : int, at least 0
            Arms share the luck of a replicate.
        engine : 'compiled' or 'reference'
            They give the same bits.

        Raises
        ------
        InputError
            There is no such arm or engine, or the replicate is negative.
        """
        name = self._known(arm, replicate)
        known("engine", engine, ENGINES)
        return Run.of_parts(simulation.run(self, name, replicate, engine), self.of(name))

    def _known(self, arm: str | None, replicate: int) -> str:
        """Name the arm that is meant, if there is such a run."""
        whole("replicate", replicate, 0)
        return self.baseline if arm is None else known("arm", arm, self.arms)

    def model(
        self, arm: str | None = None, replicate: int = 0, *, kind: type[SocietyModel] | None = None
    ) -> SocietyModel:
        """Make a run that has not begun an ordinary Mesa model: one agent a person.

        `model.step()` goes one step on, with interventions; `model.agents` are people, whose
        stance towards claim k is `person.stance(k)`. Stepped to its end it is the same run,
        bit for bit, as that of any engine, unless `kind` does something else; `model.result()`
        gives it, and `model.running` is false when it is over.

        Parameters
        ----------
        arm, replicate : as for `run`
        kind : a subclass of `SocietyModel`, which may name a subclass of `Person` in `person_class`

        Raises
        ------
        InputError
            There is no such arm, the replicate is negative, or the model is stepped beyond the end.
        """
        from infosim.engines.reference import SocietyModel  # noqa: PLC0415  mesa is slow to load

        name = self._known(arm, replicate)
        one = simulation.Simulation(self, name, replicate, "reference")
        given = one.setting, one.effects, one.marks, one.programme.agenda
        model = (kind or SocietyModel)(*given, one.study.scenario.persuasion)
        n_steps = self.society.clock.n_steps

        def advance() -> None:
            if one.step == n_steps:
                raise InputError(Problem(f"the run is over after {n_steps} steps", "look at model.running"))
            one.advance()
            model.running = one.step < n_steps

        one.engine, model.advance = model, advance
        model.result = lambda: Run.of_parts(one.result(), one.study)
        return model

    def compare(
        self,
        *,
        replicates: int | None = None,
        engine: str = "compiled",
        workers: int | None = None,
        progress: Progress | None = None,
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

        Returns
        -------
        Comparison
            Arms by replicates, paired; the first arm is what the others are compared with.

        Raises
        ------
        InputError
            There is no such engine, or a number is none or too small.
        InfosimError
            A worker process died.
        """
        known("engine", engine, ENGINES)
        for name, value in (("replicates", replicates), ("workers", workers)):
            if value is not None:
                whole(name, value, 1)
        made = compare(self, replicates=replicates, engine=engine, workers=workers, progress=progress)
        return Comparison.of_parts(made)

    def _repr_html_(self) -> Html:
        facts = {
            "people": f"{self.society.population.n_people:,}",
            "contacts": ", ".join(
                f"{graph.n_ties:,} on {name}"
                for name, graph in zip(self.society.platforms, self.society.followers, strict=True)
            ),
            "share rates": ", ".join(
                f"{claim.id} {rate:.3g} per step"
                for claim, rate in zip(self.scenario.claims, self.rates, strict=True)
            ),
            "arms": ", ".join(self.arms),
        }
        return page(self.scenario.title or self.scenario.id, definition_list(facts))
