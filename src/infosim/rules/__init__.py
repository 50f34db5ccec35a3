"""What one person does: small pure functions of numbers.

A rule never draws and sees neither arrays nor people: it receives its uniform
number and its arguments as plain numbers. So it can be tested with a pencil, is
plain Python for the reference engine, and is compiled as it stands for the
compiled engine. Only ``+ - * /``, ``sqrt``, comparisons and loops are allowed
(LAW 4), because those are correctly rounded everywhere.
"""

from __future__ import annotations

from collections.abc import Callable

from infosim.rules.persuasion import independent

PERSUASION: dict[str, Callable[..., float]] = {
    "independent": independent,
}
"""How repeated exposure convinces; a scenario names one of them."""
