"""Nominated neighbours: people are asked to name a contact, and the named ones are reached.

A contact has more contacts than a person has on average (the friendship paradox),
so that this finds popular people without knowing the network.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infosim.network.graph import Graph, Int64Array


def nominate(graph: Graph, luck_order: NDArray[np.float64], luck_contact: NDArray[np.float64]) -> Int64Array:
    """Order people by when they are first named by somebody.

    One after the other, each person names one contact; those without contacts name
    nobody. The first k of the order are nested: a larger k adds people and swaps none.

    Parameters
    ----------
    graph : Graph
        Its rows are the contacts that one can name. Of a platform where one follows
        without being followed, give the sources, not the followers: people name those
        whom they follow.
    luck_order : (n_people,) float64 in [0, 1)
        Who is asked first: the lowest, of equals the lowest person id.
    luck_contact : (n_people,) float64 in [0, 1)
        Which contact is named: as far down the row as this is on the way from 0 to 1.

    Returns
    -------
    (n_people,) int64
        All person ids; those whom nobody names are last, in the order of being asked.

    Draws
    -----
    None; the luck is given.

    Source
    ------
    N05 (the friendship paradox); I26 (nominees of villagers spread more).
    """
    asked = np.argsort(luck_order, kind="stable")
    degree = graph.degree()
    namers = asked[degree[asked] > 0]
    down = (luck_contact[namers] * degree[namers]).astype(np.int64)
    named = graph.indices[graph.indptr[namers] + down]
    first_named = np.full(graph.n_people, len(namers))
    np.minimum.at(first_named, named, np.arange(len(namers)))
    return asked[np.argsort(first_named[asked], kind="stable")]
