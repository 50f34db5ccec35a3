"""Code that is kept is read, and made again where it is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from infosim import compiling
from infosim.compiling import compile_together
from infosim.draws import Purpose, fill, philox, uniform, uniforms


def compiled_fill() -> Callable[..., Any]:
    """Compile what fills a row with draws, or read it."""
    return compile_together((philox, uniform, fill), (fill,), (philox, uniform, fill))["fill"]


def filled(by: Callable[..., Any]) -> list[float]:
    """Draw for five people, and see that it is what everybody gets."""
    row, people = np.empty(5), np.arange(5)
    by(3, 1, int(Purpose.PARENT), 2, people, 0, row)
    assert row.tolist() == uniforms(3, 1, Purpose.PARENT, 2, people, 0).tolist()
    return row.tolist()


@pytest.mark.parametrize("lost", ["*.nbc", "*.nb?"])
def test_code_that_is_lost_is_made_again(lost: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile into an empty folder, read it, and take away what was kept, but not the mark that all is there.

    Fault: the mark is believed, and numba stops at the first call of a plain function.
    """
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = filled(compiled_fill())
    kept = sorted(tmp_path.rglob("*.nb?"))
    assert len(kept) == 2, "an index and the code of the one verb"
    assert filled(compiled_fill()) == first
    for file in tmp_path.rglob(lost):
        file.unlink()
    assert filled(compiled_fill()) == first
    assert sorted(tmp_path.rglob("*.nb?")) == kept


def test_code_that_is_kept_is_read_without_what_it_calls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault: everything that a verb calls is read as well, which takes most of a second for a march."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    asked: list[str] = []

    def watched(function: Callable[..., Any], *words: Any, **how: Any) -> Any:
        asked.append(function.__name__)
        return compile_one(function, *words, **how)

    compile_one = compiling._compile
    monkeypatch.setattr(compiling, "digest_of", lambda *words: "one")
    monkeypatch.setattr(compiling, "_compile", watched)
    filled(compiled_fill())
    filled(compiled_fill())
    assert asked == ["philox", "uniform", "fill", "fill"]
