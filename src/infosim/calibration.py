"""From branching to rates: how often people must share for a claim to spread so far.

The *branching* of a claim is the mean number of further sharers whom an early
sharer causes while nearly everybody is still unaware. It depends on the graph, the
reach, how active the contacts are and how long interest lasts; here it is computed
as an expectation over the study's own contacts, generation by generation, and the
share rate that gives the branching asked for is found by secants.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infosim.compiling import Ids, Row, compile_together
from infosim.errors import InputError
from infosim.network import Graph
from infosim.population import Population
from infosim.world import Floats

GENERATIONS = 3
"""Early sharers are those of generations 1 to 3; seeds are generation 0."""

_GRID = 512
_CELLS = 4096
_NEGLIGIBLE = 1e-7
_LEAST = 1e-300


@dataclass(frozen=True, eq=False)
class Spread:
    """What decides how far a claim goes, apart from the share rate.

    Attributes
    ----------
    population : the people
    member : bool, (n_platforms, n_people), who is on what from the beginning
    followers, sources : one graph per platform
    reach : float64, (n_platforms,), in [0, 1]
    acceptance : float64, (n_people,), in [0, 1], of a seen share
    survival : float64, (n_ages,), of the interest in sharing
    unconvinced : float in [0, 1], rate of unthinking sharing relative to belief
    seeds : float64, (n_people,), probability of being the seed
    responds : bool, (n_people,), whether what is heard does anything: not to bots
    """

    population: Population
    member: NDArray[np.bool_]
    followers: tuple[Graph, ...]
    sources: tuple[Graph, ...]
    reach: Floats
    acceptance: Floats
    survival: Floats
    unconvinced: float
    seeds: Floats
    responds: NDArray[np.bool_]


def calibrate(spread: Spread, branching: float, name: str) -> float:
    """Find the share rate that gives the branching asked for.

    Returns
    -------
    float in (0, 1], kept to six digits so that every machine finds the same

    Raises
    ------
    InputError
        The contacts cannot carry so much.
    """
    pairs = zip(spread.followers, spread.sources, strict=True)
    mutual = [None if both.is_symmetric else mutual_contacts(both, sources) for both, sources in pairs]
    most = expected_branching(spread, 1.0, mutual)
    if most < branching:
        raise InputError(
            f"claim {name}: a branching of {branching:g} cannot be reached, "
            f"at most {most:.2g} if everybody shares in every step; "
            "raise the reach, the mean degree or how long interest lasts"
        )
    rate = solve(lambda rate: expected_branching(spread, rate, mutual), branching, most)
    return float(f"{rate:.6g}")


def solve(branching_at: Callable[[float], float], wanted: float, most: float) -> float:
    """Find the rate in (0, 1] of a wanted branching: secants on logarithms, in a bracket that shrinks.

    Branching is nearly proportional to the rate while rates are small, so that a few
    steps find it; each costs several walks over all contacts.
    """
    # Where so little is shared that nothing is left of it in floating point, it is very little.
    low, high, slope = -30.0, 0.0, log(2.0)
    at, gap_at = 0.0, log(most / wanted)
    for _ in range(60):
        exponent = at - gap_at / slope
        if not low < exponent <= high:
            exponent = (low + high) / 2.0
        gap = log(max(branching_at(2.0**exponent), _LEAST) / wanted)
        if abs(gap) < 1e-9 or high - low < 1e-9:
            break
        low, high = (low, exponent) if gap > 0 else (exponent, high)
        steepness = (gap - gap_at) / (exponent - at) if exponent != at else 0.0
        slope = steepness if steepness > 0.0 else log(2.0)
        at, gap_at = exponent, gap
    return float(2.0**exponent)


def expected_branching(spread: Spread, rate: float, mutual: Sequence[NDArray[np.bool_] | None]) -> float:
    """Compute the branching at a share rate, as a mean over early generations.

    Parameters
    ----------
    rate : float in [0, 1]
    mutual : for each platform, whether each tie goes both ways (`mutual_contacts`); None if all do
    """
    inactive, infects = first_contacts(spread, rate)
    sharing = 1.0 - inactive
    back = returned(spread, infects, mutual)
    before, pressure = spread.seeds, seed_pressure(spread, rate) * spread.responds
    sizes = [float((sharing * pressure).sum())]
    for _ in range(GENERATIONS):
        # Nobody tells the person it came from: what would go straight back is left out.
        onward = spread_once(spread, infects * pressure) - back * before
        before, pressure = pressure, np.maximum(onward, 0.0) * spread.responds
        sizes.append(float((sharing * pressure).sum()))
    early = sum(sizes[:-1])
    return sum(sizes[1:]) / early if early > 0 else 0.0


def first_contacts(spread: Spread, rate: float) -> tuple[Floats, Floats]:
    """Give what one person who has just become aware does to the others.

    Returns
    -------
    inactive : (n_people,), probability of never sharing
    infects : (n_platforms, n_people), probability that one given contact on each
        platform becomes aware through this person
    """
    believing = np.minimum(1.0, rate * spread.population.activity)
    unthinking = np.minimum(1.0, rate * spread.unconvinced * spread.population.activity)
    # Noticing and believing have draws of their own; belief implies awareness.
    noticed = spread.reach[:, None] * (1.0 + spread.acceptance * (1.0 - spread.reach[:, None]))
    convinced = np.divide(
        spread.reach[:, None] * spread.acceptance, noticed, out=np.zeros_like(noticed), where=noticed > 0
    ).max(axis=0)
    n_platforms = spread.member.sum(axis=0)

    def silent(keeps_quiet: Floats, quiet_believer: Floats) -> Floats:
        once = generating(spread.survival, keeps_quiet)
        silence: Floats = once * (1.0 - convinced + convinced * generating(spread.survival, quiet_believer))
        return silence

    inactive = silent((1.0 - unthinking) ** n_platforms, (1.0 - believing) ** n_platforms)
    seen = noticed.mean(axis=1)
    infects = [
        member * (1.0 - silent(1.0 - unthinking * v, 1.0 - believing * v))
        for member, v in zip(spread.member, seen, strict=True)
    ]
    return inactive, np.array(infects)


def seed_pressure(spread: Spread, rate: float) -> Floats:
    """Give the expected number of times that seeds make each person aware."""
    believing = np.minimum(1.0, rate * spread.population.activity)

    def unseen(v: float) -> Floats:
        """Miss the certain post, and those of every age but the first."""
        quiet = 1.0 - believing * v
        later = np.divide(
            generating(spread.survival, quiet), quiet, out=np.zeros_like(quiet), where=quiet > 0
        )
        return (1.0 - v) * later

    infects = [
        member * spread.seeds * (1.0 - unseen(v))
        for member, v in zip(spread.member, spread.reach, strict=True)
    ]
    return spread_once(spread, np.array(infects))


def spread_once(spread: Spread, infecting: Floats) -> Floats:
    """Add up over contacts what reaches each person, ``(n_people,)``."""
    total = np.zeros(spread.population.n_people)
    for member, graph, from_here in zip(spread.member, spread.sources, infecting, strict=True):
        total += member * graph.sums(from_here)
    return total


def returned(spread: Spread, infects: Floats, mutual: Sequence[NDArray[np.bool_] | None]) -> Floats:
    """Give what comes straight back to each person from those it makes aware, ``(n_people,)``.

    On each platform: over contacts who follow and are followed, the probability of
    making the contact aware times that of being made aware in return.
    """
    total = np.zeros(spread.population.n_people)
    for member, followers, counted, here in zip(
        spread.member, spread.followers, mutual, infects, strict=True
    ):
        total += member * here * followers.sums(here * spread.responds, counted)
    return total


def mutual_contacts(followers: Graph, sources: Graph) -> NDArray[np.bool_]:
    """Tell for each tie whether it goes both ways, ``(n_ties,)``."""
    if followers.is_symmetric:
        return np.ones(followers.n_ties, dtype=np.bool_)
    return followers.in_common(sources)


def generating(survival: Floats, x: Floats) -> Floats:
    """Compute the mean of ``x ** duration``, for each x in [0, 1].

    The duration is the first age that is not reached. Many values are read off a
    grid of some of them.
    """
    if len(x) > 2 * _GRID:
        ordered = np.sort(x)
        grid = np.concatenate([ordered[:: len(x) // _GRID], ordered[-1:]])
        return interpolated(x, grid, generating(survival, grid))
    ends = survival[:-1] - survival[1:]
    total, left = np.zeros_like(x), 1.0
    power = np.ones_like(x)
    for probability in ends:
        power = power * x
        total = total + probability * power
        left -= probability
        if left < _NEGLIGIBLE:
            break
    return total + left * power


def interpolated(x: Floats, grid: Floats, known: Floats) -> Floats:
    """Read values off the straight lines between known ones, as `numpy.interp` does, but sooner.

    Parameters
    ----------
    x : (n,) float64, all from grid[0] to grid[-1]
    grid, known : (n_known,) float64, `grid` ascending
    """
    values, width = np.empty_like(x), (grid[-1] - grid[0]) / _CELLS
    if not width > 0.0:
        return np.full_like(x, known[-1])
    begin = np.searchsorted(grid, grid[0] + width * np.arange(_CELLS + 1), side="right") - 1
    _compiled()["read_off"](x, grid, known, np.maximum(begin, 0), float(1.0 / width), values)
    return values


def read_off(x: Row, grid: Row, known: Row, begin: Ids, scale: float, values: Row) -> None:
    """Interpolate, looking for the place in the grid only inside a cell of those of equal width."""
    last = len(grid) - 2
    for i in range(len(x)):
        cell = min(int((x[i] - grid[0]) * scale), len(begin) - 2)
        low, high = min(begin[cell], last), min(begin[cell + 1], last)
        while low < high:
            middle = (low + high + 1) // 2
            if grid[middle] <= x[i]:
                low = middle
            else:
                high = middle - 1
        gap = grid[low + 1] - grid[low]
        part = (x[i] - grid[low]) / gap if gap > 0.0 else 1.0
        values[i] = known[low] + part * (known[low + 1] - known[low])


@cache
def _compiled() -> dict[str, Callable[..., Any]]:
    """Compile the loop over many people."""
    return compile_together((read_off,), (read_off,), (read_off,))
