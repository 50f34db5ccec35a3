"""Addresses as QR codes."""

from __future__ import annotations

import segno


def qr_picture(text: str) -> str:
    """Draw a QR code: dark squares on white, with the quiet margin that phones need.

    Returns
    -------
    An SVG as a `data:` address, which a page can show without taking markup in.
    """
    drawn: str = segno.make(text, error="m", micro=False).svg_data_uri(border=4, light="#ffffff")
    return drawn
