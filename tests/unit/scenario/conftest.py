"""Small scenario files to change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from infosim.errors import InputError, Problem
from infosim.scenario import load

MINIMAL = """\
time: {length: 10 days}
population: {size: 600}
platforms:
  chat: {kind: messaging, graph: {model: erdos_renyi, mean_degree: 6}, reach: 50%}
claims:
  - {id: rumour, sharing: {branching: 1.5}}
interventions:
  - {id: ads, kind: awareness_campaign, channel: chat, reach: 40%, effect: 10%}
  - {id: late, kind: awareness_campaign, channel: radio, reach: 40%, start: day 5}
arms:
  baseline: {}
  online: {interventions: [ads]}
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a scenario file, the minimal one if nothing is said."""

    def write(text: str = MINIMAL, name: str = "study.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def refusals() -> Callable[..., tuple[Problem, ...]]:
    """Load a file that is wrong, and give its problems."""

    def refusals(path: Path, *sets: str) -> tuple[Problem, ...]:
        with pytest.raises(InputError) as caught:
            load(path, sets=sets)
        return caught.value.problems

    return refusals
