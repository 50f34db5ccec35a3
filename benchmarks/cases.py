"""What is measured: models, sizes, who takes part, and how often each is run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MEAN_DEGREE = 10
OURS = "infosim"

NAMES = {
    "infosim": "infosim",
    "c_plain": "C, textbook loop",
    "c_keyed": "C, same work, by steps",
    "c_events": "C, same work, by events",
    "graph_tool": "graph-tool",
    "numpy": "NumPy, SciPy",
    "starsim": "starsim",
    "eon": "EoN",
    "ndlib": "NDlib",
    "mesa": "Mesa",
    "cynetdiff": "cynetdiff",
}
"""What readers call those who take part."""

SLOW = ("eon", "ndlib", "mesa")
"""Python from contact to contact: run one after the other, and less often."""

LIMIT, LONGEST = 60.0, 240.0
"""CPU seconds after which a run of a slow peer is stopped, and reported as "at least".

A run goes on beyond the first, up to the second, until it is known whether a target is met.
"""


@dataclass(frozen=True)
class Case:
    """A model to race on.

    Attributes
    ----------
    name, words : for the command line and for readers
    numbers : what every peer is given
    peers : who can run it, infosim first
    sizes : numbers of people by default
    seeds_share : proportion of people who begin, or 0 for `n_seeds` of the numbers
    batch : replicates in one call at 10,000 people; fewer with more people
    """

    name: str
    words: str
    numbers: dict[str, Any]
    peers: tuple[str, ...]
    sizes: tuple[int, ...]
    seeds_share: float = 0.0
    batch: int = 1
    measures: tuple[str, ...] = field(default=("size", "peak", "peak_step"))

    def job(self, size: int) -> dict[str, Any]:
        """Write the job of a size."""
        n_seeds = round(self.seeds_share * size) or self.numbers.get("n_seeds", 0)
        job = {"model": self.name, "size": size, "mean_degree": MEAN_DEGREE}
        return job | self.numbers | {"n_seeds": n_seeds}


SIR = Case(
    "sir",
    "SIR, beta 0.05, gamma 0.1, 10 seeds, until it is over",
    {"beta": 0.05, "gamma": 0.1, "n_seeds": 10, "max_steps": 200},
    (OURS, "c_plain", "c_keyed", "c_events", "graph_tool", "numpy", "starsim", "eon", "ndlib", "mesa"),
    (10_000, 100_000, 1_000_000),
)
IC = Case(
    "ic",
    "independent cascades, p 0.1, 100 seeds",
    {"beta": 0.1, "gamma": 1.0, "n_seeds": 100, "max_steps": 60},
    (OURS, "c_plain", "c_keyed", "c_events", "cynetdiff", "numpy"),
    (10_000, 100_000, 1_000_000),
    batch=20,
    measures=("size",),
)
SBFC = Case(
    "sbfc",
    "hoax against fact-check, beta 0.5, forgetting 0.1, credibility 0.9, 200 steps",
    {"beta": 0.5, "weight": 0.9, "forget": 0.1, "verify": 0.1, "max_steps": 200},
    (OURS, "c_plain", "c_keyed", "numpy", "mesa"),
    (10_000, 100_000),
    seeds_share=0.1,
    measures=("believers", "checkers"),
)
CASES = {case.name: case for case in (SIR, IC, SBFC)}


def repetitions(peer: str, size: int, *, quick: bool) -> tuple[int, int]:
    """Give how often a peer runs to be checked, and then how often to be timed."""
    if peer in SLOW:
        if quick:
            return (2, 1) if size <= 10_000 else (0, 1)
        return (6, 3) if size <= 10_000 else (0, 2) if size <= 100_000 else (0, 1)
    if quick:
        return 6, 5
    return (20, 15) if size <= 10_000 else (3, 7) if size <= 100_000 else (1, 3)
