"""Results to matplotlib figures: each one says a sentence and shows why.

matplotlib is imported here and nowhere else.
"""

from __future__ import annotations

from pathlib import Path

from infosim.experiments import Comparison
from infosim.plots.effect import effect
from infosim.plots.groups import groups
from infosim.plots.network import network
from infosim.plots.saving import FORMATS, save, save_all
from infosim.plots.style import PAPER, PROJECTOR, STYLES, FigureMaker, Style, style_named
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
    "style_named",
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
    chosen, written = style_named(style), []
    for name, make in FIGURES.items():
        if name == "groups" and len(comparison.groups) < 2:
            # It would say again what the first figure says.
            continue
        written += save_all(make(comparison, chosen), folder, name, chosen)
    return written
