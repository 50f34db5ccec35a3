"""Loops over compressed rows: from pairs to rows by counting, turned round, looked at.

Rows are filled from their ends: `ends` has the end of each row at first, and its
beginning when all is placed. So one array counts, is summed up and becomes `indptr`.
"""

from __future__ import annotations

from infosim.compiling import Flags, Ids, People, Row


def count(ends: Ids, people: People) -> None:
    """Count how often each person occurs, on top of what has been counted before."""
    for k in range(len(people)):
        ends[people[k]] += 1


def count_selves(ends: Ids, source: People, target: People, times: int) -> None:
    """Take ties with oneself out of what has been counted."""
    for k in range(len(source)):
        if source[k] == target[k]:
            ends[source[k]] -= times


def sort_into(ends: Ids, source: People, target: People, row: People) -> None:
    """Place the source of each tie into the row of its target, in any order."""
    for k in range(len(source)):
        if source[k] != target[k]:
            ends[target[k]] -= 1
            row[ends[target[k]]] = source[k]


def turn(indptr: Ids, indices: People, ends: Ids, turned: People) -> None:
    """Place the row of each entry into the row that it names, ascending."""
    for i in range(len(indptr) - 2, -1, -1):
        for k in range(indptr[i], indptr[i + 1]):
            ends[indices[k]] -= 1
            turned[ends[indices[k]]] = i


def drop_repeats(indptr: Ids, indices: People) -> int:
    """Keep one of equal neighbours in each ascending row; return how many entries are left."""
    kept, begin = 0, 0
    for i in range(len(indptr) - 1):
        end, before = int(indptr[i + 1]), -1
        for k in range(begin, end):
            if indices[k] != before:
                before = int(indices[k])
                indices[kept] = before
                kept += 1
        begin = end
        indptr[i + 1] = kept
    return kept


def is_returned(indptr: Ids, indices: People, cursor: Ids) -> bool:
    """Tell whether every tie goes both ways; `cursor` begins as the beginnings of rows.

    Rows are visited in order, so that those who name a person do so in the order in
    which its own row must name them.
    """
    for i in range(len(indptr) - 1):
        for k in range(indptr[i], indptr[i + 1]):
            j = indices[k]
            if cursor[j] == indptr[j + 1] or indices[cursor[j]] != i:
                return False
            cursor[j] += 1
    return True


def mark_common(indptr: Ids, indices: People, other_indptr: Ids, other: People, common: Flags) -> None:
    """Mark the entries of each row that the same row of another graph has as well."""
    for i in range(len(indptr) - 1):
        place, end = other_indptr[i], other_indptr[i + 1]
        for k in range(indptr[i], indptr[i + 1]):
            while place < end and other[place] < indices[k]:
                place += 1
            common[k] = place < end and other[place] == indices[k]


def count_among(indptr: Ids, indices: People, chosen: Flags) -> int:
    """Count the ties both of whose ends are chosen."""
    total = 0
    for i in range(len(indptr) - 1):
        if chosen[i]:
            for k in range(indptr[i], indptr[i + 1]):
                total += int(chosen[indices[k]])
    return total


def add_up(indptr: Ids, indices: People, values: Row, sums: Row) -> None:
    """Add up a value over the entries of each row, from left to right."""
    for i in range(len(indptr) - 1):
        total = 0.0
        for k in range(indptr[i], indptr[i + 1]):
            total += values[indices[k]]
        sums[i] = total


def add_up_marked(indptr: Ids, indices: People, values: Row, marked: Flags, sums: Row) -> None:
    """Add up a value over the marked entries of each row, from left to right."""
    for i in range(len(indptr) - 1):
        total = 0.0
        for k in range(indptr[i], indptr[i + 1]):
            if marked[k]:
                total += values[indices[k]]
        sums[i] = total


def pair_up(row: People, sizes: Ids, later: People, earlier: People) -> None:
    """Write down all pairs inside stretches of a row."""
    at, begin = 0, 0
    for g in range(len(sizes)):
        for second in range(begin, begin + sizes[g]):
            for first in range(begin, second):
                later[at], earlier[at] = row[second], row[first]
                at += 1
        begin += int(sizes[g])


KERNELS = VERBS = (
    count,
    count_selves,
    sort_into,
    turn,
    drop_repeats,
    is_returned,
    mark_common,
    count_among,
    add_up,
    add_up_marked,
    pair_up,
)
"""For `network.compiled`."""
