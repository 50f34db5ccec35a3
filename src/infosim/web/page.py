"""What all pages in one file share: a template with places to fill, a policy, data that cannot break out."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from infosim.web.script import STATIC


def filled(template: str, parts: Mapping[str, str]) -> str:
    """Fill the places ``{{name}}`` of a template of `static`, with no second look at what is put in."""
    page = (STATIC / template).read_text(encoding="utf-8")
    head, *pieces = page.split("{{")
    cut = [piece.split("}}", 1) for piece in pieces]
    return head + "".join(parts[name] + rest for name, rest in cut)


def style_of(*sheets: str) -> str:
    """Join style sheets of `static`."""
    return "".join((STATIC / f"{sheet}.css").read_text(encoding="utf-8") for sheet in sheets)


def policy(style: str, code: str, *more: str) -> str:
    """Say what a page may do: its own style and script, and nothing else whatever but `more`."""
    hashes = [b64encode(sha256(text.encode()).digest()).decode() for text in (style, code)]
    rules = [f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'"]
    return "; ".join([*rules, *more, "base-uri 'none'", "form-action 'none'"])


def embedded(data: Any) -> str:
    """Write data so that nothing in it can end the element that holds it."""
    text = json.dumps(data, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
