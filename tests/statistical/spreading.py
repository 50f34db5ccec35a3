"""Epidemics on large random graphs: how large the giant component is, and how small what dies out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from infosim.draws import Purpose, uniform
from infosim.simulation import Study, run
from statistical.chi_square import two_sided
from statistical.copies import alike, with_ties
from studies import Written, study_of

TOOK_OFF = 0.05
"""Proportion of all people beyond which an epidemic is one of the giant component."""


def once(n_people: int, days: int, n_seeds: int, reach: float, **more: Written) -> Written:
    """Write a claim that everybody believes who sees it, and posts once: constant infectiousness."""
    sharing = {"rate": 1.0, "unconvinced": 0.0, "interest": {"exactly": "1 days"}}
    claim = {"plausibility": 1.0, "seeds": {"count": n_seeds}, "sharing": sharing}
    return alike(n_people, days, claim, reach) | more


def poisson(n_people: int, reach: float, seed: int) -> Study:
    """Tie every pair with the same chance, so that degrees are Poisson of mean 6."""
    written = once(n_people, 60, 1, reach, run={"seed": seed})
    written["platforms"]["net0"]["graph"] = {"model": "erdos_renyi", "mean_degree": 6}
    return study_of(written)


def two_degrees(n_people: int, reach: float, seed: int) -> Study:
    """Give every other person one tie and the rest five, and join their ends at random."""
    ends = np.repeat(np.arange(n_people, dtype=np.int64), np.where(np.arange(n_people) % 2, 5, 1))
    shuffled = ends[np.argsort(uniform(seed, 0, int(Purpose.GRAPH), 0, np.arange(len(ends)), 0))]
    pairs = shuffled.reshape(-1, 2)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    both = np.concatenate([pairs, pairs[:, ::-1]])
    study = study_of(once(n_people, 80, 1, reach, run={"seed": seed}))
    return with_ties(study, [both], np.arange(n_people, dtype=np.int64))


@dataclass(frozen=True)
class Percolation:
    """A kind of random graph, a chance for each tie, and the theory.

    Attributes
    ----------
    graph : makes a study of so many people, with a reach, from a seed
    ever, onward : generating functions of the degrees, and of the further ties at the end of a tie
    sigma : standard deviation of the giant component times the square root of n people, if known
    """

    graph: Callable[[int, float, int], Study]
    reach: float
    n_people: int
    n_graphs: int
    ever: Callable[[float], float]
    onward: Callable[[float], float]
    sigma: Callable[[float], float] | None = None

    @property
    def giant(self) -> float:
        """Compute the proportion in the giant component: ``1 - G0(u)`` with ``u = 1 - T + T G1(u)``."""
        u = 0.5
        for _ in range(1000):
            u = 1.0 - self.reach + self.reach * self.onward(u)
        return 1.0 - self.ever(u)


def spread(mean: float) -> Callable[[float], float]:
    """Give the standard deviation of a giant component among Poisson ties of so many a person.

    Stepanov (1970): n S (1 - S) / (1 - mean (1 - S))**2 is its variance, S its proportion.
    """
    return lambda giant: (giant * (1.0 - giant)) ** 0.5 / (1.0 - mean * (1.0 - giant))


def generating(mean: float) -> Callable[[float], float]:
    """Give the generating function of a Poisson number."""
    return lambda x: float(np.exp(mean * (x - 1.0)))


def of_poisson(reach: float) -> Percolation:
    """Percolate ties of a mean of 6 a person."""
    g, sigma = generating(6.0), spread(6.0 * reach)
    return Percolation(poisson, reach, 50_000, 10, g, g, sigma)


PERCOLATION = {
    "Poisson 0.25": of_poisson(0.25),
    "Poisson 0.5": of_poisson(0.5),
    "two degrees": Percolation(
        two_degrees,
        0.5,
        20_000,
        30,
        lambda x: (x + x**5) / 2.0,
        lambda x: (1.0 + 5.0 * x**4) / 6.0,
    ),
}


def percolation(name: str, sample: int) -> float:
    """Compare the size of epidemics that take off with the giant component: a z or a t test."""
    case = PERCOLATION[name]
    sizes = []
    for number in range(case.n_graphs):
        study = case.graph(case.n_people, case.reach, 1 + sample * case.n_graphs + number)
        sizes.append(next(size for size in proportions(study) if size > TOOK_OFF))
    error = np.mean(sizes) - case.giant
    if case.sigma is not None:
        return two_sided(error / case.sigma(case.giant) * (case.n_people * case.n_graphs) ** 0.5)
    t = error / np.std(sizes, ddof=1) * case.n_graphs**0.5
    return float(2.0 * student.sf(abs(t), case.n_graphs - 1))


def proportions(study: Study, most: int = 60) -> Iterator[float]:
    """Give the proportion ever believing in one replicate after the other."""
    for replicate in range(most):
        yield float((run(study, "baseline", replicate).first_believed[0] >= 0).mean())


N_TIED, R, SEEDS_EACH, RUNS_EACH, GRAPHS_EACH = 200_000, 0.6, 100, 50, 8


def mean_size(sample: int) -> float:
    """Compare how many one seed reaches below the threshold with 1 / (1 - R): a z test.

    The offspring of everybody are Poisson of mean R = 0.6, so that a whole progeny has a
    mean of 2.5 and a variance of R / (1 - R)**3 = 9.4. 40,000 seeds in all. Seeds in one
    run get into each other's way only where they meet: 250 of 200,000 people.
    """
    n_seeds, reached = SEEDS_EACH * RUNS_EACH * GRAPHS_EACH, 0
    for number in range(GRAPHS_EACH):
        written = once(N_TIED, 60, SEEDS_EACH, R / 6.0, run={"seed": 1 + sample * GRAPHS_EACH + number})
        written["platforms"]["net0"]["graph"] = {"model": "erdos_renyi", "mean_degree": 6}
        study = study_of(written)
        for replicate in range(RUNS_EACH):
            reached += int((run(study, "baseline", replicate).first_believed[0] >= 0).sum())
    error = reached / n_seeds - 1.0 / (1.0 - R)
    return two_sided(error / (R / (1.0 - R) ** 3 / n_seeds) ** 0.5)
