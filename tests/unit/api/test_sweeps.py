"""A sweep in the hand: the same runs as those of the command line, kept, resumed and analysed."""

from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest

from infosim import InfosimError, InputError, Scenario, Sweep
from infosim.experiments.store import Store
from unit.api.test_own import PAUSE, halved, posts

pytestmark = pytest.mark.usefixtures("warm_engines")

RANGE = {"interventions.talk.coverage": "10%..90%"}


def failing(run: object, people: object) -> float:
    """Fail."""
    raise ValueError("no such thing")


@pytest.fixture(scope="module")
def found() -> Sweep:
    """Sweep one number of the village over five places, with an intervention and a rule of one's own."""
    return Scenario.load("first_steps").sweep(
        RANGE, replicates=3, interventions=[PAUSE], rule=halved, measures={"posts": posts}, workers=2
    )


def test_runs_are_those_of_the_scenario_at_each_point(found: Sweep) -> None:
    """Fault: a point run with another value; outcomes of one's own left out by worker processes."""
    frame = found.frame()
    assert len(frame) == 5 * 3 * 3
    row = frame.query("point == 2 and arm == 'with_talk' and replicate == 1").iloc[0]
    assert row["interventions.talk.coverage"] == pytest.approx(0.3)
    there = Scenario.load("first_steps").with_({"interventions.talk.coverage": 0.3})
    run = there.run("with_talk", 1, rule=halved, measures={"posts": posts})
    assert run.outcomes()["posts"] == row["posts"]


def test_effects_are_paired(found: Sweep) -> None:
    """Fault: effects against another replicate; points counted from 0 in one table only."""
    frame, effects = found.frame(), found.effect("posts")
    values = frame.pivot_table(index=["point", "replicate"], columns="arm", values="posts")
    mean = (values["pause"] - values["baseline"]).groupby("point").mean()
    told = effects[effects["arm"] == "pause"].set_index("point")["effect"]
    assert np.allclose(mean, told)
    assert set(effects["arm"]) == {"with_talk", "pause"}
    with pytest.raises(InputError, match="unknown outcome joy"):
        found.effect("joy")


def test_sensitivity_and_figures(found: Sweep) -> None:
    """Fault: an analysis that does not know the kinds that were added."""
    table = found.sensitivity(arm="with_talk")
    assert table["path"].tolist() == list(RANGE)
    assert 0 <= table["value"][0] <= 1
    assert found.sentences(arm="with_talk")
    assert found.plot(arm="with_talk").axes
    assert "<table>" in found._repr_html_()
    with pytest.raises(InputError, match="response"):
        found.plot("pie")
    with pytest.raises(InputError, match="no arm"):
        found.sensitivity(arm="walk")


def test_a_store_is_resumed_and_another_goes_with_its_result(tmp_path: Path) -> None:
    """Fault: runs done twice; folders that are left behind."""
    village, path = Scenario.load("first_steps"), tmp_path / "mine" / "village.sqlite"
    told: list[tuple[int, int]] = []
    first = village.sweep(RANGE, levels=2, replicates=2, store=path, workers=1)
    again = village.sweep(
        RANGE, levels=2, replicates=2, store=path, workers=1, progress=lambda *n: told.append(n)
    )
    assert told[0] == (6, 6)  # the baseline is the same at both points
    assert first.frame().equals(again.frame())
    with Store(path) as store:
        assert len(store.digests()) == 6
    passing = village.sweep(RANGE, levels=2, replicates=1, workers=1)
    folder = passing.store.parent
    assert folder.exists()
    del passing
    gc.collect()
    assert not folder.exists()


def test_what_cannot_be_swept_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: a traceback of a worker; a class of a notebook sent to a process that has never seen it."""
    village = Scenario.load("first_steps")
    for wrong in ({"claims.rumour.plausibilty": "1%..2%"}, {"claims.rumour.plausibility": "high"}):
        with pytest.raises(InputError):
            village.sweep(wrong)

    with pytest.raises(InfosimError, match=r"3 runs failed, first baseline.*no such thing"):
        village.sweep(RANGE, levels=2, replicates=1, workers=1, measures={"failing": failing})
    with pytest.raises(InputError, match="inside cannot be sent to the processes of a sweep"):
        village.sweep(RANGE, measures={"inside": lambda run, people: 1.0})
    monkeypatch.setattr("infosim.api.sweeping.start_method", lambda: "spawn")
    monkeypatch.setattr(type(PAUSE), "__module__", "__main__")
    with pytest.raises(InputError, match="cannot be sent"):
        village.sweep(RANGE, interventions=[PAUSE])
