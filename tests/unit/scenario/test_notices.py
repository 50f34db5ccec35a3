"""Notices: whatever is written and does nothing is named, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from infosim.scenario import load, shipped

Write = Callable[..., Path]

STUDY = """\
time: {length: 10 days}
population:
  size: 600
  groups:
    - {id: town, region: east, share: 60%}
    - {id: land, region: west, share: 38%}
    - {id: robots, role: bot, share: 2%}
platforms:
  news: {kind: feed, graph: {model: erdos_renyi, mean_degree: 6}, reach: 20%}
  chat: {kind: messaging, graph: {model: erdos_renyi, mean_degree: 6}, reach: 50%}
  street:
    kind: word_of_mouth
    graph: {model: erdos_renyi, mean_degree: 6}
    reach: 10%
    penetration: {town: 100%, land: 100%}
claims:
  - {id: hoax, sharing: {rate: 5%}, correction: {}}
  - {id: spin, veracity: misleading, sharing: {rate: 5%}}
interventions:
  - {id: it, FORM}
arms:
  baseline: {}
  with_it: {interventions: [it]}
"""

REMOVAL = "kind: removal, platform: news"

IDLE = {
    "kind: removal, platform: news, share: 0%": "does nothing: its share is 0%",
    "kind: forward_limit, platform: chat, leakage: 100%": "does nothing: its leakage is 100%",
    "kind: suspension, platforms: [news], coverage: {town: 0%}": "does nothing: its coverage is 0%",
    "kind: fact_check, channel: news, reach: 0%": "does nothing: its reach is 0%",
    "kind: fact_check, channel: news, checked: 0%, sources: 3": "does nothing: its checked is 0%",
    "kind: awareness_campaign, channel: radio, rating_points: 0": "does nothing: its rating_points are 0",
    "kind: downranking, platform: news, delay: 10 days": "its delay is 10 days, and the study runs 10 days",
    "kind: circuit_breaker, platform: news, after: 2 weeks": "its after is 2 weeks, and the study",
    "kind: awareness_campaign, channel: radio, cost: 1, budget: 0": "0 USD does not pay for one person",
    "kind: awareness_campaign, channel: radio, fixed_cost: 6, budget: 5": "budget of 5 USD does not pay",
    "kind: awareness_campaign, channel: radio, budget: 5": "limits nothing: reaching a person costs nothing",
    "kind: removal, platform: news, claims: [spin]": "none of its claims is false",
    "kind: media_literacy_course, channel: school, coverage: 9%, groups: [robots]": "it is for bots only",
    "kind: fact_check, channel: news, seeding: hubs": "has no sources to be hubs",
    "kind: suspension, platforms: [news, street], coverage: 1%": "works on street, which is word of mouth",
}


@pytest.mark.parametrize(("form", "said"), IDLE.items())
def test_what_does_nothing_in_any_arm_is_noticed(write: Write, form: str, said: str) -> None:
    """Fault: `strengths` compared with 0 alone, which calls no leakage, or no sources, nothing."""
    (notice,) = load(write(STUDY.replace("FORM", form))).notices
    assert notice.startswith("intervention it ")
    assert said in notice


@pytest.mark.parametrize(
    "form",
    [
        "kind: forward_limit, platform: chat, leakage: 0%",
        "kind: fact_check, channel: news, reach: 0%, sources: 3, seeding: hubs",
        "kind: suspension, platforms: [news], coverage: {town: 0%, land: 1%}",
        "kind: suspension, platforms: [news], coverage: 5%, groups: [robots]",
        "kind: awareness_campaign, channel: radio, cost: 0.1, budget: 0.1",
        "kind: removal, platform: news, claims: [spin, hoax]",
    ],
)
def test_what_does_something_is_not(write: Write, form: str) -> None:
    """Fault: the sources of a fact check without readers are overlooked."""
    assert load(write(STUDY.replace("FORM", form))).notices == []


def test_what_one_arm_wakes_is_not_noticed(write: Write) -> None:
    """Fault: interventions are looked at as written, without what an arm sets."""
    arm = "  more: {interventions: [it], set: {interventions.it.share: 20%}}\n"
    assert load(write(STUDY.replace("FORM", f"{REMOVAL}, share: 0%") + arm)).notices == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\n    penetration: {town: 100%, land: 100%}", "", ["the bots of robots are on street"]),
        (
            "reach: 10%",
            "reach: 10%\n    reciprocity: 90%",
            ["street is no feed: its reciprocity does nothing"],
        ),
        (
            "reach: 20%",
            "reach: 20%, homophily: {by: identity}",
            ["homophily by identity, which does nothing"],
        ),
        ("reach: 20%", "reach: 20%, homophily: {by: region}", []),
        ("claims:", "sources: [H09, H99, ' ']\nclaims:", ["H99 is no row", "a source is empty"]),
        ("claims:", "rules: {persuasion: sbfc}\nclaims:", ["claim hoax under sbfc", "claim spin under sbfc"]),
        (
            "  with_it: {",
            "  a: {versus: c}\n  b: {versus: a}\n  c: {versus: b}\n  d: {versus: c}\n  with_it: {",
            ["arms a, c, b are compared with each other, and none of them with baseline"],
        ),
    ],
)
def test_odd_settings_are_noticed(write: Write, old: str, new: str, said: list[str]) -> None:
    """Fault: a ring of arms is followed for ever, or told once for each of its arms."""
    notices = load(write(STUDY.replace("FORM", REMOVAL).replace(old, new, 1))).notices
    assert len(notices) == len(said)
    assert all(any(words in notice for notice in notices) for words in said)


def test_a_setting_that_an_arm_changes_is_not_noticed(write: Write) -> None:
    """Fault: groups are looked at as written, though an arm gives them an identity."""
    text = STUDY.replace("FORM", REMOVAL).replace("reach: 20%", "reach: 20%, homophily: {within: 90%}")
    arm = "  divided: {set: {population.groups.town.identity: red}}\n  with_it: {"
    assert len(load(write(text)).notices) == 1
    assert load(write(text.replace("  with_it: {", arm))).notices == []


def test_a_claim_that_nobody_hears_of_is_noticed(write: Write) -> None:
    """Fault: one platform without those who start it is enough."""
    text = STUDY.replace("FORM", REMOVAL).replace("hoax, sharing", "hoax, seeds: {who: robots}, sharing")
    away = text.replace("reach: 20%", "reach: 20%, penetration: {town: 90%, land: 30%}")
    assert load(write(away)).notices == []
    away = away.replace("reach: 50%", "reach: 50%, penetration: {robots: 0%, town: 90%}")
    (notice,) = load(write(away)).notices
    assert notice == "nobody hears of claim hoax: robots who start it are on no platform"


def test_a_study_of_bots_alone_is_noticed(write: Write) -> None:
    path = write(
        "time: {length: 10 days}\npopulation: {size: 60, groups: [{id: robots, role: bot, share: 100%}]}\n"
        "platforms: {news: {kind: feed, graph: {model: erdos_renyi, mean_degree: 6}, reach: 20%}}\n"
        "claims: [{id: hoax, sharing: {rate: 5%}}]\n"
    )
    assert load(path).notices == ["everybody is a bot: nobody is left to believe anything"]


@pytest.mark.parametrize("name", shipped())
def test_shipped_scenarios_need_no_notice(name: str) -> None:
    assert load(name).notices == []
