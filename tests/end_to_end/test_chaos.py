"""A small storm of SIGKILLs; `python tests/chaos.py` makes larger ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from chaos import storm


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_no_promise_is_broken_in_a_storm(tmp_path: Path) -> None:
    """Kill coordinators and workers at moments that a seed chooses, and go on each time.

    Fault: a row acknowledged before the commit; a run counted twice; workers that live on.
    """
    told = storm(tmp_path, seed=2, kills=3)
    assert told.faults == []
    assert told.kills == 3
    assert told.sweeps >= 1
