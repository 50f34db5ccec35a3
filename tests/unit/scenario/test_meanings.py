"""What is said of parameters: as people write it, for every path, and of the right one."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from infosim.errors import InputError
from infosim.evidence import table
from infosim.evidence.works import read as read_works
from infosim.scenario import Loaded, Scenario, load, shipped
from infosim.scenario.asking import Topic, Use, spots, topic_at, topics, uses
from infosim.scenario.citing import bibtex, citations, without_work
from infosim.scenario.meanings import Parameter, kinds, parameter_of, parameters
from infosim.scenario.models import Claim, Group, Platform, Seeds
from infosim.scenario.paths import all_paths
from infosim.scenario.spoken import name_of, readers_in, type_words, written
from infosim.units import Arrivals, Cost, Day, Hours, Lasting, Level, Moment, Published, Share, Sizes
from studies import small, with_arms

ADS = {"id": "ads", "kind": "awareness_campaign", "channel": "feed", "reach": "40%"}


@pytest.fixture(scope="module")
def library() -> list[Loaded]:
    """Load all shipped studies."""
    return [load(name) for name in shipped()]


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (Share, "10.9%", "10.9%"),
        (Share, 0.7, "70%"),
        (Level, "low_mid", "25%"),
        (Hours, "336 h", "2 weeks"),
        (Hours, "30 min", "30 min"),
        (Hours, "36 h", "36 h"),
        (Moment, "week 6", "week 6"),
        (Moment, "day 1", "day 1"),
        (Moment, "30 h", "30 h"),
        (Day, "2022-03-01", "2022-03-01"),
        (Cost, "0.02 USD", "0.02 USD"),
        (Sizes, "5..40", "5..40"),
        (Published, "70% +- 2%", "70% +- 2%"),
        (Lasting, "30 days", "30 days"),
        (Lasting, "10% per day", "10% per day"),
        (Lasting, "never", "never"),
        (Lasting, {"exactly": "6 h"}, "exactly 6 h"),
        (Arrivals, "2 per week", "2 per week"),
        (Share | dict[str, Share], {"a": "5%", "b": 1.0}, "a 5%, b 100%"),
        (Share | None, None, "left out"),
        (tuple[str, ...], ["a", "b"], "a, b"),
        (bool, True, "true"),
        (float, 1.8, "1.8"),
    ],
)
def test_values_are_written_as_people_write_them(kind: Any, text: Any, said: str) -> None:
    """Fault: a share written as 0.109, a duration in hours only, week 0."""
    value = TypeAdapter(kind).validate_python(text)
    assert written(value, readers_in(kind)) == said


def test_types_are_said_in_words() -> None:
    """Fault: a rate of arrival taken for the duration as which it is kept."""
    said = {name: type_words(kind) for name, kind in {"arrivals": Arrivals, "hours": Hours}.items()}
    assert said["arrivals"].startswith("a rate of arrival")
    assert said["hours"].startswith("a duration")
    assert parameter_of(Group, "literacy").type.startswith("a level from low to high")
    assert parameter_of(Claim, "arrivals").type.startswith("a rate of arrival")
    assert parameter_of(Platform, "penetration").type.endswith(", for all or by group")
    assert parameter_of(Seeds, "count").type == "a whole number of people"
    assert parameter_of(Claim, "text").type == "words"
    assert parameter_of(Claim, "sharing").type == "a part, see sharing"


def test_all_parts_and_fields_are_known() -> None:
    """Each field once, an inherited one by its parent; every model and kind is there.

    Fault: models behind a union are passed over.
    """
    labels = [one.label for one in parameters()]
    assert len(labels) == len(set(labels))
    assert {"powerlaw_cluster", "awareness_campaign", "intervention", "correction"} <= set(kinds())
    assert {"households.village_size", "correction.residual", "intervention.start"} <= set(labels)
    assert "awareness_campaign.start" not in labels
    assert parameter_of(kinds()["awareness_campaign"], "start").label == "intervention.start"


def test_names_of_parts_are_those_of_paths(library: list[Loaded]) -> None:
    """Fault: `explain` calls a part otherwise than `levers` does."""
    from infosim.scenario.paths import find_value

    for loaded in library:
        for path in all_paths(loaded.scenario):
            found = find_value(loaded.scenario, path)
            assert name_of(found.model) == found.kind


def paths_of(loaded: Loaded) -> set[str]:
    """List every path of a study, also to what is no single value."""
    full = [*all_paths(loaded.scenario), *loaded.origins]
    parents = {".".join(path.split(".")[:depth]) for path in full for depth in range(1, path.count(".") + 1)}
    # Half of what an arm sets or a sweep varies is no path: its name is one key.
    halves = {path for path in parents if ".set." in path or path.startswith("sweep.vary.")}
    return (parents - halves) | set(full)


def test_every_path_of_every_shipped_study_is_explained(library: list[Loaded]) -> None:
    """With the study named and without; of words it is said that they change nothing.

    Fault: what an arm sets is taken for a path of five steps; text of groups is unknown.
    """
    for loaded in library:
        for path in paths_of(loaded):
            (alone,) = topics(path, library, loaded)
            assert alone in topics(path, library)
            assert all(one.meaning and one.type and one.source for one in alone.parameters), path


def test_what_an_arm_sets_is_the_parameter_itself() -> None:
    """Fault: the path ends at `arm.set`, which says nothing."""
    loaded = load("correction_delay")
    topic, value = topic_at(loaded.scenario, "arms.after_48_h.set.interventions.check.delay")
    assert (topic.parameters[0].label, value) == ("fact_check.delay", 48.0)
    (title,) = topic_at(loaded.scenario, "arms.after_48_h.title")[0].parameters
    assert (title.label, title.is_said) == ("arm.title", True)


def test_what_arms_add_can_be_asked_for() -> None:
    """Fault: only what the first arm has can be found."""
    study = with_arms(small(), ADS)
    study["arms"]["all"]["set"] = {"claims.twist.sharing": {"branching": 1.2}}
    topic, value = topic_at(Scenario.model_validate(study), "arms.all.set.claims.twist.sharing.branching")
    assert (topic.parameters[0].label, value) == ("sharing.branching", 1.2)


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("plausibility", "claim.plausibility"),
        ("awareness_campaign.effect", "awareness_campaign.effect"),
        ("awareness_campaign.start", "intervention.start"),
        ("sharing.branching", "sharing.branching"),
        ("title", "scenario.title"),
    ],
)
def test_names_lead_to_one_parameter(asked: str, label: str, library: list[Loaded]) -> None:
    """Fault: a unique name is refused; an inherited field is unknown to its kind."""
    assert [one.label for topic in topics(asked, library) for one in topic.parameters] == [label]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("effect", "awareness_campaign.effect"),
        ("plausibilty", "plausibility"),
        ("awareness_campain", "awareness_campaign"),
        ("awareness_campaign.efect", "awareness_campaign.effect"),
        ("interventions.check.dealy", "interventions.check.delay"),
    ],
)
def test_who_asks_for_nothing_is_told_what_there_is(asked: str, meant: str, library: list[Loaded]) -> None:
    """Fault: the first of several parameters of one name is explained; no suggestion for a path."""
    with pytest.raises(InputError, match=f"did you mean .*{meant}"):
        topics(asked, library)


def test_a_path_may_mean_several_things(library: list[Loaded]) -> None:
    """Fault: the study that comes first in the alphabet decides."""
    other = with_arms(small(), {"id": "check", "kind": "fact_check", "channel": "feed", "delay": "2 h"})
    ours = with_arms(small(), {"id": "check", "kind": "warning_label", "platform": "feed", "delay": "2 h"})
    loaded = [loaded_of(other), loaded_of(ours)]
    found = topics("interventions.check.delay", loaded)
    assert [topic.parameters[0].label for topic in found] == ["fact_check.delay", "warning_label.delay"]
    assert topics("interventions.check.delay", library, loaded[1]) == [found[1]]


def loaded_of(study: dict[str, Any], text: str = "") -> Loaded:
    """Give a study as if it had been read from a file, without places."""
    return Loaded(Scenario.model_validate(study), "study.yaml", text, {}, [], {})


def test_only_what_the_file_writes_counts_as_use(library: list[Loaded]) -> None:
    """Not defaults, not what is inherited; but what arms set.

    Fault: all studies are listed for every parameter.
    """
    used = uses(library)
    delay = used[parameter_of(kinds()["fact_check"], "delay")]
    assert Use("correction_delay", "interventions.check.delay", "13 h") in delay
    assert Use("correction_delay", "arms.after_48_h.set.interventions.check.delay", "48 h") in delay
    effect = used[parameter_of(kinds()["media_literacy_course"], "effect")]
    assert Use("first_steps", "interventions.talk.effect", "40%") in effect
    spread = used.get(parameter_of(kinds()["population"], "literacy_spread"), [])
    assert not [use for use in spread if use.scenario in ("first_steps", "correction_delay")]
    reach = used[parameter_of(Platform, "reach")]
    assert {use.scenario for use in reach} >= {"bhutan_2022", "first_steps"}
    assert "bhutan_2022_58_online" not in {use.scenario for use in reach}


def test_spots_are_all_fields() -> None:
    """Fault: fields inside lists or maps are left out."""
    found = {path: value for path, _, value in spots(load("first_steps").scenario)}
    assert found["population.groups.elder.share"] == 0.2
    assert found["platforms.village.graph.village_size"] == 60
    assert found["interventions.talk.coverage"] == 0.8


def test_a_topic_of_a_kind_has_all_fields_its_own_first() -> None:
    """Fault: inherited fields are lost, or come first."""
    topic = Topic(kinds()["awareness_campaign"])
    names = [one.name for one in topic.parameters]
    assert set(names) == set(topic.model.model_fields)
    assert names.index("effect") < names.index("start")


def test_said_is_what_no_result_depends_on() -> None:
    """Fault: a region, which decides who lives together, passes for mere words."""
    said = {one.label for one in parameters() if one.is_said}
    assert {"claim.text", "arm.title", "scenario.notes", "group.age", "finding.claim"} <= said
    assert not said & {"group.region", "group.identity", "claim.plausibility", "population.size"}


def test_json_has_the_confidence_of_each_row() -> None:
    """Fault: an assumption is given as if it were measured."""
    data = Parameter(Claim, "plausibility").to_json()
    assert [one["id"] for one in data["evidence"]] == ["E06"]
    assert data["evidence"][0]["confidence"] == "memory"
    assert Parameter(Claim, "verification").to_json()["evidence"] == []
    assert Parameter(Claim, "verification").to_json()["reason"]


def keys_and_users(study: dict[str, Any], text: str = "") -> dict[str, tuple[list[str], list[str]]]:
    """Give what a study cites: key to rows and users."""
    return {one.key: (one.ids, one.used_by) for one in citations(loaded_of(study, text))}


def test_citations_follow_what_the_study_has() -> None:
    """Sources, notes, comments, defaults of its own parts, rules and graphs, infosim itself.

    Fault: works of all kinds are cited, whether or not the study has them.
    """
    plain = keys_and_users(small())
    assert {"infosim", "Salmon2011", "Grimm2020", "Sellke1983", "Holme2002"} <= set(plain)
    assert not {"Tambuscio2015", "Watts1998"} & set(plain)
    assert plain["Holme2002"][1] == ["platforms.feed.graph: powerlaw_cluster"]
    ads = keys_and_users(with_arms(small(), ADS))
    assert "interventions.ads.half_life" in ads["Maertens2025"][1]
    assert "Maertens2025" not in plain
    rules = small(rules={"persuasion": "sbfc"})
    assert {"Tambuscio2015"} <= set(keys_and_users(rules))
    assert "Sellke1983" not in keys_and_users(rules)
    assert "Sellke1983" in keys_and_users(small(rules={"persuasion": "reinforced"}))


def test_citations_follow_what_the_study_says() -> None:
    """Fault: ids in comments are lost; ids outside comments are cited as such."""
    said = keys_and_users(small(sources=["H09", "Guess2020"], notes="See C17."), "a: 1  # I26\nb: P05\n")
    assert "sources" in said["Amar2025"][1]
    assert "sources" in said["Guess2020"][1]
    assert "notes" in said["Shao2016"][1]
    assert said["Banerjee2019"] == (["I26"], ["comments"])
    assert "comments" not in said.get("ITUBhutan2017", ([], []))[1]


def test_arms_about_another_setting_are_cited_too() -> None:
    """Fault: only the first arm's rule is looked at."""
    study = small(arms={"baseline": {}, "other": {"set": {"rules.persuasion": "sbfc"}}})
    assert {"Sellke1983", "Tambuscio2015"} <= set(keys_and_users(study))


def test_every_shipped_study_can_be_cited(library: list[Loaded]) -> None:
    """Each work once and whole, in the order of keys; every id that the study names is told.

    Fault: a work twice, once for each row; the works behind a reckoned row are lost.
    """
    for loaded in library:
        found = citations(loaded)
        text = bibtex(found)
        entries = read_works(text)
        assert text == "\n".join(one.entry + "\n" for one in entries.values())
        assert list(entries) == sorted({one.key for one in found}, key=str.casefold)
        assert {"infosim", "Salmon2011", "Grimm2020"} <= set(entries)
        told = {id for one in found for id in one.ids} | {line[:3] for line in without_work(loaded)}
        assert {id for id in loaded.scenario.sources if id in table()} <= told
