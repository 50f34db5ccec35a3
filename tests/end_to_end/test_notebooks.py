"""The notebooks run from top to bottom, show what they promise, and are kept without what they showed."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))

SHOWS = re.compile(r"(^|\n)\w+\.plot\([^\n]*\)$")
"""What ends a cell that shows a figure."""


def named(path: Path) -> str:
    """Name a notebook in the list of tests."""
    return path.stem


def test_there_are_notebooks_in_order() -> None:
    """Fault: a folder that is not found, so that nothing is run."""
    assert [path.stem[0] for path in NOTEBOOKS] == list("123456")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_nothing_is_kept_of_what_was_shown(path: Path) -> None:
    """Outputs are made, so they are not kept: each change would be two.

    Fault: a notebook committed after it was run, with pictures and paths of somebody's machine.
    """
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    told = "\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
    assert told.startswith("# ")
    assert told.index("## Exercises") < told.index("## Answers")
    assert max(len(line) for cell in code for line in cell.source.splitlines()) <= 110


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_it_runs_and_shows_tables_and_figures(path: Path, tmp_path: Path) -> None:
    """Run every cell in a kernel of its own, as a student would.

    Fault: a figure that is made and not shown; an answer that is out of date; HTML with scripts.
    """
    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = {cell.id: set[str]() for cell in book.cells}
    for cell in book.cells:
        for output in cell.get("outputs", ()):
            shown[cell.id] |= set(output.get("data", ()))
            assert "<script" not in output.get("data", {}).get("text/html", "")
        if SHOWS.search(cell.source) and cell.cell_type == "code":
            assert "image/png" in shown[cell.id], cell.source
    assert any({"text/html", "image/png"} & kinds for kinds in shown.values())
