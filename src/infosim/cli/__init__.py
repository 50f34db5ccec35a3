"""The command line: thin commands, data to stdout, everything else to stderr."""

from __future__ import annotations

from infosim.cli.main import main

__all__ = ["main"]
