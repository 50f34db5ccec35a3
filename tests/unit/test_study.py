"""A scenario made ready to run: its rates, its arms, and its setting for the engines."""

from __future__ import annotations

import numpy as np
import pytest

from infosim import draws
from infosim.setting import build_setting, join_graphs
from infosim.simulation import Study
from studies import small, study_of, with_arms

COURSE = {"id": "course", "kind": "media_literacy_course", "coverage": "50%", "effect": "60%"}
ADS = {"id": "ads", "kind": "awareness_campaign", "channel": "feed", "reach": "40%", "effect": "30%"}


@pytest.fixture(scope="module")
def study() -> Study:
    """Make the small study ready."""
    return study_of(small())


def test_rates_are_as_written_or_found() -> None:
    """Take a rate as it is; find one for a branching, higher for more; nobody shares without either.

    Fault: rates by place among those that are calibrated.
    """
    written = small()
    written["claims"][1]["sharing"] = {"branching": 0.4, "interest": "3 days"}
    written["claims"][2]["sharing"] = {"branching": 0.8, "interest": "3 days"}
    written["claims"].append({"id": "unshared", "sharing": {"rate": None, "branching": None}})
    rates = study_of(written).rates
    assert rates[0] == 0.3
    assert 0 < rates[1] < rates[2] < 1
    assert rates[3] == 0.0


@pytest.mark.parametrize(("interest", "step"), [("12 h", "6 h"), ("12 h", "1 days"), ("3 days", "6 h")])
def test_a_branching_is_found_whatever_the_step(interest: str, step: str) -> None:
    """Calibrate with short and long interest, in short and long steps.

    Fault: the logarithm of a branching that rounds to zero at the smallest rate tried.
    """
    written = small(time={"length": "30 days", "step": step})
    written["claims"] = [{"id": "hoax", "sharing": {"branching": 1.1, "interest": interest}}]
    (rate,) = study_of(written).rates
    assert 0.001 < rate < 0.5


def test_arms_change_their_interventions_only() -> None:
    """Change a field in one arm: the others keep what the file says, and file order is kept.

    Fault: a change that is made to the scenario, so that it is in force everywhere.
    """
    written = with_arms(small(), COURSE, ADS, one=["ads", "course"], two=["course"])
    written["arms"]["two"]["set"] = {"interventions.course.effect": "20%"}
    made = study_of(written)
    assert made.baseline == "baseline"
    assert [[part.id for part in arm] for arm in made.arms.values()] == [[], ["course", "ads"], ["course"]]
    assert made.arms["one"][0].effect == 0.6  # type: ignore[attr-defined]
    assert made.arms["two"][0].effect == 0.2  # type: ignore[attr-defined]
    assert made.arms["two"][0].coverage == 0.5  # type: ignore[attr-defined]


def test_contacts_of_all_platforms_are_joined(study: Study) -> None:
    """Find everybody's contacts on each platform in the one long list.

    Fault: starts of the second platform counted from its own beginning.
    """
    graphs = study.society.followers
    joined = join_graphs(graphs)
    assert len(joined.people) == sum(graph.n_ties for graph in graphs)
    for p, graph in enumerate(graphs):
        for i in range(graph.n_people):
            found = joined.people[joined.starts[p, i] : joined.starts[p, i + 1]]
            assert found.tolist() == graph.contacts(i).tolist()


def test_setting_follows_the_scenario(study: Study) -> None:
    """Look up each claim and platform in the arrays of the engines.

    Fault: `judged` and `checkable` exchanged, so that misleading claims are fact-checked;
    the row of published corrections without reach.
    """
    setting = build_setting(study, study.society.world(1, 4, ()))
    assert (setting.seed, setting.replicate) == (1, 4)
    assert setting.judged.tolist() == [True, True, False]
    assert setting.checkable.tolist() == [True, False, False]
    assert setting.reach.tolist() == [0.4, 0.5, 0.2, 1.0, 1.0]
    assert setting.plausibility.tolist() == [0.3, 0.2, 0.3]
    assert setting.rate.tolist() == list(study.rates)
    assert setting.unthinking_rate.tolist() == [0.15, 0.15, 0.15]
    assert setting.correction_rate.tolist() == [0.15, 0.0, 0.0]
    assert setting.correction_acceptance.tolist() == [0.3, 0.0, 0.0]
    assert setting.claim_key.tolist() == [draws.label_key("claim", k) for k in ("hoax", "twist", "advice")]
    assert len(set(setting.share_key.ravel().tolist())) == 9


def test_survival_tables_begin_at_one_and_fall(study: Study) -> None:
    """Tabulate every age of a run for each claim, and verification for each group by its literacy.

    Fault: verification of the first group given to all; a table that is one step short.
    """
    setting = build_setting(study, study.society.world(1, 0, ()))
    n_ages = study.society.clock.n_steps + 2
    for name in ("interest", "correction_interest", "forgetting", "correction_forgetting", "verification"):
        table = getattr(setting, name)
        assert table.shape[0] == 3
        assert table.shape[-1] == n_ages
        assert (table[..., 0] == 1.0).all()
        assert (np.diff(table, axis=-1) <= 0).all()
    # Interest of the hoax has a half-life of three steps, its belief one of twenty.
    assert setting.interest[0, 3] == pytest.approx(0.5)
    assert setting.forgetting[0, 20] == pytest.approx(0.5)
    town, village = setting.verification[0, :, 1]
    assert town == pytest.approx(1 - 0.02 * 0.75)
    assert village == 1.0
