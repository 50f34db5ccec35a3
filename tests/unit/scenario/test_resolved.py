"""The resolved form: reads as itself, and is hashed without its words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infosim.scenario import canonical_json, digest, load, resolved

FULL = Path(__file__).parents[2] / "schema" / "valid" / "full.yaml"
Write = Callable[..., Path]

shares = st.one_of(st.integers(0, 1000).map(lambda n: f"{n / 10}%"), st.floats(0, 1).map(repr))
durations = st.builds("{} {}".format, st.floats(0.5, 181).map(repr), st.sampled_from(["min", "h", "days"]))
moments = st.one_of(
    durations,
    st.builds("week {}".format, st.integers(1, 20)),
    st.dates().map(lambda d: f"2022-0{d.month % 4 + 4}-{d.day % 28 + 1:02}"),
)
dwells = st.one_of(durations, st.just("never"), durations.map(lambda text: f"{{exactly: {text}}}"))
SETTINGS = {
    "platforms.feed.reach": shares,
    "platforms.village.penetration": shares,
    "platforms.chat.graph.size": st.builds("{}..{}".format, st.integers(2, 9), st.integers(10, 99)),
    "population.groups.youth_urban.literacy": st.one_of(shares, st.sampled_from(["low", "mid_high"])),
    "population.groups.youth_urban.activity": st.floats(0, 100).map(repr),
    "claims.health_hoax.plausibility": shares,
    "claims.health_hoax.seeds.every": durations,
    "claims.health_hoax.seeds.start": moments,
    "claims.health_hoax.sharing.interest": dwells,
    "claims.health_hoax.correction.forgetting": dwells,
    "claims.stream.veracity": st.sampled_from(["true", "false", "'true'", "misleading"]),
    "claims.stream.arrivals": st.builds(
        "{} per {}".format, st.integers(1, 9), st.sampled_from(["week", "month"])
    ),
    "interventions.ads.start": moments,
    "interventions.ads.length": durations,
    "interventions.ads.half_life": dwells,
    "interventions.ads.cost": st.floats(0, 1e6).map(lambda n: f"{n!r} USD"),
    "interventions.ads.reach": st.one_of(shares, shares.map(lambda text: f"{{youth_urban: {text}}}")),
    "checks.online": st.just("0.8 +- 0.9"),
    "title": st.text(st.characters(codec="ascii", categories=["L", "N", "Zs"]), max_size=20).map(
        lambda text: f"'{text}'"
    ),
}
changes = st.fixed_dictionaries({}, optional=SETTINGS)


@settings(max_examples=40, deadline=None)
@given(changes)
def test_the_resolved_form_reads_as_itself(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, str]
) -> None:
    """Loading the canonical form gives an equal scenario and the same bytes.

    Fault: `_trim` writes ten digits of a duration.
    """
    scenario = load(FULL, sets=[f"{way}={value}" for way, value in changes.items()]).scenario
    path = tmp_path_factory.mktemp("resolved") / "again.json"
    path.write_text(canonical_json(scenario), encoding="utf-8")
    again = load(path).scenario
    assert again == scenario
    assert canonical_json(again) == canonical_json(scenario)
    assert digest(again) == digest(scenario)


def test_the_canonical_form_does_not_depend_on_how_it_was_written(write: Write) -> None:
    """Fault: the canonical form keeps the order of the keys of the file."""
    groups = ", groups: [{id: a, share: 40%}, {id: b, share: 60%}]}"
    text = write().read_text().replace("size: 600}", "size: 600" + groups)
    one = load(write(text.replace("50%", "50%, penetration: {a: 80%, b: 90%}"))).scenario
    text = text.replace("10 days", "240 h").replace("{kind: messaging, ", "{")
    other = load(write(text.replace("50%", "0.5, kind: messaging, penetration: {b: 0.9, a: 0.8}"))).scenario
    assert canonical_json(one) == canonical_json(other)
    assert json.loads(canonical_json(one)) == resolved(one)


def test_minus_zero_is_zero(write: Write) -> None:
    zero, minus = (
        load(write(), sets=[f"population.groups=[{{id: a, share: 1, activity: {n}}}]"]).scenario
        for n in ("0.0", "-0.0")
    )
    assert canonical_json(zero) == canonical_json(minus)


@pytest.mark.parametrize(
    "way",
    [
        "id=other",
        "title=x",
        "question=x",
        "notes=x",
        "sources=[x]",
        "claims.rumour.text=x",
        "arms.online.title=x",
        "outcomes=[ever_believed_fraction]",
        "finding={claim: x, test: averted(online) > 0}",
    ],
)
def test_words_are_not_hashed(write: Write, way: str) -> None:
    """Fault: the title of an arm stays in what is hashed."""
    assert digest(load(write(), sets=[way]).scenario) == digest(load(write()).scenario)


@pytest.mark.parametrize(
    "way",
    [
        "run.seed=2",
        "population.size=601",
        "time.step=3 h",
        "claims.rumour.plausibility=16%",
        "interventions.late.start=day 6",
        "arms.online.interventions=[late]",
        "arms.online.set.interventions.ads.effect=1%",
        "platforms.chat.reach=51%",
    ],
)
def test_everything_else_is_hashed(write: Write, way: str) -> None:
    assert digest(load(write(), sets=[way]).scenario) != digest(load(write()).scenario)


def test_the_order_of_arms_is_hashed(write: Write) -> None:
    """The first arm is the baseline. Fault: `_to_json` sorts the arms."""
    text = write().read_text()
    swapped = text.replace("  baseline: {}\n", "") + "  baseline: {}\n"
    assert digest(load(write(swapped)).scenario) != digest(load(write(text)).scenario)


def test_a_graph_file_counts_by_its_content(write: Write) -> None:
    """Fault: the path is hashed, or the content is not."""
    digests = []
    for name, content in (("a.txt", "1 2\n"), ("b.txt", "1 2\n"), ("c.txt", "1 3\n")):
        write(content, name)
        text = (
            write()
            .read_text()
            .replace("{model: erdos_renyi, mean_degree: 6}", f"{{model: file, path: {name}}}")
        )
        digests.append(digest(load(write(text)).scenario))
        write("", "study.yaml").unlink()
    assert digests[0] == digests[1] != digests[2]
