"""The reference of the command line, from the program itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import typer

from infosim.cli.main import app
from pages.text import plain, table


def commands() -> dict[str, Any]:
    """List every command of the program, with those inside a group, by what is typed."""
    return dict(_walk("infosim", typer.main.get_command(app)))


def _walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "commands"):
        yield name, command
        return
    for inner, one in command.commands.items():
        yield from _walk(f"{name} {inner}", one)


def reference() -> str:
    """Write the page: what each command does, is given, and an example."""
    found = commands()
    listed = table(
        ["command", "does"],
        ([f"[`{name}`](#{name.replace(' ', '-')})", first_line(one)] for name, one in found.items()),
    )
    return "\n".join([listed, *(_section(name, one) for name, one in found.items())])


def first_line(command: Any) -> str:
    """Give the first sentence of what a command does."""
    return inspect.cleandoc(command.help or "").partition("\n")[0]


def _section(name: str, command: Any) -> str:
    context = command.make_context(name, [], resilient_parsing=True)
    usage = f"{name} {' '.join(command.collect_usage_pieces(context))}"
    records = [one for one in (part.get_help_record(context) for part in command.params) if one]
    parts = [f"\n## {name}\n", f"```text\n{usage}\n```\n", described(inspect.cleandoc(command.help or ""))]
    if records:
        parts += [
            "",
            table(
                ["argument or option", ""],
                ([f"`{one.replace('|', ' | ')}`", plain(told)] for one, told in records),
            ),
        ]
    if command.epilog:
        parts += ["", described(inspect.cleandoc(command.epilog))]
    return "\n".join(parts)


def described(help: str) -> str:
    """Write a help text as Markdown; paragraphs marked to be kept line by line become blocks."""
    paragraphs = re.split(r"\n\n+", help.replace("\f", ""))
    return "\n\n".join(_kept(one) if one.startswith("\b\n") else one for one in paragraphs)


def _kept(paragraph: str) -> str:
    return "```text\n" + paragraph.removeprefix("\b\n") + "\n```"
