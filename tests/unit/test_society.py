"""The synthetic society: who is on what, who knows whom, and what arms share."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from infosim.network import Graph
from infosim.population import NEVER
from infosim.scenario.arms import arm_interventions
from infosim.scenario.models import Scenario
from infosim.society import Society, build_society, joined_at, mutual_ties
from studies import Written, small

N = 3000

GROUPS: list[Written] = [
    {"id": "town", "share": "40%", "region": "south"},
    {"id": "suburb", "share": "20%", "region": "south"},
    {"id": "village", "share": "40%", "region": "north"},
]
PENETRATION = {"town": "90%", "village": "50%"}
"""Nobody of the suburb is on it."""

FEED: Written = {
    "kind": "feed",
    "graph": {"model": "erdos_renyi", "mean_degree": 12},
    "reach": "20%",
    "penetration": PENETRATION,
}
STREET: Written = {
    "kind": "word_of_mouth",
    "graph": {"model": "households", "contacts_per_day": 5},
    "reach": "20%",
}


CHATS: Written = {"model": "overlapping_groups", "size": "10..20", "groups_per_person": 1, "mixing": 1.0}
"""Groups of everybody: those of one region grow as if newcomers were spread over all regions."""


def subsidy(label: str, *groups: str, increase: str = "30%", start: str = "0 days") -> Written:
    """Write an access subsidy of the feed."""
    return {
        "id": label,
        "kind": "access_subsidy",
        "platforms": ["feed"],
        "groups": list(groups),
        "increase": increase,
        "start": start,
    }


def built(
    *subsidies: Written, seed: int = 1, size: int = N, **platforms: Written
) -> tuple[Scenario, Society]:
    """Draw a society in which each subsidy is an arm of its own."""
    written = small(
        population={"size": size, "groups": GROUPS},
        platforms=platforms or {"feed": FEED},
        claims=[{"id": "hoax", "sharing": {"rate": 0.1}}],
        interventions=list(subsidies),
        arms={"baseline": {}} | {one["id"]: {"interventions": [one["id"]]} for one in subsidies},
        run={"seed": seed},
    )
    scenario = Scenario.model_validate(written)
    return scenario, build_society(scenario, [arm_interventions(scenario, arm) for arm in scenario.arms])


def joined(scenario: Scenario, society: Society, arm: str, replicate: int = 0) -> Any:
    """Tell since when everybody is on the feed in an arm, ``(n_people,)``."""
    return society.world(scenario.run.seed, replicate, arm_interventions(scenario, arm)).joined[0]


def degree_among(graph: Graph, people: Any) -> float:
    """Count, for each of some people, the others of them who see its shares: the mean."""
    source, target = graph.pairs()
    return float((people[source] & people[target]).sum() / people.sum())


def test_penetration_of_each_group_is_realised() -> None:
    """Find as many members of each group as penetration says; none where a group is left out.

    Binomial: five standard deviations are 4.3 points of 1,200 people at 90%, 7.2 at 50%.
    Fault: rows of the table in the order of the penetration map instead of the groups'.
    """
    _, society = built()
    here = joined_at(society.penetration, society.population)[0] == 0
    expected = {"town": 0.9, "suburb": 0.0, "village": 0.5}
    for g, group in enumerate(society.population.groups):
        members, p = here[society.population.group == g], expected[group.id]
        assert abs(members.mean() - p) <= 5 * math.sqrt(p * (1 - p) / len(members)), group.id
    assert set(joined_at(society.penetration, society.population)[0].tolist()) == {0, NEVER}


def test_platforms_share_the_order_of_access() -> None:
    """Whoever is on the scarcer platform is on the commoner one: online are those of the larger.

    Fault: access drawn anew for each platform, so that more are online than any platform has.
    """
    chat = FEED | {"kind": "messaging", "penetration": {"town": "60%", "suburb": "30%", "village": "70%"}}
    _, society = built(feed=FEED, chat=chat)
    feed, messages = joined_at(society.penetration, society.population) == 0
    group = society.population.group
    assert not (messages & ~feed)[group == 0].any()
    assert not (feed & ~messages)[group == 2].any()
    expected = 0.4 * 0.9 + 0.2 * 0.3 + 0.4 * 0.7
    # Five standard deviations of a mean of 3,000 draws are at most 4.6 points.
    assert abs((feed | messages).mean() - expected) < 5 * math.sqrt(0.25 / N)


@pytest.mark.parametrize("increase", ["0%", "30%", "50%"])
def test_stated_mean_degree_is_that_of_the_baseline_members(increase: str) -> None:
    """Draw ties over all who could join; among the members of the baseline there are 12 each.

    Ties are kept if both ends are members: about 10,000 pairs, each kept or not, so a
    standard deviation of 1% and less; five of them.
    Fault: the stated degree among all who could join (8.5 at 50%); growth squared.
    """
    scenario, society = built(subsidy("village_net", "village", increase=increase))
    now = joined(scenario, society, "baseline") == 0
    ever = joined(scenario, society, "village_net") < NEVER
    assert degree_among(society.followers[0], now) == pytest.approx(12, rel=0.05)
    assert degree_among(society.followers[0], ever) == pytest.approx(12 * ever.sum() / now.sum(), rel=0.05)


@pytest.mark.parametrize(
    ("kind", "graph", "expected"),
    [
        ("feed", {"model": "powerlaw_cluster", "mean_degree": 10}, 10),
        ("feed", {"model": "barabasi_albert", "mean_degree": 10}, 10),
        ("feed", {"model": "watts_strogatz", "mean_degree": 10}, 10),
        ("messaging", {"model": "stochastic_block", "mean_degree": 10}, 10),
        ("messaging", {"model": "powerlaw_cluster", "mean_degree": 10}, 10),
        # Sizes 10 to 20 are uniform: somebody in one meets E[s (s - 1)] / E[s] = 14.67 others.
        ("messaging", CHATS, 14.67),
    ],
)
@pytest.mark.parametrize("increase", ["0%", "50%"])
def test_mean_degree_of_every_model(kind: str, graph: Written, expected: float, increase: str) -> None:
    """Find the stated mean degree among baseline members, with and without a subsidy.

    The degrees of single people vary widely in scale-free graphs, and which of them
    are members is chance: 8% are allowed, the fault makes 29%.
    Fault: a feed with half its ties, because those that are not mutual count once;
    groups of the stated size, a third of whose places are empty in the baseline.
    """
    platform = FEED | {"kind": kind, "graph": graph}
    scenario, society = built(subsidy("village_net", "village", increase=increase), feed=platform)
    now = joined(scenario, society, "baseline") == 0
    assert degree_among(society.followers[0], now) == pytest.approx(expected, rel=0.08)


def test_note_says_what_came_out() -> None:
    """Read back the members and the mean degree from the note of each platform.

    Fault: a note of what was asked for.
    """
    scenario, society = built(subsidy("net", "village", increase="50%"), feed=FEED, street=STREET)
    now = joined(scenario, society, "baseline") == 0
    match = re.fullmatch(r"feed: ([\d,]+) people, each seen by ([\d.]+) others on average", society.notes[0])
    assert match is not None
    assert int(match[1].replace(",", "")) == now.sum()
    assert float(match[2]) == round(degree_among(society.followers[0], now), 1)
    assert society.notes[1].startswith("street: 3,000 people, ")


def test_membership_is_nested() -> None:
    """A subsidy brings people on and takes nobody off; twice the subsidy brings on the same and more.

    Fault: the members of an arm drawn by the arm's name.
    """
    small_one = subsidy("little", "village", increase="20%", start="5 days")
    scenario, society = built(small_one, subsidy("much", "village", "suburb", increase="40%"))
    base, little, much = (joined(scenario, society, arm) for arm in ("baseline", "little", "much"))
    assert ((base == 0) <= (little == 0)).all()
    newcomers = (little < NEVER) & (base == NEVER)
    assert set(little[newcomers].tolist()) == {5}
    assert ((little < NEVER) <= (much < NEVER)).all()
    group = society.population.group
    assert set(group[newcomers].tolist()) == {2}
    assert set(group[(much < NEVER) & (base == NEVER)].tolist()) == {1, 2}
    rates = [(row[group == 2] < NEVER).mean() for row in (base, little, much)]
    # Standard deviations of 1,200 people are at most 1.44 points.
    assert rates == pytest.approx([0.5, 0.7, 0.9], abs=5 * 0.0144)
    assert (joined(scenario, society, "little", replicate=7) == little).all()


def test_contacts_span_all_who_join_in_any_arm() -> None:
    """Two arms bring on different groups: both have contacts, the others have none.

    Fault: the members of the last arm only; a graph of everybody.
    """
    scenario, society = built(
        subsidy("one", "village", increase="20%"), subsidy("two", "suburb", increase="20%")
    )
    ever = np.zeros(N, dtype=np.bool_)
    for arm in scenario.arms:
        ever |= joined(scenario, society, arm) < NEVER
    has_contacts = (society.followers[0].degree() + society.sources[0].degree()) > 0
    assert not has_contacts[~ever].any()
    # With 12 contacts somebody has none with probability exp(-12).
    assert has_contacts[ever].mean() > 0.999


def test_replicates_and_arms_share_the_people() -> None:
    """Give every run the same people and contacts, and leave those of the baseline as they are.

    Fault: `joined` of one arm changed in place, so that the next arm begins with its newcomers.
    """
    scenario, society = built(subsidy("net", "village"))
    before = joined(scenario, society, "baseline").copy()
    joined(scenario, society, "net")
    assert (joined(scenario, society, "baseline", replicate=9) == before).all()
    worlds = [society.world(1, replicate, ()) for replicate in (0, 1)]
    assert worlds[0].population is worlds[1].population


def test_same_seed_same_society() -> None:
    """Repeat a seed: the same people and contacts. Change it: others.

    Fault: a generator that goes on where the last society ended; contacts that do not
    depend on the seed, which shows only where everybody is a member.
    """
    platforms = {"feed": FEED, "everybody": FEED | {"penetration": 1.0}, "street": STREET}
    (_, one), (_, again), (_, other) = (built(seed=seed, **platforms) for seed in (1, 1, 2))
    for field in ("group", "literacy", "trust", "activity", "access", "household"):
        assert (getattr(one.population, field) == getattr(again.population, field)).all()
        assert (getattr(one.population, field) != getattr(other.population, field)).any()
    digests = [[graph.digest() for graph in society.followers] for society in (one, again, other)]
    assert digests[0] == digests[1]
    assert not set(digests[0]) & set(digests[2])


def test_platforms_have_luck_of_their_own() -> None:
    """Add a platform before another: nobody's contacts there change. Two alike platforms differ.

    Fault: one generator for all platforms, used in file order.
    """
    _, alone = built(feed=FEED)
    _, after = built(chat=FEED, feed=FEED)
    assert alone.followers[0].digest() == after.followers[1].digest()
    assert after.followers[0].digest() != after.followers[1].digest()


@pytest.mark.parametrize("reciprocity", [0.0, 0.42, 1.0])
def test_reciprocity_is_realised(reciprocity: float) -> None:
    """Count the follows that are returned.

    About 23,000 follows: a standard deviation of 0.5 points or less.
    Fault: the proportion of pairs taken for that of follows (27% instead of 42%).
    """
    _, society = built(feed=FEED | {"reciprocity": reciprocity})
    source, target = society.followers[0].pairs()
    ties = set(zip(source.tolist(), target.tolist(), strict=True))
    returned = sum((target, source) in ties for source, target in ties) / len(ties)
    assert returned == pytest.approx(reciprocity, abs=0.025)
    members = joined_at(society.penetration, society.population)[0] == 0
    assert degree_among(society.followers[0], members) == pytest.approx(12, rel=0.05)


@pytest.mark.parametrize("reciprocity", [0.0, 0.25, 0.42, 0.9, 1.0])
def test_mutual_pairs_return_their_follows(reciprocity: float) -> None:
    """Of all pairs, m follow each other: 2m of 1 + m follows are returned."""
    m = mutual_ties(reciprocity)
    assert 2 * m / (1 + m) == pytest.approx(reciprocity)


def test_messages_and_words_go_both_ways() -> None:
    """Only a feed has followers whom one does not follow. Fault: every layer made directed."""
    _, society = built(feed=FEED, chat=FEED | {"kind": "messaging"}, street=STREET)
    assert [graph.is_symmetric for graph in society.followers] == [False, True, True]


def test_sources_are_the_followers_turned_round() -> None:
    """Somebody sees the shares of those whose follower it is. Fault: the two exchanged."""
    _, society = built()
    source, target = society.followers[0].pairs()
    back, forth = society.sources[0].pairs()
    assert set(zip(source.tolist(), target.tolist(), strict=True)) == set(
        zip(forth.tolist(), back.tolist(), strict=True)
    )


def test_households_keep_to_regions_and_live_together() -> None:
    """Housemates are of one region, four on average, and meet by word of mouth.

    Sizes are 1 + Poisson(3): a mean of 750 has a standard deviation of 0.06.
    Fault: households drawn twice, once for the people and once for their contacts.
    """
    _, society = built(street=STREET)
    people, graph = society.population, society.followers[0]
    sizes = np.bincount(people.household)
    assert sizes[sizes > 0].mean() == pytest.approx(4.0, abs=0.35)
    for home in range(0, len(sizes), 25):
        members = np.flatnonzero(people.household == home)
        assert len(set(people.region[members].tolist())) == 1
        for i in members:
            assert set(members.tolist()) - {int(i)} <= set(graph.contacts(int(i)).tolist())
    source, target = graph.pairs()
    assert (people.region[source] == people.region[target]).all()


def test_groups_have_the_sizes_that_are_written() -> None:
    """Fault: groups drawn person by person."""
    _, society = built()
    assert society.population.group_sizes.tolist() == [1200, 600, 1200]


@pytest.mark.parametrize(
    ("length", "step", "n_steps"),
    [
        ("30 days", "1 days", 30),
        ("1 days", "6 h", 4),
        ("25 h", "6 h", 4),
        ("27 h", "6 h", 5),
        ("2 h", "6 h", 1),
    ],
)
def test_steps_of_a_study(length: str, step: str, n_steps: int) -> None:
    """Fault: a last step lost because 0.3 / 0.1 is less than 3."""
    scenario = Scenario.model_validate(small(time={"length": length, "step": step}))
    assert build_society(scenario, [()]).clock.n_steps == n_steps


def test_contacts_from_a_file(tmp_path: Path) -> None:
    """Place the people of a file on members, and say so; what does not fit is told.

    Fault: the note of the file lost, so that nobody learns that half of it was not used.
    """
    path = tmp_path / "ring.txt"
    path.write_text("".join(f"{i} {(i + 1) % 40}\n" for i in range(40)), encoding="utf-8")
    chat = FEED | {"kind": "messaging", "graph": {"model": "file", "path": str(path)}, "penetration": 1.0}
    _, society = built(size=100, chat=chat)
    assert "40 of 40 ties of the file are used" in society.notes[0]
    assert society.notes[0].startswith("chat: 100 people, each seen by 0.8 others on average; ")
    assert sorted(set(society.followers[0].degree().tolist())) == [0, 2]
    _, fewer = built(size=20, chat=chat)
    assert "20 of 40 people" in fewer.notes[0]


def test_nobody_on_a_platform_is_a_society_too() -> None:
    """A platform without members has no contacts, and no warning is given.

    Fault: a mean degree divided by no members.
    """
    _, society = built(feed=FEED | {"penetration": 0.0})
    assert society.followers[0].n_ties == 0
    assert society.notes == ("feed: 0 people, each seen by 0.0 others on average",)


def test_the_note_of_one_person() -> None:
    """Fault: '1 people, each seen by'."""
    alone = FEED | {"graph": {"model": "erdos_renyi", "mean_degree": 0}, "penetration": 1.0}
    _, society = built(feed=alone, size=1)
    assert society.notes == ("feed: 1 person, seen by 0.0 others on average",)
