"""Who sees whose shares: contacts as compressed sparse rows.

A graph is two integer arrays, so that every engine can loop over it, worker
processes can share it and its digest can be part of the provenance of a result.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Int32Array = NDArray[np.int32]
Int64Array = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Graph:
    """The contacts of every person: the people who see that person's shares.

    Attributes
    ----------
    indptr : (n_people + 1,) int64
        Where the contacts of each person begin in `indices`.
    indices : (n_ties,) int32
        Person ids; ascending, unique and never oneself within a person's stretch.
    """

    indptr: Int64Array
    indices: Int32Array

    @classmethod
    def from_pairs(cls, n: int, source: Int64Array, target: Int64Array, *, mutual: bool) -> Graph:
        """Build the graph of `n` people from pairs, in any order.

        Parameters
        ----------
        source, target : (n_pairs,) int, in [0, n)
            `target` sees what `source` shares. Pairs of a person with itself and
            repeated pairs are dropped.
        mutual : bool
            Whether each pair is a tie in both directions.
        """
        if mutual:
            source, target = np.concatenate([source, target]), np.concatenate([target, source])
        apart = source != target
        # One integer per tie, whose order is the order of the rows.
        # Sorting, because np.unique hashes, which takes a hundred times as long on such keys.
        ties = np.sort(source[apart].astype(np.int64) * n + target[apart])
        ties = ties[np.concatenate([[True], ties[1:] != ties[:-1]])] if len(ties) else ties
        rows, columns = np.divmod(ties, n)
        indptr = np.zeros(n + 1, np.int64)
        np.cumsum(np.bincount(rows, minlength=n), out=indptr[1:])
        return cls(indptr, columns.astype(np.int32))

    @property
    def n_people(self) -> int:
        """Number of people, with and without contacts."""
        return len(self.indptr) - 1

    @property
    def n_ties(self) -> int:
        """Number of directed ties; a mutual tie counts twice."""
        return len(self.indices)

    def degree(self) -> Int64Array:
        """Count the contacts of each person, as (n_people,) int64."""
        return np.diff(self.indptr)

    def contacts(self, i: int) -> Int32Array:
        """List those who see what person `i` shares, ascending."""
        return self.indices[self.indptr[i] : self.indptr[i + 1]]

    def pairs(self) -> tuple[Int64Array, Int64Array]:
        """List all ties as (source, target), ordered by source, then by target."""
        return np.repeat(np.arange(self.n_people), self.degree()), self.indices.astype(np.int64)

    @cached_property
    def is_symmetric(self) -> bool:
        """Whether everybody sees the shares of those who see theirs."""
        turned = self._transposed()
        return np.array_equal(turned.indptr, self.indptr) and np.array_equal(turned.indices, self.indices)

    def reversed(self) -> Graph:
        """Turn every tie round: the contacts of i become those whose shares i sees."""
        return self if self.is_symmetric else self._transposed()

    def _transposed(self) -> Graph:
        source, target = self.pairs()
        return Graph.from_pairs(self.n_people, target, source, mutual=False)

    def relabelled(self, people: Int64Array, n_people: int) -> Graph:
        """Put this graph of some people into the id space of everybody.

        Parameters
        ----------
        people : (self.n_people,) int, unique, in [0, n_people)
            The person id of each member.
        n_people : int
            Size of the population; those who are not members get no contacts.
        """
        source, target = self.pairs()
        return Graph.from_pairs(n_people, people[source], people[target], mutual=False)

    def digest(self) -> str:
        """Return the SHA-256 of the graph in hexadecimal, the same on every machine."""
        content = hashlib.sha256(self.n_people.to_bytes(8, "little"))
        content.update(self.indptr.astype("<i8").tobytes())
        content.update(self.indices.astype("<i4").tobytes())
        return content.hexdigest()
