"""What `validate` says of a scenario that is fine, and of the graph files that are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from infosim.cli.author import validate
from infosim.errors import InputError

ONE = """\
time: {length: 1 day, step: 1 day}
population: {size: 1}
platforms:
  chat: {kind: messaging, graph: {model: erdos_renyi, mean_degree: 0}, reach: 50%}
claims: [{id: rumour, sharing: {rate: 5%}}]
run: {replicates: 1}
"""

FILES = """\
time: {length: 1 day}
population: {size: 10}
platforms:
  chat: {kind: messaging, graph: {model: file, path: empty.txt}, reach: 50%}
  feed: {kind: feed, graph: {model: file, path: ties.zip}, reach: 50%}
claims: [{id: rumour, sharing: {rate: 5%}}]
"""


def test_one_of_each_is_written_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Fault: '1 arms x 40 replicates'."""
    path = tmp_path / "one.yaml"
    path.write_text(ONE, encoding="utf-8")
    validate([str(path)])
    said = capsys.readouterr().out
    assert said.endswith("fine; 1 person, about 0 ties, 1 step, 1 arm x 1 replicate\n")


def test_graph_files_are_blamed_where_they_are_named(tmp_path: Path) -> None:
    """All of them at once, at the line of the scenario.

    Fault: the first bad file ends the search.
    """
    path = tmp_path / "files.yaml"
    path.write_text(FILES, encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "ties.zip").touch()
    with pytest.raises(InputError) as caught:
        validate([str(path)])
    empty, unknown = caught.value.problems
    assert (empty.line, empty.message) == (4, "this file is empty")
    assert (unknown.line, unknown.message) == (5, "this file is no kind of graph file known here")
    assert ".txt.gz" in unknown.remedy
