"""Figures in a notebook: shown whether or not pyplot was imported."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def shown(figure: Figure) -> Figure:
    """Let a notebook show a figure that is the last value of a cell; it stays an ordinary one."""
    vars(figure)["_repr_png_"] = partial(as_png, figure)
    return figure


def as_png(figure: Figure) -> bytes:
    """Draw a figure as PNG."""
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()
