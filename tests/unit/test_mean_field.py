"""Mean fields: fixed points that iterating finds, and published solutions."""

from __future__ import annotations

import numpy as np
import pytest

from infosim.mean_field import Crowd, epidemic_course, hoax_at_rest, hoax_course, two_groups

PUBLISHED = {
    # multiplier: ordinary, misinformed, and the day of the peak (DeVerna2025)
    1.0: (0.283677, 0.283677, 60),
    1.6: (0.345127, 0.424591, 38),
    3.0: (0.36731, 0.492684, 22),
    10.0: (0.368563, 0.495913, 21),
}


@pytest.mark.parametrize("alpha", [0.3, 0.7, 0.9])
@pytest.mark.parametrize("p_forget", [0.1, 0.4, 0.8])
@pytest.mark.parametrize("beta", [0.2, 0.5, 1.0])
def test_hoax_comes_to_rest_where_the_formula_says(alpha: float, p_forget: float, beta: float) -> None:
    """The closed form is the limit of the steps. Fault: verification before forgetting in one of them."""
    course = hoax_course([Crowd(alpha, 1 - alpha, (1.0,))], beta, p_forget, 0.1, 20_000)
    assert course[-1, 0] == pytest.approx(hoax_at_rest(alpha, beta, p_forget, 1 - alpha), abs=1e-6)


@pytest.mark.parametrize("beta", [0.1, 0.5, 0.9])
def test_threshold_does_not_know_beta(beta: float) -> None:
    """The hoax dies from p_verify = 2 a p / ((1 - a)(1 - p)) on. Fault: a threshold that moves with beta."""
    alpha, p_forget = 0.3, 0.2
    threshold = 2 * alpha * p_forget / ((1 - alpha) * (1 - p_forget))
    assert hoax_at_rest(alpha, beta, p_forget, threshold * 1.001) == 0.0
    assert hoax_at_rest(alpha, beta, p_forget, threshold * 0.99) > 0.0


@pytest.mark.parametrize(
    ("alpha", "beta", "p_forget", "p_verify", "expected"),
    [
        (0.0, 0.5, 0.1, 0.5, 0.0),
        (1.0, 0.5, 0.5, 0.0, 0.5),
        (0.5, 0.0, 0.5, 0.5, 0.0),
        (0.5, 0.5, 0.0, 0.0, 1.0),
    ],
)
def test_hoax_at_the_ends_of_its_range(
    alpha: float, beta: float, p_forget: float, p_verify: float, expected: float
) -> None:
    """Fault: a division by nought, or more believers than informed people."""
    assert hoax_at_rest(alpha, beta, p_forget, p_verify) == pytest.approx(expected)


def test_two_crowds_that_do_not_meet_are_two_societies() -> None:
    """Fault: rows and columns of contacts exchanged."""
    one, other = Crowd(0.9, 0.1, (1.0, 0.0)), Crowd(0.05, 0.95, (0.0, 1.0))
    both = hoax_course([one, other], 0.5, 0.4, 0.1, 300)
    for k, crowd in enumerate((one, other)):
        alone = hoax_course([crowd._replace(meets=(1.0,))], 0.5, 0.4, 0.1, 300)
        assert both[-1, k] == pytest.approx(alone[-1, 0])


@pytest.mark.parametrize("multiplier", PUBLISHED)
def test_two_groups_are_the_published_ones(multiplier: float) -> None:
    """Totals to 1e-4 and the day of the peak exactly. Fault: day 0 as the first; 101 days."""
    ordinary, misinformed, day = PUBLISHED[multiplier]
    solved = two_groups((0.3, min(1.0, 0.3 * multiplier)), (0.5, 0.5), 0.2, 0.001, 0.5, 100)
    assert solved.recovered[-1] == pytest.approx([ordinary, misinformed], abs=1e-4)
    assert solved.peak_day == day


@pytest.mark.parametrize(("homophily", "ordinary", "day"), [(0.7, 0.351055, 20), (1.0, 0.283677, 15)])
def test_homophily_of_two_groups(homophily: float, ordinary: float, day: int) -> None:
    """Ordinary people who keep apart are spared. Fault: homophily between the groups."""
    solved = two_groups((0.3, 0.9), (0.5, 0.5), 0.2, 0.001, homophily, 100)
    assert solved.recovered[-1, 0] == pytest.approx(ordinary, abs=1e-4)
    assert solved.peak_day == day


def test_epidemics_in_the_mean_field() -> None:
    """SIS settles where infections are recoveries; SIR infects nobody twice. Fault: immunity exchanged."""
    endemic = epidemic_course(0.03, 0.1, 10, 0.01, 2000, immune=False)[-1, 0]
    assert (1 - endemic) * (1 - (1 - 0.03 * endemic) ** 10) == pytest.approx(0.1 * endemic)
    course = epidemic_course(0.03, 0.1, 10, 0.01, 2000, immune=True)
    assert course[-1, 0] == pytest.approx(0, abs=1e-9)
    assert (np.diff(course[:, 1]) > -1e-12).all()
    assert 0.9 < course[-1, 1] < 1
