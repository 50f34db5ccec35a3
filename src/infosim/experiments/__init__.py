"""Many runs: comparisons of arms over replicates."""

from __future__ import annotations

from infosim.experiments.compare import Comparison, Effect, compare
from infosim.experiments.intervals import Estimate

__all__ = ["Comparison", "Effect", "Estimate", "compare"]
