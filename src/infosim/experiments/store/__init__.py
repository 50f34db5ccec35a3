"""Where runs are kept: one SQLite file per study, to which one coordinator writes."""

from __future__ import annotations

from infosim.experiments.store.lock import StoreLock
from infosim.experiments.store.records import Record
from infosim.experiments.store.store import Store

__all__ = ["Record", "Store", "StoreLock"]
