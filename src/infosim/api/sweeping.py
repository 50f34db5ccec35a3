"""Running a sweep for whoever works in Python."""

from __future__ import annotations

import logging
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infosim.api.sweep import Sweep
from infosim.errors import InfosimError, InputError, Problem
from infosim.experiments.compare import Progress as Show
from infosim.experiments.pool import start_method
from infosim.experiments.sweep import plan_sweep, run_sweep
from infosim.experiments.sweep.coordinator import Options, Progress
from infosim.scenario import loading, models

log = logging.getLogger("infosim")


class Quiet:
    """Watches a sweep: passes on how far it is, and logs what is said of it."""

    def __init__(self, show: Show | None) -> None:
        self._show = show

    def say(self, line: str) -> None:
        """Log a line."""
        log.info("%s", line)

    def show(self, progress: Progress) -> None:
        """Pass on how many runs are done, and of how many."""
        if self._show is not None and progress.total:
            self._show(progress.done, progress.total)


def swept(
    model: models.Scenario,
    design: Mapping[str, Any],
    store: Path | None,
    options: Options,
    progress: Show | None,
) -> Sweep:
    """Run what is not kept yet of a sweep, and read it back.

    Parameters
    ----------
    design : what a scenario may say under `sweep`
    store : file that keeps the runs; one that goes with the result if None

    Raises
    ------
    InputError
        Nothing can be varied like that, or what the user added cannot be sent to workers.
    InfosimError
        A run failed.
    """
    if unsendable := model.additions.unsendable(start_method()):
        fault = f"{unsendable[0]} cannot be sent to the processes of a sweep"
        raise InputError(Problem(fault, "write it at the top of a file of yours, and import it from there"))
    changes = {f"sweep.{name}": value for name, value in design.items() if value is not None}
    plan = plan_sweep(loading.loaded_with(model, changes))
    folder = Path(tempfile.mkdtemp(prefix="infosim-")) if store is None else None
    path = store if folder is None else folder / "sweep.sqlite"
    assert path is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    ended = run_sweep(plan, path, options, Quiet(progress))
    if ended.failed:
        cell, reason, _ = ended.failed[0]
        place = plan.points[cell.point].said
        raise InfosimError(f"{len(ended.failed):,} runs failed, first {cell.arm} at {place}: {reason}")
    result = Sweep(path, model.additions)
    if folder is not None:
        weakref.finalize(result, shutil.rmtree, folder, ignore_errors=True)
    return result
