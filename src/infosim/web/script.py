"""The static files as one script, for a page that is a single file and for Node."""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).parent / "static"

ENGINE = ("arrays", "philox", "sha256", "kernels", "reading", "engine")
"""Modules of the engine, each after those that it imports."""

PACKED = (*ENGINE, "programme", "pack")
"""The engine, and what finds the parts of a run at any place of the sliders."""

IMPORT = re.compile(r'^import (?:\* as ([\w$]+)|(\{[^}]*\})) from "\./(\w+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:class|const|function) ([\w$]+))", re.MULTILINE)


def script(*modules: str) -> str:
    """Join modules into one classic script, which works in a page that was opened as a file.

    Parameters
    ----------
    modules : names of files in `static`, each after those that it imports

    Returns
    -------
    Text in which each module is an object of what it exports, `in_NAME`.
    """
    return "\n".join(wrapped(name, (STATIC / f"{name}.js").read_text(encoding="utf-8")) for name in modules)


def wrapped(name: str, text: str) -> str:
    """Make of a module a function that is called once and gives what the module exports."""
    exported = EXPORT.findall(text)
    text = IMPORT.sub(lambda found: f"const {found[1] or found[2]} = in_{found[3]};", text)
    text = EXPORT.sub("", text)
    if re.search(r"^(?:import|export)\b", text, re.MULTILINE):
        raise ValueError(f"{name}.js imports or exports in a way that cannot be joined")
    inside = (
        f'const in_{name} = (() => {{\n"use strict";\n{text}\nreturn {{ {", ".join(exported)} }};\n}})();'
    )
    return f"{inside}\n"
