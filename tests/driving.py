"""A real browser to drive in tests: Chromium, and whatever leaves this machine is blocked and counted.

Needs Playwright and a Chromium that is installed; nothing of either is needed to use infosim.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from machines import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")

WITHOUT_ADDRESS = ("data", "blob", "file", "about")
"""Schemes that name nothing on another machine."""

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking")

SIZES = {"beamer": (1024, 768), "screen": (1920, 1080), "phone": (320, 640)}
"""What pages are looked at in: a projector, a large screen, the narrowest phone; in pixels."""


@dataclass
class Driven:
    """Pages of one browser, and what they did that they should not.

    Attributes
    ----------
    context : where pages are opened: `driven.page()`
    left : addresses beyond this machine that were asked for; all were refused
    errors : what pages threw or wrote as errors
    dialogs : texts of dialogs, which only a script that got in would open
    """

    context: BrowserContext
    left: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def page(self, address: str = "", size: str = "beamer") -> Page:
        """Open a page of a size, at an address if there is one."""
        page = self.context.new_page()
        page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))  # type: ignore[arg-type]
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("dialog", self._dismiss)
        if address:
            page.goto(address)
        return page

    def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def judge(self, route: Route) -> None:
        """Let pass what stays on this machine; refuse and remember everything else."""
        address = urlsplit(route.request.url)
        if address.scheme in WITHOUT_ADDRESS or address.hostname in LOOPBACK:
            route.continue_()
        else:
            self.left.append(route.request.url)
            route.abort()


@contextmanager
def browser_of_this_machine() -> Iterator[Browser]:
    """Start Chromium without a screen, without a graphics card and without names of other machines."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed, so nothing was driven in a browser"
    )
    with playwright.sync_playwright() as started:
        names = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
        browser = started.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, names])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def driving(browser: Browser, **options: Any) -> Iterator[Driven]:
    """Open a context of its own, like a visitor who was never here: no storage, no permissions."""
    context = browser.new_context(**options)
    driven = Driven(context)
    context.route("**/*", driven.judge)
    try:
        yield driven
    finally:
        context.close()


def violations(page: Page) -> list[str]:
    """Ask axe what hinders people; each as rule, element, and what is wrong."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed, so no page was judged by it"
    )
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]}: {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


def overflow(page: Page) -> int:
    """Tell by how many pixels a page is wider than its window."""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(wide))


def focused(page: Page) -> dict[str, str]:
    """Tell what has the focus: its element, id and name."""
    asked = """(() => { const e = document.activeElement;
      return JSON.stringify({tag: e.tagName.toLowerCase(), id: e.id,
        name: e.getAttribute("aria-label") || e.textContent.trim().slice(0, 60)}); })()"""
    told: dict[str, str] = json.loads(page.evaluate(asked))
    return told


@pytest.fixture(scope="module")
def chromium_browser() -> Iterator[Browser]:
    """Start one browser for the tests of a module."""
    with browser_of_this_machine() as browser:
        yield browser


@pytest.fixture
def driven(chromium_browser: Browser) -> Iterator[Driven]:
    """Give a fresh visitor; at the end nothing may have left this machine."""
    with driving(chromium_browser) as visitor:
        yield visitor
        assert visitor.left == [], visitor.left
