"""What a user has written, handed over to a scenario by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

from infosim.api.given import known, mapping, several
from infosim.errors import InputError, Problem
from infosim.experiments.adding import take_over
from infosim.interventions.base import Intervention
from infosim.measures.catalogue import Measure, Outcome
from infosim.scenario import loading, models


class Own(TypedDict, total=False):
    """What can be handed over to `run`, `compare`, `sweep` and `using`."""

    interventions: Sequence[Intervention]
    rule: Callable[..., float]
    generators: Mapping[str, Callable[..., Any]]
    measures: Mapping[str, Measure | Outcome]


def with_own(model: models.Scenario, own: Own, arm: str | None = None) -> models.Scenario:
    """Give a scenario with what a user has written in it.

    Parameters
    ----------
    arm : the arm that gets the interventions; if left out each gets an arm of its own,
        beside what the first arm has

    Raises
    ------
    InputError
        Something does not fit the scenario, or is not what it is handed over as.
    """
    for name in own:
        known("argument", name, Own.__annotations__)
    mine = several("interventions", own.get("interventions", ()), "interventions=[MyCampaign(id='mine')]")
    makers = mapping("generators", own.get("generators", {}), "generators={'chat': my_graph}")
    measures = mapping("measures", own.get("measures", {}), "measures={'mine': my_measure}")
    _refuse_others(mine)
    rules = [own["rule"]] if "rule" in own else []
    added = take_over(map(type, mine), rules, makers.values(), measures)
    changes: dict[str, Any] = {"rules.persuasion": rules[0].__name__} if rules else {}
    changes |= {f"platforms.{name}.graph": {"model": make.__name__} for name, make in makers.items()}
    if mine:
        changes |= _with_interventions(model, mine, arm)
    return loading.changed(model, changes, added)


def _with_interventions(
    model: models.Scenario, mine: Sequence[Intervention], arm: str | None
) -> dict[str, Any]:
    """Write down interventions and the arms that they run in."""
    written = model.model_dump(mode="json")
    everything = [*written["interventions"], *(one.model_dump(mode="json") for one in mine)]
    arms, first = written["arms"], next(iter(written["arms"]))
    taken = {one.id for one in model.interventions} | (set(arms) if arm is None else set())
    for one in mine:
        if one.id in taken:
            raise InputError(Problem(f"the id {one.id} is taken", "give the intervention another one"))
        base = arms[arm or first]
        arms[arm or one.id] = {**base, "interventions": [*base["interventions"], one.id]}
        if arm is None:
            arms[one.id]["title"] = ""
    return {"interventions": everything, "arms": arms}


def _refuse_others(mine: Sequence[Any]) -> None:
    """Refuse what is no intervention: a class where one of it is wanted, above all."""
    for one in mine:
        if not isinstance(one, Intervention):
            what = one.__name__ if isinstance(one, type) else type(one).__name__
            remedy = f'write interventions=[{what}(id="mine", ...)]'
            raise InputError(Problem(f"{what} is no intervention with its numbers", remedy))
