"""Cells, verdicts and what is written of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from infosim.engines import ENGINES
from infosim.errors import InputError
from infosim.published.findings import findings_of
from infosim.published.models import MODELS
from infosim.published.reproducing import Reproduction, reproduce, to_json
from infosim.published.running import Cell, Measured
from infosim.published.targets import TARGETS

SMALL: dict[str, dict[str, Any]] = {
    "sbfc_mean_field": {"n": 80, "mean_degree": 6, "believers": 10, "steps": 30, "last": 5},
    "sbfc": {"n": 80, "edges": 240, "gullible": 30, "steps": 30, "last": 5},
    "two_group_agents": {"n": 60, "infected": 0.05, "days": 30},
    "echo_chamber": {"n": 60, "opinion": 0.1},
    "sir": {"n": 80, "graph": "ba", "m": 3, "beta": 0.1, "steps": 30},
    "sis": {"n": 80, "graph": "ws", "k": 6, "beta": 0.1, "steps": 30},
    "cascade": {"n": 80, "mean_degree": 8.0, "chance": 0.2, "fraction": 0.05},
}
"""Parameters with which each model is done in no time."""

pytestmark = pytest.mark.usefixtures("warm_engines")


@pytest.mark.parametrize("name", MODELS)
def test_both_engines_give_the_same_numbers(name: str) -> None:
    """Fault: a model that runs beside the engines; people or luck that only one of them has."""
    made = [
        reproduce([TARGETS[name]], parameters=SMALL[name], runs=3, engine=engine, workers=1)
        for engine in ENGINES
    ]
    one, other = (found.measured[0] for found in made)
    assert list(one.values) == list(other.values)
    for quantity, values in one.values.items():
        assert values.tolist() == other.values[quantity].tolist()
    assert one.course.tolist() == other.course.tolist()
    assert any(values.any() for values in one.values.values())


def test_runs_have_people_and_luck_of_their_own() -> None:
    """Run r of seed s is run 0 of seed s + r. Fault: one graph for all runs; workers that shift seeds."""
    target = TARGETS["sbfc"]
    many = reproduce([target], parameters=SMALL["sbfc"], runs=4, seed=5, workers=2).measured[0]
    alone = [
        reproduce([target], parameters=SMALL["sbfc"], runs=1, seed=5 + r, workers=1).measured[0]
        for r in range(4)
    ]
    values = many.values["believers"].tolist()
    assert values == [one.values["believers"][0] for one in alone]
    assert len(set(values)) > 1


def published(value: float, off: float) -> Measured:
    """Give the first cell of A2 with a mean that is off by so much."""
    target = TARGETS["sbfc"]
    mean = {"believers": value + off, "gullible": 78.0, "sceptical": 4.0}
    return Measured(
        Cell(target, target.defaults),
        {name: np.full(3, float(one)) for name, one in mean.items()},
        np.zeros(0),
        1,
    )


@pytest.mark.parametrize(
    ("off", "holds"), [(0, True), (15, True), (-15, True), (15.1, False), (-15.1, False)]
)
def test_verdict_is_by_the_tolerance(off: float, holds: bool) -> None:
    """Fault: a verdict on one side only; intervals taken for tolerances."""
    one = published(83, off)
    assert one.holds("believers") is holds
    assert one.holds("gullible") is True
    assert Reproduction((one,), (), True).passed is holds


def test_a_changed_scenario_is_not_held_to_published_numbers() -> None:
    """Fault: `--set` changes the model, and the old number is still held against it."""
    one = published(83, 200)
    changed = replace(one, cell=replace(one.cell, sets=("platforms.net.reach=10%",)))
    assert changed.holds("believers") is None
    assert changed.mean_field is None


def test_json_of_a_cell_is_one_object() -> None:
    """Fault: numbers of NumPy; parameters that are left out because they are defaults."""
    found = reproduce([TARGETS["sbfc"]], parameters=SMALL["sbfc"], runs=2, workers=1)
    made = to_json(found, [])
    assert made["target"] == "sbfc"
    assert made["runs"] == 2
    assert made["parameters"] == TARGETS["sbfc"].defaults | SMALL["sbfc"]
    assert isinstance(made["ours"], float)
    assert made["low"] <= made["ours"] <= made["high"]
    assert made["published"] is None
    assert made["sd"] == pytest.approx(found.measured[0].values["believers"].std(ddof=1))


def test_equations_need_no_runs() -> None:
    """Fault: equations that are run ten times; `--set` of a scenario that is not there."""
    target = TARGETS["two_group_sir"]
    found = reproduce([target], parameters={"multiplier": 3.0}, runs=10)
    made = to_json(found, [])
    assert (made["runs"], made["sd"], made["published"]) == (1, 0.0, 0.859994)
    assert made["ours"] == pytest.approx(0.859994, abs=1e-4)
    with pytest.raises(InputError, match="equations"):
        reproduce([target], sets=["run.seed=2"])


def test_parameters_are_of_one_target() -> None:
    """Fault: a parameter that is passed to every target that knows its name."""
    with pytest.raises(InputError, match="name one target"):
        reproduce([TARGETS["sir"], TARGETS["sis"]], parameters={"beta": 0.1})


def test_findings_see_a_slope_of_the_wrong_sign() -> None:
    """Fault: a finding that always holds."""
    target = TARGETS["sbfc"]

    def at(p_forget: float, segregation: float, believers: float) -> Measured:
        values = target.defaults | {"p_forget": p_forget, "segregation": segregation}
        numbers = {"believers": believers, "gullible": 78.0, "sceptical": 4.0}
        means = {name: np.full(2, float(one)) for name, one in numbers.items()}
        return Measured(Cell(target, values), means, np.zeros(0), 1)

    cells = [at(0.1, 0.5, 200), at(0.1, 0.9, 100), at(0.8, 0.5, 264), at(0.8, 0.9, 217)]
    holds = {finding.words.split(":")[0]: finding.holds for finding in findings_of(target, cells)}
    assert not holds["segregation helps the hoax at p_forget 0.1"]
    assert holds["segregation hurts the hoax at p_forget 0.8"]
