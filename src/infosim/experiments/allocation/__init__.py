"""What a budget is best spent on: a search over allocations, judged on luck it has not seen."""

from __future__ import annotations

from infosim.experiments.allocation.optimise import Optimum, optimise

__all__ = ["Optimum", "optimise"]
