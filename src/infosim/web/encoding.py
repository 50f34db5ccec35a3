"""Arrays as text that a page can carry: small, and the same numbers when read again."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infosim.network import Graph
from infosim.world import geometric

Encoded = dict[str, Any]

LARGEST = 2**53
"""Whole numbers up to here are exact in JavaScript."""

NARROW = (("u1", np.uint8), ("u2", np.uint16), ("i4", np.int32))


def encode(array: NDArray[Any]) -> Encoded:
    """Write an array down: kind of its numbers, shape, and the numbers as base64.

    Whole numbers are carried in the smallest type that holds them; `as` says what they
    are to be. An array of one value is carried as that value.
    """
    kind = f"{array.dtype.kind}{array.dtype.itemsize}"
    encoded: Encoded = {"as": kind, "shape": list(array.shape)}
    if array.size and (array == array.flat[0]).all():
        return {**encoded, "all": array.flat[0].item()}
    carried, numbers = "f8", np.ascontiguousarray(array, dtype="<f8")
    if array.dtype.kind in "iub":
        whole = array.astype(np.int64)
        low, high = (int(whole.min()), int(whole.max())) if array.size else (0, 0)
        if max(-low, high) >= LARGEST:
            raise OverflowError(f"whole numbers up to {high} do not fit into JavaScript")
        for name, narrow in NARROW:
            if np.iinfo(narrow).min <= low and high <= np.iinfo(narrow).max:
                carried, numbers = name, whole.astype(np.dtype(narrow).newbyteorder("<"))
                break
        if kind == "i8" and carried != "f8":
            encoded["as"] = "i4"
    return {**encoded, "in": carried, "bytes": base64(numbers.tobytes())}


def base64(data: bytes) -> str:
    """Write bytes as text."""
    return b64encode(data).decode("ascii")


def encode_tables(tables: NDArray[np.float64]) -> Encoded:
    """Write survival tables down, ``(..., n)``: by their ratio if they are geometric, else as they are."""
    rows = tables.reshape(-1, tables.shape[-1])
    ratios = [float(row[1]) for row in rows]
    if all(np.array_equal(geometric(ratio, len(row)), row) for ratio, row in zip(ratios, rows, strict=True)):
        return {"as": "f8", "shape": list(tables.shape), "ratios": ratios}
    return encode(tables)


def encode_contacts(graph: Graph) -> Encoded:
    """Write contacts down: how many each person has, and the gaps between their ids, seven bits a byte."""
    first = np.zeros(graph.n_ties, dtype=np.bool_)
    first[graph.indptr[:-1][graph.degree() > 0]] = True
    before = np.concatenate([[0], graph.indices[:-1].astype(np.int64)])[: graph.n_ties]
    gaps = np.where(first, graph.indices, graph.indices - before)
    return {"degree": encode(graph.degree()), "gaps": base64(varints(gaps.astype(np.int64)))}


def varints(numbers: NDArray[np.int64]) -> bytes:
    """Write numbers of at least 0, seven bits a byte, the lowest first; the eighth says that more follow."""
    sevens = np.array([numbers >> shift for shift in range(0, 35, 7)])
    is_used = np.vstack([np.ones((1, len(numbers)), dtype=np.bool_), sevens[1:] > 0])
    goes_on = np.vstack([is_used[1:], np.zeros((1, len(numbers)), dtype=np.bool_)])
    whole = (sevens & 127 | goes_on << 7).astype(np.uint8)
    return whole.T[is_used.T].tobytes()
