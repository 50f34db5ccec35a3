"""Both engines side by side: a planted difference is named exactly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from infosim.engines.compiled import CompiledEngine
from infosim.engines.reference import SocietyModel
from infosim.engines.state import RECEPTIVE
from infosim.experiments.lockstep import Difference, first_difference
from infosim.simulation import Study
from studies import small, study_of

pytestmark = pytest.mark.usefixtures("warm_engines")


@pytest.fixture(scope="module")
def study() -> Study:
    """Make the small study, of ten days."""
    return study_of(small(time={"length": "10 days", "step": "1 days"}))


def plant(
    monkeypatch: pytest.MonkeyPatch, engine: type[Any], phase: str, step: int, change: Callable[[Any], None]
) -> None:
    """Let an engine make one mistake, at the end of one phase of one step."""
    act = getattr(engine, phase)
    begun: list[int] = []

    def mistaken(self: Any, *arguments: object) -> Any:
        done = act(self, *arguments)
        begun.append(1)
        if len(begun) == step + 1:
            change(self.state)
        return done

    monkeypatch.setattr(engine, phase, mistaken)


def set_to(field: str, *where: int, value: int) -> Callable[[Any], None]:
    """Write one value into one place of a state."""

    def change(state: Any) -> None:
        getattr(state, field)[where] = value

    return change


@pytest.mark.parametrize("phase", ["share", "expose", "respond", "fade"])
@pytest.mark.parametrize(
    ("field", "where"), [("stance_at", (2, 17)), ("parent", (0, 59)), ("heard", (1, 40, 2, 1))]
)
def test_a_difference_is_named(
    study: Study, monkeypatch: pytest.MonkeyPatch, phase: str, field: str, where: tuple[int, ...]
) -> None:
    """Change one number of one person in one engine: step, phase, field, claim and person are told.

    Fault: states compared at the end of each step only; the position among differing
    people instead of the person.
    """
    plant(monkeypatch, CompiledEngine, phase, 4, set_to(field, *where, value=9999))
    found = first_difference(study, "baseline", 3)
    assert found is not None
    assert found[:7] == ("baseline", 3, 4, phase, field, where[0], where[1])
    assert found.compiled == "9999"
    assert found.reference != "9999"
    assert f"step 4, phase {phase}: {field} of claim {where[0]}, person {where[1]}" in str(found)
    assert "9999 in the compiled engine" in str(found)


def test_a_mistake_of_the_reference_is_named_as_well(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: the values of the two engines exchanged in the message."""
    plant(monkeypatch, SocietyModel, "respond", 2, set_to("aware_at", 0, 5, value=777))
    found = first_difference(study, "baseline", 0)
    assert found is not None
    assert (found.step, found.phase, found.person) == (2, "respond", 5)
    assert found.reference == "777"


def test_the_first_of_several_differences_is_named(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """Differ in two people and two claims: the first claim and person come first.

    Fault: the last of them.
    """

    def change(state: Any) -> None:
        state.stance_at[1, 30] = 999
        state.stance_at[1, 8] = 999
        state.stance_at[2, 1] = 999

    plant(monkeypatch, CompiledEngine, "fade", 0, change)
    found = first_difference(study, "baseline", 0)
    assert found is not None
    assert (found.claim, found.person) == (1, 8)


def test_a_tally_is_of_nobody(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """Differ in how many could still be convinced: no person is blamed.

    Fault: the number of the column given as a person.
    """
    plant(monkeypatch, CompiledEngine, "respond", 1, set_to("tally", 2, RECEPTIVE, value=999))
    found = first_difference(study, "baseline", 0)
    assert found is not None
    assert (found.field, found.claim, found.person) == ("tally", 2, -1)


def test_a_difference_of_the_record_alone_is_found(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lose the changes of one step in one engine, whose state is right.

    Fault: only states compared, so that counts and digests may differ.
    """
    changes = CompiledEngine.changes
    monkeypatch.setattr(CompiledEngine, "changes", lambda self: changes(self)[:-1])
    found = first_difference(study, "baseline", 0)
    assert isinstance(found, Difference)
    assert (found.phase, found.field, found.step) == ("record", "digest", 10)


def test_agreement_is_told_step_by_step(study: Study) -> None:
    """Report progress, and no difference where there is none."""
    told: list[tuple[int, int]] = []
    assert first_difference(study, "baseline", 0, lambda done, total: told.append((done, total))) is None
    assert told == [(n, 10) for n in range(1, 11)]
