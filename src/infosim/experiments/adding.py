"""Taking over what a user has written: the names it gets, and whether it is what it is taken for."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from types import FunctionType
from typing import Any

from infosim.errors import InputError, Problem
from infosim.interventions import INTERVENTIONS
from infosim.interventions.base import Intervention
from infosim.measures.catalogue import OUTCOMES, Measure, Outcome
from infosim.network import GENERATORS
from infosim.rules import PERSUASION, AddedRule, rule_names
from infosim.rules.added import WORDS
from infosim.scenario.additions import Additions

log = logging.getLogger("infosim")


def take_over(
    kinds: Iterable[type[Intervention]] = (),
    rules: Iterable[Callable[..., float]] = (),
    generators: Iterable[Callable[..., Any]] = (),
    measures: Mapping[str, Measure | Outcome] | None = None,
) -> Additions:
    """Collect what a user has written under the names that a scenario may use; shipped things are left out.

    A rule that cannot be compiled is told in a line.

    Raises
    ------
    InputError
        Something is not what it is taken for, or has the name of something shipped.
    """
    by_kind = {kind_of(kind): kind for kind in kinds if kind not in INTERVENTIONS.values()}
    taken = [AddedRule.of(one) for one in rules if one not in PERSUASION.values()]
    by_rule = {rule.name: rule for rule in taken}
    by_model = {name_of(make): make for make in generators if make not in GENERATORS.values()}
    outcomes = {name: outcome_of(name, one) for name, one in (measures or {}).items()}
    _refuse_taken("intervention", by_kind, INTERVENTIONS)
    _refuse_taken("rule", by_rule, rule_names())
    _refuse_taken("graph", by_model, GENERATORS)
    _refuse_taken("outcome", outcomes, OUTCOMES)
    for rule in taken:
        if rule.fault:
            log.warning("%s", rule.warning)
    return Additions(by_kind, by_rule, by_model, outcomes)


def name_of(make: Any) -> str:
    """Give the name of a generator.

    Raises
    ------
    InputError
        It is no function with a name.
    """
    name = getattr(make, "__name__", "")
    if not callable(make) or not name.isidentifier():
        remedy = "write def my_graph(members, rng): and return infosim.network.Ties, or a graph of networkx"
        raise InputError(Problem(f"{name or repr(make)} is no generator", remedy))
    return str(name)


def kind_of(kind: type[Intervention]) -> str:
    """Give the name of a kind of intervention.

    Raises
    ------
    InputError
        It has none.
    """
    name = kind.model_fields["kind"].default
    if not isinstance(name, str):
        remedy = f'write kind: Literal["my_kind"] = "my_kind" into the class {kind.__name__}'
        raise InputError(Problem(f"{kind.__name__} does not say what kind of intervention it is", remedy))
    return name


def outcome_of(name: str, one: Measure | Outcome) -> Outcome:
    """Make an outcome of a function; its words are the first line of its docstring.

    Raises
    ------
    InputError
        It is no function of a run and a mask of people.
    """
    if isinstance(one, Outcome):
        return one
    if not callable(one) or len(inspect.signature(one).parameters) != 2:
        raise InputError(Problem(f"{name} is no measure", f"write def {name}(run, people): return a number"))
    words = (inspect.getdoc(one) or name).splitlines()[0].rstrip(".")
    return Outcome(one, words, unit="", better=None)


def written_in(things: Mapping[str, Any], module: str) -> Additions:
    """Take over everything in a module that is an intervention, a rule, a generator or a measure.

    What it has imported is left out. A rule is a function of `doubt` and five other numbers,
    a generator one whose arguments begin with `members` and `rng`, a measure one of `run`
    and `people`.

    Raises
    ------
    InputError
        There is nothing of the kind, or something is wrong with it.
    """
    own = [one for one in things.values() if getattr(one, "__module__", "") == module]
    functions = [one for one in own if isinstance(one, FunctionType)]

    def taking(*names: str) -> list[FunctionType]:
        return [one for one in functions if tuple(inspect.signature(one).parameters)[: len(names)] == names]

    measures = {one.__name__: one for one in taking("run", "people")}
    added = take_over(
        [one for one in own if isinstance(one, type) and issubclass(one, Intervention)],
        taking(*WORDS),
        taking("members", "rng"),
        measures | {name: one for name, one in things.items() if isinstance(one, Outcome)},
    )
    if not added:
        remedy = f"write a class of Intervention, or a rule: a function of {', '.join(WORDS)}"
        raise InputError(Problem("it adds nothing to the catalogues", remedy))
    return added


def _refuse_taken(what: str, names: Iterable[str], shipped: Collection[str]) -> None:
    for name in names:
        if name in shipped:
            raise InputError(Problem(f"there is {what} {name} already", "give yours another name"))
