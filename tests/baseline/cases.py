"""The small scenarios whose whole trajectories are kept, and how they are run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from infosim.results import MODEL_VERSION
from infosim.rules import rule_names
from infosim.scenario.models import Scenario
from infosim.simulation import Study, prepare, run
from kinds import MINIMAL, part
from studies import SMALL, Written, small, with_arms

FOLDER = Path(__file__).parent
GOLDEN = FOLDER / "golden.json"
EDGES = FOLDER / "edges.txt"

REPLICATES = (0, 1)

GRAPHS: dict[str, Written] = {
    "erdos_renyi": {"mean_degree": 5},
    "watts_strogatz": {"mean_degree": 5, "rewiring": "20%"},
    "barabasi_albert": {"mean_degree": 5},
    "powerlaw_cluster": {"mean_degree": 5, "triangles": "60%"},
    "stochastic_block": {"mean_degree": 5, "within": "80%"},
    "overlapping_groups": {"size": "3..9", "groups_per_person": 1.5, "mixing": "50%"},
    "households": {"contacts_per_day": 4, "village_size": 15},
    "file": {"path": str(EDGES), "directed": True},
    "segregated": {"mean_degree": 5, "within": "80%"},
    "echo_chamber": {"mean_degree": 5, "cluster": "town", "polarisation": "60%"},
}
"""Every model of a graph, with no parameter at its default."""

KIND_OF_PLATFORM = ("feed", "messaging", "word_of_mouth")


def one_layer(model: str, kind: str) -> Written:
    """Write the small study on one platform, with a graph of one model."""
    graph = {"model": model} | GRAPHS[model]
    return small(platforms={"layer": {"kind": kind, "graph": graph, "reach": "60%", "reciprocity": "30%"}})


def one_claim(**changes: Any) -> Written:
    """Write the small study with its first claim alone, changed."""
    return small(claims=[deepcopy(SMALL["claims"][0]) | changes])


def dwelling(lasting: Any) -> Written:
    """Write the small study with everything lasting as long as said."""
    (claim,) = one_claim()["claims"]
    claim["sharing"]["interest"] = claim["forgetting"] = lasting
    claim["correction"] |= {"interest": lasting, "forgetting": lasting}
    return with_arms(small(claims=[claim]), part("fact_check", every="5 days"))


def of_claims() -> dict[str, Written]:
    """Write what claims can be, and when they begin."""
    again = {"count": 2, "every": "4 days", "until": "day 20", "who": "village", "start": "day 3"}
    return {
        "seeded_once": one_claim(seeds={"count": 4}),
        "seeded_again": one_claim(seeds=again),
        "seeded_with_contacts": one_claim(seeds=again | {"contacts": True}),
        "stream": one_claim(arrivals="2 per week", seeds={"count": 1, "who": ["town", "village"]}),
        "branching": one_claim(sharing={"branching": 0.8, "interest": "2 days"}),
        "true_only": one_claim(veracity="true", correction=None),
        "misleading_only": one_claim(veracity="misleading", correction=None),
        "verified": one_claim(verification="40%"),
        "half_life": dwelling("4 days"),
        "exactly": dwelling({"exactly": "4 days"}),
        "never": dwelling("never"),
    }


def of_societies() -> dict[str, Written]:
    """Write what people and time can be."""
    quick = {"length": "5 days", "step": "3 h"}
    return {
        "quick_steps": small(time=quick),
        "last_seed": small(run={"seed": 2**32 - 1}),
        "all_alike": small(
            population={"size": 40, "activity_sigma": 0, "literacy_spread": "0%"}, platforms=STREET
        ),
        "credulous": small(population=credulous()),
        "large_homes": small(population={"size": 50, "household_size": 9}, platforms=STREET),
    }


def credulous() -> Written:
    """Write the people of the small study, one group as more credulous than the other."""
    people = deepcopy(SMALL["population"])
    people["groups"][0]["credulity"] = 0.6
    return people


STREET: Written = {"street": SMALL["platforms"]["street"]}

LATER: Written = {
    "title": "later",
    "interventions": ["ads", "course"],
    "set": {"interventions.ads.start": "day 15"},
}


def of_interventions() -> dict[str, Written]:
    """Write each kind of intervention alone, and all of them overlapping."""
    alone = {kind: with_arms(small(), part(kind, start="2 days")) for kind in MINIMAL}
    waning = [
        part(
            "awareness_campaign", "ads", length="10 days", boosters="6 days", half_life="5 days", cost="1 USD"
        ),
        part(
            "media_literacy_course", "course", groups=["town"], half_life="9 days", household_spillover="30%"
        ),
    ]
    staged = with_arms(small(), *waning)
    staged["arms"]["later"] = LATER
    together = with_arms(small(), *(part(kind, kind, start="4 days", length="20 days") for kind in MINIMAL))
    for one in together["interventions"]:
        if one["kind"] == "access_subsidy":
            del one["length"]
    return alone | {"waning": staged, "together": together}


def cases() -> dict[str, Written]:
    """Give every scenario whose trajectories are kept, by name."""
    graphs = {
        f"graph_{model}": one_layer(model, KIND_OF_PLATFORM[n % len(KIND_OF_PLATFORM)])
        for n, model in enumerate(GRAPHS)
    }
    rules = {f"persuasion_{name}": small(rules={"persuasion": name}) for name in rule_names()}
    return {**graphs, **rules, **of_claims(), **of_societies(), **of_interventions()}


def study(written: Written) -> Study:
    """Make a case ready to run."""
    return prepare(Scenario.model_validate(written))


def graphs_of(made: Study) -> dict[str, str]:
    """Give the digest of the graph of each platform."""
    society = made.society
    return {name: graph.digest() for name, graph in zip(society.platforms, society.followers, strict=True)}


def runs_of(made: Study, engine: str) -> dict[str, str]:
    """Give the digest of the whole trajectory of each arm and replicate."""
    return {f"{arm} {k}": run(made, arm, k, engine).digest for arm in made.arms for k in REPLICATES}


def golden() -> Mapping[str, Any]:
    """Read what is kept."""
    kept: Mapping[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return kept


def measured() -> dict[str, Any]:
    """Make what is to be kept, with the compiled engine; the test holds both to it."""
    made = {name: study(written) for name, written in cases().items()}
    kept = {name: {"graphs": graphs_of(one), "runs": runs_of(one, "compiled")} for name, one in made.items()}
    return {"model_version": MODEL_VERSION, "cases": kept}
