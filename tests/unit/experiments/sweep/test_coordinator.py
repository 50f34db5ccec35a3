"""The coordinator: every run once, whatever happens to workers; the same bits as `compare`."""

from __future__ import annotations

from pathlib import Path

import pytest

from infosim.errors import StoreError
from infosim.experiments import compare
from infosim.experiments.store import Store
from infosim.experiments.sweep import plan_sweep, run_sweep
from infosim.experiments.sweep.coordinator import Options, Queue
from infosim.experiments.sweep.plan import Cell
from infosim.experiments.sweep.results import cells_of
from infosim.experiments.sweep.status import status_of
from infosim.interventions import INTERVENTIONS
from infosim.scenario import load
from infosim.simulation import prepare
from sweeping import Poison, Told, poisoned, small_plan

pytestmark = pytest.mark.usefixtures("warm_engines")


def digests(path: Path) -> dict[tuple[int, str, int], str]:
    """Read the digests of the latest sweep in a store."""
    with Store(path) as store:
        kept = {cell: store.kept(cell.key) for cell in cells_of(store.plan())}
    return {(cell.point, cell.arm, cell.replicate): one.digest for cell, one in kept.items() if one}


def test_a_sweep_gives_the_bits_of_compare(tmp_path: Path) -> None:
    """At each point, arms and replicates come out as if the point were compared alone.

    Fault: a worker keeps the people of another point with the same number of them; replicates
    are counted on from point to point; share rates are found anew at each point.
    """
    plan, path = small_plan(), tmp_path / "s.sqlite"
    ended = run_sweep(plan, path, Options(workers=2), Told())
    assert (ended.total, ended.kept, ended.ran, ended.failed) == (36, 36, 36, [])
    found = digests(path)
    written = {
        seed: prepare(load("first_steps", sets=["time.length=10 days", f"run.seed={seed}"]).scenario)
        for seed in (1, 2)
    }
    for number, point in enumerate(plan.points):
        study = prepare(point.scenario, rates={"rumour": written[point.scenario.run.seed].rates[0]})
        for arm, summaries in compare(study, replicates=3, workers=1).summaries.items():
            assert [found[number, arm, one.replicate] for one in summaries] == [
                one.digest for one in summaries
            ]


def test_number_of_workers_and_engine_change_no_bit(tmp_path: Path) -> None:
    """Fault: a draw that depends on which process makes it."""
    plans = [small_plan(replicates=2) for _ in range(3)]
    options = [Options(workers=1), Options(workers=3), Options(engine="reference", workers=2)]
    paths = [tmp_path / f"{k}.sqlite" for k in range(3)]
    for plan, path, one in zip(plans, paths, options, strict=True):
        run_sweep(plan, path, one, Told())
    first, second, third = map(digests, paths)
    assert first == second == third
    assert len(first) == 24


def test_points_of_a_study_share_its_share_rates() -> None:
    """A lower reach must not be made up for by people who share more.

    Fault: rates are found anew at each point.
    """
    plan = small_plan("sweep.vary.platforms.chat.reach=[20%, 60%]")
    plan.find_rates()
    seeds = {point.scenario.run.seed for point in plan.points}
    assert set(plan.rates) == seeds == {1, 2}
    written = prepare(plan.written)
    assert plan.rates[1] == {"rumour": written.rates[0]}
    varied = small_plan("sweep.vary.claims.rumour.sharing.branching=[0.8, 1.4]")
    varied.find_rates()
    assert varied.rates_at(0) == {}


def test_what_is_kept_is_not_run_again_and_edits_run_what_they_change(tmp_path: Path) -> None:
    """Fault: "done" is counted, not looked up by name."""
    path = tmp_path / "s.sqlite"
    run_sweep(small_plan(), path, Options(workers=2), Told())
    assert run_sweep(small_plan("title=another"), path, Options(workers=2), Told()).ran == 0
    more = run_sweep(small_plan(replicates=4), path, Options(workers=2), Told())
    assert (more.ran, more.kept) == (12, 48)
    edited = run_sweep(small_plan("interventions.talk.effect=41%"), path, Options(workers=2), Told())
    assert (edited.ran, edited.kept, edited.total) == (18, 36, 36)
    with Store(path) as store:
        assert status_of(store)["other_runs"] == 48 + 18 - 36


def test_poison_and_endless_runs_harm_themselves_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that kills its process, one that never ends, one that raises: named, with seed and reason.

    Fault: a lost process counts as a run that is done; or is tried for ever.
    """
    monkeypatch.setitem(INTERVENTIONS, "poison", Poison)
    plan = plan_sweep(load(poisoned(tmp_path)), replicates=5)
    path, told = tmp_path / "s.sqlite", Told()
    ended = run_sweep(plan, path, Options(workers=2, deadline=2.0), told)
    reasons = {(cell.arm, cell.replicate): (reason, tries) for cell, reason, tries in ended.failed}
    assert set(reasons) == {("poisoned", 1), ("poisoned", 2), ("poisoned", 3)}
    assert reasons["poisoned", 1] == ("its process was ended by SIGKILL", 3)
    assert reasons["poisoned", 2] == ("it took longer than 2 s", 3)
    assert reasons["poisoned", 3][0].startswith("ValueError: this one is wrong")
    assert (ended.total, ended.kept, len(ended.failed), ended.lost) == (30, 24, 6, 12)
    again = sum("is tried again" in line for line in told.lines)
    assert (again, sum(line.startswith("failed") for line in told.lines)) == (8, 6)
    with Store(path) as store:
        failed = status_of(store)["failed"]
    assert {(one["point"], one["arm"], one["seed"]) for one in failed} == {
        (1, "poisoned", 1),
        (2, "poisoned", 1),
    }
    # The same command leaves them out, unless it is told to try again.
    assert run_sweep(plan, path, Options(workers=2, deadline=2.0), Told()).ran == 0
    monkeypatch.setattr(Poison, "plan", Intervention_plan)
    cured = run_sweep(plan, path, Options(workers=2), Told(), retry_failed=True)
    assert (cured.ran, cured.failed) == (6, [])


def test_a_point_whose_people_cannot_be_drawn_fails_alone(tmp_path: Path) -> None:
    """No share rate gives a branching of 900 among sixty people: each run of that point says so.

    Fault: a worker that takes what it had in mind before for the point that failed.
    """
    plan = small_plan("sweep.vary.claims.rumour.sharing.branching=[1.0, 900]", replicates=2)
    ended = run_sweep(plan, tmp_path / "s.sqlite", Options(workers=2), Told())
    assert (ended.kept, len(ended.failed), ended.total) == (24, 24, 48)
    for cell, reason, tries in ended.failed:
        assert "branching" in plan.points[cell.point].said
        assert plan.points[cell.point].scenario.claims[0].sharing.branching == 900
        assert reason.startswith("InputError: ")
        assert tries == 1


def Intervention_plan(self: Poison, world: object) -> object:  # noqa: N802
    from infosim.world import Plan

    return Plan(0)


def test_damaged_runs_are_run_again(tmp_path: Path) -> None:
    """Fault: a row that is there counts as done."""
    import sqlite3

    plan, path = small_plan(), tmp_path / "s.sqlite"
    run_sweep(plan, path, Options(workers=1, trajectories=True), Told())
    before = digests(path)
    keys = [cell.key for cell in plan.cells()]
    file = sqlite3.connect(path)
    file.execute("UPDATE runs SET digest = 'x' WHERE key = ?", (keys[0],))
    file.commit()
    file.close()
    with Store(path) as store:
        store.side_of(keys[1]).unlink()
    told = Told()
    assert run_sweep(plan, path, Options(workers=1, trajectories=True), told).ran == 2
    assert "2 damaged runs" in told.lines[0]
    assert digests(path) == before


def test_progress_counts_what_is_durable_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: progress is shown before the commit."""
    path, told = tmp_path / "s.sqlite", Told()
    counted = []

    def show(progress: object) -> None:
        with Store(path) as store:
            counted.append((progress.done, len(store.done()[0])))  # type: ignore[attr-defined]

    monkeypatch.setattr(told, "show", show)
    run_sweep(small_plan(), path, Options(workers=2), told)
    assert counted[0] == (0, 0)
    assert counted[-1] == (36, 36)
    assert all(said == there for said, there in counted)


def test_a_store_that_cannot_be_written_says_what_is_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault: what was not kept is counted as safe."""
    put, calls = Store.put, []

    def failing(self: Store, records: object) -> None:
        calls.append(records)
        if len(calls) > 1:
            raise StoreError("no space")
        put(self, records)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "put", failing)
    # However quick the runs are, they are not all kept in one go.
    monkeypatch.setattr("infosim.experiments.sweep.coordinator.TOGETHER", 8)
    path = tmp_path / "s.sqlite"
    with pytest.raises(StoreError, match=r"no space; (\d+) of 36 runs are safe") as caught:
        run_sweep(small_plan(), path, Options(workers=2), Told())
    monkeypatch.undo()
    with Store(path) as store:
        assert f"{len(store.done()[0])} of 36" in str(caught.value)
    assert run_sweep(small_plan(), path, Options(workers=2), Told()).kept == 36


def test_points_are_repeated_until_intervals_are_narrow(tmp_path: Path) -> None:
    """Nothing is narrow enough at 0.1%, everything is at 100%.

    Fault: the width is held against nought where nothing differs.
    """
    wide = run_sweep(small_plan(replicates=14), tmp_path / "a.sqlite", Options(), Told(), narrow=0.001)
    assert wide.kept > 6 * 2 * 10
    told = Told()
    narrow = run_sweep(small_plan(replicates=40), tmp_path / "b.sqlite", Options(), told, narrow=1.0)
    assert narrow.kept == 6 * 2 * 10
    assert told.lines == ["10 replicates: 6 of 6 points are narrow enough"]


def test_workers_stay_at_a_point() -> None:
    """Fault: neighbours in a queue go to different workers, and each draws every society."""
    cells = [
        Cell(f"{point}{replicate}", "f", point, "a", replicate)
        for point in range(3)
        for replicate in range(3)
    ]
    queue = Queue(cells)
    first, second = queue.take(None, set()), queue.take(None, {0})
    assert (first.point, second.point) == (0, 1)
    assert [queue.take(0, {0, 1}).point for _ in range(2)] == [0, 0]
    assert queue.take(0, {0, 1}).point == 2
    queue.give_back(first)
    assert queue.take(0, {0, 1, 2}) == first
