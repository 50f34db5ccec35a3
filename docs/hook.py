"""What happens when the site is built: what is made is put in, links and lists are turned.

MkDocs calls these functions by their names. Nothing is fetched, and nothing is written beside the site.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files
from pages import filled, indents, links
from pages.text import with_sources

REPOSITORY = Path(__file__).parents[1]

FIGURE = re.compile(r"figures/\w+/\w+\.png")


def on_config(config: Any) -> Any:
    """Leave out of the navigation what is not there."""
    docs = Path(config.docs_dir)
    config.nav = [one for one in (_there(entry, docs) for entry in config.nav) if one]
    return config


def _there(entry: Any, docs: Path) -> Any:
    """Give an entry without the pages that do not exist; nothing if none is left."""
    if isinstance(entry, str):
        return entry if entry in links.MOVED.values() or (docs / entry).exists() else None
    ((title, inside),) = entry.items()
    if isinstance(inside, list):
        kept = [one for one in (_there(part, docs) for part in inside) if one]
        return {title: kept} if kept else None
    return entry if _there(inside, docs) else None


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are kept elsewhere in the repository, and the figures that pages show."""
    docs = Path(config.docs_dir)
    for name, place in links.MOVED.items():
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        files.append(File.generated(config, place, content=text))
    shown = {one for path in docs.rglob("*.md") for one in FIGURE.findall(path.read_text(encoding="utf-8"))}
    for figure in sorted(shown):
        files.append(File.generated(config, figure, abs_src_path=str(REPOSITORY / figure)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Turn what is written for the repository into what the site reads."""
    place = page.file.src_uri
    text = links.on_site(markdown, place)
    if place == "model.md":
        text = with_sources(text, "reference/")
    return indents.four_spaces(filled(text))


def on_post_build(config: Any) -> None:
    """Take out the page for addresses that do not exist: a folder has no server that would show it."""
    (Path(config.site_dir) / "404.html").unlink()
