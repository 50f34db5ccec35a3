"""What a sweep shows: what drives an outcome, how much is chance, and where an arm fails."""

from __future__ import annotations

from infosim.experiments.analysis.analyse import Analysis, analyse

__all__ = ["Analysis", "analyse"]
