"""Putting the stores of several machines together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from infosim.experiments.store.durable import write_whole
from infosim.experiments.store.faults import spoken
from infosim.experiments.store.store import NotDeterministicError, Store, now

AT_A_TIME = 500
"""Rows that are copied together."""


class Merged(NamedTuple):
    """What came of a merge.

    Attributes
    ----------
    added : runs that were new
    known : runs that were there already, and the same
    damaged : runs that were left out because they are not what was written
    """

    added: int
    known: int
    damaged: int


def merge_stores(into: Store, others: Sequence[Path], tell: Callable[[str], None]) -> Merged:
    """Copy the runs, plans and failures of other stores; the others are not changed.

    Parameters
    ----------
    into : opened for writing, by whoever holds its lock
    tell : called with a line for each store

    Raises
    ------
    NotDeterministicError
        A run came out in two ways; both are kept.
    """
    total = Merged(0, 0, 0)
    for path in others:
        with Store(path) as other:
            one = _merge(into, other)
        left_out = f", {one.damaged:,} damaged and left out" if one.damaged else ""
        tell(f"{path}: {one.added:,} runs added, {one.known:,} known{left_out}")
        total = Merged(*(a + b for a, b in zip(total, one, strict=True)))
    return total


def _merge(into: Store, other: Store) -> Merged:
    """Copy what one store has and the other lacks: files first, rows afterwards, then what was planned."""
    good, bad = other.done()
    known, theirs = into.digests(), other.digests()
    _compare(into, known, {key: theirs[key] for key in good})
    new = sorted(good - set(known))
    for key in new:
        if other.side_of(key).is_file():
            with spoken(into.path):
                write_whole(into.side_of(key), other.side_of(key).read_bytes())
    for some in _batches(new):
        rows = [other.whole_row(key) for key in some]
        with into.change() as file:
            marks = ", ".join("?" * len(rows[0]))
            file.executemany(f"INSERT OR IGNORE INTO runs VALUES ({marks})", rows)
            file.executemany("DELETE FROM failures WHERE key = ?", [(key,) for key in some])
    _copy_plans(into, other)
    failures = [one for one in other.failures() if one.key not in into.digests()]
    for one in failures:
        into.give_up(one.key, one.reason, one.tries)
    return Merged(len(new), len(good) - len(new), len(bad))


def _compare(into: Store, known: dict[str, str], theirs: dict[str, str]) -> None:
    """Hold runs that both have against each other."""
    differing = [key for key, digest in theirs.items() if known.get(key, digest) != digest]
    if not differing:
        return
    with into.change() as file:
        for key in differing:
            values = key, theirs[key], b"", now()
            file.execute("INSERT OR IGNORE INTO conflicts VALUES (?, ?, ?, ?)", values)
    raise NotDeterministicError(
        f"{len(differing):,} runs came out in two ways, the first is {differing[0][:12]}; nothing more was "
        "merged; run infosim replay on both machines"
    )


def _copy_plans(into: Store, other: Store) -> None:
    """Copy plans that are new, with all texts; the order in which they were made stays."""
    plans = [sha for sha in other.plans() if sha not in into.plans()]
    if not plans:
        return
    texts = list(other.texts())
    with into.change() as file:
        file.executemany("INSERT OR IGNORE INTO texts VALUES (?, ?)", texts)
        file.executemany("INSERT INTO sweeps (plan, begun_at) VALUES (?, ?)", [(sha, now()) for sha in plans])


def _batches(keys: Iterable[str]) -> Iterator[list[Any]]:
    """Cut a list into parts."""
    rest = iter(keys)
    while some := list(islice(rest, AT_A_TIME)):
        yield some
