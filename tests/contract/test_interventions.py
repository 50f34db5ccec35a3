"""What every kind of intervention keeps to; a new kind is tested by being in the catalogue."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from infosim.defaults import origin_of
from infosim.interventions import INTERVENTIONS
from infosim.interventions.base import Coverage, Intervention
from infosim.measures import OUTCOMES
from infosim.population import NEVER
from infosim.results import Run
from infosim.scenario import load
from infosim.scenario.models import Scenario
from infosim.scenario.resolved import canonical_json
from infosim.simulation import Simulation, run
from infosim.world import Effects, Tallies, World
from kinds import (
    ADDITIVE,
    FOR_GOOD,
    MINIMAL,
    ON_POSTS,
    lone,
    modifies,
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
MODIFYING = [kind for kind in KINDS if modifies(kind)]
SEEDS = range(3)
REPLICATES = range(4)


def test_every_kind_has_parameters() -> None:
    """Say which kind is missing from the one table that this suite needs."""
    assert set(MINIMAL) == set(INTERVENTIONS), "give the new kind a line in MINIMAL of tests/kinds.py"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_declares_what_it_does(kind: str) -> None:
    """Demand strengths and a direction; a wrong name would switch the tests below off.

    Fault: `lowers` and `raises` both empty.
    """
    cls = INTERVENTIONS[kind]
    assert cls.strengths
    assert set(cls.strengths) <= set(cls.model_fields)
    assert cls.lowers or cls.raises
    assert cls.model_fields["kind"].default == kind


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_says_where_it_comes_from(kind: str) -> None:
    """Give each default a source or a reason, and each number of its own a range.

    Fault: a field with a bare default.
    """
    for name, field in INTERVENTIONS[kind].model_fields.items():
        origin = origin_of(field)
        if name != "kind" and not field.is_required():
            assert origin is not None, name
            assert origin.evidence or origin.reason, name
        if name not in Intervention.model_fields and field.annotation in (float, int, Coverage):
            assert origin is not None, name
            assert origin.low is not None, name
        assert name in ("id", "kind") or field.description, name


@pytest.mark.parametrize("kind", KINDS)
def test_minimal_parameters_do_something(kind: str) -> None:
    """Show that the tests of zero strength have something to compare with.

    Fault: an intervention that is never asked to act.
    """
    study = lone(kind)
    assert any(run(study, "all", r).digest != run(study, "baseline", r).digest for r in REPLICATES)


@pytest.mark.parametrize(("kind", "field"), STRENGTHS)
def test_zero_strength_is_the_baseline(kind: str, field: str) -> None:
    """Set one strength to nil: the baseline, bit for bit, whatever the seed.

    Fault: a draw that is made by counting; a factor of 1 - 1e-17; a coverage
    compared with `<=`.
    """
    for seed in SEEDS:
        study = study_with(zeroed(kind, field), run={"seed": seed})
        for r in REPLICATES:
            assert_same(run(study, "all", r), run(study, "baseline", r))


@pytest.mark.parametrize("kind", KINDS)
def test_all_strengths_zero_is_the_baseline(kind: str) -> None:
    """Set all strengths to zero at once, also for the kinds where they add up."""
    for seed in SEEDS:
        study = study_with(zeroed(kind), run={"seed": seed})
        for r in REPLICATES:
            assert_same(run(study, "all", r), run(study, "baseline", r))


@pytest.mark.parametrize("kind", KINDS)
def test_both_engines_agree(kind: str, warm_engines: tuple[str, ...]) -> None:
    """Give the same bits in all engines, whatever is done.

    Fault: an engine that does not look at the weight of a mark.
    """
    study = lone(kind, start="2 days", length="20 days")
    digests = {run(study, "all", r, engine).digest for r in range(2) for engine in warm_engines}
    assert len(digests) == 2


def assert_same(one: Run, other: Run) -> None:
    """Demand the same trajectory, and the same bits in what no one has decided by yet."""
    assert one.digest == other.digest
    for name in ("doubt", "unseen", "hesitation"):
        assert np.array_equal(getattr(one.state, name), getattr(other.state, name)), name


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


@pytest.mark.parametrize("kind", MODIFYING)
def test_what_modifies_is_reversed(kind: str) -> None:
    """Modify between the start and the end of `length` on one platform, and nothing before or after.

    Fault: `modify` that writes into an array it keeps; an end that is one step late.
    """
    for r in REPLICATES:
        sim = Simulation(lone(kind, start="5 days", length="12 days"), "all", r, "compiled")
        row = sim.programme.world.platforms.index("feed")
        changed = []
        for _ in range(30):
            sim.advance()
            others = [np.delete(table, row, axis=0) for table in sim.effects[:3]]
            assert all((table == 1.0).all() for table in others)
            changed.append(any((table != 1.0).any() for table in sim.effects[:3]))
        assert any(changed)
        assert not any(changed[:5] + changed[17:])


@pytest.mark.parametrize("kind", KINDS)
def test_marks_wane_or_end(kind: str) -> None:
    """Let what is left of a mark be all at first and never more; what does not wane has an end.

    Fault: a table of half-lives read from its end; a prompt that goes on after `length`.
    """
    for mark in planned(lone(kind, start="5 days", length="7 days")).marks:
        assert mark.remaining[0] == 1.0
        assert (np.diff(mark.remaining) <= 0).all()
        assert mark.remaining[-1] >= 0
        assert mark.remaining[-1] < 1.0 or mark.until == 12


class Hush(Intervention):
    """Show less on all platforms for a while: a modifier that no shipped kind is."""

    kind: Literal["hush"] = "hush"
    effect: float = 0.9

    def modify(self, effects: Effects, world: World, step: int, history: Tallies) -> None:
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
def test_written_and_read_again(kind: str, tmp_path: Path) -> None:
    """Write the resolved form, read the file, and find the same intervention with the same numbers.

    Fault: a field that is dropped because its type is that of the base class.
    """
    written = part(kind, start="week 2", length="36 h", cost="0.35 BTN", fixed_cost="1000 BTN")
    written |= {} if kind in MODIFYING else {"groups": ["town"]}
    scenario = Scenario.model_validate(small(id="again", interventions=[written]))
    form = canonical_json(scenario)
    path = tmp_path / "again.yaml"
    path.write_text(form, encoding="utf-8")
    again = load(path).scenario
    assert again == scenario
    assert type(again.interventions[0]) is INTERVENTIONS[kind]
    assert canonical_json(again) == form


@pytest.mark.parametrize("kind", KINDS)
def test_costs_add_up(kind: str) -> None:
    """Pay for each delivery planned, plus what does not depend on them; the baseline is free.

    What is done to posts reaches nobody in particular, and costs what is fixed.

    Fault: the fixed cost paid once a step; a platform's measure paid by head.
    """
    study = lone(kind, cost="2 USD", fixed_cost="100 USD")
    for r in REPLICATES:
        arm, reached = run(study, "all", r), planned(study, replicate=r).n_deliveries
        assert arm.n_deliveries == reached
        assert arm.cost == 100 + 2 * reached
        assert (reached == 0) == (kind in ON_POSTS)
        assert run(study, "baseline", r).cost == 0


def test_never_is_later_than_any_step() -> None:
    """Keep the mark of those who never join beyond the longest study that may be written."""
    assert NEVER > 65_535
