"""Text of unknown length and content on a figure: cleaned, measured, wrapped."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

import numpy as np
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

from infosim.plots.style import FONT

ELLIPSIS = "…"
NO_GLYPH = "□"


def printable(text: str) -> str:
    """Put a user's text on one line that the font can show.

    Characters without a shape, such as control characters and changes of
    direction, are dropped; those that the font lacks become a box.
    """
    shown = (mark for mark in text if mark.isspace() or not unicodedata.category(mark).startswith("C"))
    line = " ".join("".join(shown).split())
    return "".join(mark if ord(mark) in _glyphs() else NO_GLYPH for mark in line)


@cache
def _glyphs() -> frozenset[int]:
    fonts = (get_font(findfont(FontProperties(family=FONT, weight=weight))) for weight in ("normal", "bold"))
    plain, bold = (frozenset(font.get_charmap()) for font in fonts)
    return plain & bold


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, weight: str = "normal") -> float:
    """Measure a line of text, in inches, at a size in points."""
    font = FontProperties(family=FONT, size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / 72.0


def shortened(text: str, width: float, size: float, weight: str = "normal") -> str:
    """Cut a line, with an ellipsis, so that it is no wider than so many inches."""
    if width_of(text, size, weight) <= width:
        return text
    keep = len(text)
    while keep > 1 and width_of(text[:keep].rstrip() + ELLIPSIS, size, weight) > width:
        # Large steps first, because a title can have hundreds of letters.
        keep -= max(1, keep // 16)
    return text[:keep].rstrip() + ELLIPSIS


def bracketed(text: str, width: float, size: float) -> str:
    """Cut a line in brackets, so that it fits and still ends with one."""
    room = width - width_of(")", size)
    return text and f"{shortened(text.removesuffix(')'), room, size)})"


def wrapped(text: str, width: float, size: float, weight: str = "normal", most: int = 3) -> list[str]:
    """Break a text into lines no wider than so many inches, of about equal length.

    What does not fit into `most` lines is cut off with an ellipsis; a word that is
    wider than a line is broken.
    """
    text = printable(text)
    lines = _filled(text, width, size, weight)
    if len(lines) > most:
        rest = f"{lines[most - 1]} {lines[most]}{ELLIPSIS}"
        return [*lines[: most - 1], shortened(rest, width, size, weight)]
    for part in (0.55, 0.65, 0.75, 0.85):
        narrower = _filled(text, part * width, size, weight)
        if len(narrower) == len(lines):
            return narrower
    return lines


def _filled(text: str, width: float, size: float, weight: str) -> list[str]:
    """Fill each line as far as it goes."""
    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, size, weight) <= width:
            lines[-1] = joined
        else:
            lines += _pieces(word, width, size, weight)
    return lines


def _pieces(word: str, width: float, size: float, weight: str) -> list[str]:
    """Break a single word that is wider than a line; most words stay whole."""
    pieces = []
    while width_of(word, size, weight) > width and len(word) > 1:
        keep = len(shortened(word, width, size, weight)) - 1
        pieces.append(word[: max(1, keep)])
        word = word[max(1, keep) :]
    return [*pieces, word]


def apart(wanted: list[float], sizes: list[float], low: float, high: float) -> list[float]:
    """Move labels along a line as little as possible until none overlap.

    Parameters
    ----------
    wanted : centres where the labels would like to be
    sizes : their lengths along the line
    low, high : the ends of the line; a label leaves it only if all do not fit

    Returns
    -------
    list of centres, in the order of `wanted`
    """
    order = sorted(range(len(wanted)), key=lambda k: (wanted[k], k))
    clusters: list[tuple[list[int], float]] = []
    for k in order:
        members, centre = [k], wanted[k]
        clusters.append((members, _kept_inside(centre, sizes[k], low, high)))
        while len(clusters) > 1 and _overlap(clusters[-2], clusters[-1], sizes):
            members = [*clusters[-2][0], *clusters[-1][0]]
            del clusters[-2:]
            centre = float(np.mean([wanted[m] for m in members]))
            clusters.append((members, _kept_inside(centre, sum(sizes[m] for m in members), low, high)))
    centres = [0.0] * len(wanted)
    for members, centre in clusters:
        edge = centre - sum(sizes[m] for m in members) / 2
        for m in members:
            centres[m] = edge + sizes[m] / 2
            edge += sizes[m]
    return centres


def _kept_inside(centre: float, size: float, low: float, high: float) -> float:
    return max(min(centre, high - size / 2), low + size / 2)


def _overlap(below: tuple[list[int], float], above: tuple[list[int], float], sizes: list[float]) -> bool:
    half = sum(sizes[m] for m in (*below[0], *above[0])) / 2
    return above[1] - below[1] < half - 1e-9
