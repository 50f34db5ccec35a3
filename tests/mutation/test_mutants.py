"""What is mutated is what there is, and what is left out changes nothing."""

from __future__ import annotations

import pytest

from mutation.mutants import NOT_INTERPRETED, PARTS, REPOSITORY, SOURCE, idle_places


@pytest.mark.parametrize("name", PARTS)
def test_parts_and_their_tests_exist(name: str) -> None:
    """Fault: a folder that was renamed, so that no mutant is made and none survives."""
    part = PARTS[name]
    assert all((REPOSITORY / SOURCE / one).exists() for one in part.files)
    assert all((REPOSITORY / one.partition("::")[0]).exists() for one in part.tests)


def test_left_out_tests_exist() -> None:
    """Fault: a test that is left out under a name that it no longer has."""
    for name in NOT_INTERPRETED:
        path, _, function = name.partition("::")
        assert f"def {function}(" in (REPOSITORY / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "text", "is_idle"),
    [
        ("draws.py", "-> NDArray[np.float64]:", True),
        ("draws.py", "(word0 >> 5) * 67108864", False),
        ("compiling.py", "is_verb: bool", True),
        ("engines/kernels/sharing.py", "tie + AHEAD < last", True),
        ("engines/kernels/sharing.py", "age == 0 and", False),
    ],
)
def test_only_what_never_runs_is_left_out(path: str, text: str, is_idle: bool) -> None:
    """Look up one operator of a line.

    Fault: columns counted from 1, so that the operator before an annotation is left out.
    """
    whole = f"{SOURCE}/{path}"
    lines = (REPOSITORY / whole).read_text(encoding="utf-8").splitlines()
    (number,) = [n for n, line in enumerate(lines, 1) if text in line]
    column = lines[number - 1].index(text) + len(text) - 2
    assert ((number, column) in idle_places(whole)) == is_idle
