"""What several cells of a target show together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from infosim.published.parameters import Value
from infosim.published.running import Measured
from infosim.published.targets import Target


@dataclass(frozen=True)
class Finding:
    """Something that must hold of several cells.

    Attributes
    ----------
    target : whose cells
    words : what it is, with the numbers found
    holds : whether it does
    """

    target: str
    words: str
    holds: bool


NEAR_ON_AVERAGE = {0.1: 6.0, 0.8: 3.0}
"""How far all of the published numbers may be off on average, by the chance of forgetting."""


def findings_of(target: Target, measured: Sequence[Measured]) -> Iterator[Finding]:
    """Look at the cells of a target together, if there is anything to see."""
    mine = [one for one in measured if one.cell.target.id == target.id]
    yield from FINDINGS[target.id](mine) if target.id in FINDINGS else ()


def _means(cells: Sequence[Measured], across: str, **fixed: Value) -> dict[float, float]:
    """Give the mean of the first quantity, by the value of one parameter, where others are fixed."""
    return {
        float(one.cell.values[across] or 0.0): one.estimates[one.quantity].mean
        for one in cells
        if all(one.cell.values[name] == value for name, value in fixed.items())
    }


def alike_but(cells: Sequence[Measured], *varied: str) -> list[Measured]:
    """Pick the cells in which all but some parameters are those of the target."""
    return [
        one
        for one in cells
        if all(
            one.cell.values[name] == usual or name in varied
            for name, usual in one.cell.target.defaults.items()
        )
    ]


def _of_segregation(cells: Sequence[Measured]) -> Iterator[Finding]:
    """Segregation helps a hoax that is forgotten slowly and hurts one that is forgotten fast."""
    cells = alike_but(cells, "p_forget", "segregation")
    for p_forget, sign, says in ((0.1, 1, "helps"), (0.8, -1, "hurts")):
        means = _means(cells, "segregation", p_forget=p_forget)
        slope = float(np.polyfit(list(means), list(means.values()), 1)[0])
        words = f"segregation {says} the hoax at p_forget {p_forget:g}: {slope:+.0f} believers from 0 to 1"
        yield Finding("sbfc", words, sign * slope > 0)
        near = NEAR_ON_AVERAGE[p_forget]
        for name in ("believers", "gullible", "sceptical"):
            off = [
                abs(one.estimates[name].mean - one.facts[name].value)
                for one in cells
                if one.cell.values["p_forget"] == p_forget
            ]
            words = f"{name} at p_forget {p_forget:g} are {np.mean(off):.1f} off on average, at most {near:g}"
            yield Finding("sbfc", words, bool(np.mean(off) <= near))


def _of_theory(cells: Sequence[Measured]) -> Iterator[Finding]:
    """Few contacts let a hoax die that the mean field keeps."""
    for one in cells:
        theory, mean = one.mean_field or 0.0, one.estimates[one.quantity].mean
        if float(one.cell.values["mean_degree"] or 0) < 10:
            contacts = float(one.cell.values["mean_degree"] or 0)
            words = f"with {contacts:g} contacts the hoax dies: {mean:.3f} believe, "
            yield Finding("sbfc_mean_field", words + f"the mean field says {theory:.3f}", mean < 0.5 * theory)


def _of_chambers(cells: Sequence[Measured]) -> Iterator[Finding]:
    """Virality is greatest at a middling polarisation, and nil where the chamber is closed."""
    for theta in sorted({float(one.cell.values["theta"] or 0.0) for one in cells}):
        means = _means(cells, "polarisation", theta=theta)
        best = max(means, key=lambda at: means[at])
        words = f"at theta {theta:g} virality is greatest at polarisation {best:g}, between 0.4 and 0.7"
        yield Finding("echo_chamber", words, 0.4 <= best <= 0.7)
        yield Finding("echo_chamber", f"at theta {theta:g} a closed chamber has none", means[1.0] == 0)


FINDINGS: dict[str, Callable[[Sequence[Measured]], Iterator[Finding]]] = {
    "sbfc_mean_field": _of_theory,
    "sbfc": _of_segregation,
    "echo_chamber": _of_chambers,
}
"""What is looked at, by target."""
