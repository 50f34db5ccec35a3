"""What every kind of intervention keeps to; a new kind is tested by being in the catalogue."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from infosim.interventions import INTERVENTIONS
from infosim.interventions.base import OFFLINE, Intervention
from infosim.measures import OUTCOMES
from infosim.population import NEVER
from infosim.results import Run
from infosim.scenario.models import Scenario
from infosim.simulation import Simulation, run
from infosim.world import Effects, World
from kinds import (
    ADDITIVE,
    FOR_GOOD,
    MINIMAL,
    ON_POSTS,
    channel_of,
    delivered,
    lone,
    part,
    planned,
    study_with,
    zeroed,
)
from studies import small

pytestmark = pytest.mark.usefixtures("warm_engines")

KINDS = sorted(INTERVENTIONS)
PAIRS = list(itertools.product(KINDS, KINDS))
STRENGTHS = [
    (kind, field)
    for kind in KINDS
    for field in INTERVENTIONS[kind].strengths
    if field not in ADDITIVE.get(kind, ())
]
SEEDS = range(3)
REPLICATES = range(4)


def test_every_kind_has_parameters() -> None:
    """Say which kind is missing from the one table that this suite needs."""
    assert set(MINIMAL) == set(INTERVENTIONS), "give the new kind a line in MINIMAL of tests/kinds.py"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_declares_what_it_does(kind: str) -> None:
    """Demand strengths, a direction and a source; a wrong name would switch the tests below off."""
    cls = INTERVENTIONS[kind]
    assert cls.strengths
    assert set(cls.strengths) <= set(cls.model_fields)
    assert cls.lowers or cls.raises
    assert cls.source
    assert cls.model_fields["kind"].default == kind


@pytest.mark.parametrize("kind", KINDS)
def test_minimal_parameters_do_something(kind: str) -> None:
    """Show that the tests of zero strength have something to compare with.

    Fault: an intervention that is never asked to act.
    """
    study = lone(kind)
    assert any(run(study, "all", r).digest != run(study, "baseline", r).digest for r in REPLICATES)


@pytest.mark.parametrize(("kind", "field"), STRENGTHS)
def test_zero_strength_is_the_baseline(kind: str, field: str) -> None:
    """Set one strength to zero: the baseline, bit for bit, whatever the seed.

    Fault: a draw that is made by counting; a factor of 1 - 1e-17; a coverage
    compared with `<=`.
    """
    for seed in SEEDS:
        study = study_with(zeroed(kind, field), run={"seed": seed})
        for r in REPLICATES:
            assert run(study, "all", r).digest == run(study, "baseline", r).digest


@pytest.mark.parametrize("kind", KINDS)
def test_all_strengths_zero_is_the_baseline(kind: str) -> None:
    """Set all strengths to zero at once, also for the kinds where they add up."""
    for seed in SEEDS:
        study = study_with(zeroed(kind), run={"seed": seed})
        for r in REPLICATES:
            assert run(study, "all", r).digest == run(study, "baseline", r).digest


@pytest.mark.parametrize("start", ["30 days", "31 days", "400 days"])
@pytest.mark.parametrize("kind", KINDS)
def test_start_after_the_end_is_the_baseline(kind: str, start: str) -> None:
    """Begin when the study is over: nothing happens, nobody is reached, nothing is paid for reaching.

    Fault: an accuracy prompt that charges for people it never showed itself to.
    """
    study = lone(kind, start=start, cost="1 USD")
    after, baseline = (run(study, arm, 0) for arm in ("all", "baseline"))
    assert after.digest == baseline.digest
    assert (after.n_deliveries, after.cost) == (0, 0.0)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_differs_before_the_start(kind: str) -> None:
    """Begin on day 12: all counts until then are the baseline's.

    Fault: a mark dated one step too early, or effects that begin at step 0.
    """
    study, start = lone(kind, start="12 days"), 12
    for r in REPLICATES:
        arm, baseline = (run(study, name, r) for name in ("all", "baseline"))
        assert np.array_equal(arm.counts[: start + 1], baseline.counts[: start + 1])
        assert np.array_equal(arm.tallies[:start], baseline.tallies[:start])


@pytest.mark.parametrize("kind", KINDS)
def test_modifiers_end_exactly(kind: str) -> None:
    """After the end every multiplier is 1 and every mark with an end cuts nothing.

    Fault: effects restored by dividing; `step <= until`.
    """
    sim = Simulation(lone(kind, start="5 days", length="7 days"), "all", 0, "compiled")
    untouched = Effects.baseline(3, sim.programme.world.n_items, len(sim.programme.marks))
    for step in range(30):
        sim.advance()
        if 5 <= step < 12 and kind not in FOR_GOOD:
            continue
        for name in ("visibility", "acceptance", "sharing"):
            assert np.array_equal(getattr(sim.effects, name), getattr(untouched, name))
        for row, mark in enumerate(sim.programme.marks):
            if step < 5 or step >= mark.until:
                assert not sim.effects.belief_cut[row].any()
                assert not sim.effects.sharing_cut[row].any()


class Hush(Intervention):
    """Show less on all platforms for a while: a modifier, which no shipped kind is yet."""

    kind: Literal["hush"] = "hush"
    effect: float = 0.9

    def modify(self, effects: Effects, world: World, step: int) -> None:
        """Lower the visibility of everything."""
        effects.visibility[:] *= 1.0 - self.effect


def test_modifiers_of_ones_own_work_in_both_engines() -> None:
    """Hand two overlapping modifiers to a study: active when they say, gone exactly, same bits.

    Fault: the second modifier's end resets the first, or the last step is left modified.
    """
    study = lone("warning_label")
    parts = (
        Hush(id="a", start="3 days", length="6 days"),
        Hush(id="b", start="5 days", length="2 days", effect=0.5),
    )
    study = replace(study, arms={"baseline": (), "all": parts, "zero": (Hush(id="a", effect=0.0),)})
    sims = [Simulation(study, "all", 0, name) for name in ("reference", "compiled")]
    seen = []
    for _ in range(30):
        for sim in sims:
            sim.advance()
        assert np.array_equal(sims[0].effects.visibility, sims[1].effects.visibility)
        seen.append(sims[0].effects.visibility[0, 0])
    hushed = 1.0 - 0.9
    assert seen == [1.0] * 3 + [hushed] * 2 + [hushed * 0.5] * 2 + [hushed] * 2 + [1.0] * 21
    assert sims[0].result().digest == sims[1].result().digest != run(study, "baseline", 0).digest
    assert run(study, "zero", 0).digest == run(study, "baseline", 0).digest


@pytest.mark.parametrize("channel", ["feed", "chat", "school"])
@pytest.mark.parametrize("kind", KINDS)
def test_only_eligible_people_are_reached(kind: str, channel: str) -> None:
    """Reach nobody outside the groups named, and online nobody who is not there yet.

    Spilling over at home is the exception that is declared: it goes to housemates.

    Fault: an online campaign that reaches people who are offline; a label that ignores `groups`.
    """
    where = next((name for name in ("channel", "platform") if name in INTERVENTIONS[kind].model_fields), None)
    if where == "platform" and channel in OFFLINE:
        channel = "feed"
    study = lone(kind, groups=["town"], **({where: channel} if where else {}), start="4 days")
    sim = Simulation(study, "all", 0, "compiled")
    world, plan = sim.programme.world, sim.programme.plans[0]
    in_town = world.population.members_of(["town"])
    direct = [one for one in delivered(plan) if one[0] != "mark 1"]
    assert all(in_town[i] for _, i, _, _ in direct)
    assert all(4 <= step < 30 for _, _, step, _ in direct)
    if channel_of(sim.programme.interventions[0]) in world.platforms and kind not in ON_POSTS:
        joined = world.joined[world.platforms.index(channel)]
        assert all(joined[i] <= step for _, i, step, _ in direct)
    outside = run(study, "baseline", 0).joined[:, ~in_town]
    assert np.array_equal(world.joined[:, ~in_town], outside)


@pytest.mark.parametrize("kind", KINDS)
def test_higher_coverage_adds_people_and_swaps_none(kind: str) -> None:
    """Raise each strength: whoever was reached is reached on the same day, others may be added.

    Fault: `rng.choice(n, k)`; days dealt out among those reached.
    """
    for field in INTERVENTIONS[kind].strengths:
        low, high = (1, 4) if field == "sources" else ("25%", "75%")
        few, many = (lone(kind, start="3 days", **{field: value}) for value in (low, high))
        for r in REPLICATES:
            before, after = (planned(study, replicate=r) for study in (few, many))
            direct = [{one for one in delivered(plan) if one[0] != "mark 1"} for plan in (before, after)]
            assert direct[0] <= direct[1]
            anyhow = [{i for _, i, _, _ in delivered(plan)} for plan in (before, after)]
            assert anyhow[0] <= anyhow[1]
        joined = [Simulation(study, "all", 0, "compiled").programme.world.joined for study in (few, many)]
        assert (joined[1] <= joined[0]).all()


def measured(name: str, run: Run) -> float:
    """Compute one outcome over everybody."""
    return OUTCOMES[name].measure(run, np.ones(run.population.n_people, dtype=np.bool_))


@pytest.mark.parametrize("kind", KINDS)
def test_direction_holds(kind: str) -> None:
    """Move the declared outcomes the declared way, on average over 24 pairs.

    The same luck in both arms makes so few pairs enough: each mean must be more than
    three standard errors from zero.

    Fault: a cut applied as a boost.
    """
    study, cls = lone(kind, start="2 days"), INTERVENTIONS[kind]
    pairs = [(run(study, "all", r), run(study, "baseline", r)) for r in range(24)]
    for name, sign in [*((name, -1) for name in cls.lowers), *((name, 1) for name in cls.raises)]:
        assert name in OUTCOMES, f"{name} is no outcome of infosim.measures"
        gains = np.array([sign * (measured(name, arm) - measured(name, baseline)) for arm, baseline in pairs])
        assert gains.mean() > 3.0 * gains.std(ddof=1) / np.sqrt(len(gains)), name


@pytest.mark.parametrize(("kind", "other"), PAIRS)
def test_a_second_one_of_zero_strength_shifts_nothing(kind: str, other: str) -> None:
    """Add an intervention of zero strength to another: bit for bit the same.

    Fault: rows of marks mixed up; draws keyed by position.
    """
    one, idle = part(kind, "one", start="3 days"), zeroed(other, label="idle")
    for order in ([one, idle], [idle, one]):
        study = study_with(*order)
        alone = tuple(item for item in study.arms["all"] if item.id == "one")
        study = replace(study, arms=study.arms | {"alone": alone})
        assert run(study, "all", 0).digest == run(study, "alone", 0).digest


@pytest.mark.parametrize(("kind", "other"), PAIRS)
def test_a_second_one_does_not_change_whom_the_first_reaches(kind: str, other: str) -> None:
    """Reach the same people on the same days, whatever else goes on.

    Only a subsidy may add to it: who comes online can be reached online.

    Fault: people already reached by another intervention are passed over.
    """
    parts = [part(kind, "one", start="3 days"), part(other, "two", start="6 days")]
    study = study_with(*parts)
    alone = replace(study, arms={"baseline": (), "all": study.arms["all"][:1]})
    for r in range(3):
        before, after = (
            delivered(planned(alone, "one", replicate=r)),
            delivered(planned(study, "one", replicate=r)),
        )
        assert {one for one in before if one[0] != "source"} <= {one for one in after if one[0] != "source"}
        assert before == after or other == "access_subsidy"


@pytest.mark.parametrize(("kind", "other"), PAIRS)
def test_order_in_the_file_is_irrelevant(kind: str, other: str) -> None:
    """Write two interventions in either order: bit for bit the same trajectories.

    Fault: the later of two marks on one person wins.
    """
    parts = [part(kind, "one", start="3 days"), part(other, "two", start="3 days")]
    digests = [run(study_with(*order), "all", 0).digest for order in (parts, parts[::-1])]
    assert digests[0] == digests[1]


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(FOR_GOOD)))
def test_other_claims_are_left_alone(kind: str) -> None:
    """Name one claim: the others go as in the baseline, bit for bit.

    Fault: a cut in the row of the wrong item.
    """
    study = lone(kind, claims=["hoax"])
    for r in REPLICATES:
        arm, baseline = run(study, "all", r), run(study, "baseline", r)
        assert np.array_equal(arm.counts[:, 1:], baseline.counts[:, 1:])
        assert np.array_equal(arm.tallies[:, 1:], baseline.tallies[:, 1:])


@pytest.mark.parametrize("kind", KINDS)
def test_written_and_read_again(kind: str) -> None:
    """Write the resolved form, read it, and find the same intervention with the same numbers.

    Fault: a field that is dropped because its type is that of the base class.
    """
    written = part(
        kind, start="week 2", length="36 h", cost="0.35 BTN", fixed_cost="1000 BTN", groups=["town"]
    )
    scenario = Scenario.model_validate(small(interventions=[written]))
    again = Scenario.model_validate_json(scenario.model_dump_json())
    assert again == scenario
    assert type(again.interventions[0]) is INTERVENTIONS[kind]
    assert again.model_dump_json() == scenario.model_dump_json()


@pytest.mark.parametrize("kind", KINDS)
def test_costs_add_up(kind: str) -> None:
    """Pay for each delivery, plus what does not depend on them; the baseline is free.

    Fault: the fixed cost paid once a step.
    """
    study = lone(kind, cost="2 USD", fixed_cost="100 USD")
    arm = run(study, "all", 0)
    assert arm.cost == 100 + 2 * arm.n_deliveries
    assert run(study, "baseline", 0).cost == 0


def test_never_is_later_than_any_step() -> None:
    """Keep the mark of those who never join beyond the longest study that may be written."""
    assert NEVER > 65_535
