"""Compile everything ahead of time, so that no first study has to wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from infosim.rules import COMPETITION, rule_names
from infosim.scenario.additions import NO_ADDITIONS, Additions
from infosim.scenario.models import Scenario
from infosim.simulation import Simulation, prepare, run

Written = dict[str, Any]

EVERYBODY: Written = {"groups": [{"id": "one", "share": 0.5}, {"id": "other", "share": 0.5}], "size": 30}
CERTAIN: Written = {"rate": 1.0, "unconvinced": 0.0, "interest": "never"}
CHECKED: Written = {"sharing": 1.0, "interest": "never"}

GRAPHS: dict[str, Written] = {
    "erdos_renyi": {"mean_degree": 3},
    "watts_strogatz": {"mean_degree": 4},
    "barabasi_albert": {"mean_degree": 4},
    "powerlaw_cluster": {"mean_degree": 4},
    "stochastic_block": {"mean_degree": 4},
    "overlapping_groups": {"size": "3..6"},
    "households": {"contacts_per_day": 3, "village_size": 20},
}


def warm() -> Iterator[str]:
    """Compile every kernel by running small studies; name each when it is ready."""
    yield from (f"contacts: {model}" for model in warmed_graphs())
    for rule in rule_names():
        if rule == COMPETITION:
            continue
        study = prepare(scenario_of({"sharing": {"rate": 0.5}}, rule))
        run(study, "baseline", 0)
        yield f"people, by the rule {rule}"
        Simulation(study, "baseline", 0, "compiled").advance()
        yield f"people, phase by phase, by the rule {rule}"
    lasting: Written = {"forgetting": "never", "verification": 0, "plausibility": 1.0}
    for what, claim, rule in (
        ("epidemics", {**lasting, "sharing": {**CERTAIN, "interest": "3 days"}}, "independent"),
        ("cascades", {**lasting, "sharing": {**CERTAIN, "interest": {"exactly": "1 days"}}}, "independent"),
        ("contests", {"sharing": CERTAIN, "correction": CHECKED}, COMPETITION),
    ):
        run(prepare(scenario_of(claim, rule)), "baseline", 0)
        yield what


def scenario_of(claim: Written, rule: str, additions: Additions = NO_ADDITIONS) -> Scenario:
    """Write a study of thirty people and one claim."""
    return Scenario.model_validate(
        {
            "time": {"length": "3 days", "step": "1 days"},
            "population": {**EVERYBODY, "activity_sigma": 0, "literacy_spread": 0},
            "platforms": {"chat": platform("erdos_renyi", "messaging")},
            "claims": [{"id": "claim", **claim}],
            "rules": {"persuasion": rule},
        },
        context={"start": None, "additions": additions},
    )


def platform(model: str, kind: str) -> Written:
    """Write a platform."""
    return {"kind": kind, "graph": {"model": model, **GRAPHS[model]}, "reach": 0.5}


def warmed_graphs() -> Iterator[str]:
    """Draw contacts of every model, mutual and not, with and without homophily."""
    for model in GRAPHS:
        for kind in ("messaging", "feed"):
            written = scenario_of({"sharing": {"branching": 0.1}}, "independent").model_dump(mode="json")
            layer = {**platform(model, kind), "homophily": {"by": "group", "within": 0.9}}
            prepare(Scenario.model_validate({**written, "platforms": {"net": layer}}))
        yield model
