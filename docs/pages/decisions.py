"""The list of decisions."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "decisions"


def listed() -> str:
    """List the decisions by number."""
    return "\n".join(_line(path) for path in sorted(FOLDER.glob("*.md")))


def _line(path: Path) -> str:
    head = path.read_text(encoding="utf-8").partition("\n")[0]
    number, _, title = head.removeprefix("# ").partition(". ")
    return f"- {int(number):04}: [{title}](../decisions/{path.name})"
