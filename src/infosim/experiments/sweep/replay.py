"""Running one kept run again, and saying what its name is made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from infosim.errors import InputError, Problem
from infosim.experiments.keys import unlike
from infosim.experiments.store import Store
from infosim.experiments.sweep.plan import Cell
from infosim.experiments.sweep.results import cells_of
from infosim.experiments.sweep.status import where
from infosim.scenario.models import Scenario
from infosim.simulation import prepare, run

LONGEST = 100


def find_cell(store: Store, key: str) -> tuple[dict[str, Any], Cell]:
    """Find which run of which plan a name belongs to, in the latest plan that has it.

    Raises
    ------
    InputError
        No plan of this store has such a run.
    """
    for sha in reversed(store.plans()):
        plan: dict[str, Any] = json.loads(store.text(sha))
        for cell in cells_of(plan):
            if cell.key == key:
                return plan, cell
    raise InputError(Problem(f"no sweep in {store.path} has the run {key[:12]}", "see infosim status"))


def scenario_at(store: Store, plan: dict[str, Any], point: int) -> tuple[Scenario, dict[str, float]]:
    """Read the study at a point, and the share rates that are kept there."""
    said = json.loads(store.text(plan["points"][point]["scenario"]))
    start = said["time"]["start"]
    scenario = Scenario.model_validate(said, context={"start": _date(start)})
    return scenario, plan["rates"].get(str(scenario.run.seed), {})


def _date(text: str | None) -> Any:
    from infosim.units import read_date  # noqa: PLC0415

    return None if text is None else read_date(text)


def replay_run(store: Store, key: str, engines: Sequence[str], tell: Callable[[str], None]) -> dict[str, Any]:
    """Run one run again.

    Returns
    -------
    Plain data: which run it is, the digest that is kept (None if it failed), and the
    digest by engine.
    """
    plan, cell = find_cell(store, key)
    scenario, rates = scenario_at(store, plan, cell.point)
    kept = store.kept(key)
    study = prepare(scenario, rates=rates)
    digests = {}
    for engine in engines:
        tell(f"running it in the {engine} engine")
        digests[engine] = run(study, cell.arm, cell.replicate, engine).digest
    said = plan["points"][cell.point]["said"]
    told = {"run": key, "study": plan["study"], "said": said, **where(plan, cell)}
    return told | {"kept": None if kept is None else kept.digest, "digests": digests}


def form_of(store: Store, key: str) -> dict[str, Any]:
    """Read everything that names a run."""
    _, cell = find_cell(store, key)
    form: dict[str, Any] = json.loads(store.text(cell.form))
    return {**form, "replicate": cell.replicate}


def fields_of(store: Store, key: str) -> list[str]:
    """List what a run depends on, a line for each field."""
    plan, cell = find_cell(store, key)
    told = where(plan, cell)
    lines = [f"run {key}"] + [f"{name}: {told[name]}" for name in ("point", "arm", "replicate", "seed")]
    return lines + [f"{path} = {shown(value)}" for path, _, value in unlike({}, form_of(store, key))]


def differing_fields(one: tuple[Store, str], other: tuple[Store, str]) -> list[str]:
    """List the fields in which the names of two runs differ, a line each."""
    return [f"{path}: {shown(a)} -> {shown(b)}" for path, a, b in unlike(form_of(*one), form_of(*other))]


def shown(value: Any) -> str:
    """Write a value of a form on one line."""
    text = "nothing" if value is None else value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
