"""How figures look: sizes for paper and projector, colours with a second cue.

The colours are those of Okabe and Ito, which most colour-blind people can tell
apart; each arm also has its own marker. A colour that is too pale
for a washed-out projector is darkened until its contrast with white is enough.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Protocol

import matplotlib as mpl
from matplotlib.figure import Figure

from infosim.errors import InputError, Problem

if TYPE_CHECKING:
    from infosim.experiments import Comparison

FONT = "DejaVu Sans"
"""The font that comes with matplotlib, so that figures are the same on every machine."""

INK = "#1A1A1A"
FAINT_INK = "#595959"
RULE = "#8C8C8C"
BAND = "#F3F3F3"

LINE_CONTRAST = 3.0
TEXT_CONTRAST = 4.5
"""Least contrast with white of lines and of text (WCAG 2.2, 1.4.3 and 1.4.11)."""

OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
MARKERS = ("s", "^", "D", "v", "P", "X", "p")


@dataclass(frozen=True)
class Style:
    """The sizes of a figure.

    Attributes
    ----------
    name : what a user calls it
    width, height : inches; a figure with much to show grows taller
    dpi : dots per inch of the PNG
    title, text, small : points
    line, marker : points, the width of lines and the diameter of markers
    """

    name: str
    width: float
    height: float
    dpi: int
    title: float
    text: float
    small: float
    line: float
    marker: float

    @property
    def em(self) -> float:
        """Size of ordinary text in inches; distances are multiples of it."""
        return self.text / 72.0


PROJECTOR = Style("projector", 13.33, 7.5, 144, title=24.0, text=16.0, small=14.0, line=2.8, marker=9.0)
PAPER = Style("paper", 7.0, 4.1, 300, title=11.5, text=8.0, small=7.0, line=1.4, marker=4.5)

STYLES = {style.name: style for style in (PROJECTOR, PAPER)}
"""The styles that a user may name."""


def style_named(name: str) -> Style:
    """Find a style.

    Raises
    ------
    InputError
        There is no such style.
    """
    if name not in STYLES:
        raise InputError(Problem(f"there is no style {name!r}", f"choose one of {', '.join(STYLES)}"))
    return STYLES[name]


@dataclass(frozen=True)
class ArmLook:
    """How one arm is drawn in every figure.

    Attributes
    ----------
    colour : of lines and markers
    ink : the same hue, dark enough for text
    marker : the second cue
    """

    colour: str
    ink: str
    marker: str


def arm_look(position: int) -> ArmLook:
    """Give the look of the arm at a position of the file; 0 is the baseline."""
    if position == 0:
        return ArmLook("#333333", INK, "o")
    turn = position - 1
    hue = OKABE_ITO[turn % len(OKABE_ITO)]
    return ArmLook(
        colour=darkened(hue, LINE_CONTRAST),
        ink=darkened(hue, TEXT_CONTRAST),
        marker=MARKERS[turn % len(MARKERS)],
    )


def contrast(colour: str) -> float:
    """Give the contrast of a colour `#RRGGBB` with white, from 1 to 21.

    Source
    ------
    WCAG 2.2, relative luminance and contrast ratio.
    """
    parts = [int(colour[k : k + 2], 16) / 255.0 for k in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def darkened(colour: str, least: float) -> str:
    """Darken a colour just enough for a contrast with white."""
    parts = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    for percent in range(100, 0, -2):
        red, green, blue = (part * percent // 100 for part in parts)
        shade = f"#{red:02X}{green:02X}{blue:02X}"
        if contrast(shade) >= least:
            return shade
    return INK


class FigureMaker(Protocol):
    """What every entry of `FIGURES` is."""

    def __call__(self, comparison: Comparison, style: Style = ...) -> Figure:
        """Draw one figure of a comparison."""


_LOCK = threading.RLock()


@contextmanager
def drawing(style: Style) -> Iterator[None]:
    """Draw with infosim's settings, whatever the user's own are; then restore those.

    With `text.parse_math` off no text of a user is ever read as a formula, and with a
    fixed salt the same figure gives the same SVG.
    """
    # matplotlib keeps its settings in one global table: one figure at a time.
    with _LOCK, mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "font.family": FONT,
                "font.size": style.text,
                "text.parse_math": False,
                "text.color": INK,
                "axes.edgecolor": RULE,
                "axes.labelcolor": INK,
                "axes.linewidth": style.line * 0.35,
                "axes.spines.top": False,
                "axes.spines.right": False,
                "axes.unicode_minus": True,
                "xtick.color": INK,
                "ytick.color": INK,
                "xtick.labelsize": style.small,
                "ytick.labelsize": style.small,
                "svg.fonttype": "path",
                "svg.hashsalt": "infosim",
            }
        )
        yield


def drawn(make: Callable[[Comparison, Style], Figure]) -> FigureMaker:
    """Make a figure inside `drawing`, at projector size unless told otherwise."""

    @wraps(make)
    def draw(comparison: Comparison, style: Style = PROJECTOR) -> Figure:
        with drawing(style):
            return make(comparison, style)

    return draw
