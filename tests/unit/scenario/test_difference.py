"""What differs in meaning between two scenarios, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from infosim.scenario import Scenario, load, shipped
from infosim.scenario.difference import differences, reworded

Write = Callable[..., Path]

GROUPED = """\
time: {start: 2022-03-01, length: 8 weeks}
population:
  size: 600
  groups:
    - {id: young, share: 70%, literacy: mid}
    - {id: old, share: 30%, literacy: low}
platforms:
  chat: {kind: messaging, graph: {model: erdos_renyi, mean_degree: 6}, reach: 50%, penetration: {young: 90%}}
claims:
  - {id: rumour, sharing: {branching: 1.5}, seeds: {who: young}}
  - {id: advice, veracity: "true", sharing: {rate: 10%}}
interventions:
  - {id: ads, kind: awareness_campaign, channel: chat, start: week 4, length: 2 weeks, reach: 40%,
     groups: [young, old]}
  - {id: radio, kind: awareness_campaign, channel: radio, reach: 20%}
arms:
  baseline: {}
  online: {interventions: [ads, radio], set: {interventions.ads.start: week 2}}
  more: {}
outcomes: [ever_believed_fraction, person_days_per_person]
finding: {claim: "It helps.", test: "averted(online) > 0"}
"""

REWRITTEN = """\
finding: {test: "averted(online)  >  0", claim: "It helps."}
outcomes: [ever_believed_fraction, person_days_per_person]
arms:
  baseline: {interventions: []}
  online:
    interventions: [radio, ads]
    set: {interventions.ads.start: 2022-03-08, interventions.ads.reach: 40%, platforms.chat.reach: 50%}
  more: {versus: baseline}
rules: {persuasion: independent}
interventions:
  - {id: radio, reach: 0.2, kind: awareness_campaign, channel: radio}
  - {id: ads, kind: awareness_campaign, channel: chat, start: 21 days, length: 14 days,
     reach: {old: 40%, young: 0.4}, groups: [old, young], half_life: 720 h}
claims:
  - {id: advice, veracity: true, sharing: {rate: 0.1}, forgetting: 30 days}
  - {id: rumour, sharing: {branching: 1.5, unconvinced: 50%}, seeds: {who: [young], count: 1}}
platforms:
  chat: {reach: 0.5, penetration: {old: 0%, young: 0.9}, kind: messaging,
         graph: {mean_degree: 6.0, model: erdos_renyi}}
population:
  groups:
    - {literacy: 0%, share: 0.3, id: old}
    - {share: 70%, id: young}
  size: 600
time: {length: 56 days, step: 6 h, start: 2022-03-01}
"""


@pytest.fixture
def changed(write: Write) -> Callable[..., tuple[Scenario, Scenario]]:
    """Give a scenario, and the same with values set."""

    def changed(*sets: str) -> tuple[Scenario, Scenario]:
        path = write(GROUPED)
        return load(path).scenario, load(path, sets=sets).scenario

    return changed


def lines(a: Scenario, b: Scenario) -> list[str]:
    """Say each difference in its line."""
    return [str(difference) for difference in differences(a, b)]


def test_the_way_of_writing_is_no_difference(write: Write) -> None:
    """Other units and order, explicit defaults, and changes of an arm that change nothing.

    Fault: items of lists matched by position; names in a list compared in order; the
    changes of an arm compared as they were written.
    """
    a, b = (load(write(text)).scenario for text in (GROUPED, REWRITTEN))
    assert lines(a, b) == lines(b, a) == []
    assert reworded(a, b) == []


@pytest.mark.parametrize("name", list(shipped()))
def test_a_scenario_does_not_differ_from_itself(name: str) -> None:
    assert lines(load(name).scenario, load(name).scenario) == []


@pytest.mark.parametrize(
    ("way", "path"),
    [
        ("title=x", "title"),
        ("question=x", "question"),
        ("notes=x", "notes"),
        ("sources=[P01]", "sources"),
        ("claims.rumour.text=x", "claims.rumour.text"),
        ("arms.online.title=x", "arms.online.title"),
        ("finding.claim=x", "finding.claim"),
        ("id=x", ""),
    ],
)
def test_words_are_no_difference(
    changed: Callable[..., tuple[Scenario, Scenario]], way: str, path: str
) -> None:
    """Fault: the title of an arm is compared with the rest of the arm; the id counts as words."""
    assert lines(*changed(way)) == []
    assert reworded(*changed(way)) == [path] * bool(path)


@pytest.mark.parametrize(
    ("way", "line"),
    [
        ("time.length=9 weeks", "time.length: 8 weeks -> 9 weeks"),
        ("time.length=60 days", "time.length: 56 days -> 60 days"),
        ("time.step=30 min", "time.step: 6 h -> 30 min"),
        ("population.size=601", "population.size: 600 -> 601"),
        ("population.stands_for=9000", "population.stands_for: not given -> 9000"),
        ("population.groups.old.literacy=60%", "population.groups.old.literacy: low -> 60%"),
        ("population.groups.old.activity=1.5", "population.groups.old.activity: 1 -> 1.5"),
        ("platforms.chat.reach=10.9%", "platforms.chat.reach: 50% -> 10.9%"),
        ("platforms.chat.penetration.young=80%", "platforms.chat.penetration.young: 90% -> 80%"),
        ("platforms.chat.penetration=80%", "platforms.chat.penetration: young 90%, old 0% -> 80%"),
        ("claims.rumour.veracity=misleading", "claims.rumour.veracity: false -> misleading"),
        ("claims.rumour.arrivals=2 per week", "claims.rumour.arrivals: none -> 2 per week"),
        ("claims.rumour.arrivals=3 per day", "claims.rumour.arrivals: none -> 3 per day"),
        ("claims.rumour.forgetting=never", "claims.rumour.forgetting: 30 days -> never"),
        ("claims.rumour.forgetting={exactly: 6 h}", "claims.rumour.forgetting: 30 days -> exactly 6 h"),
        ("claims.rumour.seeds.who=null", "claims.rumour.seeds.who: young -> everybody"),
        ("claims.rumour.seeds.start=day 3", "claims.rumour.seeds.start: day 1 -> day 3"),
        ("claims.rumour.seeds.start=36 h", "claims.rumour.seeds.start: 0 h -> 36 h"),
        ("interventions.ads.start=week 6", "interventions.ads.start: week 4 -> week 6"),
        ("interventions.ads.length=null", "interventions.ads.length: 2 weeks -> to the end"),
        ("interventions.ads.half_life=400 days", "interventions.ads.half_life: 30 days -> 400 days"),
        ("interventions.ads.cost=0.02 USD", "interventions.ads.cost: 0 USD -> 0.02 USD"),
        ("interventions.ads.groups=[old]", "interventions.ads.groups: young, old -> old"),
        ("interventions.ads.claims=[advice]", "interventions.ads.claims: all claims -> advice"),
        ("arms.online.interventions=[ads]", "arms.online.interventions: ads, radio -> ads"),
        (
            "arms.online.set.interventions.ads.start=week 3",
            "arms.online.set.interventions.ads.start: week 2 -> week 3",
        ),
        (
            "arms.online.set.interventions.radio.reach=25%",
            "arms.online.set.interventions.radio.reach: 20% -> 25%",
        ),
        (
            "arms.online.set.platforms.chat.homophily={by: group, within: 60%}",
            "arms.online.set.platforms.chat.homophily: none -> by group, within 60%",
        ),
        ("arms.online.set.platforms.chat.reach=40%", "arms.online.set.platforms.chat.reach: 50% -> 40%"),
        ("arms.more.versus=online", "arms.more.versus: the first arm -> online"),
        ("checks.online=60% +- 5%", "checks.online: unchecked -> 60% +- 5%"),
        ("run.seed=20240101", "run.seed: 1 -> 20240101"),
        ("outcomes=[ever_believed_fraction]", "outcomes: ever_believed_fraction, person_days_per_person -> "),
        ("finding.test=averted(online) > 1", "finding.test: averted(online) > 0 -> averted(online) > 1"),
    ],
)
def test_one_change_is_one_line(
    changed: Callable[..., tuple[Scenario, Scenario]], way: str, line: str
) -> None:
    """Say the value before and after as people write them.

    Fault: a level written as a share, hours that are not made days or weeks, a moment
    written as a duration, the unit of one value forced upon another (`5760 h -> never`).
    """
    found = lines(*changed(way))
    assert len(found) == 1
    assert found[0].startswith(line) if line.endswith(" ") else found == [line]


def test_the_order_of_outcomes_has_a_meaning(changed: Callable[..., tuple[Scenario, Scenario]]) -> None:
    """Fault: outcomes, whose first is what the study is about, compared as a set."""
    assert len(lines(*changed("outcomes=[person_days_per_person, ever_believed_fraction]"))) == 1


def test_what_only_one_has_is_one_line_each(write: Write) -> None:
    """Fault: every value of an added item in a line of its own; A and B exchanged."""
    more = GROUPED.replace(
        "  - {id: radio, ",
        "  - {id: sms, kind: awareness_campaign, channel: sms, reach: 1%}\n  - {id: radio, ",
    )
    more = more.replace("  online:", "  texts: {interventions: [sms]}\n  online:")
    more = more.replace("claims:\n", 'claims:\n  - {id: hoax, sharing: {rate: 10%}, veracity: "false"}\n')
    more = more.replace("share: 70%", "share: 60%").replace(
        "groups:\n", "groups:\n    - {id: mid, share: 10%}\n"
    )
    fewer, more_of_it = load(write(GROUPED)).scenario, load(write(more)).scenario
    expected = [
        "population.groups.young.share: 70% -> 60%",
        "population.groups.mid: only in B (10%)",
        "platforms.chat.penetration.mid: only in B (0%)",
        "claims.hoax: only in B (false claim)",
        "interventions.sms: only in B (awareness_campaign)",
        "arms.texts: only in B",
    ]
    assert lines(fewer, more_of_it) == expected
    assert {line for line in lines(more_of_it, fewer) if "only" in line} == {
        line.replace("only in B", "only in A") for line in expected if "only" in line
    }


def test_another_first_arm_is_another_baseline(write: Write) -> None:
    """Fault: arms compared by name only."""
    text = GROUPED.replace("  baseline: {}\n", "").replace("outcomes:", "  baseline: {}\noutcomes:")
    found = differences(load(write(GROUPED)).scenario, load(write(text)).scenario)
    assert [str(one) for one in found] == ["arms: baseline is first -> online is first"]


def test_an_arm_that_follows_the_file_is_not_told_twice(write: Write) -> None:
    """An arm of A repeats what the file says; B says something else, for all arms.

    Fault: the same difference for the file and for the arm.
    """
    repeated = GROUPED.replace("start: week 2}", "start: week 4}")
    plain = GROUPED.replace("start: week 2}", "length: 2 weeks}").replace("start: week 4", "start: week 5")
    found = lines(load(write(repeated)).scenario, load(write(plain)).scenario)
    assert found == ["interventions.ads.start: week 4 -> week 5"]


def test_another_model_is_told_with_what_goes_with_it(
    changed: Callable[..., tuple[Scenario, Scenario]],
) -> None:
    graph = "platforms.chat.graph"
    assert lines(*changed(f"{graph}={{model: households, contacts_per_day: 9}}")) == [
        f"{graph}.model: erdos_renyi -> households",
        f"{graph}.mean_degree: only in A (6)",
        f"{graph}.contacts_per_day: only in B (9)",
        f"{graph}.village_size: only in B (150)",
    ]


def test_sections_come_in_the_order_of_the_schema(changed: Callable[..., tuple[Scenario, Scenario]]) -> None:
    found = differences(*changed("run.seed=2", "claims.rumour.plausibility=1%", "time.length=9 weeks"))
    assert [one.section for one in found] == ["time", "claims", "run"]


def test_a_graph_file_counts_by_its_content(write: Write) -> None:
    """Fault: two copies of the same contacts are a difference; two files of other contacts are none."""
    scenarios = []
    for name, content in (("a.txt", "1 2\n"), ("b.txt", "1 2\n"), ("c.txt", "1 3\n")):
        write(content, name)
        text = GROUPED.replace("{model: erdos_renyi, mean_degree: 6}", f"{{model: file, path: {name}}}")
        scenarios.append(load(write(text)).scenario)
    assert lines(scenarios[0], scenarios[1]) == []
    (line,) = lines(scenarios[0], scenarios[2])
    assert line.startswith("platforms.chat.graph.path: ")
    assert line.endswith("c.txt")


def test_values_that_are_written_alike_are_shown_in_full(
    changed: Callable[..., tuple[Scenario, Scenario]],
) -> None:
    """Fault: `50% -> 50%`."""
    (line,) = lines(*changed("platforms.chat.reach=0.5000000000000001"))
    assert line == "platforms.chat.reach: 0.5 -> 0.5000000000000001"


def test_plain_data_has_path_and_both_values(write: Write) -> None:
    """Canonical values, and nothing where there is none.

    Fault: what only one scenario has is left out.
    """
    one = load(write(GROUPED)).scenario
    other = load(
        write(
            GROUPED.replace(
                "  online:", "  fewer: {interventions: [ads], set: {interventions.ads.reach: 9%}}\n  online:"
            )
        ),
        sets=["time.length=9 weeks"],
    ).scenario
    length, arm = (difference.to_json() for difference in differences(one, other))
    assert length == {"path": "time.length", "a": "1344 h", "b": "1512 h"}
    assert (arm["path"], arm["a"], arm["b"]["interventions"]) == ("arms.fewer", None, ["ads"])
    assert arm["b"]["set"] == {"interventions.ads.reach": 0.09}
