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

from infosim.network import rows
from infosim.network.compiled import compiled

Int32Array = NDArray[np.int32]
Int64Array = NDArray[np.int64]
Float64Array = NDArray[np.float64]


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
    def from_pairs(
        cls,
        n: int,
        source: Int32Array | Int64Array,
        target: Int32Array | Int64Array,
        *,
        mutual: bool,
    ) -> Graph:
        """Build the graph of `n` people from pairs, in any order.

        Parameters
        ----------
        source, target : (n_pairs,) int, in [0, n)
            `target` sees what `source` shares. Pairs of a person with itself and
            repeated pairs are dropped.
        mutual : bool
            Whether each pair is a tie in both directions.
        """
        loops, ends = compiled(rows), np.zeros(n + 1, np.int64)
        source, target = as_people(source), as_people(target)
        loops["count"](ends, target)
        if mutual:
            loops["count"](ends, source)
        loops["count_selves"](ends, source, target, 2 if mutual else 1)
        np.cumsum(ends, out=ends)
        begun = ends.copy() if mutual else _ends_of_sources(n, source, target)
        by_target = np.empty(ends[-1], np.int32)
        loops["sort_into"](ends, source, target, by_target)
        if mutual:
            loops["sort_into"](ends, target, source, by_target)
        # Placing each column in its rows leaves the rows in order: nothing is ever compared.
        indices = np.empty(len(by_target), np.int32)
        loops["turn"](ends, by_target, begun, indices)
        del by_target
        indices.resize(loops["drop_repeats"](begun, indices), refcheck=False)
        graph = cls(begun, indices)
        if mutual:
            graph.__dict__["is_symmetric"] = True
        return graph

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
        cursor = self.indptr[:-1].copy()
        return bool(compiled(rows)["is_returned"](self.indptr, self.indices, cursor))

    def reversed(self) -> Graph:
        """Turn every tie round: the contacts of i become those whose shares i sees."""
        if self.is_symmetric:
            return self
        loops, ends = compiled(rows), np.zeros(self.n_people + 1, np.int64)
        loops["count"](ends, self.indices)
        np.cumsum(ends, out=ends)
        turned = np.empty_like(self.indices)
        loops["turn"](self.indptr, self.indices, ends, turned)
        return Graph(ends, turned)

    def n_ties_among(self, chosen: NDArray[np.bool_]) -> int:
        """Count the directed ties both of whose ends are among the (n_people,) people chosen."""
        return int(compiled(rows)["count_among"](self.indptr, self.indices, chosen))

    def in_common(self, other: Graph) -> NDArray[np.bool_]:
        """Mark the ties that another graph of the same people has as well, ``(n_ties,)``."""
        common = np.empty(self.n_ties, np.bool_)
        compiled(rows)["mark_common"](self.indptr, self.indices, other.indptr, other.indices, common)
        return common

    def sums(self, values: Float64Array, counted: NDArray[np.bool_] | None = None) -> Float64Array:
        """Add up a value over the contacts of each person, or over the ties that are counted.

        Parameters
        ----------
        values : (n_people,) float64
        counted : (n_ties,) bool, optional
            Ties that count; all if left out.

        Returns
        -------
        (n_people,) float64
            Added from left to right, so the same on every machine.
        """
        loops, sums = compiled(rows), np.empty(self.n_people)
        if counted is None:
            loops["add_up"](self.indptr, self.indices, values, sums)
        else:
            loops["add_up_marked"](self.indptr, self.indices, values, counted, sums)
        return sums

    def relabelled(self, people: Int64Array, n_people: int) -> Graph:
        """Put this graph of some people into the id space of everybody.

        Parameters
        ----------
        people : (self.n_people,) int, unique, in [0, n_people)
            The person id of each member; ascending is quickest.
        n_people : int
            Size of the population; those who are not members get no contacts.
        """
        name = as_people(people)
        if (np.diff(people) <= 0).any():
            source = np.repeat(name, self.degree())
            return Graph.from_pairs(n_people, source, name[self.indices], mutual=False)
        if len(people) == n_people:
            return self
        indptr = np.zeros(n_people + 1, np.int64)
        indptr[people + 1] = self.degree()
        graph = Graph(np.cumsum(indptr), name[self.indices])
        if "is_symmetric" in self.__dict__:
            graph.__dict__["is_symmetric"] = self.is_symmetric
        return graph

    def digest(self) -> str:
        """Return the SHA-256 of the graph in hexadecimal, the same on every machine."""
        content = hashlib.sha256(self.n_people.to_bytes(8, "little"))
        content.update(np.ascontiguousarray(self.indptr, "<i8").data)
        content.update(np.ascontiguousarray(self.indices, "<i4").data)
        return content.hexdigest()


def as_people(ids: Int32Array | Int64Array) -> Int32Array:
    """Give person ids in the form that loops take, without copying what has it already."""
    return np.ascontiguousarray(ids, np.int32)


def _ends_of_sources(n: int, source: Int32Array, target: Int32Array) -> Int64Array:
    """Count the ties of each source, as the ends of rows, ``(n + 1,)``."""
    loops, ends = compiled(rows), np.zeros(n + 1, np.int64)
    loops["count"](ends, source)
    loops["count_selves"](ends, source, target, 1)
    return np.cumsum(ends, out=ends)
