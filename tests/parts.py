"""Interventions of every kind at random, with all of their fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from choosing import Chooser, by_group, hours, lasting, share
from studies import Written

OFFLINE = ("radio", "school", "home_visits")
TARGETS = ("random", "sharers", "hubs", "nominated")
FOR_ALL = ("circuit_breaker", "downranking", "removal")
"""Kinds that bear on posts, whoever would see them, and so name no groups."""


class Frame(NamedTuple):
    """What an intervention is written into."""

    groups: Sequence[str]
    platforms: Sequence[str]
    step: int
    n_steps: int


def write_part(choose: Chooser, label: str, kind: str, frame: Frame) -> Written:
    """Write an intervention of any kind; its start may be the last step, the end or later."""
    n_steps, step = frame.n_steps, frame.step
    late = choose.one_of((n_steps - 1, n_steps, n_steps + 3))
    start = choose.one_of((0, n_steps // 3, 0, n_steps // 2, choose.whole(0, n_steps), late))
    part: Written = {"id": label, "kind": kind, "start": f"{start * step} h", "cost": "0.5 USD"}
    part["fixed_cost"] = choose.one_of(("0 USD", "1.3 USD"))
    if choose.whole(0, 1):
        part["length"] = hours(choose, step, 1, n_steps)
    if choose.whole(0, 2) == 2 and kind not in FOR_ALL:
        part["groups"] = [choose.one_of(frame.groups)]
    if choose.whole(0, 3) == 3:
        part["claims"] = ["claim0"]
    channel = choose.one_of((*frame.platforms, *OFFLINE))
    # A kind unknown here is written with its defaults, so that the tests can say what is missing.
    return part | (WRITERS[kind](choose, frame, channel) if kind in WRITERS else {})


def sometimes(choose: Chooser, field: str, write: Callable[[], Any]) -> Written:
    """Write a field that may be left out, or leave it out."""
    return {field: write()} if choose.whole(0, 1) else {}


def repeated(choose: Chooser, field: str, step: int, longest: int) -> Written:
    """Let something be repeated, or not."""
    return sometimes(choose, field, lambda: hours(choose, step, 1, longest))


def budget(choose: Chooser) -> Written:
    """Cap what may be spent, or not."""
    return sometimes(choose, "budget", lambda: choose.one_of(("5 USD", "20 USD", "1.5 USD", "0 USD")))


def _breaker(choose: Chooser, frame: Frame, channel: str) -> Written:
    fields = {
        "platform": choose.one_of(frame.platforms),
        "trigger": choose.one_of((0.05, 0.0, 0.3, share(choose))),
        "window": hours(choose, frame.step, 1, 8),
        "after": hours(choose, frame.step, 0, 3),
        "cut": share(choose),
    }
    return fields | repeated(choose, "hold", frame.step, 6)


def _campaign(choose: Chooser, frame: Frame, channel: str) -> Written:
    fields = {
        "channel": channel,
        "target": choose.one_of(TARGETS),
        "effect": share(choose),
        "half_life": lasting(choose, frame.step),
        "spillover": share(choose),
    }
    bought = choose.one_of(("reach", "rating_points", "neither"))
    if bought == "reach":
        fields["reach"] = by_group(choose, frame.groups, share)
    if bought == "rating_points":
        fields["rating_points"] = choose.whole(0, 400)
    fields |= sometimes(choose, "audience", lambda: by_group(choose, frame.groups, share))
    return fields | repeated(choose, "boosters", frame.step, 10) | budget(choose)


def _check(choose: Chooser, frame: Frame, channel: str) -> Written:
    fields = {
        "channel": channel,
        "delay": hours(choose, frame.step, 0, 6),
        "reach": by_group(choose, frame.groups, share),
        "messenger": choose.one_of(("institution", "trusted", "trusted")),
        "sources": choose.one_of((0, 1, 3)),
        "seeding": choose.one_of(TARGETS),
        "checked": choose.one_of((1.0, 0.5)),
    }
    fields |= sometimes(choose, "capacity", lambda: choose.one_of(("1 per day", "3 per week", "5 h")))
    return fields | repeated(choose, "every", frame.step, 6)


def _course(choose: Chooser, frame: Frame, channel: str) -> Written:
    fields = {
        "channel": channel,
        "coverage": by_group(choose, frame.groups, share),
        "target": choose.one_of(TARGETS),
        "effect": share(choose),
        "half_life": lasting(choose, frame.step),
        "household_spillover": share(choose),
        "peer_spillover": share(choose),
        "spillover": share(choose),
    }
    return fields | budget(choose)


def _downranking(choose: Chooser, frame: Frame, channel: str) -> Written:
    return {
        "platform": choose.one_of(frame.platforms),
        "delay": hours(choose, frame.step, 0, 6),
        "coverage": share(choose),
        "cut": share(choose),
    }


def _label(choose: Chooser, frame: Frame, channel: str) -> Written:
    return {
        "platform": choose.one_of(frame.platforms),
        "delay": hours(choose, frame.step, 0, 6),
        "coverage": share(choose),
        "belief_cut": share(choose),
        "share_cut": share(choose),
    }


def _limit(choose: Chooser, frame: Frame, channel: str) -> Written:
    return {
        "platform": choose.one_of(frame.platforms),
        "limit": choose.whole(0, 4),
        "leakage": share(choose),
    }


def _prebunk(choose: Chooser, frame: Frame, channel: str) -> Written:
    fields = {
        "channel": channel,
        "format": choose.one_of(("game", "video", "tips")),
        "reach": by_group(choose, frame.groups, share),
        "completion": choose.one_of((1.0, 0.5, share(choose))),
        "target": choose.one_of(TARGETS),
        "spillover": share(choose),
        "peer_spillover": share(choose),
    }
    fields |= sometimes(choose, "effect", lambda: share(choose))
    fields |= sometimes(choose, "half_life", lambda: lasting(choose, frame.step))
    return fields | repeated(choose, "boosters", frame.step, 10) | budget(choose)


def _prompt(choose: Chooser, frame: Frame, channel: str) -> Written:
    return {
        "platform": choose.one_of(frame.platforms),
        "coverage": by_group(choose, frame.groups, share),
        "effect": share(choose),
    }


def _removal(choose: Chooser, frame: Frame, channel: str) -> Written:
    fields = {
        "platform": choose.one_of(frame.platforms),
        "share": share(choose),
        "delay": hours(choose, frame.step, 0, 6),
    }
    return fields | sometimes(choose, "half_life", lambda: lasting(choose, frame.step))


def _subsidy(choose: Chooser, frame: Frame, channel: str) -> Written:
    return {"platforms": [choose.one_of(frame.platforms)], "increase": share(choose)}


def _suspension(choose: Chooser, frame: Frame, channel: str) -> Written:
    return {
        "platforms": [name for name in frame.platforms if choose.whole(0, 2)] or [frame.platforms[0]],
        "target": choose.one_of(TARGETS),
        "coverage": by_group(choose, frame.groups, share),
        "returns": share(choose),
        "return_after": hours(choose, frame.step, 1, 6),
    }


WRITERS: dict[str, Callable[[Chooser, Frame, str], Written]] = {
    "access_subsidy": _subsidy,
    "accuracy_prompt": _prompt,
    "awareness_campaign": _campaign,
    "circuit_breaker": _breaker,
    "downranking": _downranking,
    "fact_check": _check,
    "forward_limit": _limit,
    "media_literacy_course": _course,
    "prebunking": _prebunk,
    "removal": _removal,
    "suspension": _suspension,
    "warning_label": _label,
}
"""How each kind is written at random."""
