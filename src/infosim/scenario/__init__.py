"""What the user writes: one file is one study."""

from __future__ import annotations

from infosim.scenario.estimates import Estimate, estimate
from infosim.scenario.library import shipped
from infosim.scenario.loading import Loaded, load
from infosim.scenario.models import Scenario
from infosim.scenario.resolved import canonical_json, digest, resolved

__all__ = [
    "Estimate",
    "Loaded",
    "Scenario",
    "canonical_json",
    "digest",
    "estimate",
    "load",
    "resolved",
    "shipped",
]
