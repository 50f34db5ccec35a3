"""Graph files: every format there and back, and every way to be wrong."""

from __future__ import annotations

import contextlib
import gzip
import os
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infosim.errors import InputError, Problem
from infosim.network import Graph, Ties, files, from_networkx, place_on, read_graph
from infosim.network.ties import Rng

Writer = Callable[["nx.Graph[int]", Path], None]


def write_csv(graph: nx.Graph[int], path: Path) -> None:
    """Write a CSV file with a heading and a column too many."""
    rows = [f"{weight},{source},{target}" for weight, (source, target) in enumerate(graph.edges)]
    path.write_text("\n".join(["Weight,Source,Target", *rows]))


WRITERS: dict[str, Writer] = {
    ".txt": nx.write_edgelist,
    ".edges": lambda graph, path: nx.write_edgelist(graph, path, data=False, comments="%"),
    ".edgelist": nx.write_weighted_edgelist,
    ".tsv": lambda graph, path: nx.write_edgelist(graph, path, data=False, delimiter="\t"),
    ".csv": write_csv,
    ".graphml": nx.write_graphml,
    ".gexf": nx.write_gexf,
}


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("directed", [False, True])
def test_every_format_there_and_back(ending: str, is_packed: bool, directed: bool, tmp_path: Path) -> None:
    """The same graph, in order of numbers. Fault: "10" before "9", or directions lost."""
    graph = nx.gnm_random_graph(30, 90, seed=4, directed=directed)
    nx.set_edge_attributes(graph, 1.5, "weight") if ending == ".edgelist" else None
    path = tmp_path / f"friends{ending}"
    WRITERS[ending](graph, path)
    if is_packed:
        packed = path.with_name(path.name + ".gz")
        packed.write_bytes(gzip.compress(path.read_bytes()))
        path = packed
    labels, ties = read_graph(path, directed=directed)
    assert labels == [str(node) for node in range(30)]
    assert (
        Graph.from_pairs(30, ties.source, ties.target, mutual=ties.mutual).digest()
        == from_networkx(graph)[0].digest()
    )
    assert len(ties.source) == 90


GOOD = {
    "a.txt": "# a comment\n% another\n\n  a b\r\nb c 2.5\nc a {}\n",
    "b.csv": "a,b\nb,c\n\nc,a\n",
    "c.csv": '\ufeff"Source" ; "Type";"Target"\na;Directed;b\nb;Directed;c\nc;Directed;a\n'.replace(
        " ;", ";"
    ).replace("; ", ";"),
    "d.txt": "source target\na b\nb c\na c\nc a\nb b\n",
    "e.tsv": "a\tb\rb\tc\rc\ta",
}


@pytest.mark.parametrize("name", GOOD)
def test_what_people_write(name: str, tmp_path: Path) -> None:
    """Comments, headings, byte order marks, repeats, all line ends. Fault: a heading read as a tie."""
    path = tmp_path / name
    path.write_bytes(GOOD[name].encode())
    labels, ties = read_graph(path)
    assert labels == ["a", "b", "c"]
    assert set(zip(ties.source.tolist(), ties.target.tolist(), strict=True)) == {(0, 1), (0, 2), (1, 2)}


@pytest.mark.parametrize("content", ["id_1,id_2\n1,2\n", "id_1;id_2\n1;2\n"])
def test_words_above_numbers_are_a_heading(content: str, tmp_path: Path) -> None:
    """Any names will do. Fault: two people called id_1 and id_2."""
    path = tmp_path / "graph.csv"
    path.write_text(content)
    assert read_graph(path).labels == ["1", "2"]


def problems_of(path: Path, directed: bool = False) -> tuple[Problem, ...]:
    """Read a bad file and return what is said about it."""
    with pytest.raises(InputError) as caught:
        read_graph(path, directed=directed)
    assert all(problem.file == str(path) for problem in caught.value.problems)
    return caught.value.problems


BAD_LINES = {
    ("a.txt", "a b\nc\nd e\n"): (2, 2, "1 column(s)", "c"),
    ("b.txt", "# x\na b\n\na  b 1 2\n"): (4, 8, "4 columns", "a  b 1 2"),
    ("c.txt", "a b\nKarma Dorji Pem\n"): (2, 13, "not a weight", "Karma Dorji Pem"),
    ("d.txt", "a,b\n"): (1, 4, "1 column(s)", "a,b"),
    ("e.csv", "a,b\nc,\n"): (2, 2, "empty label", "c,"),
    ("f.csv", "a,b\n,c\n"): (2, 1, "empty label", ",c"),
    ("g.csv", "source,x,target\na,b\n"): (2, 4, "2 column(s)", "a,b"),
    ("h.csv", 'a,b\nb,"c\n'): (2, 1, "not CSV", 'b,"c'),
    ("i.txt", "a b\nc\td\x1b[31m e f\n"): (2, 12, "4 columns", "c d [31m e f"),
    ("j.graphml", "<graphml>\n<graph>\n</graphml>"): (3, 3, "not well-formed", "</graphml>"),
    ("k.gexf", "<gexf>\n <!DOCTYPE x>\n</gexf>"): (2, 4, "not well-formed", " <!DOCTYPE x>"),
    ("l.graphml", '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "aa">]>\n<x/>'): (
        2,
        13,
        "DOCTYPE",
        "<!DOCTYPE x",
    ),
}


@pytest.mark.parametrize(("name", "content"), BAD_LINES)
def test_bad_lines_are_pointed_at(name: str, content: str, tmp_path: Path) -> None:
    """The line, the column, the fault and a remedy. Fault: lines counted without comments."""
    line, column, said, excerpt = BAD_LINES[name, content]
    path = tmp_path / name
    path.write_text(content)
    (problem,) = problems_of(path)
    assert (problem.line, problem.column) == (line, column)
    assert said in problem.message
    assert problem.excerpt.startswith(excerpt)
    assert problem.remedy


def test_entities_are_refused_before_they_grow(tmp_path: Path) -> None:
    """A few lines that would unfold to gigabytes. Fault: the DOCTYPE is looked for after parsing."""
    laughs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    path = tmp_path / "laughs.gexf"
    path.write_text(f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><gexf>&a11;</gexf>')
    assert "DOCTYPE" in problems_of(path)[0].message


def test_twenty_bad_lines_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    """All faults at once, within reason. Fault: only the first one is reported."""
    path = tmp_path / "bad.txt"
    path.write_text("a b\n" + "c\n" * 1_025)
    problems = problems_of(path)
    assert [problem.line for problem in problems[:-1]] == list(range(2, 22))
    assert str(problems[-1]) == f"{path}: and 1,005 more bad lines"


@pytest.mark.parametrize(("name", "before"), [("long.txt", ""), ("long.csv", ",")])
def test_a_very_long_line_is_cut(name: str, before: str, tmp_path: Path) -> None:
    """Much without a space, at fault at its end or at its beginning. Fault: all of it printed."""
    path = tmp_path / name
    path.write_text(before + "x" * 10**5)
    assert len(str(problems_of(path)[0])) < 500


@given(
    st.sampled_from(sorted(files.READERS)), st.text('ab1,;" \t\n\r#%{}<>/=\x0b\x85\u2028é\0') | st.binary()
)
def test_nothing_else_is_raised(
    tmp_path_factory: pytest.TempPathFactory, ending: str, content: str | bytes
) -> None:
    """Whatever is in a file, it is read or refused. Fault: an exception that is not an InputError."""
    path = tmp_path_factory.getbasetemp() / f"anything{ending}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with contextlib.suppress(InputError):
        labels, ties = read_graph(path)
        assert max(ties.source.max(), ties.target.max()) < len(labels)


BAD_FILES = {
    "empty.txt": (b"", "is empty"),
    "blank.csv": (b" \n\n", "is empty"),
    "comments.txt": (b"# only this\n", "no ties"),
    "self.txt": (b"a a\n", "no ties"),
    "binary.txt": (b"a b\n\0\0", "binary"),
    "picture.png": (b"", "let its name end in .txt"),
    "not.txt.gz": (b"a b\n", "not a gzip file"),
    "cut.txt.gz": (gzip.compress(b"a b\nb c\n" * 100)[:-12], "damaged"),
    "broken.txt.gz": (gzip.compress(b"a b\nb c\n" * 100)[:20] + b"\xff" * 30, "damaged"),
    "other.graphml": (b"<html/>", "cannot be understood"),
    "other.gexf": (b"<gexf/>", "cannot be understood"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_files_are_refused(name: str, tmp_path: Path) -> None:
    """In words, with a remedy. Fault: the exception of a library gets out."""
    content, said = BAD_FILES[name]
    path = tmp_path / name
    path.write_bytes(content)
    (problem,) = problems_of(path)
    assert said in f"{problem.message} {problem.remedy}"
    assert problem.remedy


def test_missing_file_and_folder(tmp_path: Path) -> None:
    """Names that are no files. Fault: a FileNotFoundError gets out."""
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    assert "does not exist" in problems_of(tmp_path / "missing.txt")[0].message
    assert "is a folder" in problems_of(folder)[0].message
    assert "name too long" in problems_of(tmp_path / f"{'x' * 300}.txt")[0].message.lower()
    device = tmp_path / "device.txt"
    device.symlink_to(os.devnull)
    assert "not an ordinary file" in problems_of(device)[0].message


def test_where_a_file_is_not_utf8(tmp_path: Path) -> None:
    """The first bad byte. Fault: counted in bytes, though é before it has two."""
    path = tmp_path / "latin.txt"
    path.write_bytes("a b\nAndré ".encode() + "Zoë\nc d\n".encode("latin-1"))
    (problem,) = problems_of(path)
    assert (problem.line, problem.column, problem.excerpt) == (2, 9, "André Zo\ufffd")


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """64 MiB in 64 KiB: refused after the first pieces. Fault: all is unpacked, then looked at."""
    path = tmp_path / "bomb.txt.gz"
    path.write_bytes(gzip.compress(b"0" * 2**26))
    unpacked: list[int] = []
    check = files._check_size
    monkeypatch.setattr(files, "_check_size", lambda size, *rest: (unpacked.append(size), check(size, *rest)))
    assert "200 times" in problems_of(path)[0].message
    assert max(unpacked) < 2**24


@pytest.mark.parametrize("name", ["large.txt", "large.txt.gz"])
def test_too_large_a_file_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is of what comes out. Fault: the packed size is compared."""
    monkeypatch.setattr(files, "LIMIT", 2**20)
    path = tmp_path / name
    lines = "".join(f"{i} {i * 7919 % 100_003}\n" for i in range(100_000)).encode()
    path.write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)
    assert "larger than 1 MiB" in problems_of(path)[0].message


def test_undirected_markup_has_no_followers(tmp_path: Path) -> None:
    """A graph that says it has no directions. Fault: directions made up from the order of writing."""
    path = tmp_path / "friends.graphml"
    nx.write_graphml(nx.path_graph(3), path)
    assert "directed: false" in problems_of(path, directed=True)[0].remedy


def test_lonely_nodes_of_markup_count(tmp_path: Path) -> None:
    """People without ties are people. Fault: labels taken from edges only."""
    graph = nx.path_graph(3)
    graph.add_node(7)
    nx.write_graphml(graph, tmp_path / "friends.graphml")
    assert read_graph(tmp_path / "friends.graphml").labels == ["0", "1", "2", "7"]


RING = Ties(np.arange(40), (np.arange(40) + 1) % 40)


def test_placed_on_as_many(rng: Rng) -> None:
    """The same graph under other names. Fault: two nodes on one member, or nodes in their own order."""
    placed = place_on(RING, 40, 40, rng)
    graph = Graph.from_pairs(40, placed.source, placed.target, mutual=True)
    assert (graph.degree() == 2).all()
    assert nx.is_connected(nx.Graph(list(zip(placed.source.tolist(), placed.target.tolist(), strict=True))))
    assert not np.array_equal(placed.source, RING.source)


def test_placed_on_more(rng: Rng) -> None:
    """The rest has no contacts, and is not always the last. Fault: the first members are filled."""
    placed = place_on(RING, 40, 100, rng)
    degree = Graph.from_pairs(100, placed.source, placed.target, mutual=True).degree()
    assert sorted(degree) == [0] * 60 + [2] * 40
    assert degree[:40].sum() < 80
    assert (
        placed.note
        == "40 of 40 people and 40 of 40 ties of the file are used; 60 of 100 people have no contacts"
    )


def test_placed_on_fewer(rng: Rng) -> None:
    """Ties among those who have a place. Fault: ends beyond the members kept."""
    placed = place_on(RING, 40, 30, rng)
    assert max(placed.source.max(), placed.target.max()) < 30
    # Each of the 10 left out has two ties, some of them with one another.
    assert 20 <= len(placed.source) < 30
    assert placed.note.startswith(f"30 of 40 people and {len(placed.source)} of 40 ties")
