"""Runs against theory: fixed seeds, tolerances derived where they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from infosim.network import Graph
from infosim.rules.belief import BELIEVER, CORRECTED, UNAWARE, UNCONVINCED
from infosim.simulation import Simulation, Study, run
from studies import Written, study_of, with_arms

pytestmark = pytest.mark.usefixtures("warm_engines")

SIGMAS = 4.5
"""A normal variable is farther out than this with probability 7e-6."""


def plain(size: int, days: int, claim: dict[str, Any], **layer: Any) -> Written:
    """Write a study of people who are all alike, one platform and one claim."""
    everybody = {"id": "all", "share": 1.0, "literacy": 0.5}
    basic = {"id": "claim", "veracity": "true", "forgetting": "never", "verification": 0.0}
    chat = {"kind": "messaging", "graph": {"model": "erdos_renyi", "mean_degree": 0}, "reach": 1.0}
    return {
        "time": {"length": f"{days} days", "step": "1 days"},
        "population": {"size": size, "groups": [everybody], "literacy_spread": 0.0, "activity_sigma": 0.0},
        "platforms": {"chat": chat | layer},
        "claims": [basic | claim],
    }


def with_ties(study: Study, source: np.ndarray, target: np.ndarray, n_seeds: int) -> Study:
    """Put given ties in place of the drawn ones; the first people start the claim."""
    n_people = study.society.population.n_people
    graph = Graph.from_pairs(n_people, source, target, mutual=False)
    eligible = (np.arange(n_seeds, dtype=np.int64),)
    society = replace(study.society, followers=(graph,), sources=(graph.reversed(),), eligible=eligible)
    return replace(study, society=society)


def believers(study: Study, replicates: int, stance: int = BELIEVER) -> np.ndarray:
    """Count people in a stance at each step, over all replicates; `(n_steps + 1,)`."""
    return np.sum(
        [run(study, "baseline", r).counts[:, 0, stance].sum(axis=1) for r in range(replicates)], axis=0
    )


@pytest.mark.parametrize("n_contacts", [1, 3])
def test_resistance_is_independent_trials(n_contacts: int) -> None:
    """Let 600 people each hear from one or three contacts a day: geometric waiting times.

    One draw of resistance per episode must have the law of a trial per exposure: the
    proportion not yet convinced on day t is (1 - v a)**(n t), and of those unaware
    (1 - v)**(n t) times that. Binomial standard errors over 3,000 people.

    Fault: the resistance compared with the last exposure only; awareness decided by
    the draw of belief, so that nobody is ever unconvinced.
    """
    n_targets, reach, plausibility, n_runs, days = 600, 0.3, 0.4, 5, 8
    claim = {
        "plausibility": plausibility,
        "seeds": {"count": n_contacts, "every": "1 days"},
        "sharing": {"rate": 0.0},
    }
    study = study_of(plain(n_contacts + n_targets, days, claim, reach=reach))
    source = np.repeat(np.arange(n_contacts), n_targets)
    target = n_contacts + np.tile(np.arange(n_targets), n_contacts)
    study = with_ties(study, source, target, n_contacts)
    trials, total = n_contacts * np.arange(days + 1), n_targets * n_runs
    for stance, law in (
        (BELIEVER, 1 - (1 - reach * plausibility) ** trials),
        (UNAWARE, ((1 - reach) * (1 - reach * plausibility)) ** trials),
        (UNCONVINCED, (1 - (1 - reach) ** trials) * (1 - reach * plausibility) ** trials),
    ):
        counted = believers(study, n_runs, stance) - (n_contacts * n_runs if stance == BELIEVER else 0)
        counted[0] = total * law[0]
        error = np.sqrt(law * (1 - law) / total)
        assert (np.abs(counted / total - law) <= SIGMAS * error).all(), stance


@pytest.mark.parametrize("half_life", [2, 6])
def test_beliefs_are_forgotten_with_their_half_life(half_life: int) -> None:
    """Let 300 people believe on day 0, in eight runs: half of them do after each half-life.

    Binomial standard errors over 2,400 people, at every step.

    Fault: a survival table read one step too early; a half-life used as a mean.
    """
    claim = {"seeds": {"count": 300}, "sharing": {"rate": 0.0}, "forgetting": f"{half_life} days"}
    counted = believers(study_of(plain(300, 20, claim)), 8)[1:]
    # Seeds believe from step 0 on, and a belief lasts at least to the next row.
    law = 0.5 ** (np.arange(1, 21) / half_life)
    assert (np.abs(counted / 2400 - law) <= SIGMAS * np.sqrt(law * (1 - law) / 2400)).all()


def test_interest_in_sharing_has_its_half_life() -> None:
    """Let 300 believers post at every step of their interest, in eight runs.

    Those still interested at age t are 2 ** (-t / 3); on day 0 they post as seeds, too.

    Fault: interest measured from the step before the belief.
    """
    sharing = {"rate": 1.0, "unconvinced": 0.0, "interest": "3 days"}
    study = study_of(plain(300, 15, {"seeds": {"count": 300}, "sharing": sharing}))
    posts = np.sum([run(study, "baseline", r).tallies[:, 0, 0] for r in range(8)], axis=0)
    law = 0.5 ** (np.arange(15) / 3)
    assert (np.abs(posts / 2400 - law) <= SIGMAS * np.sqrt(law * (1 - law) / 2400))[1:].all()


@pytest.mark.parametrize(("literacy", "per_day"), [(1.0, 0.1), (0.5, 0.05), (0.0, 0.0)])
def test_verification_is_a_constant_hazard(literacy: float, per_day: float) -> None:
    """Let 300 people check a false claim at a hazard in proportion to their literacy.

    Corrected by day t are 1 - (1 - hazard)**t, binomial over 2,400 people. Literacy 0
    means exactly nobody.

    Fault: a hazard that starts anew when the stance changes; literacy left out.
    """
    claim = {"veracity": "false", "seeds": {"count": 300}, "sharing": {"rate": 0.0}, "verification": "10%"}
    written = plain(300, 20, claim | {"correction": {"sharing": 0.0, "forgetting": "never"}})
    written["population"]["groups"][0]["literacy"] = literacy
    counted = believers(study_of(written), 8, CORRECTED)
    law = 1 - (1 - per_day) ** np.arange(21)
    assert (np.abs(counted / 2400 - law) <= SIGMAS * np.sqrt(law * (1 - law) / 2400)).all()


def test_true_and_misleading_claims_are_never_verified() -> None:
    """Let the most literate check claims that no fact-checker rates false: nobody is corrected.

    Fault: `veracity != "true"` where `== "false"` is meant.
    """
    for veracity in ("true", "misleading"):
        claim = {"veracity": veracity, "seeds": {"count": 50}, "sharing": {"rate": 0.0}, "verification": 1.0}
        written = plain(50, 20, claim)
        written["population"]["groups"][0]["literacy"] = 1.0
        assert believers(study_of(written), 2, CORRECTED).sum() == 0


def test_corrections_are_accepted_as_often_as_they_say() -> None:
    """Publish one correction to everybody: acceptance of the unaware, less the residual for believers.

    300 believers and 300 unaware people in eight runs, binomial standard errors.

    Fault: the residual taken from those who never believed.
    """
    claim = {
        "veracity": "false",
        "seeds": {"count": 300},
        "sharing": {"rate": 0.0},
        "correction": {"acceptance": 0.4, "residual": 0.25, "forgetting": "never"},
    }
    check = {
        "id": "check",
        "kind": "fact_check",
        "channel": "radio",
        "reach": 1.0,
        "start": "3 days",
        "delay": "0 h",
    }
    study = study_of(with_arms(plain(600, 5, claim), check))
    none = np.zeros(0, dtype=np.int64)
    study = with_ties(study, none, none, 300)
    runs = [run(study, "all", r, keep_stances=True) for r in range(8)]
    corrected = np.array([one.state.stance[0] == CORRECTED for one in runs])
    for people, law in ((slice(0, 300), 0.3), (slice(300, 600), 0.4)):
        assert abs(corrected[:, people].mean() - law) <= SIGMAS * np.sqrt(law * (1 - law) / 2400)
    assert not any(one.counts[:4, 0, CORRECTED].any() for one in runs)


def test_coverage_and_moments_of_a_campaign() -> None:
    """Reach the proportions stated, group by group, evenly over the length.

    Binomial standard errors among 3,000 people in four runs. Dates in 20 equal cells:
    chi-square with 19 degrees of freedom.

    Fault: the coverage of one group used for all; the last step of the length never used.
    """
    written = plain(3000, 40, {"sharing": {"rate": 0.0}})
    written["population"]["groups"] = [
        {"id": "town", "share": 0.4},
        {"id": "village", "share": 0.4},
        {"id": "hamlet", "share": 0.2},
    ]
    reach = {"town": 0.35, "village": 0.8}
    ads = {"id": "ads", "kind": "awareness_campaign", "channel": "radio", "reach": reach, "start": "5 days"}
    study = study_of(with_arms(written, ads | {"length": "20 days"}))
    group = study.society.population.group
    marks = [Simulation(study, "all", r, "compiled").programme.marks[0] for r in range(4)]
    for g, law in enumerate((0.35, 0.8, 0.0)):
        n = 4 * int((group == g).sum())
        reached = sum(int((group[mark.people] == g).sum()) for mark in marks)
        assert abs(reached / n - law) <= SIGMAS * np.sqrt(law * (1 - law) / n)
    days = np.bincount(np.concatenate([mark.steps for mark in marks]), minlength=40)
    due = days.sum() / 20
    assert days[:5].sum() == days[25:].sum() == 0
    assert ((days[5:25] - due) ** 2 / due).sum() < 19 + SIGMAS * np.sqrt(2 * 19)


def test_calibrated_branching_comes_out() -> None:
    """Count the further sharers of early sharers, and compare with the branching asked for.

    600 people with 12 contacts, 900 runs. Generations 2 to 4 of sharers over 1 to 3,
    as the calibration defines it. The ratio of sums has a standard error of 0.016, from
    its variance between 1,200 runs, which gave 1.208; allowed are 4.5 of them.

    Fault: the sharing of believers overrated by 30% when the rate is sought.
    """
    claim = {
        "plausibility": 0.5,
        "seeds": {"count": 1},
        "sharing": {"branching": 1.2, "unconvinced": 0.5, "interest": "2 days"},
    }
    layer = {"graph": {"model": "erdos_renyi", "mean_degree": 12}, "reach": 0.3}
    study = study_of(plain(600, 60, claim, **layer))
    early, further = 0, 0
    for r in range(900):
        state = run(study, "baseline", r).state
        sizes = generations(state.parent[0], state.first_shared[0] >= 0)
        early += sum(sizes[1:4])
        further += sum(sizes[2:5])
    assert abs(further / early - 1.2) < SIGMAS * 0.016


def generations(parent: np.ndarray, shares: np.ndarray) -> list[int]:
    """Count the sharers of generations 0 to 4."""
    now, sizes = parent == -1, []
    for _ in range(5):
        sizes.append(int((now & shares).sum()))
        now = np.isin(parent, np.flatnonzero(now & shares))
    return sizes
