"""infosim: how false content and its correction travel through a synthetic society.

The public names are loaded when they are first used, so that importing infosim is
quick and loads neither mesa nor numba nor matplotlib.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOME = {
    "Scenario": "infosim.api.scenario",
    "Study": "infosim.api.study",
    "Run": "infosim.api.run",
    "Comparison": "infosim.api.comparison",
    "Sweep": "infosim.api.sweep",
    "Intervention": "infosim.interventions.base",
    "Outcome": "infosim.measures.catalogue",
    "InfosimError": "infosim.errors",
    "InputError": "infosim.errors",
}

__all__ = [
    "Comparison",
    "InfosimError",
    "InputError",
    "Intervention",
    "Outcome",
    "Run",
    "Scenario",
    "Study",
    "Sweep",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'infosim' has no attribute {name!r}")
