"""What all tests share: the engines, warmed up once, and how hard Hypothesis tries."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from infosim.engines import ENGINES
from infosim.simulation import run
from studies import small, study_of

COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much]}

settings.register_profile("dev", max_examples=30, **COMMON)
settings.register_profile("ci", max_examples=40, derandomize=True, **COMMON)
settings.register_profile("nightly", max_examples=2000, **COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def warm_engines() -> tuple[str, ...]:
    """Compile once, so that no single test is charged for it; give the names of all engines."""
    study = study_of(small(time={"length": "1 days", "step": "1 days"}))
    for name in ENGINES:
        run(study, "baseline", 0, name)
    return tuple(ENGINES)


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest, warm_engines: tuple[str, ...]) -> str:
    """Give each engine in turn, by name."""
    name: str = request.param
    assert name in warm_engines
    return name
