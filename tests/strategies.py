"""Whole scenarios at random: for Hypothesis, and numbered ones that never change.

One function writes a scenario by asking a `Chooser`. Hypothesis is one chooser, so
that it can shrink; the draws of infosim are another, so that scenario number 7 is
the same one on every machine and under every version of Hypothesis.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

from choosing import Chooser, Drawn, Searched, by_group, hours, lasting, share, some_share
from infosim.interventions import INTERVENTIONS
from infosim.rules import rule_names
from parts import Frame, write_part
from studies import Written

GROUPS = ("town", "village", "hamlet")
IDENTITIES = ("", "red", "blue")
ROLES = ("person", "supersharer", "bot")


@st.composite
def scenarios(draw: Callable[..., Any]) -> Written:
    """Give any scenario that `write_scenario` can write."""
    return write_scenario(Searched(draw))


def scenario_number(number: int) -> Written:
    """Give one scenario, always the same for the same number."""
    return write_scenario(Drawn(number))


def write_scenario(choose: Chooser, among: Sequence[str] = tuple(INTERVENTIONS)) -> Written:
    """Write a scenario of 14 to 60 people and 5 to 40 steps, of any rule.

    Its one to six interventions are of some kinds only, if these are named. Besides the
    `baseline` it has the arms `all` and `some`, and `elsewhere` in a setting of its own.
    """
    step = choose.one_of((24, 6, 12))
    n_steps = choose.whole(5, 40)
    groups = GROUPS[: choose.whole(1, 3)]
    platforms = {name: _platform(choose, groups) for name in ("one", "two", "three")[: choose.whole(1, 3)]}
    claims = [_claim(choose, f"claim{n}", groups, step, n_steps) for n in range(choose.whole(1, 3))]
    kinds = [choose.one_of(among) for _ in range(choose.whole(1, 6))]
    frame = Frame(groups, tuple(platforms), step, n_steps)
    interventions = [write_part(choose, f"part{n}", kind, frame) for n, kind in enumerate(kinds)]
    names = [one["id"] for one in interventions]
    written = {
        "time": {"length": f"{n_steps * step} h", "step": f"{step} h"},
        "population": _population(choose, groups),
        "platforms": platforms,
        "claims": claims,
        "interventions": interventions,
        "rules": {"persuasion": choose.one_of(rule_names())},
        "arms": {
            "baseline": {},
            "all": {"interventions": names},
            "some": {"interventions": [name for name in names if choose.whole(0, 1)]},
            "elsewhere": _elsewhere(choose, names, frame),
        },
        "run": {"seed": choose.one_of((1, 0, 2**32 - 1, 77))},
    }
    return _more_of_people_and_claims(choose, written)


def _more_of_people_and_claims(choose: Chooser, written: Written) -> Written:
    """Add what came later; chosen last, so that numbered scenarios stay what they were besides."""
    for group in written["population"]["groups"]:
        group["credulity"] = choose.one_of((1.0, 1.0, 0.6, 1.7))
    for claim in written["claims"]:
        if choose.whole(0, 4) == 4:
            claim["seeds"]["contacts"] = True
    names = [group["id"] for group in written["population"]["groups"]]
    for platform in written["platforms"].values():
        # Few ties, mostly inside: there are always enough pairs of people for them.
        if choose.whole(0, 9) == 9 and len(names) > 1:
            chamber = {
                "model": "echo_chamber",
                "cluster": choose.one_of(names),
                "polarisation": share(choose),
            }
            graph = choose.one_of(({"model": "segregated", "within": choose.one_of((0.8, 1.0))}, chamber))
            platform["graph"] = graph | {"mean_degree": 1.5}
    return written


def _elsewhere(choose: Chooser, names: Sequence[str], frame: Frame) -> Written:
    """Write an arm about other people, platforms, claims or rules, compared with one of the others."""
    changes: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("rules.persuasion", lambda: choose.one_of(rule_names())),
        ("platforms.one.reach", lambda: some_share(choose)),
        ("platforms.one.penetration", lambda: _penetration(choose)),
        ("population.activity_sigma", lambda: choose.one_of((1.0, 2.5))),
        (f"population.groups.{frame.groups[-1]}.literacy", lambda: share(choose)),
        ("claims.claim0.plausibility", lambda: some_share(choose)),
        ("claims.claim0.sharing.unconvinced", lambda: share(choose)),
        ("claims.claim0.forgetting", lambda: lasting(choose, frame.step)),
    )
    chosen = [choose.one_of(changes) for _ in range(choose.whole(1, 3))]
    settings = {path: write() for path, write in chosen}
    start = f"interventions.{names[0]}.start"
    moved = {start: hours(choose, frame.step, 0, frame.n_steps)} if choose.whole(0, 1) else {}
    versus = choose.one_of(("all", "some", None))
    return {"interventions": [*names], "set": settings | moved, "versus": versus}


def _population(choose: Chooser, groups: Sequence[str]) -> Written:
    weights = [choose.whole(1, 9) for _ in groups]
    # The last one takes what rounding leaves.
    shares = [round(weight / sum(weights), 3) for weight in weights[:-1]]
    shares.append(1.0 - sum(shares))
    return {
        "size": choose.whole(14, 60),
        "groups": [
            {
                "id": name,
                "share": part,
                "region": choose.one_of(("south", "north")),
                "identity": choose.one_of(IDENTITIES),
                # Somebody has to be there to hear.
                "role": choose.one_of(ROLES) if name != GROUPS[0] else "person",
                "literacy": share(choose),
                "trust": share(choose),
                "activity": choose.one_of((1.0, 1.0, 0.0, 0.5, 4.0)),
            }
            for name, part in zip(groups, shares, strict=True)
        ],
        "activity_sigma": choose.one_of((0.0, 0.5, 1.8)),
        "literacy_spread": choose.one_of((0.0, 0.1, 1.0)),
        "household_size": choose.one_of((1, 3, 4.5)),
    }


def _platform(choose: Chooser, groups: Sequence[str]) -> Written:
    return {
        "kind": choose.one_of(("feed", "messaging", "word_of_mouth")),
        "graph": choose.one_of(GRAPHS)(choose),
        "reach": choose.one_of((0.5, 1.0, 0.8, some_share(choose), 0.0)),
        "penetration": by_group(choose, groups, _penetration),
        "reciprocity": share(choose),
    } | _homophily(choose)


def _penetration(choose: Chooser) -> float:
    return choose.one_of((1.0, 1.0, 0.9, 0.7, 0.4))


def _homophily(choose: Chooser) -> Written:
    if choose.whole(0, 2) < 2:
        return {}
    return {"homophily": {"by": choose.one_of(("identity", "region", "group")), "within": share(choose)}}


def _with_degree(model: str, **more: Callable[[Chooser], Any]) -> Callable[[Chooser], Written]:
    """Give a writer of a graph with a mean degree that few people can have."""

    def write(choose: Chooser) -> Written:
        degree = choose.one_of((3, 4, 3.5, 2, 0))
        return {"model": model, "mean_degree": degree} | {key: make(choose) for key, make in more.items()}

    return write


def _chat_groups(choose: Chooser) -> Written:
    return {
        "model": "overlapping_groups",
        "size": choose.one_of(("2..4", "3..3", "2..6")),
        "groups_per_person": choose.one_of((2, 3, 1.5, 0)),
        "mixing": share(choose),
    }


def _homes(choose: Chooser) -> Written:
    return {
        "model": "households",
        "contacts_per_day": choose.one_of((2, 3.5, 0)),
        "village_size": choose.one_of((5, 12, 150)),
    }


GRAPHS: tuple[Callable[[Chooser], Written], ...] = (
    _with_degree("erdos_renyi"),
    _with_degree("watts_strogatz", rewiring=share),
    _with_degree("barabasi_albert"),
    _with_degree("powerlaw_cluster", triangles=share),
    _with_degree("stochastic_block", within=share),
    _chat_groups,
    _homes,
)
"""Every model of a graph but `file`, and two that are put in place of them now and then."""


def _claim(choose: Chooser, label: str, groups: Sequence[str], step: int, n_steps: int) -> Written:
    veracity = choose.one_of(("false", "false", "true", "false", "misleading"))
    sharing: Written = {"rate": some_share(choose)} if choose.whole(0, 19) else {"branching": 0.1}
    claim: Written = {
        "id": label,
        "veracity": veracity,
        "plausibility": choose.one_of((0.4, 1.0, 0.2, 0.0, some_share(choose))),
        "seeds": _seeds(choose, groups, step, n_steps),
        "sharing": sharing | {"unconvinced": share(choose), "interest": lasting(choose, step)},
        "forgetting": lasting(choose, step),
        "verification": choose.one_of((0.0, 0.05, 1.0)),
    }
    if choose.whole(0, 3) == 3:
        claim["arrivals"] = f"{choose.whole(3, 10) * step} h"
        claim["seeds"].pop("every", None)
    if veracity == "false" and choose.whole(0, 9):
        claim["correction"] = _correction(choose, step)
    return claim


def _seeds(choose: Chooser, groups: Sequence[str], step: int, n_steps: int) -> Written:
    seeds: Written = {
        "count": choose.one_of((3, 2, 1, 6, 0)),
        "start": choose.one_of(("0 h", "0 h", hours(choose, step, 0, n_steps - 1))),
    }
    if choose.whole(0, 1):
        seeds["every"] = hours(choose, step, 1, 8)
    if choose.whole(0, 2) == 2:
        seeds["until"] = hours(choose, step, 1, n_steps + 2)
    if choose.whole(0, 1):
        seeds["who"] = choose.one_of(groups)
    return seeds


def _correction(choose: Chooser, step: int) -> Written:
    return {
        "acceptance": choose.one_of((0.5, 1.0, 0.2, 0.0)),
        "residual": share(choose),
        "sharing": choose.one_of((1.0, 0.5, 0.0)),
        "visibility": choose.one_of((1.0, 0.6, 0.0)),
        "interest": lasting(choose, step),
        "forgetting": lasting(choose, step),
    }
