"""Work that several measures of a run share, done once for each run."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from infosim.results import Run

Found = TypeVar("Found")


def once(compute: Callable[[Run], Found]) -> Callable[[Run], Found]:
    """Remember what is computed of a run for as long as the run is there.

    What is given back is shared: it must not be changed, nor hold on to the run.
    """
    known: WeakKeyDictionary[Run, Found] = WeakKeyDictionary()

    @wraps(compute)
    def found(run: Run) -> Found:
        if run not in known:
            known[run] = compute(run)
        return known[run]

    return found
