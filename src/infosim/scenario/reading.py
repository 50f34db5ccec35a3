"""From the bytes of a stranger to a tree of values, safely.

The text is bounded and looked at event by event before anything is built from
it: no tags, anchors or merge keys, little nesting, and YAML 1.2 values only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.scanner import Scanner

from infosim.errors import InputError, Problem
from infosim.scenario.tree import Node, Place, Source
from infosim.units import refuse, show

MAX_BYTES = 256 * 1024
MAX_DEPTH = 24
MAX_EVENTS = 20_000
SUFFIXES = (".yaml", ".yml", ".json")

# Line ends that only some programs know (NEL, LS, PS) would shift every line number.
_UNWANTED = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF|nan|NaN|NAN)")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_WORDS |= {word.upper(): value for word, value in _WORDS.items()}
_WORDS |= {word.capitalize(): value for word, value in _WORDS.items()}


def read_source(path: Path, name: str) -> Source:
    """Read a scenario file as text.

    Parameters
    ----------
    name : what to call it in messages

    Raises
    ------
    InputError
        If there is no such file, it is not text, or it is too large.
    """
    try:
        if path.is_dir():
            raise InputError(f"{name} is a directory; name a scenario file in it")
        if not path.is_file():
            raise InputError(Problem(f"there is no file {name}", "check the name and the folder"))
        if path.suffix.lower() not in SUFFIXES:
            raise InputError(f"{name} is not a scenario; its name should end in {', '.join(SUFFIXES)}")
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a possible name"
        raise InputError(f"{name} cannot be read: {reason}") from None
    if len(content) > MAX_BYTES:
        raise InputError(f"{name} is larger than {MAX_BYTES // 1024} KiB, too large for a scenario")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(_undecoded(error, Source(name, "", path.absolute().parent))) from None
    return Source(name, text, path.absolute().parent)


def _undecoded(error: UnicodeDecodeError, source: Source) -> Problem:
    """Point to the first byte that is no UTF-8."""
    # The object of the error begins behind a byte order mark, as its positions do.
    before = re.split(r"\r\n|\r|\n", error.object[: error.start].decode("utf-8"))
    seen = replace(source, text=error.object.decode("utf-8", "replace"))
    return seen.place(len(before), len(before[-1]) + 1).problem(
        "this is not UTF-8 text", "save the file as UTF-8"
    )


def parse(source: Source) -> tuple[Node, list[Problem]]:
    """Build the tree of a text; what is wrong but can be passed over is listed.

    Raises
    ------
    InputError
        If the text is no YAML, or no single map.
    """
    _refuse_unwanted(source)
    builder = _Builder(source)
    events = _events(source)
    root: Node | None = None
    for event in events:
        if isinstance(event, DocumentStartEvent) and root is not None:
            raise InputError(
                _place(source, event).problem("a second document begins", "keep one study per file")
            )
        if isinstance(event, NodeEvent):
            root = builder.build(event, events)
    if root is None or root.value is None:
        raise InputError(f"{source.name} is empty; infosim new writes a scenario to start from")
    if not isinstance(root.value, dict):
        fault = f"a scenario is a map of keys and values, and this is {show(root.plain())}"
        raise InputError(root.place.problem(fault, "begin with a line such as title: My study"))
    return root, builder.problems


def parse_value(source: Source) -> tuple[Node, list[Problem]]:
    """Read the value of an option: a plain scalar, or one in brackets or quotes."""
    _refuse_unwanted(source)
    text = source.text.strip()
    if text[:1] not in ("{", "[", '"', "'"):
        try:
            return Node(resolve(text), source.place(1, 1)), []
        except ValueError as error:
            return Node(None, source.place(1, 1)), [source.place(1, 1).problem(*str(error).split("\n"))]
    events = _events(source)
    builder = _Builder(source)
    nodes = [builder.build(event, events) for event in events if isinstance(event, NodeEvent)]
    return nodes[0], builder.problems


def resolve(text: str) -> Any:
    """Read a plain scalar as YAML 1.2 does; dates, `no` and `0x1F` are text.

    Raises
    ------
    ValueError
        If it looks like a number but should not be taken for one.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        if len(text.lstrip("+-")) > 19:
            raise refuse(f"{show(text)} is too large a number", "write at most 19 digits")
        return int(text)
    if re.fullmatch(r"[-+]?0[0-9]+", text):
        raise refuse(
            f"{show(text)} begins with a zero", f"write {text.lstrip('+-0') or 0}, or quotes around a text"
        )
    if _NOT_FINITE.fullmatch(text) or (_FLOAT.fullmatch(text) and abs(float(text)) == float("inf")):
        raise refuse(f"{show(text)} is not a finite number", "write a number")
    return float(text) if _FLOAT.fullmatch(text) else text


def _refuse_unwanted(source: Source) -> None:
    """Refuse control characters: they hide in editors and upset terminals."""
    if not (found := _UNWANTED.search(source.text)):
        return
    before = re.split(r"\r\n|\r|\n", source.text[: found.start()])
    fault = f"the character U+{ord(found[0]):04X} cannot be seen and has no place here"
    raise InputError(source.place(len(before), len(before[-1]) + 1).problem(fault, "delete it"))


def _events(source: Source) -> Iterator[Event]:
    """Yield the events of a text within the limits."""
    depth = 0
    try:
        for count, event in enumerate(_parser().parse(source.text)):
            depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
            depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
            if depth > MAX_DEPTH:
                fault = f"this is nested more than {MAX_DEPTH} deep"
                raise InputError(_place(source, event).problem(fault, "write it flatter"))
            if count > MAX_EVENTS:
                raise InputError(
                    _place(source, event).problem("there is too much here", "make the file shorter")
                )
            yield event
    except MarkedYAMLError as error:
        raise InputError(_syntax_problem(source, error)) from None
    except (YAMLError, ValueError, OverflowError) as error:
        raise InputError(f"{source.name} is not readable as YAML: {str(error).splitlines()[0]}") from None


class _Scanner(Scanner):
    """A scanner that lets tabs stand before a comment or the end of a line, as YAML does."""

    def scan_to_next_token(self) -> None:
        super().scan_to_next_token()
        while blanks := self._blanks_to_skip():
            self.reader.forward(blanks)
            super().scan_to_next_token()

    def _blanks_to_skip(self) -> int:
        """Count the blanks here, if no more than a comment comes behind them on this line."""
        length = 0
        while self.reader.peek(length) in " \t":
            length += 1
        return length if self.reader.peek(length) in "#\r\n\0" else 0


def _parser() -> YAML:
    parser = YAML(typ="safe", pure=True)
    parser.Scanner = _Scanner
    return parser


def _place(source: Source, event: Event) -> Place:
    start, end = event.start_mark, event.end_mark
    width = end.column - start.column if end.line == start.line else 1
    return source.place(start.line + 1, start.column + 1, width)


def _syntax_problem(source: Source, error: MarkedYAMLError) -> Problem:
    """Make one sentence of what the parser says over several lines."""
    fault, remedy = str(error.problem or "this is not YAML").splitlines()[0], "look at the lines before it"
    marks = [error.problem_mark, error.context_mark]
    if "'\\t'" in fault:
        fault, remedy = "a tab stands where only spaces may", "indent with spaces"
    elif "stream end" in fault or "end of stream" in fault or "':'" in fault:
        # What never ends is noticed far behind the place where it is wrong.
        thing = re.sub(r"while (parsing|scanning) an? ", "", str(error.context or "text").splitlines()[0])
        fault, remedy = f"this {thing} does not end", "add the colon, quote or bracket that it needs"
        marks.reverse()
    else:
        fault = f"this is not YAML: {fault}"
    mark = next((mark for mark in marks if mark is not None), None)
    if mark is None:
        return Problem(fault, remedy, source.name)
    return source.place(mark.line + 1, mark.column + 1).problem(fault, remedy)


class _Builder:
    """Builds nodes from events, and notes what is wrong on the way."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def build(self, event: Event, events: Iterator[Event]) -> Node:
        """Build the value that begins with this event."""
        place = _place(self.source, event)
        self._refuse_reuse(event, place)
        if isinstance(event, MappingStartEvent):
            return Node(self._map(events), place)
        if isinstance(event, SequenceStartEvent):
            return Node(self._list(events), place)
        return Node(self._scalar(event, place), place)

    def _refuse_reuse(self, event: Event, place: Place) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, AliasEvent):
            self._note(place, f"*{show(anchor)} repeats another value", "write the value itself")
        elif anchor is not None:
            self._note(place, f"&{show(anchor)} names a value", "write the value without a name")
        elif tag is not None:
            self._note(place, f"the tag {show(str(tag))} has no meaning here", "leave it out")

    def _map(self, events: Iterator[Event]) -> dict[str, Node]:
        items: dict[str, Node] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            key = self.build(event, events)
            node = replace(self.build(next(events), events), key=key.place)
            if node.value is None and node.place.width == 0:
                # What is left out would be pointed at where the next thing begins.
                node = replace(node, place=key.place)
            if key.value == "<<":
                self._note(
                    key.place, "<< merges maps, which is not possible here", "write extends: at the top"
                )
            elif not isinstance(key.value, str):
                self._note(
                    key.place, f"a key is a name, and this is {show(key.plain())}", "begin it with a letter"
                )
            elif key.value in items:
                first = items[key.value].key
                fault = f"{show(key.value)} is written twice, first in line {first.line if first else 0}"
                self._note(key.place, fault, "keep one of the two")
            else:
                items[key.value] = node
        return items

    def _list(self, events: Iterator[Event]) -> list[Node]:
        items = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            items.append(self.build(event, events))
        return items

    def _scalar(self, event: Event, place: Place) -> Any:
        if not isinstance(event, ScalarEvent):
            return None
        text = _joined(event.value)
        if found := _UNWANTED.search(text):
            self._note(place, f"the character U+{ord(found[0]):04X} has no place in a text", "delete it")
            return None
        if event.style is not None:
            return text
        try:
            return resolve(text)
        except ValueError as error:
            self._note(place, *str(error).split("\n"))
            return None

    def _note(self, place: Place, message: str, remedy: str) -> None:
        self.problems.append(place.problem(message, remedy))


def _joined(text: str) -> str:
    """Join the two halves in which JSON writes rare characters."""
    if text.isascii():
        return text
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return text
