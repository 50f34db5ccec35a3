"""The engines against exact laws: chi-square and z tests at a level of 1e-6, fixed seeds.

The *Fault* of a docstring is one of `faults.py`; `make planted` plants it into the
source and counts in how many of thirty samples it is found. docs/testing.md has the
table, and says what is too small to be found this way.
"""

from __future__ import annotations

import numpy as np
import pytest

from infosim.results import Run
from infosim.rules.belief import BELIEVER
from infosim.simulation import run
from statistical.chi_square import ALPHA, fit, least_of
from statistical.copies import stances_of
from statistical.models import MODELS
from statistical.oracles import (
    REED_FROST,
    cascade,
    chain,
    chain_forest,
    chain_graphs,
    chain_laws,
    final_sizes,
    reed_frost,
)
from statistical.small_graphs import complete, rooted
from statistical.spreading import PERCOLATION, mean_size, percolation

pytestmark = pytest.mark.usefixtures("warm_engines")

SAMPLE = 0
"""Which of the samples the tests look at; any would do."""


@pytest.mark.parametrize("n", REED_FROST)
def test_sir_limit_is_reed_frost(n: int) -> None:
    """Make a claim into an epidemic on 20,000 complete graphs: final sizes have the exact law.

    Everybody who believes posts in the next step, once; each contact sees it with
    probability `reach`; whoever sees it believes. On twelve people the chi-square has 11
    degrees of freedom; a reach that is off by 3% adds 140 to its mean, by 1% only 15.

    Fault: reach too high by 3%; a post heard twice; interest that lasts a step too long.
    """
    assert reed_frost(n, REED_FROST[n], SAMPLE) >= ALPHA
    assert reed_frost(n, REED_FROST[n], SAMPLE, by_phase=True) >= ALPHA


@pytest.mark.parametrize("name", MODELS)
def test_all_stances_follow_the_markov_chain(name: str) -> None:
    """Follow everybody's stance on all connected graphs of up to four people, from every start.

    5,000 copies or so of each of 16 rooted graphs, in each of five steps: the joint
    counts of all stances against their exact law. Chi-squares of the graphs are added,
    steps are looked at apart (Bonferroni). Once as a whole run, which takes shortcuts where
    they apply, and once phase by phase.

    Fault: all that `faults.py` names for chains: a step too early or late, draws shared
    between people, reasons or episodes, phases exchanged.
    """
    assert chain(name, SAMPLE) >= ALPHA
    assert chain(name, SAMPLE, by_phase=True) >= ALPHA


def test_cascades_keep_each_tie_with_its_chance() -> None:
    """Count who is reached at last on five graphs, two platforms and people of different literacy.

    One resistance a person has the law of one draw a tie: the probability of every final
    set follows from going through all sets of ties kept. 10,000 copies of each or so.

    Fault: literacy left out; posts of one platform heard on the other; resistance drawn anew.
    """
    assert cascade(SAMPLE) >= ALPHA
    assert cascade(SAMPLE, by_phase=True) >= ALPHA


@pytest.mark.parametrize("name", PERCOLATION)
def test_epidemics_that_take_off_reach_the_giant_component(name: str) -> None:
    """With constant infectiousness, 1 - G0(u) of all are reached, u = 1 - T + T G1(u).

    Poisson degrees: ten graphs of 50,000, and a z test with the variance of Stepanov's
    theorem (a standard error of 0.0019 at T = 0.25). Degrees of one and five: thirty graphs of
    20,000, and a t test.

    Fault: reach or the mean degree too high by 3%.
    """
    assert percolation(name, SAMPLE) >= ALPHA


@pytest.mark.parametrize(("name", "known"), [("Poisson 0.25", 0.58281), ("Poisson 0.5", 0.94048)])
def test_theory_of_giant_components_is_the_published_one(name: str, known: float) -> None:
    """Fault: an iteration that stops too early."""
    assert PERCOLATION[name].giant == pytest.approx(known, abs=5e-6)


def test_what_dies_out_has_the_mean_size_of_a_branching_process() -> None:
    """Below the threshold a seed reaches 1 / (1 - R) on average, itself included.

    Fault: reach too high by 3%.
    """
    assert mean_size(SAMPLE) >= ALPHA


@pytest.mark.parametrize("name", ["relapse", "corrected"])
def test_reference_engine_follows_the_markov_chain(name: str) -> None:
    """The same for the readable engine, with 200 copies or so of each graph.

    So few find what is grossly wrong; that both engines agree bit for bit is tested
    elsewhere, without any statistics.

    Fault: a person of the reference engine that hears every post twice.
    """
    assert chain(name, SAMPLE, "reference", 400) >= ALPHA


def test_reference_engine_follows_the_other_laws() -> None:
    """Fault: likewise."""
    assert reed_frost(12, REED_FROST[12], SAMPLE, "reference", 400) >= ALPHA
    assert cascade(SAMPLE, "reference", 200) >= ALPHA


def test_all_small_graphs_are_there() -> None:
    """One graph of one person, one of two, two of three, six of four; 1, 1, 3, and 11 places to start.

    Fault: paths only; graphs that are told apart by how people are numbered.
    """
    sizes = np.bincount([graph.n for graph in rooted(4)])
    assert sizes.tolist() == [0, 1, 1, 3, 11]
    assert {(graph.n, len(graph.ties[0]) // 2) for graph in rooted(4)} >= {(4, 3), (4, 4), (4, 5), (4, 6)}


@pytest.mark.parametrize("name", MODELS)
def test_laws_of_chains_are_laws(name: str) -> None:
    """Fault: a chance that is lost between two conditions."""
    for laws in chain_laws(name):
        assert [law.sum() for law in laws] == pytest.approx([1.0] * len(laws))


def test_chain_and_reed_frost_agree() -> None:
    """Two exact laws of the same thing, on the complete graph of four: a check of the oracles.

    In the chain of the epidemic nobody tires within a step, so whoever is convinced at
    all by step 1 was convinced by the seed: a binomial number.

    Fault: a seed that is silent in its first step, in the oracle itself.
    """
    model = MODELS["epidemic"]
    law = model.chain.laws(complete(4), 1)[0]
    chance = model.reach * model.claim["plausibility"]
    believing = [law[np.add.reduce(np.indices(law.shape) == BELIEVER) == 1 + n].sum() for n in range(4)]
    assert believing == pytest.approx([(1 - chance) ** 3, 3 * chance * (1 - chance) ** 2, *believing[2:]])
    assert final_sizes(1, 1.0 - chance) == pytest.approx([1.0 - chance, chance])


@pytest.mark.parametrize("name", ["epidemic", "contest", "corrected"])
def test_stances_follow_from_changes(name: str) -> None:
    """What the tests look at is what the run kept.

    Fault: two changes of one person in one step taken in the wrong order.
    """
    study = chain_forest(name, 60).study
    quick: Run = run(study, "baseline", 3)
    kept = run(study, "baseline", 3, keep_stances=True).stances
    assert kept is not None
    assert (stances_of(quick) == kept[1:, 0]).all()


def test_copies_are_started_by_half() -> None:
    """Fault: copies that nobody started among those counted, or all of one graph started."""
    blocks = chain_forest("relapse", 10_000).run(SAMPLE)
    shares = [block.shape[1] / 10_000 for block in blocks]
    assert len(shares) == len(chain_graphs())
    assert shares == pytest.approx([0.5] * len(shares), abs=0.03)


def test_what_cannot_happen_is_not_forgiven() -> None:
    """A cell of probability 0 is not thrown together with rare ones.

    Fault: such a cell put with the others that expect few.
    """
    assert fit([999_999, 1], [1.0, 0.0]).p == 0.0
    assert fit([1000, 0], [1.0, 0.0]).p == 1.0


def test_chi_square_is_pearson_s() -> None:
    """By hand: 60, 40 against halves of 100 give 4 with one degree of freedom, p = 0.0455.

    Fault: counts divided by themselves in place of what is expected.
    """
    assert fit([60, 40], [0.5, 0.5]) == pytest.approx((4.0, 1))
    assert fit([60, 40], [0.5, 0.5]).p == pytest.approx(0.0455, abs=1e-4)
    assert fit([60, 36, 4], [0.5, 0.46, 0.04]).freedom == 1
    assert least_of([0.5, 0.01]) == 0.02
