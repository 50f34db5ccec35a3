"""Ties made by a generator that a user has handed over: `Ties`, or a graph of networkx."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from infosim.errors import InputError, Problem
from infosim.network.exchange import numbered_edges
from infosim.network.ties import Members, Rng, Ties


def ties_by(make: Callable[..., Any], members: Members, rng: Rng, **parameters: Any) -> Ties:
    """Let a user's generator make ties, and make sure that they are some.

    Parameters
    ----------
    make : function of `members`, `rng` and parameters by name
        Returns `Ties`, or a graph of networkx with the nodes 0 to ``members.n - 1``.

    Raises
    ------
    InputError
        It returned something else, or ties of people who are not there.
    """
    made = make(members, rng, **parameters)
    ties = made if isinstance(made, Ties) else _of_networkx(made, make.__name__)
    for ends in (ties.source, ties.target):
        if len(ends) and not 0 <= int(np.min(ends)) <= int(np.max(ends)) < members.n:
            raise InputError(
                Problem(f"{make.__name__} ties people who are not there", f"number them 0 to {members.n - 1}")
            )
    return ties


def _of_networkx(made: Any, name: str) -> Ties:
    """Take the edges of a graph."""
    if not hasattr(made, "edges") or not all(isinstance(node, int | np.integer) for node in made):
        remedy = "return infosim.network.Ties, or a graph of networkx with whole numbers as nodes"
        raise InputError(Problem(f"{name} returned no contacts but {type(made).__name__}", remedy))
    most = max(made, default=-1)
    source, target = numbered_edges(made, list(range(most + 1)))
    return Ties(source, target, mutual=not made.is_directed())
