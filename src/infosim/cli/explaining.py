"""The commands `explain` and `cite`: what parameters mean, and what studies rest on."""

from __future__ import annotations

import json as to_text
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from inspect import cleandoc
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infosim.cli.options import Json, Name
from infosim.errors import InputError, Problem

if TYPE_CHECKING:
    from infosim.scenario import Loaded
    from infosim.scenario.asking import Topic, Use
    from infosim.scenario.meanings import Parameter

MOST_USES = 6
"""Studies that are named; further ones are counted."""

MOST_VALUES = 3
"""Values that are named for one study."""

_LABEL = 10


def explain(
    parameter: Annotated[
        str | None,
        typer.Argument(
            metavar="PARAM", help="A path, as in interventions.ads.reach, KIND.FIELD, a kind or a field."
        ),
    ] = None,
    within: Annotated[
        str | None, typer.Option("--in", metavar="SCENARIO", help="The scenario whose path it is.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON list, and nothing else.")] = False,
) -> None:
    """Say what a parameter means: unit, default, range, source, and which studies use it.

    Without PARAM, list all parameters.
    """
    if parameter is None and within is not None:
        raise InputError(Problem("--in is about one parameter", "name it before, or leave --in out"))
    from infosim.scenario import load, shipped
    from infosim.scenario.asking import topics, uses
    from infosim.scenario.meanings import parameters

    own = None if within is None else load(within)
    library = [load(name) for name in shipped()]
    used = uses(library)
    asked = [] if parameter is None else topics(parameter, library, own)
    if json:
        listed = [one for topic in asked for one in topic.parameters] if asked else parameters()
        typer.echo(to_text.dumps([_to_json(one, used) for one in listed], ensure_ascii=False))
    elif parameter is None:
        _print_all(parameters())
    else:
        _print_topics(parameter, asked, used, own)


def _to_json(parameter: Parameter, used: Mapping[Parameter, list[Use]]) -> dict[str, Any]:
    return parameter.to_json() | {"uses": [use._asdict() for use in used.get(parameter, [])]}


def _print_all(parameters: Iterable[Parameter]) -> None:
    """Print one line for each parameter, by the part that it belongs to."""
    from infosim.cli.console import say
    from infosim.scenario.meanings import summary

    for model, own in groupby(parameters, key=lambda one: one.model):
        listed = list(own)
        say(f"{listed[0].label.partition('.')[0]}: {summary(model)}")
        for one in listed:
            _line(f"  {one.label}", 40, one.meaning)
        say("")


def _print_topics(
    asked: str, found: Sequence[Topic], used: Mapping[Parameter, list[Use]], own: Loaded | None
) -> None:
    from infosim.cli.console import say

    for number, topic in enumerate(found):
        if number:
            say("")
        if not topic.name:
            _print_part(topic)
            continue
        parameter = topic.parameters[0]
        say(asked if asked == parameter.label else f"{asked}: {parameter.label}")
        if own is not None:
            _print_value(asked, parameter, own)
        _print_parameter(parameter, used.get(parameter, []))


def _print_part(topic: Topic) -> None:
    """Print what a part is, and a line for each of its fields."""
    from infosim.cli.console import say
    from infosim.scenario.spoken import name_of

    say(name_of(topic.model) + "\n")
    say(_flowing(cleandoc(topic.model.__doc__ or "")) + "\n")
    for one in topic.parameters:
        if not one.is_tag:
            default = "to be chosen" if one.field.is_required() else one.default
            _line(f"  {one.name}", 22, f"{one.meaning} [{default}]")


def _print_value(path: str, parameter: Parameter, own: Loaded) -> None:
    """Print what a study has at a path, and since where."""
    from infosim.scenario.asking import topic_at

    try:
        _, value = topic_at(own.scenario, path)
    except InputError:
        # It was asked for by its kind or name, and no path leads there.
        return
    origin = own.origins.get(path)
    _line("value", _LABEL, parameter.write(value) + (f" ({origin})" if origin else ""))


def _print_parameter(parameter: Parameter, used: Sequence[Use]) -> None:
    """Print everything that is known of a parameter."""
    said = [
        ("means", parameter.meaning),
        ("", "It is words only: no result depends on it." if parameter.is_said else ""),
        ("type", parameter.type),
        ("limits", parameter.limits),
        ("default", parameter.default),
        ("range", f"{parameter.range} in sensitivity runs" if parameter.range else ""),
        ("more", parameter.more),
        *((("source" if not n else ""), line) for n, line in enumerate(parameter.source)),
        *((("used by" if not n else ""), line) for n, line in enumerate(_used_by(used))),
    ]
    for label, text in said:
        if text:
            _line(label, _LABEL, text)


def _used_by(used: Sequence[Use]) -> list[str]:
    """Say which studies write a parameter, and what."""
    studies = [(study, list(own)) for study, own in groupby(used, key=lambda use: use.scenario)]
    if not studies:
        return ["no shipped scenario writes it"]
    lines = []
    for study, own in studies[:MOST_USES]:
        values = "; ".join(f"{use.value} ({use.path})" for use in own[:MOST_VALUES])
        rest = len(own) - MOST_VALUES
        lines.append(f"{study}: {values}" + (f"; and {rest} more" if rest > 0 else ""))
    left = len(studies) - MOST_USES
    return lines + ([f"and {left} more"] if left > 0 else [])


def _flowing(text: str) -> str:
    """Write a docstring for people: headings in line, and in a terminal, paragraphs that it breaks anew."""
    text = re.sub(r"^(\w+)\n-+\n", r"\1: ", text, flags=re.MULTILINE)
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text) if sys.stdout.isatty() else text


def _line(label: str, width: int, text: str) -> None:
    """Print a label and a text; in a terminal the text is wrapped beside it, elsewhere it is one line."""
    from infosim.cli.console import out, say

    start = f"{label:<{width}}" if len(label) < width else f"{label} "
    if not sys.stdout.isatty():
        say(start + text)
        return
    columns = max(out().width - 1, width + 20)
    say("\n".join(wrap(start + text, columns, subsequent_indent=" " * width, drop_whitespace=True)))


def cite(name: Name, json: Json = False) -> None:
    """Print what a study rests on as BibTeX: evidence, methods, and infosim itself.

    What has no work to cite is named on stderr.
    """
    from infosim.cli.console import note
    from infosim.scenario import load
    from infosim.scenario.citing import bibtex, citations, without_work

    loaded = load(name)
    found = citations(loaded)
    if json:
        typer.echo(to_text.dumps([one._asdict() for one in found], ensure_ascii=False))
        return
    typer.echo(bibtex(found), nl=False)
    left = without_work(loaded)
    if left:
        note("without a work to cite:")
    for line in left:
        note(line)
