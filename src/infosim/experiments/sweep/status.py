"""How far a sweep has come, as its store tells."""

from __future__ import annotations

from typing import Any

from infosim.experiments.store import Store
from infosim.experiments.store.lock import holder_of
from infosim.experiments.sweep.plan import Cell
from infosim.experiments.sweep.results import cells_of


def status_of(store: Store) -> dict[str, Any]:
    """Say what is kept of the latest sweep of a store, as plain data.

    Raises
    ------
    InputError
        Nothing was planned yet.
    StoreError
        It cannot be read.
    """
    plan = store.plan()
    cells = {cell.key: cell for cell in cells_of(plan)}
    good, bad = store.done()
    failures = [one for one in store.failures() if one.key in cells]
    failed = [
        {"run": one.key, **where(plan, cells[one.key]), "reason": one.reason, "tries": one.tries}
        for one in failures
    ]
    return {
        "study": plan["study"],
        "title": plan["title"],
        "path": str(store.path),
        "megabytes": store.path.stat().st_size / 1e6,
        "last": store.last_finished(),
        "holder": holder_of(store.path),
        "design": plan["design"]["design"],
        "points": len(plan["points"]),
        "arms": [arm["name"] for arm in plan["arms"]],
        "replicates": plan["replicates"],
        "narrow": plan.get("narrow"),
        "total": len(cells),
        "done": len(good & set(cells)),
        "damaged": len(bad),
        "other_runs": len(good - set(cells)),
        "failed": failed,
        "conflicts": [key for key, _ in store.conflicts()],
    }


def where(plan: dict[str, Any], cell: Cell) -> dict[str, Any]:
    """Say which run a cell is, for people: points are counted from 1."""
    values = plan["points"][cell.point]["values"]
    seed = values.get("run.seed", plan["seed"])
    return {"point": cell.point + 1, "arm": cell.arm, "replicate": cell.replicate, "seed": seed}
