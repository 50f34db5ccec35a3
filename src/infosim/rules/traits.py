"""What traits do: multipliers of acceptance from literacy and from trust."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LITERACY_MULTIPLIER = (1.15, 1.0, 0.75)
"""Acceptance of false claims at literacy 0, 1/2 and 1 (H01, H14)."""

TRUST_FLOOR = 0.47
"""Effect of labels and corrections at trust 0, relative to medium trust (C03)."""


def susceptibility(literacy: Floats) -> Floats:
    """Turn literacy in [0, 1] into a multiplier of acceptance, linear in two pieces."""
    low, mid, high = LITERACY_MULTIPLIER
    lower = low + (mid - low) * (2.0 * literacy)
    upper = mid + (high - mid) * (2.0 * literacy - 1.0)
    return np.where(literacy < 0.5, lower, upper)


def authority(trust: Floats) -> Floats:
    """Turn trust in [0, 1] into a multiplier of corrections and labels, 1 at medium trust."""
    return TRUST_FLOOR + (1.0 - TRUST_FLOOR) * (2.0 * trust)
