"""The faults of `make planted` can still be planted, and docs/testing.md tells how often they were found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from statistical.faults import FAULTS, TOO_SMALL, UNTRIED, Fault
from statistical.oracles import ORACLES
from statistical.planted import ENOUGH, SAMPLES, SOURCE, copied, everything

TOLD = (Path(__file__).parents[2] / "docs" / "testing.md").read_text(encoding="utf-8")

ALL = (*FAULTS, *UNTRIED, *TOO_SMALL)


def told(fault: Fault) -> dict[str, int]:
    """Read from the table in how many samples each oracle found a fault."""
    row = re.search(rf"^\| {re.escape(fault.words)} \| (.*) \|$", TOLD, re.MULTILINE)
    assert row, f"{fault.words}: run `make planted`, and write it into docs/testing.md"
    pairs = (entry.rsplit(" ", 1) for entry in row[1].split(", "))
    return {name: int(number) for name, number in pairs}


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.words)
def test_faults_can_be_planted(fault: Fault) -> None:
    """Fault: an edit that finds nothing to edit, so that right code is taken for wrong."""
    text = (SOURCE / fault.file).read_text(encoding="utf-8")
    assert text.count(fault.right) == 1
    assert fault.wrong != fault.right
    assert set(fault.found_by) <= set(everything())


def test_an_edit_is_made_in_the_copy_alone(tmp_path: Path) -> None:
    """Fault: the source itself is edited, and stays so."""
    fault = FAULTS[0]
    before = (SOURCE / fault.file).read_text(encoding="utf-8")
    place = copied(tmp_path, fault)
    assert fault.wrong in (place / "infosim" / fault.file).read_text(encoding="utf-8")
    assert (SOURCE / fault.file).read_text(encoding="utf-8") == before


def test_every_oracle_has_a_fault() -> None:
    """A statistical test that no fault was planted for is none.

    Fault: an oracle that is added and always content.
    """
    named = {name for fault in FAULTS for name in fault.found_by}
    assert set(ORACLES) - named == set()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.words)
def test_faults_were_found_nearly_always(fault: Fault) -> None:
    """In 29 samples of 30 at least, says docs/testing.md, by every oracle that has to find it.

    Fault: a fault or an oracle added without being tried.
    """
    found = told(fault)
    assert set(found) == set(fault.found_by)
    assert min(found.values()) >= ENOUGH
    assert SAMPLES == 30


@pytest.mark.parametrize("fault", TOO_SMALL, ids=lambda fault: fault.words)
def test_what_is_too_small_is_told_as_well(fault: Fault) -> None:
    """Fault: a table that tells of successes only."""
    assert set(told(fault)) == set(fault.found_by)
