"""Looking a store through, and taking out of it what nobody refers to."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from infosim.errors import StoreError, counted
from infosim.experiments.store.durable import leftovers
from infosim.experiments.store.faults import spoken
from infosim.experiments.store.store import Store
from infosim.experiments.store.tables import connect

MOST_SHOWN = 20


class Checked(NamedTuple):
    """What came of looking a store through.

    Attributes
    ----------
    path : the store
    runs : how many it holds
    faults : what is damaged, one sentence each
    orphans : files beside it that no run refers to, and unfinished ones
    """

    path: Path
    runs: int
    faults: list[str]
    orphans: list[str]

    @property
    def is_damaged(self) -> bool:
        """Whether anything that was kept is not what was written."""
        return bool(self.faults)

    def lines(self) -> list[str]:
        """Say it for people."""
        said = self.faults[:MOST_SHOWN]
        if len(self.faults) > MOST_SHOWN:
            said.append(f"and {len(self.faults) - MOST_SHOWN:,} more")
        if self.orphans:
            said.append(f"{len(self.orphans):,} files belong to no run; infosim store gc removes them")
        verdict = counted(len(self.faults), "fault") if self.faults else "every one is what was written"
        return [*said, f"{self.path}: {self.runs:,} runs, {verdict}"]


def check_store(path: Path) -> Checked:
    """Look through every page, row, text and file of a store; changes nothing."""
    faults: list[str] = []
    try:
        with spoken(path):
            file = connect(path, writing=False)
            answers = [str(answer) for (answer,) in file.execute("PRAGMA integrity_check")]
            file.close()
        faults += [f"{path}: {answer}" for answer in answers if answer != "ok"]
    except StoreError as error:
        return Checked(path, 0, [str(error)], [])
    with Store(path) as store:
        known: set[str] = set()
        try:
            for row in store.rows():
                known.add(row.key)
                if not row.is_whole:
                    faults.append(f"run {row.key[:12]} is not what was written")
                elif row.side_sha and not store.side_is_whole(row.key, row.side_sha):
                    faults.append(f"{store.side_of(row.key)} is missing or not what was written")
            for plan in store.plans():
                store.text(plan)
            faults += store.damaged_texts()
        except (StoreError, sqlite3.Error) as error:
            faults.append(str(error))
        sides = sorted(store.sides.glob("*.npz")) if store.sides.is_dir() else []
        orphans = [str(one) for one in sides if one.stem not in known]
        orphans += [str(one) for one in leftovers(store.sides)]
    return Checked(path, len(known), faults, orphans)


def collect(store: Store, needed: Collection[str] | None) -> tuple[int, int, int]:
    """Remove what nobody refers to.

    Parameters
    ----------
    store : opened for writing, so that unfinished files are gone already
    needed : the runs to keep; all if None

    Returns
    -------
    runs and files removed, and bytes freed
    """
    before = store.path.stat().st_size
    known = {row.key: row.side_sha for row in store.rows()}
    dropped = [] if needed is None else [key for key in known if key not in needed]
    if dropped:
        store.drop(dropped)
        store.squeeze()
    kept = {key for key, side in known.items() if side} - set(dropped)
    sides = sorted(store.sides.glob("*.npz")) if store.sides.is_dir() else []
    orphans = [one for one in sides if one.stem not in kept]
    freed = sum(one.stat().st_size for one in orphans)
    for one in orphans:
        one.unlink()
    return len(dropped), len(orphans), freed + max(0, before - store.path.stat().st_size)
