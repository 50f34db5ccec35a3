"""Exports and merges: the same numbers elsewhere, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from infosim.api.sweep import Sweep
from infosim.errors import InputError, StoreError
from infosim.experiments.store import Store
from infosim.experiments.store.durable import sha_of
from infosim.experiments.store.merging import merge_stores
from infosim.experiments.store.store import NotDeterministicError
from infosim.experiments.sweep import plan_sweep, run_sweep
from infosim.experiments.sweep.coordinator import Options
from infosim.experiments.sweep.crate import FILE as CRATE
from infosim.experiments.sweep.export import FORMULA, safe_cell, write_export
from infosim.experiments.sweep.results import arms_of, effects, outcome_of, table_of
from infosim.scenario import load
from infosim.scenario.models import Scenario
from sweeping import Told, small_plan

pytestmark = pytest.mark.usefixtures("warm_engines")

NASTY = (
    'sweep.vary.population.groups.young.region=["=1+1", "@SUM(A1)", "-2", "+3", "north"]',
    "time.length=4 days",
)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Export a sweep whose values are formulas, if they are read as such."""
    folder = tmp_path_factory.mktemp("exported")
    plan = plan_sweep(
        load("first_steps", sets=[*NASTY, "arms.all_the_talk.interventions=[talk]"]), replicates=3
    )
    run_sweep(plan, folder / "s.sqlite", Options(workers=2), Told())
    with Store(folder / "s.sqlite") as store:
        write_export(store, folder / "export", parquet=True, netcdf=True, command="infosim export")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_no_cell_is_a_formula(exported: Path) -> None:
    """Fault: text of the user is written as it is."""
    for path in (exported / "export").glob("*.csv"):
        for row in rows(path):
            for value in row.values():
                assert not value.startswith(FORMULA) or value.lstrip("-").replace(".", "").isdigit()
    values = [row["population.groups.young.region"] for row in rows(exported / "export" / "points.csv")]
    assert values == ["'=1+1", "'@SUM(A1)", "'-2", "'+3", "north"]
    assert safe_cell(-2.5) == "-2.5"


def test_tables_hold_what_is_kept_in_full(exported: Path) -> None:
    """Fault: rounded numbers; NaN as a word; a run left out."""
    with Store(exported / "s.sqlite") as store:
        plan = store.plan()
        table = table_of(store, plan, outcome_of("person_days_per_person"))
        by_group = table_of(store, plan, outcome_of("person_days_per_person", "elder"))
    runs, groups = (rows(exported / "export" / f"{name}.csv") for name in ("runs", "groups"))
    assert len(runs) == 5 * 3 * 3
    assert len(groups) == 5 * 3 * 3 * 3
    for row in runs:
        place = int(row["point"]) - 1, int(row["replicate"])
        assert float(row["person_days_per_person"]) == table[row["arm"]][place]
        assert row["discernment"] == ""
    elders = [row for row in groups if row["group"] == "elder"]
    for row in elders:
        place = int(row["point"]) - 1, int(row["replicate"])
        assert float(row["person_days_per_person"]) == by_group[row["arm"]][place]
    for name in ("points", "runs", "groups"):
        columns = pq.read_table(exported / "export" / f"{name}.parquet").to_pydict()
        assert len(columns[next(iter(columns))]) == len(rows(exported / "export" / f"{name}.csv"))
    assert pq.read_table(exported / "export" / "runs.parquet").to_pydict()["discernment"] == [None] * 45


def test_every_column_is_described_and_every_file_vouched_for(exported: Path) -> None:
    """Fault: a column that nobody explains; a hash of something else than the file."""
    folder = exported / "export"
    dictionary = json.loads((folder / "dictionary.json").read_text(encoding="utf-8"))
    for name, columns in dictionary.items():
        assert list(columns) == list(rows(folder / f"{name}.csv")[0])
        assert all(one["meaning"] for one in columns.values())
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {path.name for path in folder.iterdir()} == {*manifest["files"], "manifest.json", CRATE}
    for name, said in manifest["files"].items():
        assert sha_of((folder / name).read_bytes()) == said["sha256"]
    assert (manifest["runs"], manifest["seed"], manifest["command"]) == (45, 1, "infosim export")
    written = (folder / "scenario.resolved.json").read_bytes()
    assert sha_of(written[:-1]) == manifest["scenario_sha256"]
    assert Scenario.model_validate_json(written).id == "first_steps"


def test_the_crate_describes_every_file_and_refers_to_nothing_else(exported: Path) -> None:
    """Hold the metadata against what RO-Crate 1.1 demands.

    Fault: a file that is not a part; a reference to what is not described.
    """
    folder = exported / "export"
    crate = json.loads((folder / CRATE).read_text(encoding="utf-8"))
    assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context"
    entities = {one["@id"]: one for one in crate["@graph"]}
    assert len(entities) == len(crate["@graph"])
    assert entities[CRATE]["about"] == {"@id": "./"}
    assert entities[CRATE]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = entities["./"]
    assert root["@type"] == "Dataset"
    assert all(root[name] for name in ("name", "description", "datePublished", "license"))
    parts = {one["@id"] for one in root["hasPart"]}
    assert parts | {CRATE} == {path.name for path in folder.iterdir()}
    for name in parts:
        data = (folder / name).read_bytes()
        one = entities[name]
        told = one["@type"], one["sha256"], one["contentSize"]
        assert told == ("File", sha_of(data), str(len(data)))
    assert referred(crate["@graph"]) <= {*entities, "https://w3id.org/ro/crate/1.1"}


def referred(value: object) -> set[str]:
    """List what is referred to anywhere in some metadata."""
    if isinstance(value, list):
        return set().union(*map(referred, value))
    if not isinstance(value, dict):
        return set()
    if list(value) == ["@id"]:
        return {value["@id"]}
    return set().union(*map(referred, value.values()))


def test_the_cube_and_the_frames_hold_what_is_kept(exported: Path) -> None:
    """Fault: arms in another order than their labels; a missing number as nought; a text as its position."""
    xarray = pytest.importorskip("xarray")
    sweep = Sweep.open(exported / "s.sqlite")
    with Store(exported / "s.sqlite") as store:
        table = table_of(store, store.plan(), outcome_of("person_days_per_person"))
        elders = table_of(store, store.plan(), outcome_of("person_days_per_person", "elder"))
        curve = store.series(next(iter(store.digests())))
    with xarray.load_dataset(exported / "export" / "sweep.nc", engine="scipy") as cube:
        for arm in table:
            here = cube.sel(arm=arm)
            assert np.array_equal(here["person_days_per_person"], table[arm])
            by_group = here["person_days_per_person_by_group"].sel(group="elder")
            assert np.array_equal(by_group, elders[arm])
        assert np.isnan(cube["discernment"]).all()
        assert cube["population.groups.young.region"].values.tolist() == [
            "=1+1",
            "@SUM(A1)",
            "-2",
            "+3",
            "north",
        ]
        assert cube["cost"].dims == ("point", "arm", "replicate")
    assert sweep.to_xarray(curves=True)["believing"].sizes["step"] == len(curve)
    runs = sweep.frame().set_index(["point", "arm", "replicate"])
    assert runs.loc[2, "with_talk", 1]["person_days_per_person"] == table["with_talk"][1, 1]
    assert runs["discernment"].dtype == float
    assert len(sweep.groups()) == 5 * 3 * 3 * 3
    assert list(sweep.points()["point"]) == [1, 2, 3, 4, 5]
    with pytest.raises(InputError, match="no runs of nowhere are kept here"):
        Sweep.open("nowhere")


def test_the_first_arm_stays_the_one_that_others_are_compared_with(exported: Path) -> None:
    """`all_the_talk` comes before `baseline` in the alphabet.

    Fault: arms are kept in a map whose keys are sorted.
    """
    with Store(exported / "s.sqlite") as store:
        plan = store.plan()
        table = table_of(store, plan, outcome_of("person_days_per_person"))
    assert arms_of(plan) == dict.fromkeys(("baseline", "with_talk", "all_the_talk"), "baseline")
    assert list(effects(table, plan)) == ["with_talk", "all_the_talk"]
    assert np.array_equal(table["with_talk"], table["all_the_talk"])


ONE_SEED = "sweep.vary.run.seed=[1]"


def shards(folder: Path, parts: int, *sets: str) -> list[Path]:
    """Run the parts of a sweep, each into its own store."""
    paths = [folder / f"{part}.sqlite" for part in range(1, parts + 1)]
    for part, path in enumerate(paths, 1):
        plan = small_plan(*sets, shard=(part, parts))
        run_sweep(plan, path, Options(workers=1, trajectories=True), Told())
    return paths


@pytest.mark.parametrize("parts", [2, 4])
def test_parts_merge_into_the_whole(parts: int, tmp_path: Path) -> None:
    """Two parts share out three points, four share out single runs: the same bits as in one go.

    Fault: a part too many or too few; side files that are left behind.
    """
    whole = tmp_path / "whole.sqlite"
    run_sweep(small_plan(ONE_SEED), whole, Options(workers=2, trajectories=True), Told())
    lines: list[str] = []
    with Store(tmp_path / "merged.sqlite", writing=True) as into:
        merged = merge_stores(into, shards(tmp_path, parts, ONE_SEED), lines.append)
        assert (merged.added, merged.known, merged.damaged, len(lines)) == (18, 0, 0, parts)
        assert len(into.done()[0]) == 18
        with Store(whole) as other:
            assert into.digests() == other.digests()
            assert {row.sha for row in into.rows()} == {row.sha for row in other.rows()}
            assert into.plan() == other.plan()
    assert (
        run_sweep(small_plan(ONE_SEED), tmp_path / "merged.sqlite", Options(trajectories=True), Told()).ran
        == 0
    )


def test_merging_twice_adds_nothing_and_notices_differences(tmp_path: Path) -> None:
    """Fault: rows that are there already are passed over without a look."""
    import sqlite3

    first, second = shards(tmp_path, 2)
    with Store(tmp_path / "merged.sqlite", writing=True) as into:
        merge_stores(into, [first, second], Told().say)
        assert merge_stores(into, [first, second], Told().say)[:2] == (0, 36)
    # A run that came out in another way, and is whole.
    with Store(first) as store:
        row = next(store.rows())._replace(digest="another")
    from infosim.experiments.store.records import row_sha

    file = sqlite3.connect(first)
    values = "another", row_sha(*row[:-1]), row.key
    file.execute("UPDATE runs SET digest = ?, sha = ? WHERE key = ?", values)
    file.commit()
    file.close()
    with Store(tmp_path / "merged.sqlite", writing=True) as into:
        with pytest.raises(NotDeterministicError, match="1 runs came out in two ways"):
            merge_stores(into, [first], Told().say)
        assert into.conflicts() == [(row.key, "another")]


def test_a_damaged_run_is_not_merged_nor_exported(tmp_path: Path) -> None:
    """Fault: rows are copied without a look at their hashes."""
    import sqlite3

    (path,) = shards(tmp_path, 1)
    file = sqlite3.connect(path)
    file.execute("UPDATE runs SET series = x'00' WHERE key = (SELECT min(key) FROM runs)")
    file.commit()
    file.close()
    with Store(tmp_path / "merged.sqlite", writing=True) as into:
        assert merge_stores(into, [path], Told().say) == (35, 0, 1)
    with Store(path) as store, pytest.raises(StoreError, match="not what was written"):
        write_export(store, tmp_path / "export", parquet=False, command="")
    assert not (tmp_path / "export").exists()
