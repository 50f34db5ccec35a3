"""Results to matplotlib figures: each one says a sentence and shows why.

matplotlib is imported here and nowhere else.
"""

from __future__ import annotations

from pathlib import Path

from infosim.errors import InputError, Problem
from infosim.experiments import Comparison
from infosim.plots.effect import effect
from infosim.plots.groups import groups
from infosim.plots.network import network
from infosim.plots.saving import FORMATS, save
from infosim.plots.style import PAPER, PROJECTOR, STYLES, FigureMaker, Style
from infosim.plots.trajectories import trajectories

FIGURES: dict[str, FigureMaker] = {
    "effect": effect,
    "trajectories": trajectories,
    "groups": groups,
    "network": network,
}
"""Every figure of a comparison, by the name of its files."""

__all__ = [
    "FIGURES",
    "FORMATS",
    "PAPER",
    "PROJECTOR",
    "STYLES",
    "FigureMaker",
    "Style",
    "save",
    "write_figures",
]


def write_figures(comparison: Comparison, folder: Path, style: str = "projector") -> list[Path]:
    """Write every figure of a comparison, as PNG and as SVG; that of groups if there are several.

    Parameters
    ----------
    comparison : arms times replicates
    folder : where to; made if it does not exist
    style : 'projector' or 'paper'

    Returns
    -------
    list of Path, figure by figure; the same comparison gives the same bytes

    Raises
    ------
    InputError
        There is no such style, or the files cannot be written.
    """
    if style not in STYLES:
        raise InputError(Problem(f"there is no style {style!r}", f"choose one of {', '.join(STYLES)}"))
    written = []
    for name, make in FIGURES.items():
        if name == "groups" and len(comparison.groups) < 2:
            # It would say again what the first figure says.
            continue
        figure = make(comparison, STYLES[style])
        for suffix in FORMATS:
            path = folder / f"{name}.{suffix}"
            save(figure, path, STYLES[style])
            written.append(path)
    return written
