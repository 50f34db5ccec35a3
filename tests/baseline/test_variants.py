"""Golden digests do not depend on circumstances: processes, hashes, clocks, languages, workers, engines."""

from __future__ import annotations

import pytest

from baseline.cases import cases
from baseline.variants import CIRCUMSTANCES, answers, kept

pytestmark = pytest.mark.usefixtures("warm_engines")

FEW = ("persuasion_reinforced", "persuasion_threshold", "persuasion_sbfc", "stream", "branching", "together")
QUICK = ("hash_1", "west", "workers_2", "threads", "backwards")
"""What the fast suite looks at; the slow one looks at everything."""


@pytest.mark.parametrize("name", QUICK)
def test_few_cases_are_golden_under_some_circumstances(name: str) -> None:
    """Fault: a set of words gone through in the order of its hashes; a date read in local time."""
    assert answers(CIRCUMSTANCES[name], FEW) == kept(FEW)


HALF = tuple(cases())[::2]
"""Every other case; `make variants` takes all of them."""


ALIKE = ("stream", "branching", "together")
"""Cases of one rule, for a cold cache: each rule takes a quarter of a minute to compile."""


@pytest.mark.slow
@pytest.mark.parametrize("name", CIRCUMSTANCES)
def test_cases_are_golden_under_all_circumstances(name: str) -> None:
    """One digest for each of the cases, whatever the circumstance.

    Fault: as above; a scratch array shared by threads; an assertion that does something;
    kernels that differ from the cold ones because the cache is keyed by too little.
    """
    names = ALIKE if name == "cold" else HALF
    assert answers(CIRCUMSTANCES[name], names) == kept(names)


def test_the_table_is_as_large_as_promised() -> None:
    """Fault: cases or circumstances taken out one by one."""
    assert len(HALF) >= 20
    assert len(CIRCUMSTANCES) >= 8
    assert set(ALIKE) < set(FEW) < set(cases())
    assert set(QUICK) < set(CIRCUMSTANCES)
