"""Reading the bytes of strangers: within limits, and as YAML 1.2."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from infosim.errors import InputError, Problem
from infosim.scenario.reading import MAX_BYTES, MAX_EVENTS, parse, parse_value, read_source, resolve
from infosim.scenario.tree import Node, Source


def source(text: str) -> Source:
    return Source("study.yaml", text, Path())


def refusals(attempt: Callable[[], tuple[Node, list[Problem]]]) -> Sequence[Problem]:
    """Collect what is found wrong, at once or on the way."""
    try:
        return attempt()[1]
    except InputError as error:
        return error.problems


def read(text: str) -> Any:
    tree, problems = parse(source(text))
    assert not problems
    return tree.plain()


def write(folder: Path, content: bytes, name: str = "study.yaml") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("-5", -5),
        ("+5", 5),
        ("0", 0),
        ("1e6", 1e6),
        (".5", 0.5),
        ("5.", 5.0),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2022-03-01", "2022-03-01"),
        ("13-24", "13-24"),
        ("60+", "60+"),
        ("\u0667", "\u0667"),
        ("9" * 19, int("9" * 19)),
    ],
)
def test_plain_scalars_are_yaml_1_2(text: str, value: Any) -> None:
    """Fault: scalars are resolved by ruamel as YAML 1.1, where `no` is false."""
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


@pytest.mark.parametrize("text", ["010", "-007", "9" * 20, ".nan", "-.inf", "1e999", "9" * 5000])
def test_numbers_that_are_not_meant_are_refused(text: str) -> None:
    """Fault: `int` is called before the digits are counted."""
    with pytest.raises(ValueError, match="\n"):
        resolve(text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_with_every_kind_of_end(end: str) -> None:
    """Fault: the excerpt is taken with split on line feeds alone."""
    _, problems = parse(source(end.join(["a: 1", "b: 2", "c: .nan", ""])))
    assert [(problem.line, problem.column, problem.excerpt) for problem in problems] == [(3, 4, "c: .nan")]


def test_quotes_make_a_text() -> None:
    assert read("a: '5'\nb: \"true\"\nc: |\n  7\n") == {"a": "5", "b": "true", "c": "7\n"}


def test_json_is_read_too() -> None:
    """Fault: the two halves of a rare character stay apart."""
    assert read('{"a":1,\n\t"b": ["\\ud83d\\ude00", "\\/"]}') == {"a": 1, "b": ["\U0001f600", "/"]}


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    found = read_source(write(tmp_path, b"\xef\xbb\xbfa: 1"), "study.yaml")
    assert found.text == "a: 1"


@pytest.mark.parametrize("text", ["", "\n", "# only words\n", "---\n", "null", "   "])
def test_an_empty_text_is_said_to_be_empty(text: str) -> None:
    """Fault: the empty document is taken for a map."""
    with pytest.raises(InputError, match=r"study\.yaml is empty"):
        parse(source(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 100_000, "nested"),
        ("- " * 100_000, "nested"),
        ("{a: " * 60_000, "nested"),
        ("? " * 100_000, "nested"),
        ("a:\n" * 80_000, "too much"),
        ("a: [" + "1," * 120_000 + "]", "too much"),
        ("---\na: 1\n" * 9000, "second document"),
        ("%A\n" * 80_000 + "a: 1", "directive|not YAML|does not end"),
        ("!<" + "x" * 250_000 + "> a", "map"),
        ("x" * 250_000 + ": 1", "not YAML|does not end"),
        ('a: "' + "x\n " * 80_000, "does not end"),
        ("a: " + "1" * 250_000, "too large a number"),
        ("a" * 250_000, "a scenario is a map"),
    ],
    ids=range(13),
)
def test_hostile_texts_are_refused_quickly(text: str, words: str) -> None:
    """The worst quarter of a megabyte takes at most two seconds.

    Fault: the depth is looked at after the tree is built.
    """
    before = time.process_time()
    problems = refusals(lambda: parse(source(text)))
    assert re.search(words, str(InputError(problems)))
    assert time.process_time() - before < 2


def test_as_many_events_as_allowed_are_read() -> None:
    assert len(read("a: [" + "1," * (MAX_EVENTS - 20) + "]")["a"]) == MAX_EVENTS - 20


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\ufeff", "\ud800", "\uffff"]
)
def test_invisible_characters_are_refused_where_they_are(character: str) -> None:
    """Fault: only ASCII control characters are looked for."""
    with pytest.raises(InputError) as caught:
        parse(source(f"a: 1\nb: x{character}y\n"))
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (2, 5)
    assert f"U+{ord(character):04X}" in problem.message
    assert str(problem).replace("\n", "").isprintable()


def test_faults_that_can_be_passed_over_are_all_found() -> None:
    _, problems = parse(source("a: &x 1\nb: *x\nc: !!str 2\na: 3\n<<: {d: 010}\n5: 6\n"))
    assert [(problem.line, problem.column) for problem in problems] == [
        (1, 4),
        (2, 4),
        (3, 4),
        (4, 1),
        (5, 9),
        (5, 1),
        (6, 1),
    ]


def test_files_that_are_none(tmp_path: Path) -> None:
    """Fault: a named pipe is opened, and waited for."""
    os.mkfifo(tmp_path / "pipe.yaml")
    cases = [
        (tmp_path, "is a directory"),
        (tmp_path / "none.yaml", "there is no file"),
        (tmp_path / "pipe.yaml", "there is no file"),
        (tmp_path / ("x" * 300 + ".yaml"), "cannot be read|there is no file"),
        (tmp_path / "a\0b.yaml", "there is no file|cannot be read"),
        (write(tmp_path, b"a: 1", "study.txt"), "should end in .yaml, .yml, .json"),
        (write(tmp_path, b"a: \xff\xfe"), ":1:4: this is not UTF-8 text"),
        (write(tmp_path, "a: 1".encode("utf-16"), "wide.yaml"), "is not UTF-8"),
        (write(tmp_path, b"# " + b"x" * 300 * 1024, "large.yaml"), "larger than 256 KiB"),
    ]
    for path, words in cases:
        with pytest.raises(InputError, match=words) as caught:
            read_source(path, path.name)
        assert len(caught.value.problems) == 1


def test_where_a_file_is_not_utf8(tmp_path: Path) -> None:
    """Line and column count characters. Fault: bytes are counted, or the mark at the start is."""
    content = "\ufefftitle: é\r\nnotes: é".encode() + b"\xe9 \xe9\n"
    with pytest.raises(InputError) as caught:
        read_source(write(tmp_path, content), "study.yaml")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.excerpt) == (2, 9, "notes: é\ufffd \ufffd")


TABBED = """\
a: 60\t# minutes
b: {c: 'x\t# y'} \t # a map
\t# between
d:\t
  \t
  - 1\t#
  - |
    x\t# z
"""


def test_tabs_may_stand_before_comments(tmp_path: Path) -> None:
    """A tab there is white space; in quotes and blocks it is text.

    Fault: all tabs before a # are made spaces, in the file as a whole.
    """
    tree, problems = parse(read_source(write(tmp_path, TABBED.encode()), "study.yaml"))
    assert not problems
    assert tree.plain() == {"a": 60, "b": {"c": "x\t# y"}, "d": [1, "x\t# z\n"]}


def test_many_lines_of_tabs_are_skipped(tmp_path: Path) -> None:
    """Fault: `scan_to_next_token` calls itself for every line."""
    content = b"a: 1\t#\n" + b"\t#\n" * 20_000 + b"b: 2\t\n"
    assert parse(read_source(write(tmp_path, content), "study.yaml"))[0].plain() == {"a": 1, "b": 2}


def test_the_largest_file_is_read(tmp_path: Path) -> None:
    assert len(read_source(write(tmp_path, b"#" * MAX_BYTES), "study.yaml").text) == MAX_BYTES


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("week 4", "week 4"),
        ("40%", "40%"),
        ("5", 5),
        ("", None),
        ("{model: file, path: x}", {"model": "file", "path": "x"}),
        ("[a, b]", ["a", "b"]),
        ("'5'", "5"),
        ("Hello: world", "Hello: world"),
        ("- a", "- a"),
        ("&x *y !z", "&x *y !z"),
    ],
)
def test_values_of_options(text: str, value: Any) -> None:
    """Fault: `Hello: world` is read as a map."""
    node, problems = parse_value(Source("--set", text, Path(), is_option=True))
    assert not problems
    assert node.plain() == value


@pytest.mark.parametrize(
    "text", ["{a: 1", "[1, 2", "'x", "{a: 1} b", "[1] [2]", "{a: &x 1}", ".nan", "010", "\x07"]
)
def test_wrong_values_of_options(text: str) -> None:
    problems = refusals(lambda: parse_value(Source("--set a.b", text, Path(), is_option=True)))
    assert problems
    assert all(problem.file == "--set a.b" and not problem.line for problem in problems)
