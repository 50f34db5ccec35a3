"""What a page carries: the same arrays when read again, and effects that follow without Python."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from infosim.errors import InputError
from infosim.interventions.base import Intervention
from infosim.interventions.circuit_breaker import tripping
from infosim.interventions.downranking import Downranking
from infosim.network import Graph
from infosim.simulation import Simulation
from infosim.web.encoding import encode, encode_contacts, encode_tables, varints
from infosim.web.payload import payload, steering_of, turns_of
from infosim.web.script import ENGINE, script
from infosim.web.steering import find_hints, has_tripped, rebuild
from infosim.world import Effects, Tallies, World, geometric, hints
from kinds import MINIMAL, part
from machines import in_node
from studies import small, study_of, with_arms

ARRAYS: tuple[NDArray[np.generic], ...] = (
    np.arange(6, dtype=np.int64).reshape(2, 3),
    np.array([-1, 5, 300], dtype=np.int32),
    np.array([2**32 - 1, 0, 2**52], dtype=np.int64),
    np.array([0.1, -0.0, 1e-300]),
    np.array([True, False]),
    np.full((2, 2), 0.3),
    np.zeros((0, 4), dtype=np.int64),
)


def test_arrays_are_read_as_they_were(tmp_path: Path) -> None:
    """Fault: a negative number carried without its sign, or an empty array that is one number."""
    text = f"const given = {json.dumps([encode(one) for one in ARRAYS])};"
    text += "const answer = given.map(in_reading.array).map((one) => [[one.n0], Array.from(one.data)]);"
    found = in_node(f"{script(*ENGINE)}\n{text}", tmp_path)
    assert found == [[[len(one)], one.flatten().astype(float).tolist()] for one in ARRAYS]


def test_numbers_that_do_not_fit_are_refused() -> None:
    """Fault: 2^53 + 1 rounded without a word."""
    with pytest.raises(OverflowError):
        encode(np.array([2**53 + 1, 0], dtype=np.int64))


def test_tables_and_hints_are_made_again(tmp_path: Path) -> None:
    """Carry geometric tables as ratios, others as they are, and find hints in both languages.

    Fault: a table of powers instead of products, or hints one place off.
    """
    cliff = (np.arange(40) < 7).astype(np.float64)
    for tables in (
        np.array([geometric(0.93, 40), geometric(1.0, 40)]),
        np.array([cliff, geometric(0.5, 40)]),
    ):
        expected = hints(tables)
        ours = np.zeros_like(expected)
        for table, found in zip(tables, ours, strict=True):
            find_hints(table, found)
        assert np.array_equal(ours, expected)
        text = f"const table = in_reading.array({json.dumps(encode_tables(tables))});"
        assert in_node(
            f"{script(*ENGINE)}\n{text}\nconst answer = Array.from(table.data);", tmp_path
        ) == list(tables.flatten())
    assert "ratios" not in encode_tables(np.array([cliff, geometric(0.5, 40)]))


def test_varints() -> None:
    """Fault: the eighth bit on the last byte instead of on the others."""
    assert varints(np.array([0, 1, 127, 128, 300, 2**31], dtype=np.int64)).hex() == "00017f8001ac028080808008"


def test_contacts_are_read_as_they_were(tmp_path: Path) -> None:
    """Carry a directed graph, and turn it round in the browser.

    Fault: the first gap of a person counted from the last contact of the one before.
    """
    study = study_of(small())
    sim = Simulation(study, "baseline", 0, "compiled")
    text = f"const given = {json.dumps(payload(study, ['baseline'], [0]))};"
    names = ("follower_starts", "followers", "source_starts", "sources")
    text += "const read = in_reading.setting(given.settings[0]);"
    text += f"const answer = {list(names)}.map((name) => Array.from(read[name].data));"
    found = in_node(f"{script(*ENGINE)}\n{text}", tmp_path)
    assert found == [getattr(sim.setting, name).flatten().tolist() for name in names]
    assert not all(graph.is_symmetric for graph in study.society.followers)
    empty = Graph(np.zeros(4, dtype=np.int64), np.zeros(0, dtype=np.int32))
    assert encode_contacts(empty)["gaps"] == ""


@pytest.mark.parametrize("hold", ["2 days", "30 days"])
def test_effects_follow_without_python(hold: str) -> None:
    """Rebuild the effects of a run with every kind at every step, and compare with Python, bit for bit.

    Fault: marks that bear on a claim a step late, a breaker that counts from the first step, or
    patches laid on in another order than that of the file.
    """
    parts = [part(kind, label=f"{kind}_part", start="3 days", length="9 days") for kind in MINIMAL]
    brake = part("circuit_breaker", "held", platform="street", trigger="2%", hold=hold, window="3 days")
    uneven = [
        part("downranking", "odd", cut="37%", coverage="70%", start="14 days"),
        part("removal", "odder", share="23%", start="14 days"),
        part("downranking", "oddest", cut="71%", coverage="70%", start="14 days"),
    ]
    sim = Simulation(study_of(with_arms(small(), *parts, brake, *uneven)), "all", 0, "compiled")
    steering, ours = steering_of(sim, sim.programme.plans), Effects(*(np.array(one) for one in sim.effects))
    changed, n_steps = 0, sim.programme.world.clock.n_steps
    turns = set(turns_of(sim.programme.changes, steering, n_steps))
    while sim.step < sim.programme.world.clock.n_steps:
        sim.intervene()
        if sim.step in turns:
            before = [one.copy() for one in ours]
            rebuild(ours, steering, sim.recorder.columns, sim.step)
            changed += not all(np.array_equal(one, other) for one, other in zip(before, ours, strict=True))
        for name, mine, theirs in zip(Effects._fields, ours, sim.effects, strict=True):
            assert np.array_equal(mine, theirs), (sim.step, name)
        for name, phase in sim.phases():
            if name != "intervene":
                phase()
    assert changed > 3


@pytest.mark.parametrize("seed", range(20))
def test_breakers_trip_at_the_same_steps(seed: int) -> None:
    """Compare the loop over posts with the sums of `tripping`, for any window and stretch.

    Fault: posts taken out of a window that were never in it.
    """
    draw = np.random.Generator(np.random.PCG64(seed)).integers  # noqa: TID251
    record = Simulation(study_of(small()), "baseline", 0, "compiled").recorder.columns
    record.tallies[:, 0, 0] = draw(0, 4, len(record.tallies))
    for _ in range(40):
        earliest, latest, window = int(draw(0, 25)), int(draw(0, 30)), int(draw(1, 9))
        limit, begin = float(draw(0, 20)), max(0, earliest - window)
        rows = tripping(record.tallies[begin:latest, :, 0], window, limit)[earliest - begin :, 0]
        expected = bool(latest >= earliest and rows.any())
        assert has_tripped(record, 0, earliest, latest, window, limit) == expected


class Looking(Downranking):
    """A kind that looks at how the run goes."""

    def modify(self, effects: Effects, world: World, step: int, history: Tallies) -> None:
        """Slow down by what has been posted."""
        effects.visibility[0, 0] *= 1.0 - min(0.5, float(history[:step].sum()))


class Adding(Downranking):
    """A kind that does not multiply."""

    def modify(self, effects: Effects, world: World, step: int, history: Tallies) -> None:
        """Set instead of multiplying."""
        effects.visibility[0, 0] = 0.5


@pytest.mark.parametrize(("kind", "told"), [(Looking, "looks at"), (Adding, "more than multiply")])
def test_what_a_browser_cannot_follow_is_refused(
    kind: type[Intervention], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault: an intervention of somebody's own that is left out of the browser without a word."""
    study = study_of(with_arms(small(), part("downranking")))
    monkeypatch.setattr(Downranking, "modify", kind.modify)
    with pytest.raises(InputError, match=told):
        payload(study, ["all"], [0])
