"""The resolved form: everything explicit, in one way of writing. What is hashed and replayed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from infosim.errors import InputError
from infosim.scenario.graphs import FileGraph
from infosim.scenario.models import Scenario

WORDS = ("id", "title", "question", "notes", "sources", "outcomes", "finding")
"""What a study is called and what is said of it; no result depends on it."""

APART = (*WORDS, "sweep")
"""What is left out of the digest: words, and what other points there are."""


def resolved(scenario: Scenario) -> dict[str, Any]:
    """Write out everything a scenario says or leaves to a default.

    Loading it again gives an equal scenario.
    """
    form: dict[str, Any] = _plain(scenario.model_dump(mode="json"))
    return form


def canonical_json(scenario: Scenario) -> str:
    """Write the resolved form in the one way that equal scenarios share."""
    return _to_json(resolved(scenario))


def digest(scenario: Scenario) -> str:
    """Compute the SHA-256 of everything that the results depend on, 64 hex digits.

    Words are left out, a graph file counts by its content, not by its name, and so does
    the code that a user has added.

    Raises
    ------
    InputError
        If a graph file cannot be read.
    """
    return hashlib.sha256(_to_json(plain_form(scenario)).encode()).hexdigest()


def plain_form(scenario: Scenario) -> dict[str, Any]:
    """Write out what results depend on: the resolved form without words, graph files by content.

    Raises
    ------
    InputError
        If a graph file cannot be read.
    """
    form = {key: value for key, value in resolved(scenario).items() if key not in APART}
    for claim in form["claims"]:
        del claim["text"]
    for arm in form["arms"].values():
        del arm["title"]
    if scenario.additions:
        form["additions"] = scenario.additions.everything()
    for name, platform in scenario.platforms.items():
        if isinstance(platform.graph, FileGraph):
            form["platforms"][name]["graph"]["path"] = _content_digest(platform.graph.path)
    return form


def _content_digest(path: str) -> str:
    try:
        with Path(path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from None


def _plain(value: Any) -> Any:
    """Give equal numbers one form: -0.0 is 0.0."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value + 0.0 if isinstance(value, float) else value


def _to_json(form: dict[str, Any]) -> str:
    """Sort the keys, except of arms and platforms: their order has a meaning."""
    ordered = {
        key: value if key in ("arms", "platforms") else _sorted(value) for key, value in sorted(form.items())
    }
    for key in ("arms", "platforms"):
        ordered[key] = {name: _sorted(part) for name, part in form[key].items()}
    return json.dumps(ordered, ensure_ascii=False, allow_nan=False)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(part) for key, part in sorted(value.items())}
    return [_sorted(part) for part in value] if isinstance(value, list) else value
