"""Browsers for the tests of pages."""

from __future__ import annotations

from driving import chromium_browser, driven

__all__ = ["chromium_browser", "driven"]
