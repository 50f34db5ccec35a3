"""Comparisons of arms: paired, whatever the order and the number of workers."""

from __future__ import annotations

import math
import sys
import threading

import numpy as np
import pytest

from handmade import comparison_of
from infosim.errors import InfosimError
from infosim.experiments import Comparison, compare
from infosim.experiments.intervals import estimate
from infosim.measures.catalogue import measure
from infosim.simulation import Study, run
from studies import Written, small, study_of, with_arms

DAYS = "person_days_per_person"
HELD = "corrected_end_fraction"

ADS: Written = {"id": "ads", "kind": "awareness_campaign", "channel": "feed", "reach": "80%", "effect": "70%"}
COURSE: Written = {"id": "course", "kind": "media_literacy_course", "coverage": "60%", "cost": 2}

REPLICATES = 4


@pytest.fixture(scope="module")
def study(warm_engines: tuple[str, ...]) -> Study:
    """Make the small study with two arms beside the baseline."""
    assert warm_engines
    return study_of(with_arms(small(), ADS, COURSE, ads=["ads"], both=["ads", "course"]))


@pytest.fixture(scope="module")
def real(study: Study) -> Comparison:
    """Compare a few replicates."""
    return compare(study, replicates=REPLICATES, workers=1)


@pytest.fixture(scope="module")
def plain() -> Study:
    """Make a study whose numbers will be written by hand."""
    return study_of(with_arms(small(), arm=[]))


def test_effects_are_paired(plain: Study) -> None:
    """Replicates differ by 10, the arm by exactly 1 in each: the interval has no width.

    Fault: the difference of means with the interval of unpaired samples.
    """
    base = [10.0, 20.0, 30.0, 40.0]
    written = comparison_of(plain, baseline={DAYS: base}, arm={DAYS: [value - 1 for value in base]})
    assert written.paired("arm", DAYS) == (-1.0, -1.0, -1.0, 1.0)
    assert written.level("arm", DAYS).high - written.level("arm", DAYS).low > 10
    assert written.pairing_gain("arm") == math.inf


def test_pairs_are_of_the_same_replicate(plain: Study) -> None:
    """Give the arm the same numbers in another order: no effect on average, but an interval.

    Fault: values sorted before they are subtracted.
    """
    written = comparison_of(plain, baseline={DAYS: [1.0, 2.0, 3.0]}, arm={DAYS: [3.0, 1.0, 2.0]})
    effect = written.paired("arm", DAYS)
    assert effect.mean == 0.0
    assert effect.low < 0 < effect.high
    assert effect[:3] == estimate(np.array([2.0, -1.0, -1.0]), plain.scenario.run.seed)


@pytest.mark.parametrize(
    ("outcome", "values", "helped", "averted"),
    [
        (DAYS, [4.0, 5.0, 6.0, 4.0], 2 / 4, 0.25),
        (DAYS, [5.0, 5.0, 5.0, 5.0], 0.0, 0.0),
        (DAYS, [6.0, 6.0, 6.0, 6.0], 0.0, -1.0),
        (HELD, [4.0, 5.0, 6.0, 6.0], 2 / 4, 0.25),
        (HELD, [4.0, 4.0, 4.0, 4.0], 0.0, -1.0),
        ("peak_day", [4.0, 5.0, 6.0, 6.0], math.nan, 0.25),
    ],
)
def test_helped_is_strict_and_knows_which_way_is_better(
    plain: Study, outcome: str, values: list[float], helped: float, averted: float
) -> None:
    """Count the replicates that are strictly better; a tie is no help.

    Fault: `>=`, so that an intervention of strength zero helps every time; fewer corrected
    people called an improvement.
    """
    written = comparison_of(plain, baseline={outcome: [5.0] * 4}, arm={outcome: values})
    assert written.paired("arm", outcome).helped == pytest.approx(helped, nan_ok=True)
    assert written.averted("arm", outcome) == pytest.approx(averted)
    assert math.copysign(1.0, written.averted("arm", outcome)) == (-1.0 if averted < 0 else 1.0)


def test_groups_have_effects_of_their_own(plain: Study) -> None:
    """Two groups that move against each other, while nothing changes on average.

    Fault: the effect of everybody given for each group.
    """
    base = {DAYS: [5.0, 5.0], f"town/{DAYS}": [4.0, 4.0], f"village/{DAYS}": [6.0, 6.0]}
    arm = base | {f"town/{DAYS}": [2.0, 2.0], f"village/{DAYS}": [8.0, 9.0]}
    written = comparison_of(plain, baseline=base, arm=arm)
    assert written.paired("arm", DAYS).mean == 0.0
    assert written.averted("arm", DAYS, "town") == 2.0
    assert written.averted("arm", DAYS, "village") == -2.5
    assert written.groups == ("town", "village")


def test_groups_of_nobody_are_left_out() -> None:
    """A population of one has people in one group only. Fault: a table row of NaN."""
    population = {
        "size": 3,
        "groups": [{"id": "most", "share": "99%"}, {"id": "few", "share": "1%"}],
    }
    chat = {"kind": "messaging", "graph": {"model": "erdos_renyi", "mean_degree": 1}, "reach": "50%"}
    claims = [{"id": "hoax", "sharing": {"rate": 0.1}}]
    tiny = study_of(small(population=population, platforms={"chat": chat}, claims=claims))
    assert compare(tiny, replicates=1).groups == ("most",)


@pytest.mark.parametrize(
    ("believed", "cost", "each"),
    [
        # Of 60 people 0.25 x 60 = 15 are spared, for 30.
        ([0.25, 0.25], [30.0, 30.0], 2.0),
        ([0.5, 0.5], [30.0, 30.0], math.inf),
        ([0.75, 0.75], [30.0, 30.0], math.inf),
        ([0.25, 0.25], [0.0, 0.0], 0.0),
    ],
)
def test_cost_per_person_spared(plain: Study, believed: list[float], cost: list[float], each: float) -> None:
    """Divide by people, not by a proportion; nobody spared has no price.

    Fault: a negative cost per averted believer where the arm does harm.
    """
    name = "ever_believed_fraction"
    written = comparison_of(plain, baseline={name: [0.5, 0.5]}, arm={name: believed, "cost": cost})
    assert written.cost_per_averted("arm") == pytest.approx(each)


def test_branching_divides_sums() -> None:
    """Report what was asked for beside what came out, of early sharers of all baseline runs.

    Replicates 0, 1, 2 have 2, 4 and 6 early sharers, who caused 2, 3 and 4.
    Fault: the arm's runs counted too; the mean of ratios.
    """
    written = with_arms(small(), arm=[])
    written["claims"][0]["sharing"] = {"branching": 0.5, "interest": "3 days"}
    study = study_of(written)
    numbers = {DAYS: [1.0, 1.0, 1.0]}
    table = comparison_of(study, baseline=numbers, arm=numbers).branching()
    assert table == {"hoax": (0.5, 9 / 12), "twist": (None, 9 / 12), "advice": (None, 9 / 12)}


def test_branching_of_a_claim_that_nobody_shares_early(warm_engines: tuple[str, ...]) -> None:
    """A claim that begins after the end has no early sharers: not a number.

    Fault: a division by zero at the end of a long comparison.
    """
    assert warm_engines
    written = small()
    written["claims"][1]["seeds"] = {"count": 0}
    came = compare(study_of(written), replicates=2).branching()
    assert math.isnan(came["twist"][1])
    assert came["hoax"][1] > 0


def test_finding_is_looked_up(plain: Study) -> None:
    """Evaluate a condition on written numbers, by group and outcome.

    Fault: `level` read as an effect; the group ignored.
    """
    base = {DAYS: [5.0, 5.0], f"town/{DAYS}": [4.0, 4.0], "cost": [1.0, 1.0]}
    arm = {DAYS: [3.0, 3.0], f"town/{DAYS}": [3.0, 3.0], "cost": [7.0, 9.0]}
    tests = {
        "averted(arm) >= 2 and averted(arm) <= 2": True,
        "averted(arm, town) > 1.5": False,
        "level(arm, cost) > 7.9 and level(baseline, cost) < 1.1": True,
        "level(arm) < level(baseline)": True,
    }
    for test, expected in tests.items():
        written = with_arms(small(finding={"claim": "it works", "test": test}), arm=[])
        assert comparison_of(study_of(written), baseline=base, arm=arm).finding_holds is expected, test
    assert comparison_of(plain, baseline=base, arm=arm).finding_holds is None


def test_a_comparison_is_its_runs(study: Study, real: Comparison) -> None:
    """Find the numbers of each run in its place.

    Fault: summaries in the order in which workers finished.
    """
    assert real.arms == ("baseline", "ads", "both")
    for arm in real.arms:
        assert [one.replicate for one in real.summaries[arm]] == list(range(REPLICATES))
        for replicate in range(REPLICATES):
            alone = run(study, arm, replicate)
            assert real.summaries[arm][replicate].digest == alone.digest
            assert real.values(arm, DAYS)[replicate] == measure(alone)[DAYS]
    assert real.believing("ads").shape == (REPLICATES, len(real.days())) == (REPLICATES, 31)


def test_digest_does_not_depend_on_workers_or_engine(study: Study, real: Comparison) -> None:
    """Run with two threads, and by the other engine: equal bits, equal digest.

    Fault: lines of the digest in the order in which runs finished.
    """
    assert compare(study, replicates=REPLICATES, workers=3).digest == real.digest
    assert compare(study, replicates=1, engine="reference").digest == compare(study, replicates=1).digest


def test_digest_does_not_depend_on_the_order_of_arms(real: Comparison) -> None:
    """Write the arms in another order, and what an arm lists as well.

    Fault: an arm's place in the file used as its name.
    """
    turned = study_of(with_arms(small(), ADS, COURSE, both=["course", "ads"], ads=["ads"]))
    assert compare(turned, replicates=REPLICATES).digest == real.digest


def test_replicates_are_distinct() -> None:
    """No two runs of a study are the same, nor the runs of two seeds.

    Fault: the replicate left out of a key, so that forty replicates are one.
    """
    digests = []
    for seed in (1, 2):
        found = compare(study_of(small(run={"seed": seed, "replicates": 12})))
        digests += [one.digest for one in found.summaries["baseline"]]
        assert found.replicates == 12
        assert found.values("baseline", DAYS).std() > 0
    assert len(set(digests)) == 24


def test_arms_share_their_luck(real: Comparison) -> None:
    """An arm without interventions is the baseline, bit for bit, and pairing pays.

    Fault: the arm's name in a draw's key.
    """
    twins = compare(study_of(with_arms(small(), ADS, idle=[], ads=["ads"])), replicates=3)
    pairs = zip(twins.summaries["baseline"], twins.summaries["idle"], strict=True)
    assert all(one.digest == other.digest for one, other in pairs)
    assert twins.paired("idle", DAYS) == (0.0, 0.0, 0.0, 0.0)
    assert real.pairing_gain("ads") > 1.0


def test_progress_is_told_after_each_run(study: Study) -> None:
    """Count from one to all. Fault: the number of the job instead of the number done."""
    told: list[tuple[int, int]] = []
    compare(study, replicates=2, workers=2, progress=lambda done, total: told.append((done, total)))
    assert told == [(n, 6) for n in range(1, 7)]


def test_a_failure_ends_the_comparison(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the fifth run fail: the error arrives, and the other hundreds are not run.

    Fault: a failure that is found after everything else has been run.
    """
    begun, lock = [], threading.Lock()

    def failing(*job: object) -> object:
        with lock:
            begun.append(job[1:3])
            if len(begun) == 5:
                raise InfosimError("planted")
        return run(*job)  # type: ignore[arg-type]

    # By name, because the package has a function of the same name as the module.
    monkeypatch.setattr(sys.modules[Comparison.__module__], "run", failing)
    with pytest.raises(InfosimError, match="planted"):
        compare(study, replicates=100, workers=2)
    assert len(begun) < 250
