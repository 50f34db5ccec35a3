"""Whole scenarios at random: for Hypothesis, and numbered ones that never change.

One function writes a scenario by asking a `Chooser`. Hypothesis is one chooser, so
that it can shrink; the draws of infosim are another, so that scenario number 7 is
the same one on every machine and under every version of Hypothesis.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from hypothesis import strategies as st

from infosim import draws
from infosim.interventions import INTERVENTIONS
from studies import Written

Choice = TypeVar("Choice")

GROUPS = ("town", "village", "hamlet")
OFFLINE = ("radio", "school", "home_visits")


class Chooser(Protocol):
    """What decides how a scenario turns out."""

    def whole(self, low: int, high: int) -> int:
        """Choose a whole number, both ends included."""

    def one_of(self, options: Sequence[Choice]) -> Choice:
        """Choose one of some options."""


class Drawn:
    """Chooses with the draws of infosim: the same for the same number."""

    def __init__(self, number: int) -> None:
        self._number, self._made = number, 0

    def whole(self, low: int, high: int) -> int:
        """Choose a whole number, both ends included."""
        self._made += 1
        # Purpose 0 is nobody's.
        return low + int(draws.uniform(self._number, 0, 0, self._made, 0, 0) * (high - low + 1))

    def one_of(self, options: Sequence[Choice]) -> Choice:
        """Choose one of some options."""
        return options[self.whole(0, len(options) - 1)]


class Searched:
    """Lets Hypothesis choose; it prefers small numbers and the first option."""

    def __init__(self, draw: Callable[..., Any]) -> None:
        self._draw = draw

    def whole(self, low: int, high: int) -> int:
        """Choose a whole number, both ends included."""
        chosen: int = self._draw(st.integers(low, high))
        return chosen

    def one_of(self, options: Sequence[Choice]) -> Choice:
        """Choose one of some options."""
        chosen: Choice = self._draw(st.sampled_from(options))
        return chosen


@st.composite
def scenarios(draw: Callable[..., Any]) -> Written:
    """Give any scenario that `write_scenario` can write."""
    return write_scenario(Searched(draw))


def scenario_number(number: int) -> Written:
    """Give one scenario, always the same for the same number."""
    return write_scenario(Drawn(number))


def write_scenario(choose: Chooser, among: Sequence[str] = tuple(INTERVENTIONS)) -> Written:
    """Write a scenario of 10 to 60 people and 5 to 40 steps, with arms `baseline`, `all` and `some`.

    Its one to six interventions are of some kinds only, if these are named.
    """
    step = choose.one_of((24, 6, 12))
    n_steps = choose.whole(5, 40)
    groups = GROUPS[: choose.whole(1, 3)]
    platforms = {name: _platform(choose, groups) for name in ("one", "two", "three")[: choose.whole(1, 3)]}
    claims = [_claim(choose, f"claim{n}", groups, step, n_steps) for n in range(choose.whole(1, 3))]
    kinds = [choose.one_of(among) for _ in range(choose.whole(1, 6))]
    frame = Frame(groups, tuple(platforms), step, n_steps)
    interventions = [_intervention(choose, f"part{n}", kind, frame) for n, kind in enumerate(kinds)]
    names = [one["id"] for one in interventions]
    return {
        "time": {"length": f"{n_steps * step} h", "step": f"{step} h"},
        "population": _population(choose, groups),
        "platforms": platforms,
        "claims": claims,
        "interventions": interventions,
        "arms": {
            "baseline": {},
            "all": {"interventions": names},
            "some": {"interventions": [name for name in names if choose.whole(0, 1)]},
        },
        "run": {"seed": choose.one_of((1, 0, 2**32 - 1, 77))},
    }


def _share(choose: Chooser) -> float:
    """Choose a proportion; both edges occur."""
    return choose.one_of((0.0, 1.0, 0.3, 0.05, 0.7, choose.whole(0, 1000) / 1000))


def _some_share(choose: Chooser) -> float:
    """Choose a proportion large enough for something to happen."""
    return choose.whole(100, 1000) / 1000


def _population(choose: Chooser, groups: Sequence[str]) -> Written:
    weights = [choose.whole(1, 9) for _ in groups]
    # The last one takes what rounding leaves.
    shares = [round(weight / sum(weights), 3) for weight in weights[:-1]]
    shares.append(1.0 - sum(shares))
    return {
        "size": choose.whole(10, 60),
        "groups": [
            {
                "id": name,
                "share": share,
                "region": choose.one_of(("south", "north")),
                "literacy": _share(choose),
                "trust": _share(choose),
                "activity": choose.one_of((1.0, 1.0, 0.0, 0.5, 4.0)),
            }
            for name, share in zip(groups, shares, strict=True)
        ],
        "activity_sigma": choose.one_of((0.0, 0.5, 1.8)),
        "literacy_spread": choose.one_of((0.0, 0.1, 1.0)),
        "household_size": choose.one_of((1, 3, 4.5)),
    }


def _by_group(choose: Chooser, groups: Sequence[str], value: Callable[[Chooser], float]) -> Any:
    """Choose one number for all, or one for each of some groups."""
    if choose.whole(0, 2):
        return value(choose)
    return {name: value(choose) for name in groups if choose.whole(0, 3)}


def _platform(choose: Chooser, groups: Sequence[str]) -> Written:
    return {
        "kind": choose.one_of(("feed", "messaging", "word_of_mouth")),
        "graph": choose.one_of(GRAPHS)(choose),
        "reach": choose.one_of((0.5, 1.0, 0.8, _some_share(choose), 0.0)),
        "penetration": _by_group(choose, groups, _penetration),
        "reciprocity": _share(choose),
    }


def _penetration(choose: Chooser) -> float:
    return choose.one_of((1.0, 1.0, 0.9, 0.7, 0.4))


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
        "mixing": _share(choose),
    }


def _homes(choose: Chooser) -> Written:
    return {
        "model": "households",
        "contacts_per_day": choose.one_of((2, 3.5, 0)),
        "village_size": choose.one_of((5, 12, 150)),
    }


GRAPHS: tuple[Callable[[Chooser], Written], ...] = (
    _with_degree("erdos_renyi"),
    _with_degree("watts_strogatz", rewiring=_share),
    _with_degree("barabasi_albert"),
    _with_degree("powerlaw_cluster", triangles=_share),
    _with_degree("stochastic_block", within=_share),
    _chat_groups,
    _homes,
)
"""Every model of a graph but `file`."""


def _time(choose: Chooser, step: int, low: int, high: int) -> str:
    """Choose a time in hours; mostly whole steps, sometimes not."""
    return f"{choose.whole(low, high) * step + choose.one_of((0, 0, 1, step // 2))} h"


def _lasting(choose: Chooser, step: int) -> Any:
    """Choose how long something lasts: a half-life, exactly so long, or for ever."""
    return choose.one_of(
        (
            "never",
            f"{4 * step} h",
            {"exactly": f"{3 * step} h"},
            {"exactly": "1 h"},
            _time(choose, step, 1, 30),
        )
    )


def _claim(choose: Chooser, label: str, groups: Sequence[str], step: int, n_steps: int) -> Written:
    veracity = choose.one_of(("false", "false", "true", "false", "misleading"))
    sharing: Written = {"rate": _some_share(choose)} if choose.whole(0, 6) else {"branching": 0.1}
    claim: Written = {
        "id": label,
        "veracity": veracity,
        "plausibility": choose.one_of((0.4, 1.0, 0.2, 0.0, _some_share(choose))),
        "seeds": _seeds(choose, groups, step, n_steps),
        "sharing": sharing | {"unconvinced": _share(choose), "interest": _lasting(choose, step)},
        "forgetting": _lasting(choose, step),
        "verification": choose.one_of((0.0, 0.05, 1.0)),
    }
    if choose.whole(0, 3) == 3:
        claim["arrivals"] = f"{choose.whole(3, 10) * step} h"
        claim["seeds"].pop("every", None)
    if veracity == "false" and choose.whole(0, 4):
        claim["correction"] = _correction(choose, step)
    return claim


def _seeds(choose: Chooser, groups: Sequence[str], step: int, n_steps: int) -> Written:
    seeds: Written = {
        "count": choose.one_of((3, 2, 1, 6, 0)),
        "start": choose.one_of(("0 h", "0 h", _time(choose, step, 0, n_steps - 1))),
    }
    if choose.whole(0, 1):
        seeds["every"] = _time(choose, step, 1, 8)
    if choose.whole(0, 2) == 2:
        seeds["until"] = _time(choose, step, 1, n_steps + 2)
    if choose.whole(0, 2) == 2:
        seeds["who"] = choose.one_of(groups)
    return seeds


def _correction(choose: Chooser, step: int) -> Written:
    return {
        "acceptance": choose.one_of((0.5, 1.0, 0.2, 0.0)),
        "residual": _share(choose),
        "sharing": choose.one_of((1.0, 0.5, 0.0)),
        "visibility": choose.one_of((1.0, 0.6, 0.0)),
        "interest": _lasting(choose, step),
        "forgetting": _lasting(choose, step),
    }


class Frame(NamedTuple):
    """What an intervention is written into."""

    groups: Sequence[str]
    platforms: Sequence[str]
    step: int
    n_steps: int


def _intervention(choose: Chooser, label: str, kind: str, frame: Frame) -> Written:
    """Write an intervention of any kind; its start may be the last step, the end or later."""
    n_steps, step = frame.n_steps, frame.step
    start = choose.one_of((0, n_steps // 3, n_steps - 1, n_steps, n_steps + 3, choose.whole(0, n_steps)))
    part: Written = {"id": label, "kind": kind, "start": f"{start * step} h", "cost": "0.5 USD"}
    if choose.whole(0, 1):
        part["length"] = _time(choose, step, 1, n_steps)
    if choose.whole(0, 2) == 2:
        part["groups"] = [choose.one_of(frame.groups)]
    if choose.whole(0, 3) == 3:
        part["claims"] = ["claim0"]
    channel = choose.one_of((*frame.platforms, *OFFLINE))
    # A kind unknown here is written with its defaults, so that the contract suite can say what is missing.
    return part | (WRITERS[kind](choose, frame, channel) if kind in WRITERS else {})


def _repeated(choose: Chooser, field: str, step: int, longest: int) -> Written:
    """Let something be repeated, or not."""
    return {field: _time(choose, step, 1, longest)} if choose.whole(0, 1) else {}


def _subsidy(choose: Chooser, frame: Frame, channel: str) -> Written:
    return {"platforms": [choose.one_of(frame.platforms)], "increase": _share(choose)}


def _prompt(choose: Chooser, frame: Frame, channel: str) -> Written:
    return {
        "platform": choose.one_of(frame.platforms),
        "coverage": _by_group(choose, frame.groups, _share),
        "effect": _share(choose),
    }


def _campaign(choose: Chooser, frame: Frame, channel: str) -> Written:
    fields = {
        "channel": channel,
        "reach": _by_group(choose, frame.groups, _share),
        "effect": _share(choose),
        "half_life": _lasting(choose, frame.step),
        "spillover": _share(choose),
    }
    return fields | _repeated(choose, "boosters", frame.step, 10)


def _check(choose: Chooser, frame: Frame, channel: str) -> Written:
    fields = {
        "channel": channel,
        "delay": _time(choose, frame.step, 0, 6),
        "reach": _by_group(choose, frame.groups, _share),
        "sources": choose.one_of((0, 1, 3)),
        "checked": choose.one_of((1.0, 0.5)),
    }
    return fields | _repeated(choose, "every", frame.step, 6)


def _course(choose: Chooser, frame: Frame, channel: str) -> Written:
    return {
        "channel": channel,
        "coverage": _by_group(choose, frame.groups, _share),
        "effect": _share(choose),
        "half_life": _lasting(choose, frame.step),
        "household_spillover": _share(choose),
        "spillover": _share(choose),
    }


def _label(choose: Chooser, frame: Frame, channel: str) -> Written:
    return {
        "platform": choose.one_of(frame.platforms),
        "delay": _time(choose, frame.step, 0, 6),
        "coverage": _share(choose),
        "belief_cut": _share(choose),
        "share_cut": _share(choose),
    }


WRITERS: dict[str, Callable[[Chooser, Frame, str], Written]] = {
    "access_subsidy": _subsidy,
    "accuracy_prompt": _prompt,
    "awareness_campaign": _campaign,
    "fact_check": _check,
    "media_literacy_course": _course,
    "warning_label": _label,
}
"""How each kind is written at random."""
