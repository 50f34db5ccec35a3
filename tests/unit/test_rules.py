"""The rule-book: each rule with a pencil, in range, monotone, and compiled to the same bits."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from itertools import product
from typing import Any

import numba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infosim.rules import PERSUASION
from infosim.rules.belief import (
    BELIEVER,
    CORRECTED,
    UNAWARE,
    UNCONVINCED,
    acceptance_of_claim,
    acceptance_of_correction,
    lessen,
    notice,
    settle,
    yields,
)
from infosim.rules.competition import compete, credibility
from infosim.rules.persuasion import independent
from infosim.rules.sharing import pick, share_probability
from infosim.rules.time import half_power, lasts

SHARE = st.floats(0.0, 1.0)
FEW = st.integers(1, 8)
EIGHTHS = [n / 8 for n in range(9)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (notice(1.0, 0.5, 3), 0.125),
        (notice(0.5, 0.0, 9), 0.5),
        (lessen(1.0, 0.5, 0.5, 1.0), 0.75),
        (lessen(0.5, 1.0, 1.0, 4.0), 0.0),
        (lessen(0.5, 0.5, 0.0, 1.0), 0.5),
        (acceptance_of_claim(0.5, 1.5, 0.5), 0.375),
        (acceptance_of_claim(1.0, 1.15, 1.0), 1.0),
        (acceptance_of_correction(0.5, 1.0, 0.25, BELIEVER, 1.0), 0.375),
        (acceptance_of_correction(0.5, 1.0, 0.25, UNAWARE, 1.0), 0.5),
        (acceptance_of_correction(1.0, 1.5, 0.25, UNCONVINCED, 1.0), 1.0),
        (share_probability(0.5, 4.0, 0.25), 0.25),
        (share_probability(0.5, 0.0, 1.0), 0.0),
        (independent(1.0, 0.5, 0.5, 2, 0, 9), 0.5625),
        (credibility(1.0, 0.25, 1.0), 1.0),
        (credibility(0.5, 0.25, 0.5), 0.375),
        (compete(0.375, 0.5, 3.0, 1.0), CORRECTED),
        (compete(0.0, 0.0, 3.0, 1.0), UNAWARE),
        (compete(0.0, 1.0, 0.0, 0.0), UNAWARE),
        (half_power(3.0), 0.125),
        (half_power(0.0), 1.0),
    ],
)
def test_with_a_pencil(value: float, expected: float) -> None:
    """Work out small cases by hand; all numbers are exact in binary.

    Fault: the cap of 1 applied after the factor instead of before it; a cap that is not
    1; the side of the correction begun at more than the chance of believing.
    """
    assert value == expected


@pytest.mark.parametrize(
    ("before", "aware", "convinced", "corrected"), list(product(range(4), *[(False, True)] * 3))
)
def test_settle_is_a_table(before: int, aware: bool, convinced: bool, corrected: bool) -> None:
    """Let the correction have the last word, belief the second; awareness alone moves only the unaware.

    Fault: belief winning over a correction of the same step.
    """
    unmoved = UNCONVINCED if aware and before == UNAWARE else before
    expected = CORRECTED if corrected else BELIEVER if convinced else unmoved
    assert settle(before, aware, convinced, corrected) == expected


@given(u=SHARE, p=SHARE)
def test_yielding_is_the_complement_of_lasting(u: float, p: float) -> None:
    """Compare with `<` only: never at probability 0, always at probability 1 (for u below 1).

    Fault: `<=`, by which a zero strength would still act on a draw of 0.
    """
    assert yields(u, p) == (u >= p)
    assert lasts(u, p) == (u < p)
    assert not lasts(u, 0.0)
    assert yields(u, 0.0)
    assert u == 1.0 or not yields(u, 1.0)


@given(doubt=SHARE, visibility=SHARE, acceptance=SHARE, less=SHARE, n_new=FEW)
@pytest.mark.parametrize("name", PERSUASION)
def test_persuasion_is_in_range_and_monotone(
    name: str, doubt: float, visibility: float, acceptance: float, less: float, n_new: int
) -> None:
    """Never raise doubt; less acceptance and fewer contacts never lower it more.

    Fault: a rule for which more literacy convinces more people.
    """
    persuade = PERSUASION[name]
    after = persuade(doubt, visibility, acceptance, n_new, 0, 20)
    assert 0.0 <= after <= doubt
    assert persuade(doubt, visibility, acceptance * less, n_new, 0, 20) >= after
    assert persuade(doubt, visibility, acceptance, n_new + 1, 0, 20) <= after
    assert persuade(doubt, visibility, 0.0, n_new, 0, 20) == doubt


@given(doubt=SHARE, visibility=SHARE, acceptance=SHARE, n_one=FEW, n_two=FEW)
def test_independent_trials_do_not_care_when(
    doubt: float, visibility: float, acceptance: float, n_one: int, n_two: int
) -> None:
    """Hear some now and some later, or all at once: the same doubt, to the last bit.

    Fault: `1 - (1 - doubt) ...`, which rounds.
    """
    at_once = independent(doubt, visibility, acceptance, n_one + n_two, 0, 20)
    one_by_one = independent(
        independent(doubt, visibility, acceptance, n_one, 0, 20), visibility, acceptance, n_two, n_one, 20
    )
    assert at_once == one_by_one


@given(factor=SHARE, cut=SHARE, remaining=SHARE, weight=st.floats(0.0, 2.0))
def test_lessen_never_adds(factor: float, cut: float, remaining: float, weight: float) -> None:
    """Stay between 0 and what was there; do nothing, bit for bit, where nothing is left."""
    assert 0.0 <= lessen(factor, cut, remaining, weight) <= factor
    assert lessen(factor, 0.0, remaining, weight) == factor
    assert lessen(factor, cut, 0.0, weight) == factor


@given(luck=st.floats(0.0, 1.0, exclude_max=True), n_choices=st.integers(1, 10_000))
def test_pick_is_one_of_them(luck: float, n_choices: int) -> None:
    """Never pick the one after the last."""
    assert 0 <= pick(luck, n_choices) < n_choices


@pytest.mark.parametrize("halvings", [0.01, 0.1, 0.25, 1 / 3, 0.5, 0.99, 1.0, 2.5, 17.3, 300.7])
def test_half_power_is_a_power(halvings: float) -> None:
    """Compare with the library's power, within a few of its roundings: 53 products at most.

    Fault: one root too few, an error of a factor 2 ** (2 ** -52).
    """
    assert half_power(halvings) == pytest.approx(0.5**halvings, rel=53 * 2**-53)


def test_half_power_falls_to_nothing() -> None:
    """End at zero for absurdly many halvings, without hanging."""
    assert half_power(1e6) == 0.0
    assert half_power(2000.0) == 0.0


RULES: dict[Callable[..., Any], tuple[type, ...]] = {
    notice: (float, float, int),
    lessen: (float, float, float, float),
    acceptance_of_claim: (float, float, float),
    acceptance_of_correction: (float, float, float, int, float),
    yields: (float, float),
    share_probability: (float, float, float),
    lasts: (float, float),
    independent: (float, float, float, int, int, int),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_compiled_rules_give_the_same_bits(rule: Callable[..., Any]) -> None:
    """Compile each rule as the engine does, and try awkward numbers.

    Fault: `fastmath`, or a fused multiply-add.
    """
    compiled = numba.njit(rule)
    floats, wholes = (0.0, 0.1, 0.3, 0.7, 1 / 3, 1.0), (1, 2, 3)
    for words in product(*(floats if kind is float else wholes for kind in RULES[rule])):
        assert compiled(*words) == rule(*words)


@pytest.mark.parametrize("rule", [*RULES, settle, pick, half_power], ids=lambda rule: rule.__name__)
def test_rules_use_correctly_rounded_operations_only(rule: Callable[..., Any]) -> None:
    """Find neither powers nor logarithms nor exponentials in a rule (LAW 4)."""
    source = inspect.getsource(rule)
    assert not any(word in source for word in ("**", "exp(", "log(", "pow(", "math."))
