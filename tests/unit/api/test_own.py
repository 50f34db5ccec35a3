"""What a user has written is handed over and runs, in both engines, with nothing registered."""

from __future__ import annotations

import logging
import math
import pickle
import sys
from types import ModuleType
from typing import Any, ClassVar, Literal

import networkx as nx
import numpy as np
import pytest

from infosim import InfosimError, InputError, Intervention, Outcome, Scenario
from infosim.defaults import assumed
from infosim.experiments.adding import written_in
from infosim.experiments.compare import _workers
from infosim.experiments.keys import arm_forms
from infosim.fingerprint import fingerprint
from infosim.interventions import INTERVENTIONS
from infosim.measures import OUTCOMES
from infosim.network import GENERATORS, Ties
from infosim.rules import PERSUASION, AddedRule
from infosim.rules.persuasion import reinforced
from infosim.rules.subset import outside
from infosim.scenario import canonical_json, digest
from infosim.units import Share

pytestmark = pytest.mark.usefixtures("warm_engines")

CATALOGUES = (INTERVENTIONS, PERSUASION, GENERATORS, OUTCOMES)

WEIGHT = 0.5


class ShareDelay(Intervention):
    """Ask for a pause before passing on."""

    lowers: ClassVar[tuple[str, ...]] = ("shares_per_person",)
    kind: Literal["share_delay"] = "share_delay"
    platform: str
    effect: Share = assumed(0.1, "a guess", low="0%", high="60%", more="helps")

    def modify(self, effects, world, step, history) -> None:
        """Lower the chance of sharing."""
        items = [2 * k for k in world.claims_of(self.claims, "false", "misleading")]
        effects.sharing[world.platforms.index(self.platform), items] *= 1.0 - self.effect


PAUSE = ShareDelay(id="pause", platform="chat", effect="60%")


def halved(doubt, visibility, acceptance, n_new, n_before, n_contacts):
    """Take half of each share, but for the first."""
    weight = WEIGHT if n_before > 0 else 1.0
    for _ in range(n_new):
        doubt = doubt * (1.0 - weight * visibility * acceptance)
    return doubt


def exponential(doubt, visibility, acceptance, n_new, n_before, n_contacts):
    """Use what is not the same on all machines."""
    return doubt * math.exp(-visibility * acceptance * n_new)


def posts(run, people) -> float:
    """Count the posts of claims."""
    return float(run.tallies[..., 0].sum())


def ring(members, rng, *, k=4):
    """Put everybody beside `k` others."""
    return nx.watts_strogatz_graph(members.n, k, 0.1, seed=rng)


@pytest.fixture(scope="module")
def village() -> Scenario:
    """Give a village of a hundred."""
    return Scenario.load("first_steps").with_({"population.size": 100})


def test_both_engines_run_it_and_nothing_is_registered(village: Scenario) -> None:
    """Fault: a rule or modifier that one engine does not look at; a class left in a catalogue."""
    before = [dict(catalogue) for catalogue in CATALOGUES]
    own = {
        "interventions": [PAUSE],
        "rule": halved,
        "measures": {"posts": posts},
        "generators": {"chat": ring},
    }
    one, other = (village.run(engine=engine, **own) for engine in ("compiled", "reference"))
    assert one.digest == other.digest
    assert (one.engine, other.engine) == ("compiled", "reference")
    assert one.outcomes()["posts"] == one.tallies[..., 0].sum()
    assert [dict(catalogue) for catalogue in CATALOGUES] == before
    assert len({one.digest, village.run().digest, village.run(rule=halved).digest}) == 3
    with pytest.raises(InputError, match="unknown rule halved"):
        village.with_({"rules.persuasion": "halved"})


def test_interventions_get_arms_of_their_own(village: Scenario) -> None:
    """An arm of a comparison is the run with the intervention, and workers change nothing.

    Fault: what a worker process does not know of; an arm that lacks what the first arm has.
    """
    made = village.compare(interventions=[PAUSE], measures={"posts": posts}, replicates=4, workers=1)
    assert made.arms == ("baseline", "with_talk", "pause")
    assert made.summaries["pause"][0].digest == village.run(interventions=[PAUSE]).digest
    effect = made.effect("posts").set_index("arm")["effect"]
    assert effect["pause"] < 0
    assert "count the posts of claims" in made._repr_html_().lower()
    assert village.run("with_talk", interventions=[PAUSE]).digest != made.summaries["pause"][0].digest


def test_workers_know_what_was_added(village: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: a class, or a rule, that only the parent process has."""
    monkeypatch.setattr("infosim.experiments.workers.WORTH_IT", 0.0)
    own = {"interventions": [PAUSE], "rule": halved}
    alone, together = (village.compare(replicates=3, workers=n, **own) for n in (1, 2))
    assert alone.digest == together.digest


def test_what_cannot_be_sent_is_done_here(
    village: Scenario, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where processes begin from nothing, a class of a notebook stays in this one.

    Fault: a worker that dies because it cannot import `__main__` of a notebook.
    """
    caplog.set_level(logging.INFO, "infosim")
    # The function `compare` hides the module of this name.
    monkeypatch.setattr(sys.modules["infosim.experiments.compare"], "start_method", lambda: "spawn")
    monkeypatch.setattr(ShareDelay, "__module__", "__main__")
    study = village.using(interventions=[PAUSE]).prepare()
    assert _workers(study, 8) == 1
    assert "share_delay cannot be sent" in caplog.text
    assert _workers(village.prepare(), 8) == 8


def test_a_rule_that_cannot_be_compiled_says_so_and_runs(
    village: Scenario, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault: numba's traceback; a rule that is compiled to other bits; the same line said for each run."""
    made = village.compare(rule=exponential, replicates=2, workers=1)
    assert made.engine == "reference"
    assert made.summaries["baseline"][0].digest == village.run(rule=exponential, engine="reference").digest
    first, *_ = caplog.messages
    line = exponential.__code__.co_firstlineno + 2
    assert f"math.exp(-visibility * acceptance * n_new) in line {line} of test_own.py" in first
    assert "+ - * /" in first
    assert "\n" not in first
    assert len(caplog.messages) == 2  # one for each time that it was handed over


def power(doubt, visibility, acceptance, n_new, n_before, n_contacts):
    """Use a power."""
    return doubt * (1 - visibility) ** n_new


def helped(doubt, visibility, acceptance, n_new, n_before, n_contacts):
    """Call something of the user's."""
    return posts(doubt, visibility)


def listed(doubt, visibility, acceptance, n_new, n_before, n_contacts):
    """Make a list."""
    return sum([doubt for _ in range(n_new)])


@pytest.mark.parametrize(
    ("rule", "said"),
    [(power, "**"), (helped, "posts(doubt, visibility)"), (listed, "sum([doubt"), (exponential, "math.exp")],
)
def test_what_is_outside_the_subset_is_named(rule: Any, said: str) -> None:
    """Fault: a power compiled, whose last bit differs between machines."""
    assert said in outside(rule)
    assert outside(halved) == ""


def test_shipped_rules_are_inside_the_subset() -> None:
    """Fault: a subset that refuses what is compiled every day."""
    assert [outside(rule) for rule in PERSUASION.values()] == [""] * len(PERSUASION)


def test_a_rule_is_taken_as_it_is_when_it_is_handed_over(
    village: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A number that a rule takes from its module is part of it: of its name, of its cache, of its runs.

    Fault: a digest of the text alone, so that an edited number runs as the old one (LAW 8).
    """
    before, run = village.using(rule=halved), village.run(rule=halved)
    monkeypatch.setattr(f"{__name__}.WEIGHT", 0.25)
    after = village.using(rule=halved)
    assert digest(before.model) != digest(after.model)
    for engine in ("compiled", "reference"):
        assert before.run(engine=engine).digest == run.digest
        assert after.run(engine=engine).digest != run.digest


def test_code_is_named_by_what_it_does() -> None:
    """Fault: a helper, a default or a constant that changes nothing in the name."""

    def module(number: int, default: int) -> Any:
        text = f"N = {number}\ndef helper(x): return x + N\ndef f(x, y={default}): return helper(x)"
        made = ModuleType("somebodys")
        exec(text, vars(made))  # as a file of the user's
        return made.f

    assert fingerprint(module(1, 2)) == fingerprint(module(1, 2))
    assert len({fingerprint(module(n, d)) for n in (1, 2) for d in (1, 2)}) == 4
    assert fingerprint(np.arange(3)) != fingerprint(np.arange(4))
    assert fingerprint({"a": {1, 2}}) == fingerprint({"a": {2, 1}})


def test_names_of_runs_depend_on_the_code_that_they_use(village: Scenario) -> None:
    """A store keeps no run of other code under the same name; code of another arm changes none.

    Fault: interventions named by their numbers alone.
    """
    plain = arm_forms(village.model, None, ())
    added = arm_forms(village.using(interventions=[PAUSE]).model, None, ())
    assert added["baseline"] == plain["baseline"]
    assert set(added["pause"]["additions"]) == {"intervention share_delay"}
    with_rule = arm_forms(village.using(rule=halved).model, None, ())
    assert set(with_rule["baseline"]["setting"]["additions"]) == {"rule halved"}


def test_rules_go_to_other_processes_by_name() -> None:
    """Fault: a copy of a function, which pickle refuses; another function of the same name."""
    rule = AddedRule.of(halved)
    assert pickle.loads(pickle.dumps(rule)) == rule
    gone = AddedRule(rule.name, "0" * 16, "", rule.function)
    with pytest.raises(InputError, match="hand it over again"):
        pickle.loads(pickle.dumps(gone))


def test_shipped_things_can_be_handed_over(village: Scenario) -> None:
    """Fault: a shipped rule taken for the user's, under a name that is taken."""
    assert (
        village.run(rule=reinforced).digest == village.with_({"rules.persuasion": "reinforced"}).run().digest
    )
    talk = village.model.interventions[0].model_copy(update={"id": "second"})
    assert not village.using(interventions=[talk]).model.additions


def test_a_scenario_with_additions_can_be_changed(village: Scenario) -> None:
    """Fault: what was added lost on the way through plain data."""
    mine = village.using(interventions=[PAUSE], generators={"chat": ring})
    changed = mine.with_({"interventions.pause.effect": "10%", "platforms.chat.graph.k": 6})
    assert changed.model.interventions[-1].effect == 0.1  # type: ignore[attr-defined]
    assert changed.run().network(0).number_of_edges() > mine.run().network(0).number_of_edges()
    both = mine.with_({"arms.both": {"interventions": ["talk", "pause"]}})
    assert both.run("both").cost >= 0
    assert canonical_json(mine.with_({}).model) == canonical_json(mine.model)
    assert mine != village


def test_arms_about_another_setting_know_what_was_added(village: Scenario) -> None:
    """Fault: a study that is built anew for an arm, from catalogues that lack the kind, rule and graph."""
    elsewhere = {"interventions": ["pause"], "set": {"platforms.chat.reach": "30%"}}
    own = {"interventions": [PAUSE], "rule": halved, "generators": {"chat": ring}}
    mine = village.using(**own).with_({"arms.elsewhere": elsewhere})
    one, other = (mine.run("elsewhere", engine=engine).digest for engine in ("compiled", "reference"))
    assert one == other != mine.run("pause").digest


def lost(members, rng):
    """Tie people who are not there."""
    return Ties(np.array([0]), np.array([members.n]))


def nothing(members, rng):
    """Return nothing."""


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"interventions": [ShareDelay]}, "ShareDelay is no intervention with its numbers"),
        ({"interventions": [ShareDelay(id="pause", platform="chatt")]}, "did you mean chat?"),
        ({"interventions": [ShareDelay(id="talk", platform="chat")]}, "the id talk is taken"),
        ({"interventions": [PAUSE, PAUSE]}, "the id pause is taken"),
        ({"rule": lambda doubt: doubt}, "a rule is a function of six numbers"),
        ({"rule": "halved"}, "is no rule"),
        ({"ruel": halved}, "did you mean rule?"),
        ({"measures": {"cost": posts}}, "there is outcome cost already"),
        ({"measures": {"mine": halved}}, "def mine(run, people)"),
        ({"generators": {"chatt": ring}}, "chatt"),
        ({"generators": {"chat": lost}}, "lost ties people who are not there"),
        ({"generators": {"chat": nothing}}, "returned no contacts but NoneType"),
    ],
)
def test_wrong_things_are_refused_in_words(village: Scenario, own: dict[str, Any], said: str) -> None:
    """Fault: an attribute error out of the depths."""
    with pytest.raises(InputError) as caught:
        village.run(**own)
    assert said in str(caught.value)


def test_an_outcome_says_how_it_is_called(village: Scenario) -> None:
    """Fault: words and direction of an outcome left out."""
    fewer = Outcome(posts, "posts of claims", "posts", "lower", by_group=False)
    made = village.compare(measures={"posts": fewer}, interventions=[PAUSE], replicates=3, workers=1)
    assert made.paired("pause", "posts").helped > 0.5
    assert (made.frame().query("outcome == 'posts'")["group"] == "all").all()


def test_everything_in_a_module_is_found() -> None:
    """What a module has imported is not its own.

    Fault: a rule taken for a measure; classes of others taken over.
    """
    here = globals()
    added = written_in(here, __name__)
    assert set(added.kinds) == {"share_delay"}
    assert {"halved", "power"} <= set(added.rules)
    assert {"ring", "lost", "nothing"} == set(added.generators)
    assert set(added.outcomes) == {"posts"}
    with pytest.raises(InputError, match="adds nothing"):
        written_in({"number": 1}, "empty")


def dividing(doubt, visibility, acceptance, n_new, n_before, n_contacts):
    """Divide by nothing."""
    return doubt / (n_new - n_new)


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "raised"), [("reference", ZeroDivisionError), ("compiled", InfosimError)])
def test_engines_agree_that_a_rule_fails(village: Scenario, engine: str, raised: type[Exception]) -> None:
    """NumPy's numbers would give infinity where Python's and compiled code's fail.

    Fault: a run that one engine finishes and the other does not.
    """
    with pytest.raises(raised, match="zero"):
        village.run(rule=dividing, engine=engine)
