"""Identity homophily for any graph: ties across a divide are brought home.

A generator knows nothing of who likes to be among their own. Its ties across a
divide (of groups, regions or identities) are rewired until a stated proportion
of all ties is inside; how popular people are stays, on average, as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from infosim.network.graph import Int64Array
from infosim.network.ties import Rng, Ties, check_fraction

ROUNDS = 100
"""How often a tie tries for a new end; only where nearly everybody is a contact already does it need many."""

NOBODY = -1


@dataclass(frozen=True, eq=False)
class _Pairs:
    """The distinct pairs of people among ties: what moves as one.

    A tie and its return, or a tie written twice, stay together, so that moving
    changes neither reciprocity nor the number of ties.

    Attributes
    ----------
    low, high : (n_pairs,) int64, low <= high
    weight : (n_pairs,) int64
        Ties between the two: 1, or 2 if directed both ways; 0 of a person with itself.
    of_tie : (n_ties,) int64
        The pair that each tie belongs to.
    """

    low: Int64Array
    high: Int64Array
    weight: Int64Array
    of_tie: Int64Array


@dataclass(frozen=True, eq=False)
class _Homes:
    """Where new ends come from.

    Attributes
    ----------
    label : (n,) int64
        Index of each person's label.
    row : (n + 2 n_pairs,) int64
        Everybody once and once more for each contact, ordered by label.
    begin, length : (n_labels,) int64
        The stretch of each label in `row`.
    n_others : (n,) int64
        How many others have a person's label.
    """

    label: Int64Array
    row: Int64Array
    begin: Int64Array
    length: Int64Array
    n_others: Int64Array

    def draw(self, people: Int64Array, rng: Rng) -> Int64Array:
        """Draw for each person one of its label."""
        label = self.label[people]
        chosen: Int64Array = self.row[self.begin[label] + rng.integers(self.length[label])]
        return chosen


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
    From `rng`: the order of crossing pairs, which ends stay, new ends in rounds.
    Nothing if nothing is to be done; otherwise as much for any `within`.

    Source
    ------
    H24 (0.77 of ties within an identity); P14 (0.84 within a country).
    """
    check_fraction(within, "within")
    pairs = _paired(ties, len(labels))
    crosses = labels[pairs.low] != labels[pairs.high]
    n_ties, n_inside = int(pairs.weight.sum()), int(pairs.weight[~crosses].sum())
    if not n_ties or n_inside / n_ties >= within:
        return ties
    order = rng.permutation(np.flatnonzero(crosses))
    is_low = rng.random(len(order)) < 0.5
    stays = np.where(is_low, pairs.low[order], pairs.high[order])
    # New ends are sought for all, also for those that need not move: what one tie does
    # must not depend on how many others follow it.
    joins = _new_ends(stays, _homes(pairs, labels), _keys(pairs, ~crosses, len(labels)), rng)
    movable = np.flatnonzero(joins != NOBODY)
    reached = (n_inside + np.cumsum(pairs.weight[order[movable]])) / n_ties
    moved = movable[: np.searchsorted(reached, within) + 1]
    leaver, joiner = np.full((2, len(pairs.low)), NOBODY)
    leaver[order[moved]] = np.where(is_low, pairs.high[order], pairs.low[order])[moved]
    joiner[order[moved]] = joins[moved]
    final = reached[len(moved) - 1] if len(moved) else n_inside / n_ties
    return _moved(ties, leaver[pairs.of_tie], joiner[pairs.of_tie], _note(float(final), within))


def _paired(ties: Ties, n: int) -> _Pairs:
    """Find the distinct pairs of ties among `n` people."""
    low, high = np.minimum(ties.source, ties.target), np.maximum(ties.source, ties.target)
    key, of_tie = np.unique(low * n + high, return_inverse=True)
    goes_up, goes_down = np.zeros((2, len(key)), np.bool_)
    goes_up[of_tie[ties.source < ties.target]] = True
    goes_down[of_tie[ties.source > ties.target]] = True
    weight = (goes_up | goes_down).astype(np.int64)
    if not ties.mutual:
        weight += goes_up & goes_down
    return _Pairs(*np.divmod(key, max(n, 1)), weight, of_tie)


def _keys(pairs: _Pairs, chosen: NDArray[np.bool_], n: int) -> Int64Array:
    """Give some of the pairs numbers, ascending, with a last number that no pair has."""
    return np.append(pairs.low[chosen] * n + pairs.high[chosen], n * n)


def _homes(pairs: _Pairs, labels: Int64Array) -> _Homes:
    """Line people up by label, as often as they have contacts and once more."""
    label = np.unique(labels, return_inverse=True)[1]
    row = np.concatenate([np.arange(len(labels)), pairs.low, pairs.high])
    row = row[np.argsort(label[row], kind="stable")]
    length = np.bincount(label[row])
    return _Homes(label, row, np.cumsum(length) - length, length, np.bincount(label)[label] - 1)


def _new_ends(stays: Int64Array, homes: _Homes, taken: Int64Array, rng: Rng) -> Int64Array:
    """Find for each end that stays a person of its label, no two the same pair, or `NOBODY`.

    Parameters
    ----------
    stays : (n_crossing,) int64
        In the order in which ties move; the earlier one wins.
    taken : int64, ascending
        Numbers of the pairs inside labels, as of `_keys`.
    """
    n = len(homes.label)
    joins = np.full(len(stays), NOBODY)
    n_contacts = np.bincount(np.concatenate(np.divmod(taken[:-1], n)), minlength=n)
    seeking = np.arange(len(stays))
    for _ in range(ROUNDS):
        seeking = seeking[n_contacts[stays[seeking]] < homes.n_others[stays[seeking]]]
        if not len(seeking):
            break
        staying, tried = stays[seeking], homes.draw(stays[seeking], rng)
        key = np.minimum(staying, tried) * n + np.maximum(staying, tried)
        new, first = np.unique(key, return_index=True)
        place = np.searchsorted(taken, new)
        is_free = (taken[place] != new) & (staying[first] != tried[first])
        found = first[is_free]
        taken = np.insert(taken, place[is_free], new[is_free])
        joins[seeking[found]] = tried[found]
        n_contacts += np.bincount(np.concatenate([staying[found], tried[found]]), minlength=n)
        seeking = seeking[joins[seeking] == NOBODY]
    return joins


def _moved(ties: Ties, leaver: Int64Array, joiner: Int64Array, note: str) -> Ties:
    """Put the joiner of each tie in place of its leaver, if it has one."""
    return replace(
        ties,
        source=np.where(ties.source == leaver, joiner, ties.source),
        target=np.where(ties.target == leaver, joiner, ties.target),
        note=f"{ties.note}; {note}" if ties.note else note,
    )


def _note(reached: float, within: float) -> str:
    """Say how many ties are inside, and whether more were asked for."""
    said = f"{reached:.1%} of ties within"
    return said if reached >= within else f"{said}, too few people for more"
