"""Which arms have a mean field, and that it is the right one."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from infosim.experiments import compare
from infosim.experiments.theory import mean_field_of
from infosim.mean_field import epidemic_course, hoax_at_rest
from infosim.plots.trajectories import trajectories
from infosim.scenario.models import Scenario
from studies import Written, study_of

HOAX: Written = {
    "time": {"length": "400 days", "step": "1 days"},
    "population": {
        "size": 120,
        "activity_sigma": 0,
        "literacy_spread": 0,
        "groups": [{"id": "all", "share": 1, "literacy": 0.2}],
    },
    "platforms": {
        "net": {"kind": "messaging", "graph": {"model": "erdos_renyi", "mean_degree": 8}, "reach": 0.5}
    },
    "claims": [
        {
            "id": "hoax",
            "plausibility": 0.5,
            "seeds": {"count": 12},
            "sharing": {"rate": 1, "unconvinced": 0, "interest": "never"},
            "forgetting": "30% per day",
            "verification": 1,
            "correction": {"sharing": 1, "interest": "never", "forgetting": "30% per day"},
        }
    ],
    "rules": {"persuasion": "sbfc"},
}


def hoax(**claim: Any) -> Written:
    """Write the hoax with its claim changed."""
    written = deepcopy(HOAX)
    written["claims"][0] |= claim
    return written


def epidemic(**claim: Any) -> Written:
    """Write an epidemic that everybody recovers from for good, with its claim changed."""
    basic: Written = {"plausibility": 0.4, "forgetting": "never", "verification": 0, "correction": None}
    basic["sharing"] = {"rate": 1, "unconvinced": 0, "interest": "20% per day"}
    return hoax(**(basic | claim)) | {"rules": {}}


def test_hoax_ends_where_its_formula_says() -> None:
    """Credibility 0.8, verifying with 0.2. Fault: literacy for credibility; reach left out."""
    course = mean_field_of(study_of(HOAX), "baseline")
    assert course is not None
    assert course[0] == pytest.approx(0.1)
    assert course[-1] == pytest.approx(hoax_at_rest(0.8, 0.5, 0.3, 0.2), abs=1e-6)


def test_groups_that_keep_apart_are_societies_of_their_own() -> None:
    """Fault: contacts of one group counted for the other; groups of different size weighed alike."""
    written = deepcopy(HOAX)
    groups = [{"id": "a", "share": 0.75, "literacy": 0.2}, {"id": "b", "share": 0.25, "literacy": 0.6}]
    written["population"]["groups"] = groups
    written["platforms"]["net"]["graph"] = {"model": "stochastic_block", "mean_degree": 8, "within": 1.0}
    course = mean_field_of(study_of(written), "baseline")
    assert course is not None
    expected = 0.75 * hoax_at_rest(0.8, 0.5, 0.3, 0.2) + 0.25 * hoax_at_rest(0.4, 0.5, 0.3, 0.6)
    assert course[-1] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("claim", "gamma", "immune"),
    [
        ({}, 0.2, True),
        ({"sharing": {"rate": 1, "unconvinced": 0, "interest": {"exactly": "1 days"}}}, 1.0, True),
        (
            {"sharing": {"rate": 1, "unconvinced": 0, "interest": "never"}, "forgetting": "30% per day"},
            0.3,
            False,
        ),
    ],
)
def test_epidemics_with_and_without_immunity(claim: Written, gamma: float, immune: bool) -> None:
    """SIR, cascades and SIS, infecting by reach times acceptance. Fault: immunity exchanged."""
    study = study_of(epidemic(**claim))
    degree = study.society.sources[0].n_ties / 120
    literacy = 1.15 + (1.0 - 1.15) * 0.4
    expected = epidemic_course(0.5 * 0.4 * literacy, gamma, degree, 0.1, 400, immune=immune)[:, 1]
    found = mean_field_of(study, "baseline")
    assert found is not None
    assert np.allclose(found, expected)


@pytest.mark.parametrize(
    "written",
    [
        hoax(forgetting={"exactly": "3 days"}),
        hoax(forgetting="20% per day"),
        hoax(seeds={"count": 12, "every": "9 days"}),
        hoax(seeds={"count": 12, "start": "3 days"}),
        hoax(sharing={"rate": 0.5, "unconvinced": 0, "interest": "never"}),
        hoax(sharing={"rate": 1, "unconvinced": 0, "interest": "6 days"}),
        hoax(correction=None),
        HOAX | {"population": HOAX["population"] | {"literacy_spread": 0.1}},
        HOAX | {"rules": {"persuasion": "reinforced"}},
        HOAX | {"claims": [*HOAX["claims"], HOAX["claims"][0] | {"id": "other"}]},
        epidemic(verification=0.1),
        epidemic(forgetting="30% per day"),
        epidemic() | {"population": HOAX["population"] | {"activity_sigma": 1}},
    ],
)
def test_what_has_no_mean_field_gets_none(written: Written) -> None:
    """Fault: a curve of another model drawn beside the runs."""
    assert mean_field_of(study_of(written), "baseline") is None


def dashed(figure: Figure) -> list[np.ndarray]:
    """List the heights of dashed curves."""
    lines = [line for axes in figure.axes for line in axes.get_lines() if line.is_dashed()]
    return [np.asarray(line.get_ydata()) for line in lines]


@pytest.mark.usefixtures("warm_engines")
def test_figure_draws_it_beside_the_runs() -> None:
    """An arm that nobody intervenes in has its curve, another one none. Fault: a curve beside a campaign."""
    ads = {"id": "ads", "kind": "awareness_campaign", "channel": "radio", "reach": "50%", "effect": "50%"}
    arms = {"baseline": {}, "ads": {"interventions": ["ads"]}}
    written = HOAX | {"time": {"length": "30 days", "step": "1 days"}, "interventions": [ads], "arms": arms}
    comparison = compare(Scenario.model_validate(written), replicates=2, workers=1)
    (curve,) = dashed(trajectories(comparison))
    theory = mean_field_of(comparison.study, "baseline")
    assert theory is not None
    assert np.allclose(curve, 100 * theory)
