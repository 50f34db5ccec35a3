"""Links between files of the repository, turned into links between pages of the site."""

from __future__ import annotations

import posixpath
import re

MOVED = {
    "ARCHITECTURE.md": "about/architecture.md",
    "CONTRIBUTING.md": "about/contributing.md",
    "CHANGELOG.md": "about/changes.md",
    "scenarios/README.md": "reference/studies.md",
}
"""Pages that are kept elsewhere in the repository, and their places in the site."""

STANDS_FOR = {
    "README.md": "index.md",
    "docs/decisions": "about/decisions.md",
    "src/infosim/evidence/references.bib": "reference/references.md",
    "src/infosim/evidence/table.csv": "reference/evidence.md",
}
"""Pages of the site that show what is in another file or folder."""

LINK = re.compile(r"(?P<image>!?)\[(?P<words>[^\]]*)\]\((?P<way>[^)\s#:]+)(?P<place>#[^)\s]*)?\)")
FENCE = re.compile(r"(^ *```.*?^ *```$)", re.MULTILINE | re.DOTALL)


def source_of(page: str) -> str:
    """Say which file of the repository a page is, by its place in the site."""
    return {place: name for name, place in MOVED.items()}.get(page, f"docs/{page}")


def on_site(text: str, page: str) -> str:
    """Turn the links of a page, written as in the repository, into links of the site.

    What the site does not show is named and not linked.

    Parameters
    ----------
    page : its place in the site, as in how_to/student.md
    """
    here = posixpath.dirname(source_of(page))

    def turned(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(here, found["way"]))
        place = _place(target, found["place"] or "")
        if place is None:
            return found["words"]
        way = posixpath.relpath(place, posixpath.dirname(page))
        return f"{found['image']}[{found['words']}]({way})"

    parts = FENCE.split(text)
    return "".join(part if FENCE.fullmatch(part) else LINK.sub(turned, part) for part in parts)


def _place(target: str, fragment: str) -> str | None:
    """Find where the site shows a file of the repository; None if it does not."""
    shown = MOVED.get(target) or STANDS_FOR.get(target)
    if shown:
        return shown + fragment
    if target.startswith("docs/"):
        return target.removeprefix("docs/") + fragment
    if target.startswith("scenarios/") and target.endswith(".yaml"):
        return "reference/studies.md#" + target.removeprefix("scenarios/").removesuffix(".yaml")
    return target if target.startswith("figures/") else None
