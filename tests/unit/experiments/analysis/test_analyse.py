"""The analysis of a real sweep: sentences that are true, figures that are drawn."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from infosim.errors import InputError
from infosim.experiments import compare
from infosim.experiments.analysis import Analysis, analyse
from infosim.experiments.analysis.told import limit_words, sentences, to_json, write_analysis
from infosim.experiments.store import Store
from infosim.experiments.sweep import plan_sweep, run_sweep
from infosim.experiments.sweep.coordinator import Options
from infosim.plots.heat_map import cells_of, write_map
from infosim.plots.response import write_responses
from infosim.scenario import load
from sweeping import Told

pytestmark = pytest.mark.usefixtures("warm_engines")

SETS = (
    "sweep.vary.interventions.talk.effect=0%..80%",
    "sweep.vary.interventions.talk.coverage=[10%, 90%]",
    "sweep.design=sobol",
    "sweep.samples=32",
    "sweep.replicates=4",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("analysed") / "s.sqlite"
    run_sweep(plan_sweep(load("first_steps", sets=SETS)), path, Options(workers=2), Told())
    return path


@pytest.fixture
def found(store: Path) -> Analysis:
    with Store(store) as kept:
        return analyse(kept)


def test_effects_are_paired_and_turned_the_right_way(found: Analysis) -> None:
    """At one point the effect is that of `compare`; a gain is what is averted.

    Fault: the arm less the baseline of another point.
    """
    loaded = load("first_steps", sets=SETS)
    point = plan_sweep(loaded).points[5]
    alone = compare(point.scenario, replicates=4, workers=1)
    assert found.values[5].tolist() == alone.differences("with_talk", "ever_believed_fraction").tolist()
    assert found.gains[5] == pytest.approx(alone.averted("with_talk", "ever_believed_fraction"))
    assert (found.arm, found.versus, found.outcome) == ("with_talk", "baseline", "ever_believed_fraction")


def test_the_sentence_tells_where_it_fails(found: Analysis) -> None:
    """A talk that reaches few, or teaches little, averts little: both are named, and it is true.

    Fault: failures are where most is gained.
    """
    assert found.box is not None
    text = sentences(found)[-1]
    assert text.startswith("A talk at school averts less than ")
    assert "interventions.talk.coverage is 10%" in text or "interventions.talk.effect is at most" in text
    known = found.gains < found.failing
    assert int(known.sum()) == int(found.fails.sum())
    assert f"all {int(known.sum())} such points of 32" in text
    coverage = found.places[:, [axis.path for axis in found.axes].index("interventions.talk.coverage")]
    assert found.gains[coverage < 0.5].mean() < found.gains[coverage > 0.5].mean()


def test_plain_data_say_the_same(found: Analysis, tmp_path: Path) -> None:
    """Fault: NaN in JSON; an index that is in one form only."""
    files = write_analysis(found, tmp_path)
    assert [path.name for path in files] == ["indices.csv", "analysis.json"]
    said = json.loads(files[1].read_text(encoding="utf-8"))
    assert said == json.loads(json.dumps(to_json(found)))
    assert len(files[0].read_text(encoding="utf-8").splitlines()) == 1 + len(said["indices"])
    assert said["sentences"] == sentences(found)
    assert 0 < said["noise"]["chance"] < 1


def test_figures_are_drawn_and_the_map_holds_the_means(found: Analysis, tmp_path: Path) -> None:
    """Fault: rows and columns exchanged."""
    files = [*write_responses(found, tmp_path), *write_map(found, tmp_path)]
    assert sorted(path.name for path in files) == ["map.png", "map.svg", "response.png", "response.svg"]
    assert all(path.stat().st_size > 5000 for path in files)
    effect, coverage = sorted(found.axes, key=lambda axis: bool(axis.choices))
    cells = cells_of(found, effect, coverage)
    assert cells.up == ["10%", "90%"]
    k = found.axes.index(coverage)
    first = (found.places[:, k] < 0.5) & (found.places[:, 1 - k] < 1 / len(cells.across))
    assert cells.mean[0, 0] == pytest.approx(100 * found.means[first].mean())


def test_levels_and_groups_can_be_looked_at(store: Path) -> None:
    """Fault: the first arm is compared with itself."""
    with Store(store) as kept:
        level = analyse(kept, arm="baseline", outcome="person_days_per_person", group="elder")
        assert level.versus == ""
        # Nothing that was varied bears on the baseline.
        assert level.indices.indices == []
        assert "Nothing that was varied changes it." in sentences(level)
        assert analyse(kept, failing=-5.0).box is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"arm": "nobody"}, "no arm"),
        ({"outcome": "happiness"}, "no outcome"),
        ({"group": "cats"}, "no group"),
        ({"group": "elder", "outcome": "cost"}, "no outcome"),
    ],
)
def test_what_is_not_there_is_refused(asked: dict[str, str], said: str, store: Path) -> None:
    """Fault: an empty table is analysed."""
    with Store(store) as kept, pytest.raises(InputError, match=said):
        analyse(kept, **asked)


def test_limits_are_said_in_units(found: Analysis) -> None:
    """Fault: places instead of values."""
    effect = next(axis for axis in found.axes if not axis.choices)
    from infosim.experiments.analysis.prim import Limit

    assert limit_words(effect, Limit(0.0, 0.5)) == "interventions.talk.effect is at most 40%"
    assert limit_words(effect, Limit(0.25, 1.0)) == "interventions.talk.effect is at least 20%"
    assert limit_words(effect, Limit(0.25, 0.5)) == "interventions.talk.effect is between 20% and 40%"
    assert np.isfinite(found.means).all()
