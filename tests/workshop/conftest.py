"""What the tests of workshops share."""

from __future__ import annotations

from rooms import server

__all__ = ["server"]
