"""Whole trajectories stay what they are, until somebody says that they shall not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from baseline.cases import cases, golden, graphs_of, runs_of, study
from infosim.interventions import INTERVENTIONS
from infosim.network import GENERATORS
from infosim.results import MODEL_VERSION
from infosim.rules import rule_names
from infosim.scenario.models import Platform
from infosim.simulation import run

REPOSITORY = Path(__file__).parents[2]

CASES = cases()

WHAT_TO_DO = (
    "If this is meant: bump MODEL_VERSION in src/infosim/results.py, run `make baseline`, and add a line "
    "'Trajectories (model version N): ...' to CHANGELOG.md. If it is not, find out why."
)
NUMPY = "The graph is another one; if nobody touched src/infosim/network, NumPy has changed. "


@pytest.mark.parametrize("name", CASES)
def test_trajectories_are_the_golden_ones(name: str, engine: str) -> None:
    """Run every case with both engines, and compare every change of every person.

    Fault: a half-life taken as a mean life, the order of two phases, another draw key.
    """
    kept, made = golden()["cases"].get(name, {}), study(CASES[name])
    assert graphs_of(made) == kept.get("graphs"), NUMPY + WHAT_TO_DO
    assert runs_of(made, engine) == kept.get("runs"), f"{name} goes another way. {WHAT_TO_DO}"


def test_no_case_is_left_over() -> None:
    assert list(golden()["cases"]) == list(CASES), WHAT_TO_DO


def test_cases_cover_the_catalogues() -> None:
    """Fault: a new generator, kind or rule without a case."""
    layers = [layer for one in CASES.values() for layer in one["platforms"].values()]
    parts = [part for one in CASES.values() for part in one.get("interventions", ())]
    claims = [claim for one in CASES.values() for claim in one["claims"]]
    rules = {one.get("rules", {}).get("persuasion", "independent") for one in CASES.values()}
    assert len(CASES) >= 20
    assert {layer["graph"]["model"] for layer in layers} == set(GENERATORS)
    assert {layer["kind"] for layer in layers} == set(get_args(Platform.model_fields["kind"].annotation))
    assert {part["kind"] for part in parts} == set(INTERVENTIONS)
    assert {claim.get("veracity", "false") for claim in claims} == {"false", "true", "misleading"}
    assert rules == set(rule_names())
    assert any("arrivals" in claim for claim in claims)
    assert any("every" in claim.get("seeds", {}) for claim in claims)
    assert {"half_life", "exactly", "never"} <= set(CASES)


@pytest.mark.usefixtures("warm_engines")
@pytest.mark.parametrize("name", CASES)
def test_something_happens_in_each_case(name: str) -> None:
    """A digest of nothing would guard nothing: some hear of a claim from others, and arms part.

    Fault: a case whose reach is too small for anybody to hear of anything.
    """
    made = study(CASES[name])
    runs = [run(made, arm, 0) for arm in made.arms]
    assert (runs[0].state.parent >= 0).sum() >= 5
    assert len({one.digest for one in runs}) == len(runs)


def test_golden_file_and_changelog_are_of_this_version() -> None:
    """Fault: the version is bumped and nobody is told what changed."""
    assert golden()["model_version"] == MODEL_VERSION, WHAT_TO_DO
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    line = rf"^[-*\s]*Trajectories\**[^\n]*\bmodel version {MODEL_VERSION}\b"
    assert re.search(line, changelog, re.MULTILINE | re.IGNORECASE), WHAT_TO_DO
