"""What of the site is made from the package, and not written: text in Markdown, computed when it is built."""

from __future__ import annotations

import re
from collections.abc import Callable

from pages import catalogues, commands, decisions, evidence, python, scenario

MADE: dict[str, Callable[[], str]] = {
    "commands": commands.reference,
    "python": python.reference,
    "scenario": scenario.reference,
    "interventions": catalogues.interventions,
    "rules": catalogues.rules,
    "generators": catalogues.generators,
    "measures": catalogues.measures,
    "evidence": evidence.rows,
    "references": evidence.references,
    "decisions": decisions.listed,
}
"""What a page may ask for, in a line of its own: `<!-- made: rules -->`."""

ASKED = re.compile(r"^<!-- made: (\w+) -->$", re.MULTILINE)


def filled(text: str) -> str:
    """Put in what a page asks for."""
    return ASKED.sub(lambda found: MADE[found[1]](), text)
