"""Identity homophily for any graph: ties across a divide are brought home.

A generator knows nothing of who likes to be among their own. Its ties across a
divide (of groups, regions or identities) are rewired until a stated proportion
of all ties is inside; how popular people are stays, on average, as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from infosim.network import homing
from infosim.network.compiled import compiled
from infosim.network.graph import Graph, Int32Array, Int64Array, as_people
from infosim.network.ties import Rng, Ties, chances, check_fraction, key_words


@dataclass(frozen=True, eq=False)
class _Pairs:
    """The distinct pairs of people among ties: what moves as one.

    A tie and its return, or a tie written twice, stay together, so that moving
    changes neither reciprocity nor the number of ties.

    Attributes
    ----------
    above : Graph
        From the lower to the higher person of each pair.
    ways : (n_pairs,) int8
        1 if its ties go up, 2 if down, 3 if both.
    of_tie : (n_ties,) int32
        The pair that each tie belongs to; -1 of a person with itself.
    """

    above: Graph
    ways: NDArray[np.int8]
    of_tie: Int32Array


@dataclass(frozen=True, eq=False)
class _Survey:
    """What is counted before anything moves.

    Attributes
    ----------
    label : (n,) int32
        Index of each person's label.
    crosses : (n_pairs,) bool
    contacts : (n,) int32, of the same label
    length : (n_labels,) int64
        People of each label and ends of ties among them.
    n_ties : (2,) int64, inside and in all
    """

    label: Int32Array
    crosses: NDArray[np.bool_]
    contacts: Int32Array
    length: Int64Array
    n_ties: Int64Array


def keep_within(ties: Ties, labels: Int64Array, within: float, rng: Rng) -> Ties:
    """Bring ties home until a proportion of them is between people of one label.

    Ties that cross are taken in random order. One end, chosen by chance, stays and
    keeps its number of contacts; the other goes to somebody of the same label who is
    no contact yet. Those who have many contacts are chosen more often (in proportion
    to one more than their contacts), so that hubs remain hubs. A tie and its return
    move together. Where a label has too few people, its ties stay as they are.

    With the same luck, a larger `within` moves the same ties to the same people, and more.

    Parameters
    ----------
    labels : (n,) int64
        Group, region or identity of each member.
    within : float in [0, 1]
        Least proportion of ties, as a graph counts them, between people of one label;
        what there are too few people for is left out.

    Returns
    -------
    Ties
        The very same if they are that homophilous already; otherwise as many as before,
        with the proportion reached in `note`.

    Raises
    ------
    InputError
        If `within` is not a proportion.

    Draws
    -----
    From `rng`: the order of crossing pairs, which ends stay, the words for new ends.
    Nothing if nothing is to be done; otherwise as much for any `within`.

    Source
    ------
    H24 (0.77 of ties within an identity); P14 (0.84 within a country).
    """
    check_fraction(within, "within")
    if not len(ties.source):
        return ties
    pairs = _paired(ties, len(labels))
    survey = _surveyed(pairs, labels, is_mutual=ties.mutual)
    n_inside, n_ties = survey.n_ties
    if not n_ties or n_inside / n_ties >= within:
        return ties
    joiner = _new_ends(pairs, survey, within, rng, is_mutual=ties.mutual)
    source, target = np.array(ties.source, np.int32), np.array(ties.target, np.int32)
    compiled(homing)["move"](source, target, pairs.of_tie, joiner)
    note = _note(float(survey.n_ties[0] / n_ties), within)
    return replace(ties, source=source, target=target, note=f"{ties.note}; {note}" if ties.note else note)


def _paired(ties: Ties, n: int) -> _Pairs:
    """Find the distinct pairs of ties among `n` people."""
    source, target = as_people(ties.source), as_people(ties.target)
    above = Graph.from_pairs(n, np.minimum(source, target), np.maximum(source, target), mutual=False)
    pairs = _Pairs(above, np.zeros(above.n_ties, np.int8), np.empty(len(source), np.int32))
    compiled(homing)["find_pairs"](above.indptr, above.indices, source, target, pairs.of_tie, pairs.ways)
    return pairs


def _surveyed(pairs: _Pairs, labels: Int64Array, *, is_mutual: bool) -> _Survey:
    """Count who and what is inside labels."""
    n = len(labels)
    label = as_people(np.unique(labels, return_inverse=True)[1])
    survey = _Survey(
        label,
        np.empty(pairs.above.n_ties, np.bool_),
        np.zeros(n, np.int32),
        np.zeros(int(label.max()) + 1, np.int64),
        np.zeros(2, np.int64),
    )
    compiled(homing)["look_over"](
        pairs.above.indptr,
        pairs.above.indices,
        label,
        pairs.ways,
        is_mutual,
        survey.crosses,
        survey.contacts,
        survey.length,
        survey.n_ties,
    )
    return survey


def _new_ends(pairs: _Pairs, survey: _Survey, within: float, rng: Rng, *, is_mutual: bool) -> Int32Array:
    """Find who joins which pair, as of `homing.bring`, and count what is inside then."""
    loops, above, length = compiled(homing), pairs.above, survey.length
    order = rng.permutation(as_people(np.flatnonzero(survey.crosses)))
    is_low = chances(len(order), 0.5, rng)
    begin, row = np.cumsum(length), np.empty(length.sum(), np.int32)
    loops["line_up"](above.indptr, above.indices, survey.label, begin, row)
    joiner = np.full(above.n_ties, homing.NOBODY, np.int32)
    loops["bring"](
        above.indptr,
        above.indices,
        np.repeat(np.arange(len(survey.label), dtype=np.int32), above.degree()),
        survey.label,
        pairs.ways,
        is_mutual,
        order,
        is_low,
        begin,
        length,
        row,
        np.bincount(survey.label) - 1,
        survey.contacts,
        # Room for all that could move, and half as much again, so that places are found soon.
        np.full(3 * len(order) // 2 + 1, -1),
        survey.n_ties,
        within,
        joiner,
        *key_words(rng),
    )
    return joiner


def _note(reached: float, within: float) -> str:
    """Say how many ties are inside, and whether more were asked for."""
    said = f"{reached:.1%} of ties within"
    return said if reached >= within else f"{said}, too few people for more"
