"""What is simulated in a session, in a form that another process can load."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """A scenario with its options.

    Attributes
    ----------
    name, sets, size, seed : as for `scenario.load`
    quick : pairs of runs of what the room asks for while it waits
    """

    name: str
    sets: tuple[str, ...]
    size: int | None
    seed: int | None
    quick: int
