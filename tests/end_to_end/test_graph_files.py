"""Contacts from a file: an edge list, plain or gzipped, and what is wrong with it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from end_to_end.program import QUICK, Done, infosim, written_in
from end_to_end.test_wrong_input import refused

RING = "".join(f"{i} {(i + step) % 60}\n" for i in range(60) for step in (1, 2, 7))
"""Sixty people, each tied to six."""


def compare(name: str, folder: Path) -> Done:
    """Compare first_steps with its chat drawn from a file, and everybody on it."""
    words = (f"platforms.chat.graph={{model: file, path: {name}}}", "platforms.chat.penetration=100%")
    sets = [word for setting in words for word in ("--set", setting)]
    return infosim("compare", "first_steps", *QUICK, *sets, "--json", folder=folder)


def test_edge_lists_are_read(tmp_path: Path) -> None:
    """The ties of the file are the ties of the platform, however the file is packed.

    Fault: a gzipped file is recognised by its name and read by another reader.
    """
    (tmp_path / "ring.txt").write_text("# a ring\n" + RING, encoding="utf-8")
    (tmp_path / "ring.csv").write_text("source,target\n" + RING.replace(" ", ","), encoding="utf-8")
    (tmp_path / "ring.txt.gz").write_bytes(gzip.compress(RING.encode()))
    found = [compare(name, tmp_path).json() for name in ("ring.txt", "ring.csv", "ring.txt.gz")]
    assert len({one["digest"] for one in found}) == 1
    assert "each seen by 6.0 others" in found[0]["society"][0]


BAD = {
    "half a line": (RING + "17\n", 181),
    "text in the middle": ("0 1\n1 2\nhello, this is not an edge list\n" + RING, 3),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_lines_are_named(what: str, tmp_path: Path) -> None:
    """Fault: bad lines are skipped, or end in a ValueError."""
    text, line = BAD[what]
    (tmp_path / "bad.txt").write_text(text, encoding="utf-8")
    assert f"bad.txt:{line}:" in refused(compare("bad.txt", tmp_path)).err


def test_wrong_graphs_leave_nothing_behind(tmp_path: Path) -> None:
    """Fault: the folder for results is made before the graph is read."""
    (tmp_path / "bad.txt").write_text("0\n", encoding="utf-8")
    (tmp_path / "cut.txt.gz").write_bytes(gzip.compress(RING.encode())[:-20])
    for name in ("bad.txt", "cut.txt.gz", "missing.txt"):
        assert name in refused(compare(name, tmp_path)).err
    assert written_in(tmp_path) == ["bad.txt", "cut.txt.gz"]
