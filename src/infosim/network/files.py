"""Contacts from a file that somebody else wrote: nothing in it is trusted.

The bytes are bounded and checked here; `edge_list` and `markup` read them.
"""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from infosim.errors import InputError, Problem
from infosim.network import edge_list, markup
from infosim.network.excerpts import line_problem
from infosim.network.graph import Graph
from infosim.network.ties import Members, Rng, Ties

LIMIT = 512 * 2**20
"""Largest file, in bytes after decompression."""

MAX_RATIO = 200
"""Strongest compression: lists of ties reach 10:1, and a file made to fill the memory 1000:1."""

SMALL = 2**20
"""A file of this many bytes or less may be compressed as strongly as it likes."""

READERS = {
    ".txt": edge_list.read_columns,
    ".edges": edge_list.read_columns,
    ".edgelist": edge_list.read_columns,
    ".tsv": edge_list.read_columns,
    ".csv": edge_list.read_csv,
    ".graphml": markup.read_graphml,
    ".gexf": markup.read_gexf,
}
"""How each kind of file is read, by its ending; each may also end in .gz."""


class GraphFile(NamedTuple):
    """What a file says: who there is, and their ties as positions among them."""

    labels: list[str]
    ties: Ties


def read_graph(path: Path | str, *, directed: bool = False) -> GraphFile:
    """Read a graph: an edge list, CSV, GraphML or GEXF file, also gzipped.

    Parameters
    ----------
    directed : bool
        True: the second of two labels sees what the first one shares. False: both
        see each other's shares, also where the file has directions.

    Returns
    -------
    labels : list of str
        In the order of numbers if all are whole numbers, alphabetical otherwise.
    ties : Ties
        Source and target as positions in `labels`, each pair once.

    Raises
    ------
    InputError
        With one problem for each bad line, up to twenty.
    """
    path = Path(path)
    kind = Path(path.name.lower().removesuffix(".gz")).suffix
    if kind not in READERS:
        raise InputError(
            Problem(
                "is no kind of graph file known here",
                f"let its name end in {', '.join(READERS)}, also with .gz behind it, as in .txt.gz",
                str(path),
            )
        )
    edges = READERS[kind](_text(_content(path), str(path)), str(path), directed)
    labels = _sorted({*edges.nodes, *edges.source, *edges.target})
    number = {label: position for position, label in enumerate(labels)}
    source = np.fromiter((number[label] for label in edges.source), np.int64, len(edges.source))
    target = np.fromiter((number[label] for label in edges.target), np.int64, len(edges.target))
    graph = Graph.from_pairs(len(labels), source, target, mutual=not directed)
    source, target = graph.pairs()
    if not directed:
        source, target = source[source < target], target[source < target]
    if not len(source):
        raise InputError(Problem("has no ties", "write one pair of labels a line", str(path)))
    return GraphFile(labels, Ties(source, target, mutual=not directed))


def file(members: Members, rng: Rng, *, path: Path | str, directed: bool = False) -> Ties:
    """Read the ties of a file and put the people in it on members at random.

    Parameters
    ----------
    path : of an edge list, CSV, GraphML or GEXF file, also gzipped
    directed : whether each line `a b` says that b sees what a shares

    Raises
    ------
    InputError
        If the file cannot be read as a graph.
    """
    labels, ties = read_graph(path, directed=directed)
    return place_on(ties, len(labels), members.n, rng)


def place_on(ties: Ties, n_nodes: int, n_members: int, rng: Rng) -> Ties:
    """Put the nodes of a file on members, in random order.

    Of more nodes than members a random part is used, with the ties among them; of
    more members than nodes the rest have no contacts. The note of the result says
    how many were used.
    """
    seat = rng.permutation(max(n_nodes, n_members))[:n_nodes]
    source, target = seat[ties.source], seat[ties.target]
    is_kept = (source < n_members) & (target < n_members)
    note = (
        f"{min(n_nodes, n_members):,} of {n_nodes:,} people and {int(is_kept.sum()):,} of {len(source):,} "
        f"ties of the file are used; {max(0, n_members - n_nodes):,} of {n_members:,} people have no contacts"
    )
    return Ties(source[is_kept], target[is_kept], ties.mutual, note)


def _sorted(labels: set[str]) -> list[str]:
    """Sort labels as numbers if all of them are whole numbers."""
    try:
        return sorted(labels, key=lambda label: (int(label), label))
    except ValueError:
        return sorted(labels)


def _content(path: Path) -> bytes:
    """Read the bytes of a file, decompressed, within the limits."""
    name = str(path)
    try:
        if path.is_dir():
            raise InputError(Problem("is a folder", "name a file in it", name))
        if not path.exists():
            raise InputError(Problem("does not exist", "check the name and the folder", name))
        if not path.is_file():
            raise InputError(Problem("is not an ordinary file", "copy its content to a file", name))
        size = path.stat().st_size
        if not name.lower().endswith(".gz"):
            _check_size(size, size, name)
            return path.read_bytes()
        return _unpacked(path, size)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        fault = f"is damaged, or not a gzip file: {error}"
        raise InputError(
            Problem(fault, "fetch or compress it again, or drop .gz from its name", name)
        ) from error
    except OSError as error:
        raise InputError(
            Problem(f"cannot be read: {error.strerror}", "check the name and who may read it", name)
        ) from error


def _unpacked(path: Path, size: int) -> bytes:
    """Decompress piece by piece, so that a file made to fill the memory does not."""
    content = bytearray()
    with gzip.open(path) as stream:
        while piece := stream.read(SMALL):
            content += piece
            _check_size(len(content), size, str(path))
    return bytes(content)


def _check_size(size: int, packed: int, name: str) -> None:
    """Refuse what is too large, or unpacks to far more than a list of ties would."""
    if size > LIMIT:
        raise InputError(Problem(f"is larger than {LIMIT >> 20} MiB", "use a smaller graph", name))
    if size > max(SMALL, MAX_RATIO * packed):
        fault = f"unpacks to more than {MAX_RATIO} times its size"
        raise InputError(Problem(fault, "use it without compression if you trust it", name))


def _text(content: bytes, name: str) -> str:
    """Decode UTF-8, or say where it is not."""
    if b"\0" in content:
        raise InputError(Problem("is a binary file", "write the ties as text in UTF-8", name))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        *earlier, before = error.object[: error.start].split(b"\n")
        rest = error.object[error.start :].partition(b"\n")[0]
        line = (before + rest).decode("utf-8", "replace")
        place = len(earlier) + 1, len(before.decode("utf-8", "replace")) + 1
        problem = line_problem(line, name, place, "is not UTF-8 text", "save it again as UTF-8")
        raise InputError(problem) from error
    if not text.strip():
        raise InputError(Problem("is empty", "write one pair of labels a line", name))
    return text
