"""Deliveries at all stops of a slider as one list: who is reached at any stop, and at which of them.

Coverage is nested, so that lists at neighbouring stops are nearly the same.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from infosim.web.encoding import base64, encode, varints

MOST = 32
"""Lists that one mask can tell apart."""


def masked(parts: Sequence[str]) -> str | None:
    """Put lists of deliveries together; None if they are something else, or too many.

    Returns
    -------
    JSON: the codes of all lists as gaps, and for each code the bits of the lists that have it
    """
    if len(parts) > MOST or not all(part.startswith('{"codes"') for part in parts):
        return None
    lists = [codes_of(json.loads(part)["codes"]) for part in parts]
    union = np.unique(np.concatenate(lists))
    masks = np.zeros(len(union), dtype=np.int64)
    for n, codes in enumerate(lists):
        masks[np.searchsorted(union, codes)] |= 1 << n
    gaps = base64(varints(np.diff(union, prepend=0)))
    return json.dumps({"codes": gaps, "masks": encode(masks)}, separators=(",", ":"))


def codes_of(text: str) -> NDArray[np.int64]:
    """Read ascending whole numbers from their gaps: see `encoding.varints`."""
    read = np.frombuffer(b64decode(text), dtype=np.uint8).astype(np.int64)
    ends = np.flatnonzero(read < 128)
    begins = np.concatenate([[0], ends[:-1] + 1])[: len(ends)]
    places = np.arange(len(read)) - np.repeat(begins, ends - begins + 1)
    sevens = (read & 127) << (7 * places)
    gaps = np.add.reduceat(sevens, begins) if len(ends) else np.zeros(0, dtype=np.int64)
    return np.cumsum(gaps)
