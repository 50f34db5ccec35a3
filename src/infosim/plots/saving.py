"""Figures to files, the same bytes for the same comparison."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure

from infosim.errors import InputError, Problem
from infosim.plots.style import Style, drawing

FORMATS = ("png", "svg")
"""The files that a figure is written to."""


def save_all(figure: Figure, folder: Path, name: str, style: Style) -> list[Path]:
    """Write a figure in every format, `name.png` and `name.svg`; see `save`."""
    written = [folder / f"{name}.{suffix}" for suffix in FORMATS]
    for path in written:
        save(figure, path, style)
    return written


def save(figure: Figure, path: Path, style: Style) -> None:
    """Write a figure to a file, in the format of its suffix.

    Neither date nor library version is written, so that equal figures are equal
    files; a file is complete or not there.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    # Pillow and the SVG writer have different words for what they add by themselves.
    silenced = {"Software": None} if path.suffix == ".png" else {"Date": None, "Creator": None}
    content = BytesIO()
    with drawing(style):
        figure.savefig(
            content,
            format=path.suffix[1:],
            dpi=style.dpi,
            metadata={"Title": str(figure.get_label()), **silenced},
        )
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content.getvalue())
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise InputError(
            Problem(f"cannot write the figure: {error.strerror}", "choose another folder", str(path))
        ) from error
