"""Where everybody stands in pictures of a page: a block for each group, contacts near each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infosim.experiments.sentences import group_words
from infosim.society import Society
from infosim.web.encoding import encode
from infosim.world import Floats

LABEL = 0.05
"""Height of a group's name, as part of the picture."""

GAP = 0.015
"""Between blocks."""

NAME = 0.16
"""Least part of the width for a block."""

ROUNDS = 12
"""How often everybody moves to the middle of its contacts."""

FINE = 65535
"""Places are whole numbers up to here in both directions."""

MOST_TIES = 900
"""Ties that are drawn, faintly; more would be a grey block."""


def places_of(society: Society) -> dict[str, Any]:
    """Place the people of a study in a unit square.

    Returns
    -------
    x, y : encoded whole numbers in [0, 65535], by person; bots are at the corner and not shown
    pitch : distance between neighbours, as part of the picture
    labels : name, left end, top and width of each block
    ties : encoded pairs of people, of those ties that are drawn
    """
    population = society.population
    members = [
        np.flatnonzero((population.group == g) & population.is_person) for g in range(len(population.groups))
    ]
    shown = [g for g, people in enumerate(members) if len(people)]
    near = nearness(society)
    x, y = np.zeros(population.n_people), np.zeros(population.n_people)
    labels, pitches = [], []
    for g, (left, top, width, height) in zip(shown, blocks([len(members[g]) for g in shown]), strict=True):
        people = members[g]
        labels.append({"text": group_words(population.groups[g].id), "x": left, "y": top, "width": width})
        inside = (left, top + LABEL, width, height - LABEL)
        x[people], y[people], pitch = gridded(near[:, people], inside)
        pitches.append(pitch)
    return {
        "x": encode(np.round(x * FINE).astype(np.int64)),
        "y": encode(np.round(y * FINE).astype(np.int64)),
        "pitch": min(pitches, default=1.0),
        "labels": labels,
        "ties": encode(some_ties(society)),
    }


def blocks(sizes: Sequence[int]) -> list[tuple[float, float, float, float]]:
    """Cut a square into blocks as large as groups, in rows: left, top, width and height of each."""
    n_rows = max(1, round(len(sizes) ** 0.5))
    rows = [list(one) for one in np.array_split(np.arange(len(sizes)), n_rows)]
    room = 1.0 - n_rows * LABEL - (n_rows - 1) * GAP
    placed, top = [], 0.0
    for row in rows:
        people = sum(sizes[k] for k in row)
        height = LABEL + room * people / max(1, sum(sizes))
        across, left = 1.0 - (len(row) - 1) * GAP, 0.0
        # A small group still has room for its name.
        shares = np.maximum([sizes[k] / max(1, people) for k in row], min(NAME, 1.0 / len(row)))
        for width in (across * shares / shares.sum()).tolist():
            placed.append((left, top, width, height))
            left += width + GAP
        top += height + GAP
    return placed


def gridded(near: Floats, block: tuple[float, float, float, float]) -> tuple[Floats, Floats, float]:
    """Put people on a grid in a block so that those near each other stay so; give the pitch as well.

    Parameters
    ----------
    near : (2, n_people), where people would be
    """
    left, top, width, height = block
    n = near.shape[1]
    pitch = (width * height / n) ** 0.5
    while max(1, int(width / pitch)) * max(1, int(height / pitch)) < n:
        pitch *= 0.99
    n_columns, n_rows = max(1, int(width / pitch)), max(1, int(height / pitch))
    x, y = np.empty(n), np.empty(n)
    order = np.argsort(near[0], kind="stable")
    for column, people in enumerate(np.split(order, range(n_rows, n, n_rows))):
        standing = people[np.argsort(near[1, people], kind="stable")]
        x[standing] = left + (column + 0.5) * width / n_columns
        y[standing] = top + (np.arange(len(standing)) + 0.5) * height / n_rows
    return x, y, pitch


def nearness(society: Society) -> Floats:
    """Find for everybody a point near its contacts on the most local platform, ``(2, n_people)``."""
    n = society.population.n_people
    turn = 2.0 * np.pi * np.arange(n) / max(1, n)
    at = np.array([np.cos(turn), np.sin(turn)])
    if not society.followers:
        return at
    graph = society.followers[-1]
    degree = np.maximum(1, graph.degree())
    for _ in range(ROUNDS):
        at = 0.5 * at + 0.5 * np.array([graph.sums(one) for one in at]) / degree
    return at


def some_ties(society: Society) -> NDArray[np.int64]:
    """Choose ties of the most local platform, evenly, ``(n, 2)``."""
    if not society.followers:
        return np.zeros((0, 2), dtype=np.int64)
    source, target = society.followers[-1].pairs()
    once = (source < target) & society.population.is_person[source] & society.population.is_person[target]
    pairs = np.stack([source[once], target[once]], axis=1).astype(np.int64)
    every = max(1, len(pairs) // MOST_TIES)
    return pairs[::every][:MOST_TIES]
