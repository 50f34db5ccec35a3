"""Every random number of infosim.

A draw is a pure function of six 32-bit words: seed, replicate, purpose, step,
i and j. There is no stream and no state, so nothing that is added to a study
can shift the luck of anything else. The core is Philox4x32-10 (Salmon et al.
2011) with key (seed, replicate) and counter (i, j, step, purpose).

``uniform`` is written once and runs as plain Python on integers, as NumPy on
``int64`` arrays and compiled by numba: only the low 64 bits of a product are
ever looked at, and two's complement keeps those exact in all three.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.random import Generator, Philox  # noqa: TID251  the one place where they are made
from numpy.typing import NDArray

from infosim.compiling import Ids, Row, compile_together

SCHEME = "philox4x32-10/1"
"""Name of the draw scheme; part of the provenance of every result."""

SOCIETY = 0xFFFFFFFF
"""Replicate word of what all replicates share: people, platforms and contacts."""

MANY = 50_000
"""From so many people on, drawing for all of them is worth a compiled loop; both forms give the same bits."""


class Purpose(IntEnum):
    """What a draw is for. Append only: a number is never reused."""

    GROUP = 1
    LITERACY = 2
    ACTIVITY = 3
    TRUST = 4
    ACCESS = 5
    GRAPH = 6
    SEED = 10
    RESISTANCE = 11
    NOTICE = 12
    ACCEPT = 13
    SHARE_UNTHINKING = 14
    SHARE_BELIEF = 15
    SHARE_CORRECTION = 16
    INTEREST_UNTHINKING = 17
    INTEREST_BELIEF = 18
    INTEREST_CORRECTION = 19
    FORGET_EXPOSURE = 20
    FORGET_BELIEF = 21
    FORGET_CORRECTION = 22
    VERIFY = 23
    PARENT = 24
    COMPETE = 25
    COVERAGE = 30
    MOMENT = 31
    SOURCE = 32
    NOMINATE = 33
    RETURN = 34
    BOOTSTRAP = 40
    DESIGN = 41


def philox(key0: Any, key1: Any, c0: Any, c1: Any, c2: Any, c3: Any) -> Any:
    """Encrypt a counter of four words under a key of two: Philox4x32-10.

    Parameters
    ----------
    key0, key1, c0, c1, c2, c3 : int or int64 array, each in [0, 2**32)

    Returns
    -------
    tuple of four words in [0, 2**32)

    Source
    ------
    Salmon2011, section 4.3; checked against its published vectors.
    """
    for _ in range(10):
        product0 = c0 * 0xD2511F53
        product1 = c2 * 0xCD9E8D57
        c0 = ((product1 >> 32) & 0xFFFFFFFF) ^ c1 ^ key0
        c2 = ((product0 >> 32) & 0xFFFFFFFF) ^ c3 ^ key1
        c1 = product1 & 0xFFFFFFFF
        c3 = product0 & 0xFFFFFFFF
        key0 = (key0 + 0x9E3779B9) & 0xFFFFFFFF
        key1 = (key1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


def uniform(seed: Any, replicate: Any, purpose: Any, step: Any, i: Any, j: Any) -> Any:
    """Draw one number in [0, 1), on the grid of 53 bits.

    Parameters
    ----------
    seed, replicate : int in [0, 2**32)
    purpose : a `Purpose`
    step, i, j : int or int64 array in [0, 2**32)
        A moment, a person, and the other party (a claim, a platform, an
        intervention); `Purpose` says which.

    Returns
    -------
    float or float64 array
    """
    word0, word1, _, _ = philox(seed, replicate, i, j, step, purpose)
    return ((word0 >> 5) * 67108864 + (word1 >> 6)) * 1.1102230246251565e-16


def uniforms(
    seed: int, replicate: int, purpose: Purpose, step: int, people: NDArray[np.int64], j: int
) -> NDArray[np.float64]:
    """Draw one number for each person, as an array.

    Parameters
    ----------
    people : (n,) int64
        Person ids; the draw of a person does not depend on who else is listed.
    """
    # Plain integers, because NumPy warns when one of its own scalars overflows.
    words = (seed, replicate, int(purpose), step)
    drawn: NDArray[np.float64]
    if len(people) < MANY:
        drawn = uniform(*words, people, j)
    else:
        drawn = np.empty(len(people))
        _compiled()["fill"](*words, np.ascontiguousarray(people, np.int64), j, drawn)
    return drawn


def fill(seed: int, replicate: int, purpose: int, step: int, people: Ids, j: int, drawn: Row) -> None:
    """Draw one number for each person, as a loop that is compiled."""
    for k in range(len(people)):
        drawn[k] = uniform(seed, replicate, purpose, step, int(people[k]), j)


@lru_cache(maxsize=1)
def _compiled() -> dict[str, Callable[..., Any]]:
    """Compile the loop over many people."""
    return compile_together((philox, uniform, fill), (fill,), (philox, uniform, fill))


def episode_word(age: Any, episode: Any) -> Any:
    """Pack the age of a stance and the number of its episode into one word."""
    return age + episode * 65536


def label_key(*labels: str) -> int:
    """Turn names into the 32-bit word that stands for them in a draw.

    Names, not positions: an added claim or intervention shifts nobody's luck.
    """
    return zlib.crc32("\x1f".join(labels).encode())


def generator(seed: int, purpose: Purpose, label: str) -> Generator:
    """Make the generator object that graph builders need, from the same words."""
    words: Sequence[int] = philox(seed, SOCIETY, label_key(label), 0, 0, int(purpose))
    return Generator(Philox(key=[words[0] | words[1] << 32, words[2] | words[3] << 32]))
