"""Sweeps: many points of a study, every run of them kept, none lost and none done twice."""

from __future__ import annotations

from infosim.experiments.sweep.coordinator import Outcome, run_sweep
from infosim.experiments.sweep.plan import Cell, Plan, plan_sweep

__all__ = ["Cell", "Outcome", "Plan", "plan_sweep", "run_sweep"]
