"""What somebody holds who works in Python: scenarios, studies, runs and comparisons."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import networkx as nx
import numpy as np
import pytest

from infosim import Comparison, InputError, Run, Scenario, Study
from infosim.engines.reference import SocietyModel
from infosim.results import STANCES
from infosim.scenario import canonical_json, load, shipped
from infosim.simulation import prepare, run

pytestmark = pytest.mark.usefixtures("warm_engines")

NAME = "first_steps"


@pytest.fixture(scope="module")
def study() -> Study:
    """Draw a village of two hundred."""
    return Scenario.load(NAME).with_({"population.size": 200}).prepare()


@pytest.fixture(scope="module")
def made(study: Study) -> Run:
    """Run it once."""
    return study.run("with_talk", 1)


@pytest.fixture(scope="module")
def comparison(study: Study) -> Comparison:
    """Compare its arms."""
    return study.compare(replicates=6, workers=1)


def test_changes_are_those_of_the_command_line() -> None:
    """The same scenario comes of `with_` and of `--set`, and the first one stays as it was.

    Fault: defaults written out before the change, so that another model keeps what it cannot have.
    """
    first = Scenario.load(NAME)
    changes = {
        "population.size": 300,
        "interventions.talk.coverage": "20%",
        "claims.rumour.plausibility": 0.5,
    }
    sets = [f"{path}={value}" for path, value in changes.items()]
    changed = first.with_(changes)
    assert canonical_json(changed.model) == canonical_json(load(NAME, sets=sets).scenario)
    assert first == Scenario.load(NAME)
    other = first.with_({"platforms.chat.graph": {"model": "erdos_renyi", "mean_degree": 4}})
    assert other.with_({"population.size": 300}).model.platforms["chat"].graph.model == "erdos_renyi"


@pytest.mark.parametrize("scenario_name", list(shipped()))
def test_every_shipped_scenario_is_changed_by_nothing(scenario_name: str) -> None:
    """Fault: a value that is written out in a form that is not read back."""
    one = Scenario.load(scenario_name)
    assert canonical_json(one.with_({}).model) == canonical_json(one.model)


def test_plain_data_is_checked_like_a_file() -> None:
    """Fault: a bare number of per cent taken for a share."""
    written = {
        "time": {"length": "5 days", "step": "1 days"},
        "population": {"size": 50, "groups": [{"id": "all", "share": 1.0}]},
        "platforms": {
            "net": {"kind": "feed", "graph": {"model": "erdos_renyi", "mean_degree": 4}, "reach": 0.5}
        },
        "claims": [{"id": "claim", "sharing": {"rate": 0.1}}],
    }
    assert Scenario.of(written).run().population.n_people == 50
    written["claims"] = [{"id": "claim", "sharing": {"rate": 70}}]
    with pytest.raises(InputError, match="70"):
        Scenario.of(written)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"population.sise": 3}, "did you mean size"),
        ({"populaton.size": 3}, "did you mean population"),
        ([("population.size", 3)], "what is changed is no map but list"),
        ({"interventions.talk.coverage": 70}, "70 is not a share"),
        ({"interventions.nothing.coverage": 0.7}, "nothing"),
        ({"population.size": float("nan")}, "finite"),
        ({"": 3}, "sets nothing"),
        ({"claims": []}, "claims"),
    ],
)
def test_wrong_changes_say_what_is_allowed(changes: dict[str, object], said: str) -> None:
    """Fault: a misspelt path that changes nothing, and says nothing."""
    with pytest.raises(InputError, match=re.escape(said)):
        Scenario.load(NAME).with_(changes)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda study: study.run(replicate="a"), "replicate cannot be 'a'"),
        (lambda study: study.run(replicate=1.5), "write a whole number, at least 0"),
        (lambda study: study.run(3), "unknown arm 3"),
        (lambda study: study.run(engine="compiledd"), "did you mean compiled?"),
        (lambda study: study.compare(replicates=0), "replicates cannot be 0"),
        (lambda study: study.compare(replicates=True), "replicates cannot be True"),
        (lambda study: study.compare(workers=0), "workers cannot be 0"),
        (lambda study: study.model("walk"), "unknown arm walk"),
        (lambda study: study.run().network(step="x"), "step cannot be 'x'"),
        (lambda study: Scenario.load(NAME).sweep(["a"]), "what is varied is no map but list"),
        (lambda study: Scenario.load(NAME).sweep({}, workers=0), "workers cannot be 0"),
        (lambda study: Scenario.load(NAME).run(interventions=3), "interventions is no list but int"),
        (lambda study: Scenario.load(NAME).run(measures=[1]), "write measures={"),
        (lambda study: Scenario.load(NAME).run(generators={"chat": 3}), "3 is no generator"),
    ],
)
def test_arguments_of_the_wrong_kind_are_refused_in_words(
    study: Study, asked: Callable[[Study], object], said: str
) -> None:
    """Fault: a type error out of the depths; a comparison of no replicates."""
    with pytest.raises(InputError, match=re.escape(said)):
        asked(study)


def test_a_model_that_steps_is_the_run(study: Study, made: Run) -> None:
    """A Mesa model goes through interventions and record like any run, and ends when it is over.

    Fault: steps of the engine alone; a model that is stepped beyond the end, out of the depths of NumPy.
    """
    model = study.model("with_talk", 1)
    while model.running:
        model.step()
    assert model.steps == made.clock.n_steps
    assert model.result().digest == made.digest
    assert model.result().frame().equals(made.frame())
    with pytest.raises(InputError, match="the run is over after 112 steps"):
        model.step()
    lonely = SocietyModel(model.setting, model.effects, model.marks, model.agenda, "independent")
    with pytest.raises(InputError, match=r"Study\.model"):
        lonely.step()


def test_figures_show_themselves(made: Run) -> None:
    """Fault: a figure that notebooks print as text, because nobody imported pyplot."""
    assert made.plot()._repr_png_().startswith(b"\x89PNG")


def test_a_run_is_that_of_the_engine(study: Study, made: Run) -> None:
    """Fault: the arm of another name; the replicate left out."""
    plain = prepare(load(NAME, size=200).scenario)
    assert made.digest == run(plain, "with_talk", 1).digest
    assert study.run(replicate=1).digest == run(plain, "baseline", 1, "reference").digest != made.digest


@pytest.mark.parametrize(
    ("arm", "replicate", "engine"), [("walk", 0, "compiled"), (None, -1, "compiled"), (None, 0, "fast")]
)
def test_runs_that_cannot_be_are_refused(study: Study, arm: str | None, replicate: int, engine: str) -> None:
    """Fault: a key error out of the depths."""
    with pytest.raises(InputError):
        study.run(arm, replicate, engine=engine)


def test_frame_of_a_run_counts_everybody_in_every_step(made: Run) -> None:
    """Fault: posts of a step in the row before it; groups in another order than their numbers."""
    frame, groups = made.frame(), made.frame(by="group")
    assert (frame[list(STANCES)].sum(axis=1) == 200).all()
    assert len(frame) == (made.clock.n_steps + 1) * len(made.claims)
    assert frame["posts"].iloc[0] == 0
    assert frame["posts"].sum() == made.tallies[..., 0].sum()
    summed = groups.groupby(["step", "claim"], sort=False)[list(STANCES)].sum().to_numpy()
    assert (summed == frame[list(STANCES)].to_numpy()).all()
    for g, group in enumerate(made.population.groups):
        chosen = groups[(groups["group"] == group.id) & (groups["claim"] == made.claims[0].id)]
        assert (chosen["believer"].to_numpy() == made.counts[:, 0, 2, g]).all()
    with pytest.raises(InputError, match="by='group'"):
        made.frame(by="region")


def test_network_has_what_people_held_at_a_step(study: Study, made: Run) -> None:
    """Stances at every step are those that the run keeps when asked to.

    Fault: the changes of the step itself left out, or those of the next one counted.
    """
    kept = run(study, "with_talk", 1, keep_stances=True).stances
    assert kept is not None
    for step in (0, 1, 9, made.clock.n_steps):
        graph = made.network(step)
        held = [[STANCES.index(graph.nodes[i][claim.id]) for i in graph] for claim in made.claims]
        assert (np.array(held) == kept[step]).all()
    assert nx.number_of_nodes(graph) == 200
    assert graph.size() * 2 == study.society.followers[0].n_ties
    assert 0.0 <= graph.nodes[3]["literacy"] <= 1.0
    for wrong in ({"step": -1}, {"step": 10_000}, {"platform": "radio"}):
        with pytest.raises(InputError):
            made.network(**wrong)


def test_effects_are_those_of_the_comparison(comparison: Comparison) -> None:
    """Fault: the baseline, whose effect is nothing, among the arms; groups where none were asked for."""
    frame = comparison.effect("ever_believed_fraction")
    assert frame["arm"].tolist() == list(comparison.arms[1:])
    row = frame.iloc[0]
    assert tuple(row[["effect", "effect_low", "effect_high", "helped"]]) == comparison.paired(
        row["arm"], "ever_believed_fraction"
    )
    by_group = comparison.effect("ever_believed_fraction", by="group")
    assert set(by_group["group"]) == {"all", *comparison.groups}
    assert set(comparison.effect()["outcome"]) > {"ever_believed_fraction", "cost"}
    runs = comparison.frame()
    chosen = runs[(runs["arm"] == "with_talk") & (runs["group"] == "all") & (runs["outcome"] == "cost")]
    assert len(chosen) == comparison.replicates
    for wrong in ({"outcome": "joy"}, {"by": "region"}):
        with pytest.raises(InputError):
            comparison.effect(**wrong)


def test_comparison_of_a_scenario_is_that_of_its_study(comparison: Comparison) -> None:
    """Fault: a society drawn anew with another seed."""
    again = Scenario.load(NAME).with_({"population.size": 200}).compare(replicates=6, workers=1)
    assert again.digest == comparison.digest
    assert again.sentences() == comparison.sentences()


def test_figures_are_drawn(comparison: Comparison, made: Run) -> None:
    """Fault: a style taken for a figure; a run that only a comparison can draw."""
    assert comparison.plot("trajectories").get_label()
    assert made.plot().get_label().startswith("Belief")
    for wrong in ({"figure": "pie"}, {"style": "loud"}):
        with pytest.raises(InputError):
            comparison.plot(**wrong)


class Tags(HTMLParser):
    """Collects tags, and complains of those that are not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Remember a tag."""
        self.seen.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        assert self.open.pop() == tag


def test_notebooks_show_tables_without_scripts(study: Study, made: Run, comparison: Comparison) -> None:
    """What a user calls a study is text, whatever it looks like.

    Fault: a title that is read as HTML.
    """
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    titled = Scenario.load(NAME).with_({"title": nasty, "question": nasty})
    for thing in (titled, titled.prepare(), study, made, comparison):
        tags = Tags(thing._repr_html_()).seen
        assert set(tags) <= {"div", "strong", "table", "tr", "th", "td", "p"}
        assert "table" in tags
    assert "&lt;script&gt;" in titled._repr_html_()
