"""The documentation builds without a warning, has no dead link, and asks nothing of a network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from pages import indents, links
from pages.text import with_sources

from documentation.blocks import REPOSITORY
from machines import dumped

LOADED = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("link", "href")}
"""What a browser fetches without being asked to."""


class Anchors(HTMLParser):
    """Collects the places of a page, and what it links to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.places: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of one tag."""
        said = {name: value or "" for name, value in attrs}
        self.places |= {said[name] for name in ("id", "name") if name in said}
        if tag == "link" and said.get("rel") in ("canonical", "next", "prev"):
            return
        self.links += [said["href"]] if tag == "a" and "href" in said else []
        self.loaded += [said[name] for kind, name in LOADED if kind == tag and name in said]


def dead_links(site: Path) -> list[str]:
    """List the links of a site that lead nowhere: no such file, or no such place in it."""
    pages = {path: Anchors(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    dead = []
    for path, found in pages.items():
        for link in found.links + found.loaded:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            place = unquote(parts.fragment)
            if not target.is_file() or (place and target in pages and place not in pages[target].places):
                dead.append(f"{path.relative_to(site)}: {link}")
    return dead


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site as `make docs` does."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=REPOSITORY,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


def test_every_page_is_there(site: Path) -> None:
    """Fault: a page that is left out of the navigation because its name was mistyped there."""
    named = re.findall(
        r": ([\w/]+\.md)$", (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(named) > 30
    docs = REPOSITORY / "docs"
    made = [name for name in named if (docs / name).exists() or name in links.MOVED.values()]
    home = (site / "index.html").read_text(encoding="utf-8")
    assert [name for name in made if f'href="{name.removesuffix(".md")}.html"' not in home] == []
    written = {
        path.relative_to(REPOSITORY / "docs").as_posix() for path in (REPOSITORY / "docs").rglob("*.md")
    }
    assert {name for name in written - set(named) if not name.startswith("decisions/")} == set()


def test_no_link_is_dead(site: Path) -> None:
    """Fault: a heading that was renamed, with links to it; a figure that is not copied."""
    assert dead_links(site) == []


def test_dead_links_would_be_found(tmp_path: Path) -> None:
    """Fault: a check that looks at nothing."""
    (tmp_path / "a.html").write_text(
        '<a href="b.html#there">1</a><a href="b.html#gone">2</a><a href="c.html">3</a><img src="d.png">'
        '<a href="#here">4</a><a href="https://a.b/c">5</a><p id="here">',
        encoding="utf-8",
    )
    (tmp_path / "b.html").write_text('<p id="there">', encoding="utf-8")
    assert dead_links(tmp_path) == ["a.html: b.html#gone", "a.html: c.html", "a.html: d.png"]


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    """Fault: a font, a script or a style sheet of another server."""
    for path in site.rglob("*.html"):
        loaded = Anchors(path.read_text(encoding="utf-8")).loaded
        assert [one for one in loaded if urlsplit(one).scheme not in ("", "data")] == [], path.name
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", text) == [], path.name


@pytest.mark.slow
def test_pages_ask_a_network_for_nothing(site: Path, tmp_path: Path) -> None:
    """Open every page in a real browser, and count what it asks for.

    Fault: a script that fetches another one when it runs, as the search of the theme did.
    """
    frames = "".join(f'<iframe src="{path.as_uri()}"></iframe>' for path in sorted(site.rglob("*.html")))
    harness, log = tmp_path / "all.html", tmp_path / "asked.json"
    harness.write_text(f'<!doctype html><title>all</title><img src="{PLANTED}">{frames}', encoding="utf-8")
    dumped(harness, tmp_path, 300, f"--log-net-log={log}", "--timeout=8000")
    asked = {found for line in log.read_text(encoding="utf-8").splitlines() for found in asked_by_pages(line)}
    assert asked == {PLANTED}


PLANTED = "https://planted.example/picture.png"
"""What the page around all pages asks for, so that the count is seen to count."""


def asked_by_pages(line: str) -> list[str]:
    """Read addresses out of a line of the browser's log; what the browser asks for itself has no origin."""
    found = re.search(r'"initiator":"([^"]*)".*"url":"(https?://[^"]*)"', line)
    return [found[2]] if found and found[1] != "not an origin" else []


@pytest.mark.slow
def test_search_works_in_a_folder(site: Path, tmp_path: Path) -> None:
    """Search in a page that was opened as a file: a browser starts no worker there.

    Fault: a search that needs a server, or a script of another one.
    """
    harness = site / "searching.html"
    harness.write_text(
        "<!doctype html><title>go</title><script>location.replace('index.html?q=resistance')</script>",
        encoding="utf-8",
    )
    try:
        page = dumped(harness, tmp_path, 300, "--virtual-time-budget=20000")
    finally:
        harness.unlink()
    assert re.search(r"\d+ matching documents", page)
    assert 'href="model.html' in page


def test_links_are_turned() -> None:
    """Fault: a link of a decision to the model that is taken for one inside `decisions`."""
    text = "[a](../model.md#7-submodels) [b](../../src/infosim/evidence/table.csv) [c](../../tests/kinds.py)"
    turned = "[a](../model.md#7-submodels) [b](../reference/evidence.md) c"
    assert links.on_site(text, "decisions/0001-x.md") == turned
    assert links.on_site("[s](first_steps.yaml)", "reference/studies.md") == "[s](studies.md#first_steps)"
    assert links.on_site("[m](docs/model.md)", "about/architecture.md") == "[m](../model.md)"
    code = "```\n[a](../x.md)\n```"
    assert links.on_site(code, "model.md") == code


def test_lists_are_indented() -> None:
    """Fault: code inside an item that becomes text; a second level that becomes the first."""
    text = "so:\n1. one\n\n       code\n\n   on\n   - two\n     more\n\nend\n- three\n"
    wanted = "so:\n\n1. one\n\n        code\n\n    on\n    - two\n        more\n\nend\n\n- three\n"
    assert indents.four_spaces(text) == wanted
    fenced = "```\n- a\n  - b\n```\n"
    assert indents.four_spaces(fenced) == fenced


def test_sources_are_linked() -> None:
    """Fault: an id inside an equation that becomes a link, and is shown as brackets."""
    text = "size (H20, Sellke1983), `H20`, [H20](x.md), Z99\n    1250 (H20)"
    linked = "([H20](up/evidence.md#h20), [Sellke1983](up/references.md#sellke1983))"
    wanted = text.replace("(H20, Sellke1983)", linked)
    assert with_sources(text, "up/") == wanted
