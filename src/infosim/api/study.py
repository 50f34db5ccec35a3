"""A study in the hand: its society is drawn, and any of its runs can be made."""

from __future__ import annotations

from dataclasses import fields
from typing import Self

from infosim import simulation, study
from infosim.api.comparison import Comparison
from infosim.api.html import Html, definition_list, page
from infosim.api.run import Run
from infosim.engines import ENGINES
from infosim.errors import InputError, Problem
from infosim.experiments.compare import Progress, compare
from infosim.scenario.wording import unknown


class Study(study.Study):
    """A scenario made ready to run: people and contacts are drawn, share rates are found."""

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
        arm = self.baseline if arm is None else arm
        for kind, name, known in (("arm", arm, self.arms), ("engine", engine, ENGINES)):
            if name not in known:
                raise InputError(Problem(*unknown(kind, name, list(known))))
        if replicate < 0:
            raise InputError(Problem(f"there is no replicate {replicate}", "count replicates from 0"))
        return Run.of_parts(simulation.run(self, arm, replicate, engine), self.of(arm).society)

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
        """
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
