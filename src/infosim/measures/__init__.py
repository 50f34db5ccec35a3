"""What is counted: prevalence, discernment, cascades, equity, cost.

Floating-point sums over people happen here and nowhere else (LAW 2).
"""

from __future__ import annotations

from infosim.measures.catalogue import OUTCOMES, Outcome, measure

__all__ = ["OUTCOMES", "Outcome", "measure"]
