"""The tables of `docs/model.md` that follow from the schema: `make schema` writes them, a test holds them.

They stand in the file and are not made when the site is built, because whoever re-implements the model has
that page and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from infosim.scenario.meanings import Parameter, parameters
from pages.text import table

PAGE = Path(__file__).parents[1] / "model.md"


def moved() -> str:
    """List every number that sensitivity runs move: default, range, and what it rests on."""
    rows = [[f"`{one.label}`", _default(one), one.range, _grounds(one)] for one in parameters() if one.range]
    return table(["parameter", "default", "range", "rests on"], rows)


def _default(one: Parameter) -> str:
    return "to be chosen" if one.field.is_required() else one.default


def _grounds(one: Parameter) -> str:
    """Name the rows of evidence; what every study chooses rests on nothing."""
    return ", ".join(one.origin.evidence) or ("" if one.field.is_required() else "assumption")


TABLES: dict[str, Callable[[], str]] = {"parameters": moved}
"""Each table by the name that the page gives it, in `<!-- table: NAME -->` and `<!-- /table -->`."""

_TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- /table -->)", re.DOTALL)


def with_tables(text: str) -> str:
    """Give the page with its tables as the schema has them now."""
    return _TABLE.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}\n{found[3]}", text)


def main() -> None:
    """Write the tables anew."""
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
