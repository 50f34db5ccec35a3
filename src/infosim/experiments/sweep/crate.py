"""An export as a research object: RO-Crate metadata, by which archives and search engines know it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

FILE = "ro-crate-metadata.json"

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
PROFILE = "https://w3id.org/ro/crate/1.1"

FORMATS = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".nc": "application/netcdf",
}

TOLD = {
    "points": "the points of the sweep, with the value of each path that was varied",
    "runs": "one line for each run, with its outcomes",
    "groups": "one line for each run and group of people, with its outcomes",
    "dictionary": "what each column is, with its unit",
    "scenario.resolved": "the study with everything explicit; infosim runs it as it is",
    "manifest": "how everything was made, and what each file hashes to",
    "sweep": "all runs as a cube with labelled dimensions",
}
"""What a file holds, by its name without the last suffix."""

Entity = dict[str, Any]


def crate(manifest: Mapping[str, Any], made: str, files: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Describe an export as RO-Crate 1.1 asks for.

    Parameters
    ----------
    manifest : how the export was made
    made : ISO 8601, when the last run was kept: equal exports are equal files
    files : by name, the hash and size of each, the manifest among them

    Source
    ------
    RO-Crate Metadata Specification 1.1.
    """
    parts = [_file(name, one) for name, one in files.items()]
    graph = [_descriptor(), _root(manifest, made, list(files)), *parts, *_how(manifest, made, list(files))]
    whole = {"@context": CONTEXT, "@graph": graph}
    return (json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _descriptor() -> Entity:
    return {
        "@id": FILE,
        "@type": "CreativeWork",
        "about": _at("./"),
        "conformsTo": _at(PROFILE),
    }


def _root(manifest: Mapping[str, Any], made: str, files: list[str]) -> Entity:
    """Describe the folder as a whole."""
    runs = f"{manifest['runs']:,} runs at {manifest['points']:,} points of the study {manifest['study']}."
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": manifest["title"] or manifest["study"],
        "description": f"{manifest['question']} {runs} {manifest['note']}".strip(),
        "datePublished": made[:10],
        "license": "not stated; whoever publishes this says here how it may be used",
        "identifier": f"sha256:{manifest['digest']}",
        "hasPart": [_at(name) for name in files],
        "mentions": _at("#sweep"),
    }


def _file(name: str, one: Mapping[str, Any]) -> Entity:
    """Describe one file."""
    path = PurePath(name)
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "description": TOLD[path.stem],
        "encodingFormat": FORMATS[path.suffix],
        "contentSize": str(one["bytes"]),
        "sha256": one["sha256"],
    }


def _how(manifest: Mapping[str, Any], made: str, files: list[str]) -> list[Entity]:
    """Describe what made the files: which program did what with which study."""
    tool = "#infosim"
    action = {
        "@id": "#sweep",
        "@type": "CreateAction",
        "name": f"sweep of {manifest['study']}",
        "description": manifest["command"],
        "endTime": made,
        "instrument": _at(tool),
        "object": _at("scenario.resolved.json"),
        "result": [_at(name) for name in files if name != "scenario.resolved.json"],
    }
    versions = manifest["versions"]
    program = {
        "@id": tool,
        "@type": "SoftwareApplication",
        "name": "infosim",
        "version": versions["infosim"],
        "description": f"model version {versions['model']}, draw scheme {versions['draws']}",
        "softwareRequirements": f"Python {versions['python']}, NumPy {versions['numpy']}",
    }
    return [action, program]


def _at(identifier: str) -> dict[str, str]:
    return {"@id": identifier}
