"""Ties in GraphML and GEXF files, which networkx reads once they are known to be harmless."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from infosim.errors import InputError, Problem
from infosim.network.edge_list import Edges
from infosim.network.excerpts import line_of, line_problem

if TYPE_CHECKING:
    import networkx as nx


def read_graphml(text: str, name: str, directed: bool) -> Edges:
    """Read a GraphML file."""
    import networkx as nx

    return _read(nx.read_graphml, text, name, directed)


def read_gexf(text: str, name: str, directed: bool) -> Edges:
    """Read a GEXF file."""
    import networkx as nx

    return _read(nx.read_gexf, text, name, directed)


def _read(reader: Callable[[BytesIO], nx.Graph[Any]], text: str, name: str, directed: bool) -> Edges:
    """Read a checked file with networkx, and word what it objects to."""
    import networkx as nx

    _check(text, name)
    try:
        with warnings.catch_warnings():
            # About attributes that do not matter here.
            warnings.simplefilter("ignore")
            graph = reader(BytesIO(text.encode()))
    except (
        nx.NetworkXException,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
    ) as error:
        problem = Problem(f"cannot be understood: {error}", "export it again, or write an edge list", name)
        raise InputError(problem) from error
    if directed and not graph.is_directed():
        raise InputError(Problem("has ties without direction", "write directed: false", name))
    ends = [(str(source), str(target)) for source, target in graph.edges()]
    return Edges(
        [source for source, _ in ends], [target for _, target in ends], [str(node) for node in graph]
    )


def _check(text: str, name: str) -> None:
    """Refuse XML that is not well-formed, or declares entities: they can grow without bound."""
    parser = expat.ParserCreate()

    def refuse_doctype(*_: object) -> None:
        fault = "has a DOCTYPE, which could define entities without end"
        place = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        raise InputError(line_problem(line_of(text, place[0]), name, place, fault, "delete the DOCTYPE"))

    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        fault = f"is not well-formed XML: {expat.ErrorString(error.code)}"
        remedy = "export it again, or write an edge list"
        content = line_of(text, error.lineno)
        raise InputError(
            line_problem(content, name, (error.lineno, error.offset + 1), fault, remedy)
        ) from error
