"""Results in a notebook: plain HTML without scripts, so that it survives export and any viewer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

Html = str

CELL = "text-align:left;padding:2px 12px 2px 0;vertical-align:top"


def page(title: str, *parts: Html) -> Html:
    """Put parts under a title; what users wrote is text, whatever it looks like."""
    return f"<div><strong>{escape(title)}</strong>{''.join(parts)}</div>"


def definition_list(facts: Mapping[str, Any]) -> Html:
    """List facts by name; those that say nothing are left out."""
    rows = [[name, str(value)] for name, value in facts.items() if str(value)]
    return table([], rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Html:
    """Make a table; the first cell of each row names it."""
    lines = [f"<tr>{''.join(_cell('th', name, 'col') for name in head)}</tr>"] if head else []
    for first, *others in rows:
        lines.append(f"<tr>{_cell('th', first, 'row')}{''.join(_cell('td', one) for one in others)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def paragraphs(lines: Iterable[str]) -> Html:
    """Write lines of text, each as a paragraph."""
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _cell(tag: str, text: str, scope: str = "") -> Html:
    named = f' scope="{scope}"' if scope else ""
    return f'<{tag}{named} style="{CELL}">{escape(text)}</{tag}>'
