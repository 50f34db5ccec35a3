"""Comparisons to draw: one as it should be, and odd ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from matplotlib.figure import Figure

from infosim.experiments import Comparison, compare
from infosim.plots import FIGURES
from infosim.scenario.models import Scenario
from studies import small

ADS = {"id": "ads", "kind": "awareness_campaign", "channel": "feed", "reach": "70%", "effect": "70%"}
ADS |= {"start": "day 8", "length": "10 days", "half_life": "60 days"}
CHECK = {"id": "fact_check_on_feed", "kind": "fact_check", "channel": "feed", "reach": "60%"}

ODD = {
    "baseline": {"title": r"a $\frac$ b </script> & <b>"},
    "dollar": {"title": "$", "interventions": ["ads"]},
    "one_word": {"title": "x" * 300, "interventions": ["fact_check_on_feed"]},
    "many_words": {"title": "words and more words, " * 14, "interventions": ["ads", "fact_check_on_feed"]},
    "control": {"title": "bell\x07 escape\x1b[31m \u202e turned \u0f56\u0f7c\u0f51 \U0001f9ff"},
    "nothing": {"title": "\x00\u200b"},
}


def made(replicates: int = 6, **changes: Any) -> Comparison:
    """Compare the arms of the small study, with some sections replaced."""
    written = small(**({"interventions": [ADS, CHECK], "run": {"seed": 7}} | changes))
    written["population"].setdefault("size", 60)
    return compare(Scenario.model_validate(written), replicates=replicates, workers=1)


def with_groups(*names: str) -> dict[str, Any]:
    """Write a population of equal groups."""
    return {"groups": [{"id": name, "share": 1 / len(names)} for name in names], "activity_sigma": 0.5}


def everywhere() -> dict[str, Any]:
    """Write the platforms of the small study, with everybody on all of them."""
    return {name: {**layer, "penetration": "100%"} for name, layer in small()["platforms"].items()}


TWO_ARMS = {
    "baseline": {},
    "ads": {"interventions": ["ads"], "title": "Ads"},
    "check": {"interventions": [CHECK["id"]]},
}

LOUD = {"platforms.street.reach": "60%", "claims.hoax.plausibility": "50%"}

SETTINGS = {
    "baseline": {"title": "Calm"},
    "loud": {"title": "Loud streets", "set": LOUD},
    "loud_ads": {"interventions": ["ads"], "versus": "loud", "set": LOUD},
    "ads": {"interventions": ["ads"], "title": "Ads"},
}
"""Arms that are compared with different arms; `loud` differs in its setting alone."""

UPON = {
    "baseline": {},
    "check": {"interventions": [CHECK["id"]]},
    "both": {"interventions": [CHECK["id"], "ads"], "versus": "check"},
}

MANY_SETTINGS = {
    f"setting_{k}": {"title": "A setting with a long title, such as people write", "set": {**LOUD, **more}}
    for k, more in enumerate(({}, {"platforms.chat.reach": "90%"}, {"platforms.feed.reach": "90%"}))
}

ACCOUNTS = {
    "size": 80,
    "groups": [
        {"id": "town", "share": "50%"},
        {"id": "village", "share": "45%"},
        {"id": "bots", "share": "5%", "role": "bot"},
    ],
}

FLOOD = {"population.groups.village.share": "30%", "population.groups.bots.share": "20%"}


def many_settings() -> dict[str, Any]:
    """Write twelve arms that are compared with four different ones."""
    arms: dict[str, Any] = {"baseline": {}} | MANY_SETTINGS
    for k, setting in enumerate(("", *MANY_SETTINGS) * 2):
        versus = {"versus": setting, "set": MANY_SETTINGS[setting]["set"]} if setting else {}
        arms[f"measure_{k}"] = {
            "title": f"Ads{' and fact checks' * (k % 3)} and so on {k}",
            "interventions": ["ads"],
            **versus,
        }
    return arms


MAKERS: dict[str, Callable[[], Comparison]] = {
    "ordinary": lambda: made(arms=TWO_ARMS),
    "odd_texts": lambda: made(arms=ODD),
    "one_arm": lambda: made(arms={"baseline": {}}),
    "one_replicate": lambda: made(1, arms=TWO_ARMS),
    "no_effect": lambda: made(arms={"baseline": {}, "placebo": {}}),
    "one_group": lambda: made(arms=TWO_ARMS, platforms=everywhere(), population=with_groups("everyone")),
    "long_groups": lambda: made(
        arms=TWO_ARMS,
        platforms=everywhere(),
        population=with_groups(*(f"people_of_the_northern_mountain_villages_{k}" for k in "abcdef")),
    ),
    "one_person": lambda: made(
        2,
        arms=TWO_ARMS,
        platforms=everywhere(),
        population={"size": 1, **with_groups("everyone")},
        claims=[{"id": "hoax", "sharing": {"rate": "10%"}, "correction": {}}],
    ),
    "many_arms": lambda: made(
        2, arms={"baseline": {}} | {f"arm_{k}": {"interventions": ["ads"]} for k in range(13)}
    ),
    "settings": lambda: made(arms=SETTINGS),
    "many_settings": lambda: made(2, arms=many_settings()),
    "one_upon_another": lambda: made(arms=UPON),
    "only_settings": lambda: made(arms={name: SETTINGS[name] for name in ("baseline", "loud")}),
    "bots": lambda: made(
        3, arms={"baseline": {}, "flood": {"set": FLOOD}}, population=ACCOUNTS, platforms=everywhere()
    ),
    "points": lambda: made(arms=TWO_ARMS, outcomes=["discernment"]),
    "not_by_group": lambda: made(arms=TWO_ARMS, outcomes=["early_reproduction", "cost"]),
    "short": lambda: made(3, arms={"baseline": {}, "same": {}}, time={"length": "2 days", "step": "1 days"}),
}


@pytest.fixture(params=MAKERS)
def case(request: pytest.FixtureRequest) -> str:
    """Name each comparison in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def comparisons() -> Callable[[str], Comparison]:
    """Give a comparison by name; each is made once."""
    known: dict[str, Comparison] = {}

    def get(name: str) -> Comparison:
        if name not in known:
            known[name] = MAKERS[name]()
        return known[name]

    return get


@pytest.fixture(scope="session")
def figures(comparisons: Callable[[str], Comparison]) -> Callable[[str, str], Figure]:
    """Give a figure of a comparison, both by name, at projector size; each is drawn once."""
    known: dict[tuple[str, str], Figure] = {}

    def get(name: str, case: str) -> Figure:
        if (name, case) not in known:
            known[name, case] = FIGURES[name](comparisons(case))
        return known[name, case]

    return get


@pytest.fixture
def ordinary(comparisons: Callable[[str], Comparison]) -> Comparison:
    """Give the comparison without oddities."""
    return comparisons("ordinary")
