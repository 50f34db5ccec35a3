"""`explain`: what is asked, and docstrings as people read them."""

from __future__ import annotations

import sys

import pytest

from infosim.cli.explaining import explain
from infosim.errors import InputError


def test_a_scenario_alone_is_no_question() -> None:
    """Fault: the scenario is passed over in silence, and all parameters are listed."""
    with pytest.raises(InputError, match="--in is about one parameter"):
        explain(None, within="first_steps")


@pytest.mark.parametrize("is_terminal", [False, True])
def test_a_docstring_is_written_for_people(
    is_terminal: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault: lines are broken where the source breaks them, and again where the terminal ends."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "dumb")
    explain("forward_limit")
    printed = capsys.readouterr().out
    assert "Notes: A post goes to all contacts" in printed
    assert "---" not in printed
    who = [part for part in printed.split("\n\n") if part.startswith("Who: ")]
    if is_terminal:
        assert all(len(line) > 40 for line in who[0].splitlines()[:-1])
