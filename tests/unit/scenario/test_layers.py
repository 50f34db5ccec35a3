"""Files that extend others, and options that change single values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infosim.errors import Problem
from infosim.interventions.awareness_campaign import AwarenessCampaign
from infosim.scenario import load

Write = Callable[..., Path]
Refusals = Callable[..., tuple[Problem, ...]]


def test_maps_are_merged_and_lists_by_id(write: Write) -> None:
    """What is not mentioned stays; what is new comes last.

    Fault: `merge` replaces lists instead of merging them by id.
    """
    write()
    over = write(
        "extends: study.yaml\n"
        "time: {step: 3 h}\n"
        "claims:\n  - {id: rumour, plausibility: 20%}\n  - {id: new, sharing: {rate: 1%}}\n"
        "arms: {online: {title: Ads}, both: {interventions: [ads, late]}}\n",
        "over.yaml",
    )
    scenario = load(over).scenario
    assert (scenario.time.length, scenario.time.step) == (240, 3)
    assert [(claim.id, claim.plausibility) for claim in scenario.claims] == [("rumour", 0.2), ("new", 0.15)]
    assert list(scenario.arms) == ["baseline", "online", "both"]
    assert scenario.arms["online"].interventions == ("ads",)
    assert scenario.id == "over"


def test_another_model_of_graph_replaces_the_map(write: Write) -> None:
    """Fault: `_other_kind` compares nothing, and mean_degree is left in a graph that has none."""
    write()
    text = "extends: study.yaml\nplatforms: {chat: {graph: {model: overlapping_groups}}}\n"
    assert load(write(text, "over.yaml")).scenario.platforms["chat"].graph.model == "overlapping_groups"


def test_what_is_removed_is_gone(write: Write) -> None:
    write()
    text = "extends: study.yaml\nremove: [interventions.late, interventions.ads.effect, arms.online]\n"
    scenario = load(write(text, "over.yaml")).scenario
    assert list(scenario.arms) == ["baseline"]
    (ads,) = scenario.interventions
    assert isinstance(ads, AwarenessCampaign)
    assert ads.effect == 0.08


def test_what_is_removed_is_missed_by_who_uses_it(write: Write, refusals: Refusals) -> None:
    """The problem is reported in the file that still uses it."""
    write()
    over = write("extends: study.yaml\nremove: [interventions.ads]\n", "over.yaml")
    (problem,) = refusals(over)
    assert problem.file == str(over.parent / "study.yaml")
    assert (problem.line, problem.column) == (12, 28)


def test_a_fault_of_the_base_is_reported_in_the_base(write: Write, refusals: Refusals) -> None:
    base = write(name="base.yaml")
    base.write_text(base.read_text().replace("reach: 50%", "reach: 50"))
    (problem,) = refusals(write("extends: base.yaml\n", "over.yaml"))
    assert (problem.file, problem.line) == (str(base), 4)


def test_each_value_keeps_its_own_file(write: Write) -> None:
    """Fault: the places of the extending file are given to everything."""
    base = write()
    over = write("extends: study.yaml\npopulation: {size: 700}\n", "over.yaml")
    origins = load(over, sets=["run.seed=5"], size=800).origins
    assert origins["time.length"] == f"{base}:1:16"
    assert origins["population.size"] == "--size"
    assert origins["run.seed"] == "--set run.seed=5"
    assert origins["run.replicates"] == "default"
    assert origins["interventions.ads.effect"] == f"{base}:8:76"
    assert load(over).origins["population.size"] == f"{over}:2:20"


def test_circles_are_refused(write: Write, refusals: Refusals) -> None:
    """Fault: `_base` does not look at the files above."""
    write("extends: two.yaml\n", "one.yaml")
    write("extends: three.yaml\n", "two.yaml")
    (problem,) = refusals(write("extends: one.yaml\n", "three.yaml"))
    assert "extends itself" in problem.message
    assert problem.line == 1


def test_a_long_chain_is_refused(write: Write, refusals: Refusals) -> None:
    write(name="study0.yaml")
    for layer in range(1, 8):
        write(f"extends: study{layer - 1}.yaml\n", f"study{layer}.yaml")
    assert load(write(name="study0.yaml").parent / "study5.yaml").scenario.population.size == 600
    (problem,) = refusals(write(name="study0.yaml").parent / "study6.yaml")
    assert "more than 5" in problem.message


def test_a_graph_file_is_looked_for_beside_the_file_that_names_it(write: Write, tmp_path: Path) -> None:
    """Fault: paths are taken from the folder of the extending file."""
    edges = write("1 2\n", "deeper/edges.txt")
    graph = "graph: {model: erdos_renyi, mean_degree: 6}"
    write(load(write()).text.replace(graph, "graph: {model: file, path: edges.txt}"), "deeper/base.yaml")
    graph_spec: Any = load(write("extends: deeper/base.yaml\n", "over.yaml")).scenario.platforms["chat"].graph
    assert graph_spec.path == str(edges)


@pytest.mark.parametrize(
    ("setting", "way", "value"),
    [
        ("population.size=700", ("population", "size"), 700),
        ("interventions.ads.start=week 2", ("interventions", 0, "start"), 168.0),
        ("interventions.1.start=day 2", ("interventions", 1, "start"), 24.0),
        ("claims.rumour.seeds.count=7", ("claims", 0, "seeds", "count"), 7),
        ("claims.rumour.forgetting={exactly: 6 h}", ("claims", 0, "forgetting", "exactly"), 6.0),
        ("claims.rumour.sharing={rate: 1%}", ("claims", 0, "sharing", "branching"), None),
        ("rules.persuasion=independent", ("rules", "persuasion"), "independent"),
        ("title=Hello: world", ("title",), "Hello: world"),
        ("title=a=b", ("title",), "a=b"),
        ("platforms.chat.penetration={everyone: 90%}", ("platforms", "chat", "penetration", "everyone"), 0.9),
        ("platforms.chat.graph={model: households}", ("platforms", "chat", "graph", "contacts_per_day"), 13),
        (
            "arms.online.set.interventions.ads.effect=0%",
            ("arms", "online", "set", "interventions.ads.effect"),
            "0%",
        ),
        ("arms.more={interventions: [late]}", ("arms", "more", "interventions", 0), "late"),
    ],
)
def test_options_change_values(write: Write, setting: str, way: tuple[Any, ...], value: Any) -> None:
    """Fault: a map given to --set is merged into the old one."""
    found: Any = load(write(), sets=[setting]).scenario
    for name in way:
        found = (
            found[name]
            if isinstance(found, dict | tuple) and not isinstance(name, str)
            else _get(found, name)
        )
    assert found == value


def _get(value: Any, name: Any) -> Any:
    return value[name] if isinstance(value, dict) else getattr(value, name)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("population.sze=5", "did you mean size"),
        ("populatin.size=5", "did you mean population"),
        ("interventions.adz.start=week 1", "did you mean ads"),
        ("interventions.7.start=week 1", "unknown name in interventions: 7"),
        ("claims.rumour.plausibility=70", "write 70% or 0.7"),
        ("interventions.ads.start=week 9", "after the end"),
        ("population.size.people=5", "population.size is a value"),
        ("population.size", "--set PATH=VALUE"),
        ("=5", "--set PATH=VALUE"),
        ("a..b=5", "--set PATH=VALUE"),
        (".".join("a" * 2000) + "=5", "--set PATH=VALUE"),
        ("platforms.chat.graph={model: file", "does not end"),
        ("platforms.chat.graph={model: file, path: nowhere.txt}", "no such file"),
        ("population.size=1000000000000", "too many"),
        ("population.size=.nan", "not a finite number"),
        ("title=a\x1bb", "U+001B"),
        ("arms.online.set.time.length=5 days", "an arm cannot set"),
        ("id=Big", "is not a name"),
        ("extends=other", "extends can only be written in a file"),
        ("remove=[arms.online]", "remove can only be written in a file"),
    ],
)
def test_options_that_are_wrong_are_named(write: Write, refusals: Refusals, setting: str, words: str) -> None:
    """Fault: a list item that does not exist is added."""
    problems = refusals(write(), setting)
    assert words in f"{problems[0].message} {problems[0].remedy}"
    assert problems[0].file.startswith("--set ")
    assert str(problems[0]).replace("\n", "").isprintable()


def test_branching_can_be_swapped_for_a_rate(write: Write, refusals: Refusals) -> None:
    """Nothing written for branching is no branching, in options and in a file that extends.

    Fault: a key without a value counts as given.
    """
    sets = ["claims.rumour.sharing.branching=null", "claims.rumour.sharing.rate=2%"]
    assert load(write(), sets=sets).scenario.claims[0].sharing.rate == 0.02
    (problem,) = refusals(write(), sets[0])
    assert "how far it spreads is missing" in problem.message
    text = "extends: study.yaml\nclaims: [{id: rumour, sharing: {branching: null%s}}]\n"
    assert load(write(text % ", rate: 2%", "over.yaml")).scenario.claims[0].sharing.rate == 0.02
    (problem,) = refusals(write(text % "", "over.yaml"))
    assert (problem.line, "is missing" in problem.message) == (2, True)


def test_options_and_file_are_reported_together(write: Write, refusals: Refusals) -> None:
    path = write()
    path.write_text(path.read_text().replace("reach: 50%", "reach: 50"))
    problems = refusals(path, "population.size=-1", "run.sed=3")
    assert [problem.file for problem in problems] == [
        str(path),
        "--set population.size=-1",
        "--set run.sed=3",
    ]
