"""Some people who are connected with each other, and where to draw them."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from infosim import draws
from infosim.draws import Purpose
from infosim.society import Society
from infosim.world import Floats, People

MOST = 300
"""People who are shown at most."""

FAN_OUT = 4
"""Contacts of a person who are taken: few, so that a sample goes further than one hub."""


@dataclass(frozen=True, eq=False)
class Sample:
    """People who are connected with each other, over all platforms.

    Attributes
    ----------
    people : (n_shown,) int64, person ids
    ties : (n_ties, 2) int64, rows of `people`; each pair of people once
    mutual : (n_ties,) bool, whether each sees what the other shares
    bots : (n_shown,) bool, who is an account that nobody is behind
    """

    people: People
    ties: NDArray[np.int64]
    mutual: NDArray[np.bool_]
    bots: NDArray[np.bool_]

    @property
    def n_people(self) -> int:
        """Number of people shown; bots are none."""
        return int((~self.bots).sum())


def take_sample(society: Society, most: int = MOST) -> Sample:
    """Take the best connected person, some contacts, some of theirs, and so on.

    Which contacts of a person are taken is decided by their ids, and those are
    mixed: the sample is the same for all arms and favours no group.
    """
    degree = sum(graph.degree() for graph in (*society.followers, *society.sources))
    chosen = [int(np.argmax(degree))]
    known = set(chosen)
    for place in range(most):
        if place == len(chosen) or len(chosen) >= most:
            break
        new = [i for i in contacts_of(society, chosen[place]) if i not in known]
        taken = new[: min(FAN_OUT, most - len(chosen))]
        chosen += taken
        known.update(taken)
    return seen_in(society, np.sort(np.array(chosen, dtype=np.int64)))


def seen_in(society: Society, people: People) -> Sample:
    """Look at some people in a society: their ties in it, and which of them are bots."""
    return Sample(people, *ties_among(society, people), ~society.population.is_person[people])


def contacts_of(society: Society, i: int) -> list[int]:
    """List all whom a person sees or who see that person, on any platform."""
    both = [graph.contacts(i) for graph in (*society.followers, *society.sources)]
    contacts: list[int] = np.unique(np.concatenate(both)).tolist()
    return contacts


def ties_among(society: Society, people: People) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """List the ties among some people, each pair once, and whether they are mutual."""
    row = {int(i): k for k, i in enumerate(people)}
    seen: set[tuple[int, int]] = set()
    for graph in society.followers:
        for i, k in row.items():
            seen.update((k, row[j]) for j in graph.contacts(i).tolist() if j in row)
    pairs = sorted({(min(pair), max(pair)) for pair in seen})
    mutual = [(a, b) in seen and (b, a) in seen for a, b in pairs]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2), np.array(mutual, dtype=np.bool_)


def lay_out(sample: Sample, seed: int, shape: float) -> Floats:
    """Find places for the people: contacts near each other, all on one sheet.

    Parameters
    ----------
    shape : float, width of the sheet over its height

    Returns
    -------
    (n_shown, 2) float64; x in [0, shape], y in [0, 1]

    Draws
    -----
    GRAPH, keyed by person shown, where each begins.
    """
    n = len(sample.people)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(sample.ties.tolist())
    # A name with spaces, which no platform can have; the places do not depend on networkx's own luck.
    key = draws.label_key("layout of a figure")
    begin = [draws.uniforms(seed, draws.SOCIETY, Purpose.GRAPH, axis, np.arange(n), key) for axis in (0, 1)]
    given = dict(enumerate(np.column_stack(begin)))
    found = nx.spring_layout(graph, pos=given, seed=0, k=1.6 / np.sqrt(n), iterations=120)
    places = np.array([found[k] for k in range(n)])
    sheet: Floats = spread_out(places) * np.array([shape, 1.0])
    return sheet


def spread_out(places: Floats) -> Floats:
    """Use the sheet evenly: each coordinate most of the way to its rank, in [0, 1].

    A spring layout crowds the middle; ranks keep who is left of whom.
    """
    n = len(places)
    ranks = places.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(1, n - 1)
    span = np.maximum(np.ptp(places, axis=0), 1e-12)
    scaled = (places - places.min(axis=0)) / span
    return 0.3 * scaled + 0.7 * ranks if n > 1 else np.full((n, 2), 0.5)
